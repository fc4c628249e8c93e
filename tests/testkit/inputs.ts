import { getNamedType, isInputObjectType, isObjectType, type GraphQLSchema } from 'graphql';

import { newId } from '../../src/services/ids.js';
import type { Cast, NodeType } from './cast.js';
import type { TestClient } from './client.js';

/** One place of the graph that takes text: an argument, or a field of an input. */
export interface InputPlace {
  readonly query: string;
  /** The variables of a request that is right but for this value. */
  readonly variables: (value: string, cast: Cast) => Record<string, unknown>;
  /** Who gets furthest with it. */
  readonly as: 'guest' | 'learner' | 'instructor' | 'administrator' | 'service';
  /** What it names; absent for text that is no id of ours. */
  readonly type?: NodeType;
}

const at = '2026-01-31T09:00:00Z';
const after = 'query ($after: String, $id: ID!)';
const typename = '{ __typename ... on UserError { code message } }';
const mutation = (field: string, input: string) =>
  `mutation ($input: ${input}!) { ${field}(input: $input) ${typename} }`;

const enroll = mutation('enroll', 'EnrollInput');
const startPractice = mutation('startPractice', 'StartPracticeInput');
const submitResponse = mutation('submitResponse', 'SubmitResponseInput');
const requestHint = mutation('requestHint', 'RequestHintInput');
const signIn = mutation('signIn', 'SignInInput');
const recordLearningEvents = `mutation ($event: LearningEventInput!) {
  recordLearningEvents(input: { events: [$event] }) { __typename } }`;
const recordResponses = `mutation ($courseId: ID!, $response: RecordedResponseInput!) {
  recordResponses(input: { courseId: $courseId, responses: [$response] }) { __typename } }`;

const credentials = { email: 'somebody@school.example', password: 'correct horse' };
const event = (facts: object) => ({
  event: { id: newId(), kind: 'SEARCHED', occurredAt: at, ...facts },
});
const answer = ({ ids }: Cast) => ({
  attemptId: ids.PracticeAttempt,
  stepId: ids.Step,
  response: '4',
  clientKey: newId(),
});
const outcome = ({ ids }: Cast, facts: object) => ({
  courseId: ids.Course,
  response: {
    learnerId: ids.User,
    stepId: ids.Step,
    correct: true,
    occurredAt: at,
    clientKey: newId(),
    ...facts,
  },
});

/** Every place that takes text, by name. A test holds it to the schema. */
export const inputPlaces: Readonly<Record<string, InputPlace>> = {
  'Query.course.id': {
    query: `query ($id: ID!) { course(id: $id) { title } }`,
    variables: (id) => ({ id }),
    as: 'instructor',
    type: 'Course',
  },
  'Query.job.jobId': {
    query: `query ($id: ID!) { job(jobId: $id) { state } }`,
    variables: (id) => ({ id }),
    as: 'administrator',
    type: 'Job',
  },
  'Query.node.id': {
    query: `query ($id: ID!) { node(id: $id) { __typename } }`,
    variables: (id) => ({ id }),
    as: 'administrator',
    type: 'Enrollment',
  },
  'Query.nodes.ids': {
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }`,
    variables: (id) => ({ ids: [id] }),
    as: 'administrator',
    type: 'Response',
  },
  'Query.courses.after': {
    query: `query ($after: String) { courses(after: $after) { totalCount } }`,
    variables: (value) => ({ after: value }),
    as: 'learner',
  },
  'Course.enrollments.after': {
    query: `${after} { course(id: $id) { enrollments(after: $after) { totalCount } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Course }),
    as: 'instructor',
  },
  'Lesson.problems.after': {
    query: `${after} { node(id: $id) { ... on Lesson { problems(after: $after) { totalCount } } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Lesson }),
    as: 'learner',
  },
  'Viewer.enrollments.after': {
    query: `query ($after: String) { viewer { enrollments(after: $after) { totalCount } } }`,
    variables: (value) => ({ after: value }),
    as: 'learner',
  },
  'Subscription.classActivity.courseId': {
    query: `subscription ($id: ID!) { classActivity(courseId: $id) { cursor } }`,
    variables: (id) => ({ id }),
    as: 'instructor',
    type: 'Course',
  },
  'Subscription.classActivity.after': {
    query: `subscription ($id: ID!, $after: String) { classActivity(courseId: $id, after: $after) { cursor } }`,
    variables: (value, { ids }) => ({ id: ids.Course, after: value }),
    as: 'instructor',
  },
  'Subscription.jobUpdated.jobId': {
    query: `subscription ($id: ID!) { jobUpdated(jobId: $id) { cursor } }`,
    variables: (id) => ({ id }),
    as: 'administrator',
    type: 'Job',
  },
  'Subscription.jobUpdated.after': {
    query: `subscription ($id: ID!, $after: String) { jobUpdated(jobId: $id, after: $after) { cursor } }`,
    variables: (value, { ids }) => ({ id: ids.Job, after: value }),
    as: 'administrator',
  },
  'Subscription.recommendations.courseId': {
    query: `subscription ($id: ID!) { recommendations(courseId: $id) { cursor } }`,
    variables: (id) => ({ id }),
    as: 'learner',
    type: 'Course',
  },
  'Subscription.recommendations.after': {
    query: `subscription ($id: ID!, $after: String) { recommendations(courseId: $id, after: $after) { cursor } }`,
    variables: (value, { ids }) => ({ id: ids.Course, after: value }),
    as: 'learner',
  },
  'EnrollInput.courseId': {
    query: enroll,
    variables: (courseId) => ({ input: { courseId } }),
    as: 'learner',
    type: 'Course',
  },
  'EnrollInput.userId': {
    query: enroll,
    variables: (userId, { ids }) => ({ input: { courseId: ids.Course, userId } }),
    as: 'instructor',
    type: 'User',
  },
  'WithdrawInput.enrollmentId': {
    query: mutation('withdraw', 'WithdrawInput'),
    variables: (enrollmentId) => ({ input: { enrollmentId } }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'StartPracticeInput.courseId': {
    query: startPractice,
    variables: (courseId) => ({ input: { courseId } }),
    as: 'learner',
    type: 'Course',
  },
  'StartPracticeInput.lessonId': {
    query: startPractice,
    variables: (lessonId, { ids }) => ({ input: { courseId: ids.Course, lessonId } }),
    as: 'learner',
    type: 'Lesson',
  },
  'StartPracticeInput.problemId': {
    query: startPractice,
    variables: (problemId, { ids }) => ({ input: { courseId: ids.Course, problemId } }),
    as: 'learner',
    type: 'Problem',
  },
  'SubmitResponseInput.attemptId': {
    query: submitResponse,
    variables: (attemptId, cast) => ({ input: { ...answer(cast), attemptId } }),
    as: 'learner',
    type: 'PracticeAttempt',
  },
  'SubmitResponseInput.stepId': {
    query: submitResponse,
    variables: (stepId, cast) => ({ input: { ...answer(cast), stepId } }),
    as: 'learner',
    type: 'Step',
  },
  'SubmitResponseInput.response': {
    query: submitResponse,
    variables: (response, cast) => ({ input: { ...answer(cast), response } }),
    as: 'learner',
  },
  'SubmitResponseInput.clientKey': {
    query: submitResponse,
    variables: (clientKey, cast) => ({ input: { ...answer(cast), clientKey } }),
    as: 'learner',
  },
  'RequestHintInput.attemptId': {
    query: requestHint,
    variables: (attemptId, { ids }) => ({ input: { attemptId, stepId: ids.Step } }),
    as: 'learner',
    type: 'PracticeAttempt',
  },
  'RequestHintInput.stepId': {
    query: requestHint,
    variables: (stepId, { ids }) => ({ input: { attemptId: ids.PracticeAttempt, stepId } }),
    as: 'learner',
    type: 'Step',
  },
  'LearningEventInput.id': {
    query: recordLearningEvents,
    variables: (id) => event({ id }),
    as: 'learner',
  },
  'LearningEventInput.actorId': {
    query: recordLearningEvents,
    variables: (actorId) => event({ actorId }),
    as: 'service',
    type: 'User',
  },
  'LearningEventInput.courseId': {
    query: recordLearningEvents,
    variables: (courseId) => event({ courseId }),
    as: 'learner',
    type: 'Course',
  },
  'LearningEventInput.data': {
    query: recordLearningEvents,
    variables: (value) => event({ data: { [value]: [value] } }),
    as: 'learner',
  },
  'LearningEventInput.occurredAt': {
    query: recordLearningEvents,
    variables: (occurredAt) => event({ occurredAt }),
    as: 'learner',
  },
  'RecordResponsesInput.courseId': {
    query: recordResponses,
    variables: (courseId, cast) => ({ ...outcome(cast, {}), courseId }),
    as: 'service',
    type: 'Course',
  },
  'RecordedResponseInput.learnerId': {
    query: recordResponses,
    variables: (learnerId, cast) => outcome(cast, { learnerId }),
    as: 'service',
    type: 'User',
  },
  'RecordedResponseInput.stepId': {
    query: recordResponses,
    variables: (stepId, cast) => outcome(cast, { stepId }),
    as: 'service',
    type: 'Step',
  },
  'RecordedResponseInput.clientKey': {
    query: recordResponses,
    variables: (clientKey, cast) => outcome(cast, { clientKey }),
    as: 'service',
  },
  'RecordedResponseInput.occurredAt': {
    query: recordResponses,
    variables: (occurredAt, cast) => outcome(cast, { occurredAt }),
    as: 'service',
  },
  'ImportCourseInput.archive': {
    query: mutation('importCourse', 'ImportCourseInput'),
    variables: (archive) => ({ input: { format: 'OATUTOR', archive } }),
    as: 'administrator',
  },
  'SignInInput.email': {
    query: signIn,
    variables: (email) => ({ input: { ...credentials, email } }),
    as: 'guest',
  },
  'SignInInput.password': {
    query: signIn,
    variables: (password) => ({
      input: { ...credentials, email: `${newId()}@school.example`, password },
    }),
    as: 'guest',
  },
  'SignInInput.school': {
    query: signIn,
    variables: (school) => ({
      input: { ...credentials, email: `${newId()}@school.example`, school },
    }),
    as: 'guest',
  },
  'RenewSessionInput.refreshToken': {
    query: mutation('renewSession', 'RenewSessionInput'),
    variables: (refreshToken) => ({ input: { refreshToken } }),
    as: 'guest',
  },
};

/** Scalars that are written as text. */
const textual = ['String', 'ID', 'DateTime', 'JSONObject'];

/** The places of a schema that take text, by name. */
export function textualPlaces(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isInputObjectType(type)) {
      return Object.values(type.getFields())
        .filter((field) => textual.includes(getNamedType(field.type).name))
        .map((field) => `${type.name}.${field.name}`);
    }
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args
        .filter((argument) => textual.includes(getNamedType(argument.type).name))
        .map((argument) => `${type.name}.${field.name}.${argument.name}`),
    );
  });
}

/** All that is answered: the body, or how a stream ended; `open` for one that did not. */
export async function askAt(
  place: InputPlace,
  client: TestClient,
  variables: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<string> {
  if (!place.query.startsWith('subscription')) {
    const { body, status } = await client.ask(place.query, variables, headers);
    return JSON.stringify({ status, ...body });
  }
  const stream = await client.follow(place.query, variables);
  if (!stream.ended) {
    stream.dispose();
    return 'open';
  }
  return JSON.stringify(stream.error ?? null);
}
