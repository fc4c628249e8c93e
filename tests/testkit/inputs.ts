import { getNamedType, isInputObjectType, isObjectType, type GraphQLSchema } from 'graphql';

import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import { assessmentPlaces } from './assessment-inputs.js';
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

/** As `mutation`, for one that has a single outcome. */
const sure = (field: string, input: string) =>
  `mutation ($input: ${input}!) { ${field}(input: $input) { __typename } }`;

const enroll = mutation('enroll', 'EnrollInput');
const startPractice = mutation('startPractice', 'StartPracticeInput');
const submitResponse = mutation('submitResponse', 'SubmitResponseInput');
const requestHint = mutation('requestHint', 'RequestHintInput');
const signIn = mutation('signIn', 'SignInInput');
const recordLearningEvents = `mutation ($event: LearningEventInput!) {
  recordLearningEvents(input: { events: [$event] }) { __typename } }`;
const recordResponses = `mutation ($courseId: ID!, $response: RecordedResponseInput!) {
  recordResponses(input: { courseId: $courseId, responses: [$response] }) { __typename } }`;

const createCourse = mutation('createCourse', 'CreateCourseInput');
const updateCourse = mutation('updateCourse', 'UpdateCourseInput');
const saveDraft = mutation('saveDraft', 'SaveDraftInput');

const randomUser = toGlobalId('User', newId());
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

const gradebook = `query ($id: ID!, $after: String) { course(id: $id) { gradebook {`;
const gradePolicy = {
  counting: 'BEST',
  columnRules: [],
  total: 'POINTS',
  categories: [],
  periods: [],
  overall: 'COLUMNS',
  scheme: [],
};
const setGradePolicy = (facts: object, { ids }: Cast) => ({
  input: { courseId: ids.Course, policy: { ...gradePolicy, ...facts }, reason: 'fair' },
});
const gradeCategory = {
  id: 'a',
  weight: 1,
  extraCredit: false,
  dropLowest: 0,
  dropHighest: 0,
  neverDrop: [],
};
const gradingPeriod = {
  id: 'a',
  weight: 1,
  startsAt: at,
  endsAt: '2027-01-31T09:00:00Z',
};
const newGradeColumn = ({ ids }: Cast, facts: object) => ({
  input: { courseId: ids.Course, title: 'x', pointsPossible: 1, ...facts },
});
const ofGradeColumn = ({ ids }: Cast, facts: object) => ({
  input: { columnId: ids.GradeColumn, ...facts },
});
const ofGrade = ({ ids }: Cast, facts: object) => ({
  input: { enrollmentId: ids.Enrollment, columnId: ids.GradeColumn, ...facts },
});

const url = { url: 'https://school.example/' };
/** A fact of a new course. */
const ofNewCourse = (facts: (value: string) => object): InputPlace => ({
  query: createCourse,
  variables: (value) => ({
    input: { key: newId(), title: 'Course', language: 'en', ...facts(value) },
  }),
  as: 'administrator',
});
const ofCourse = (facts: (value: string) => object): InputPlace => ({
  query: updateCourse,
  variables: (value, { ids }) => ({ input: { courseId: ids.Course, ...facts(value) } }),
  as: 'instructor',
});
/** A fact of the only module of a draft; read, and then refused for its revision. */
const ofModule = (facts: (value: string) => object): InputPlace => ({
  query: saveDraft,
  variables: (value, { ids }) => ({
    input: {
      courseId: ids.Course,
      revision: -1,
      modules: [{ key: 'm', title: 'Module', ...facts(value) }],
    },
  }),
  as: 'instructor',
});
const ofLesson = (facts: (value: string) => object): InputPlace =>
  ofModule((value) => ({ lessons: [{ key: 'l', title: 'Lesson', ...facts(value) }] }));
const ofContent = (kind: string, facts: (value: string) => object): InputPlace =>
  ofLesson((value) => ({
    contents: [{ [kind]: { title: 'Content', ...url, ...facts(value) } }],
  }));

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
  'Course.enrollmentsByState.after': {
    query: `${after} { course(id: $id) { enrollmentsByState(state: ACTIVE, after: $after) { totalCount } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Course }),
    as: 'instructor',
  },
  'Course.enrollmentsByState.sectionId': {
    query: `query ($sectionId: ID, $id: ID!) {
      course(id: $id) { enrollmentsByState(state: ACTIVE, sectionId: $sectionId) { totalCount } } }`,
    variables: (sectionId, { ids }) => ({ sectionId, id: ids.Course }),
    as: 'instructor',
    type: 'Section',
  },
  'Course.invitations.after': {
    query: `${after} { course(id: $id) { invitations(after: $after) { totalCount } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Course }),
    as: 'instructor',
  },
  'Query.terms.after': {
    query: `query ($after: String) { terms(after: $after) { totalCount } }`,
    variables: (value) => ({ after: value }),
    as: 'learner',
  },
  'Query.cohorts.after': {
    query: `query ($after: String) { cohorts(after: $after) { totalCount } }`,
    variables: (value) => ({ after: value }),
    as: 'administrator',
  },
  'Cohort.members.after': {
    query: `${after} { node(id: $id) { ... on Cohort { members(after: $after) { totalCount } } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Cohort }),
    as: 'administrator',
  },
  'EnrollInput.sectionId': {
    query: enroll,
    variables: (sectionId, { ids }) => ({ input: { courseId: ids.Course, sectionId } }),
    as: 'instructor',
    type: 'Section',
  },
  'WithdrawInput.reason': {
    query: mutation('withdraw', 'WithdrawInput'),
    variables: (reason, { ids }) => ({ input: { enrollmentId: ids.Enrollment, reason } }),
    as: 'guest',
  },
  'SetEnrollmentStateInput.enrollmentId': {
    query: mutation('setEnrollmentState', 'SetEnrollmentStateInput'),
    variables: (enrollmentId) => ({ input: { enrollmentId, state: 'PENDING' } }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'SetEnrollmentStateInput.reason': {
    query: mutation('setEnrollmentState', 'SetEnrollmentStateInput'),
    variables: (reason, { ids }) => ({
      input: { enrollmentId: ids.Enrollment, state: 'PENDING', reason },
    }),
    as: 'instructor',
  },
  'SetEnrollmentSectionInput.enrollmentId': {
    query: sure('setEnrollmentSection', 'SetEnrollmentSectionInput'),
    variables: (enrollmentId) => ({ input: { enrollmentId } }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'SetEnrollmentSectionInput.sectionId': {
    query: sure('setEnrollmentSection', 'SetEnrollmentSectionInput'),
    variables: (sectionId, { ids }) => ({ input: { enrollmentId: ids.Enrollment, sectionId } }),
    as: 'instructor',
    type: 'Section',
  },
  'SetEnrollmentSettingsInput.courseId': {
    query: sure('setEnrollmentSettings', 'SetEnrollmentSettingsInput'),
    variables: (courseId) => ({ input: { courseId } }),
    as: 'instructor',
    type: 'Course',
  },
  'InviteToCourseInput.courseId': {
    query: mutation('inviteToCourse', 'InviteToCourseInput'),
    variables: (courseId) => ({ input: { courseId, email: `${newId()}@elsewhere.example` } }),
    as: 'instructor',
    type: 'Course',
  },
  'InviteToCourseInput.email': {
    query: mutation('inviteToCourse', 'InviteToCourseInput'),
    variables: (email, { ids }) => ({ input: { courseId: ids.Course, email } }),
    as: 'instructor',
  },
  'InviteToCourseInput.sectionId': {
    query: mutation('inviteToCourse', 'InviteToCourseInput'),
    variables: (sectionId, { ids }) => ({
      input: { courseId: ids.Course, email: `${newId()}@elsewhere.example`, sectionId },
    }),
    as: 'instructor',
    type: 'Section',
  },
  'AcceptInvitationInput.token': {
    query: mutation('acceptInvitation', 'AcceptInvitationInput'),
    variables: (token) => ({ input: { token } }),
    as: 'guest',
  },
  'AcceptInvitationInput.name': {
    query: mutation('acceptInvitation', 'AcceptInvitationInput'),
    variables: (name) => ({ input: { token: 'lyi_none', name } }),
    as: 'guest',
  },
  'AcceptInvitationInput.password': {
    query: mutation('acceptInvitation', 'AcceptInvitationInput'),
    variables: (password) => ({ input: { token: 'lyi_none', password } }),
    as: 'guest',
  },
  'DeclineInvitationInput.token': {
    query: mutation('declineInvitation', 'DeclineInvitationInput'),
    variables: (token) => ({ input: { token } }),
    as: 'guest',
  },
  'RevokeInvitationInput.invitationId': {
    query: mutation('revokeInvitation', 'RevokeInvitationInput'),
    variables: (invitationId) => ({ input: { invitationId } }),
    as: 'instructor',
    type: 'Invitation',
  },
  'CreateTermInput.name': {
    query: mutation('createTerm', 'CreateTermInput'),
    variables: (name) => ({ input: { name, startsAt: at, endsAt: '2026-06-30T00:00:00Z' } }),
    as: 'administrator',
  },
  'CreateTermInput.startsAt': {
    query: mutation('createTerm', 'CreateTermInput'),
    variables: (startsAt) => ({ input: { name: newId(), startsAt, endsAt: at } }),
    as: 'administrator',
  },
  'CreateTermInput.endsAt': {
    query: mutation('createTerm', 'CreateTermInput'),
    variables: (endsAt) => ({ input: { name: newId(), startsAt: at, endsAt } }),
    as: 'administrator',
  },
  'UpdateTermInput.termId': {
    query: mutation('updateTerm', 'UpdateTermInput'),
    variables: (termId) => ({
      input: { termId, name: newId(), startsAt: at, endsAt: '2026-06-30T00:00:00Z' },
    }),
    as: 'administrator',
    type: 'Term',
  },
  'UpdateTermInput.name': {
    query: mutation('updateTerm', 'UpdateTermInput'),
    variables: (name, { ids }) => ({
      input: { termId: ids.Term, name, startsAt: at, endsAt: '2026-06-30T00:00:00Z' },
    }),
    as: 'administrator',
  },
  'UpdateTermInput.startsAt': {
    query: mutation('updateTerm', 'UpdateTermInput'),
    variables: (startsAt, { ids }) => ({
      input: { termId: ids.Term, name: newId(), startsAt, endsAt: at },
    }),
    as: 'administrator',
  },
  'UpdateTermInput.endsAt': {
    query: mutation('updateTerm', 'UpdateTermInput'),
    variables: (endsAt, { ids }) => ({
      input: { termId: ids.Term, name: newId(), startsAt: at, endsAt },
    }),
    as: 'administrator',
  },
  'DeleteTermInput.termId': {
    query: mutation('deleteTerm', 'DeleteTermInput'),
    variables: (termId) => ({ input: { termId } }),
    as: 'administrator',
    type: 'Term',
  },
  'CreateSectionInput.courseId': {
    query: mutation('createSection', 'CreateSectionInput'),
    variables: (courseId) => ({ input: { courseId, name: newId() } }),
    as: 'instructor',
    type: 'Course',
  },
  'CreateSectionInput.name': {
    query: mutation('createSection', 'CreateSectionInput'),
    variables: (name, { ids }) => ({ input: { courseId: ids.Course, name } }),
    as: 'instructor',
  },
  'CreateSectionInput.termId': {
    query: mutation('createSection', 'CreateSectionInput'),
    variables: (termId, { ids }) => ({ input: { courseId: ids.Course, name: newId(), termId } }),
    as: 'instructor',
    type: 'Term',
  },
  'UpdateSectionInput.sectionId': {
    query: mutation('updateSection', 'UpdateSectionInput'),
    variables: (sectionId) => ({ input: { sectionId, name: newId() } }),
    as: 'instructor',
    type: 'Section',
  },
  'UpdateSectionInput.name': {
    query: mutation('updateSection', 'UpdateSectionInput'),
    variables: (name, { ids }) => ({ input: { sectionId: ids.Section, name } }),
    as: 'instructor',
  },
  'UpdateSectionInput.termId': {
    query: mutation('updateSection', 'UpdateSectionInput'),
    variables: (termId, { ids }) => ({ input: { sectionId: ids.Section, name: newId(), termId } }),
    as: 'instructor',
    type: 'Term',
  },
  'DeleteSectionInput.sectionId': {
    query: mutation('deleteSection', 'DeleteSectionInput'),
    variables: (sectionId) => ({ input: { sectionId } }),
    as: 'instructor',
    type: 'Section',
  },
  'CreateCohortInput.name': {
    query: mutation('createCohort', 'CreateCohortInput'),
    variables: (name) => ({ input: { name } }),
    as: 'administrator',
  },
  'UpdateCohortInput.cohortId': {
    query: mutation('updateCohort', 'UpdateCohortInput'),
    variables: (cohortId) => ({ input: { cohortId, name: newId() } }),
    as: 'administrator',
    type: 'Cohort',
  },
  'UpdateCohortInput.name': {
    query: mutation('updateCohort', 'UpdateCohortInput'),
    variables: (name, { ids }) => ({ input: { cohortId: ids.Cohort, name } }),
    as: 'administrator',
  },
  'DeleteCohortInput.cohortId': {
    query: sure('deleteCohort', 'DeleteCohortInput'),
    variables: (cohortId) => ({ input: { cohortId } }),
    as: 'administrator',
    type: 'Cohort',
  },
  'SetCohortMembersInput.cohortId': {
    query: sure('setCohortMembers', 'SetCohortMembersInput'),
    variables: (cohortId) => ({ input: { cohortId } }),
    as: 'administrator',
    type: 'Cohort',
  },
  'SetCohortMembersInput.add': {
    query: sure('setCohortMembers', 'SetCohortMembersInput'),
    variables: (userId, { ids }) => ({ input: { cohortId: ids.Cohort, add: [userId] } }),
    as: 'administrator',
    type: 'User',
  },
  'SetCohortMembersInput.remove': {
    query: sure('setCohortMembers', 'SetCohortMembersInput'),
    variables: (userId, { ids }) => ({ input: { cohortId: ids.Cohort, remove: [userId] } }),
    as: 'administrator',
    type: 'User',
  },
  'CreateUserInput.email': {
    query: mutation('createUser', 'CreateUserInput'),
    variables: (email) => ({ input: { email, name: 'New' } }),
    as: 'administrator',
  },
  'CreateUserInput.name': {
    query: mutation('createUser', 'CreateUserInput'),
    variables: (name) => ({ input: { email: `${newId()}@elsewhere.example`, name } }),
    as: 'administrator',
  },
  'CreateUserInput.password': {
    query: mutation('createUser', 'CreateUserInput'),
    variables: (password) => ({
      input: { email: `${newId()}@elsewhere.example`, name: 'New', password },
    }),
    as: 'administrator',
  },
  'UpdateUserInput.userId': {
    query: mutation('updateUser', 'UpdateUserInput'),
    variables: (userId) => ({ input: { userId } }),
    as: 'administrator',
    type: 'User',
  },
  'UpdateUserInput.email': {
    query: mutation('updateUser', 'UpdateUserInput'),
    variables: (email) => ({ input: { userId: randomUser, email } }),
    as: 'administrator',
  },
  'UpdateUserInput.name': {
    query: mutation('updateUser', 'UpdateUserInput'),
    variables: (name) => ({ input: { userId: randomUser, name } }),
    as: 'administrator',
  },
  'DisableUserInput.userId': {
    query: mutation('disableUser', 'DisableUserInput'),
    variables: (userId) => ({ input: { userId } }),
    as: 'instructor',
    type: 'User',
  },
  'EnableUserInput.userId': {
    query: sure('enableUser', 'EnableUserInput'),
    variables: (userId) => ({ input: { userId } }),
    as: 'administrator',
    type: 'User',
  },
  'UpdateProfileInput.interests': {
    query: sure('updateProfile', 'UpdateProfileInput'),
    variables: (value) => ({ input: { interests: [value] } }),
    as: 'learner',
  },
  'UpdateProfileInput.goals': {
    query: sure('updateProfile', 'UpdateProfileInput'),
    variables: (value) => ({ input: { goals: [value] } }),
    as: 'learner',
  },
  'UpdatePreferencesInput.language': {
    query: sure('updatePreferences', 'UpdatePreferencesInput'),
    variables: (language) => ({ input: { language } }),
    as: 'learner',
  },
  'UpdatePreferencesInput.timeZone': {
    query: sure('updatePreferences', 'UpdatePreferencesInput'),
    variables: (timeZone) => ({ input: { timeZone } }),
    as: 'learner',
  },
  'GrantGuardianLinkInput.guardianId': {
    query: mutation('grantGuardianLink', 'GrantGuardianLinkInput'),
    variables: (guardianId) => ({ input: { guardianId, scopes: ['PROGRESS'] } }),
    as: 'learner',
    type: 'User',
  },
  'GrantGuardianLinkInput.learnerId': {
    query: mutation('grantGuardianLink', 'GrantGuardianLinkInput'),
    variables: (learnerId, { guardian }) => ({
      input: { guardianId: guardian.globalId, learnerId, scopes: ['PROGRESS'] },
    }),
    as: 'administrator',
    type: 'User',
  },
  'GrantGuardianLinkInput.expiresAt': {
    query: mutation('grantGuardianLink', 'GrantGuardianLinkInput'),
    variables: (expiresAt, { guardian }) => ({
      input: { guardianId: guardian.globalId, scopes: ['PROGRESS'], expiresAt },
    }),
    as: 'learner',
  },
  'SetGuardianLinkStateInput.linkId': {
    query: mutation('setGuardianLinkState', 'SetGuardianLinkStateInput'),
    variables: (linkId) => ({ input: { linkId, state: 'ACTIVE' } }),
    as: 'administrator',
    type: 'GuardianLink',
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
  ...assessmentPlaces,
  'ImportCourseInput.archive': {
    query: mutation('importCourse', 'ImportCourseInput'),
    variables: (archive) => ({ input: { format: 'OATUTOR', archive } }),
    as: 'administrator',
  },
  'Gradebook.rows.after': {
    query: `${gradebook} rows(after: $after) { totalCount } } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Course }),
    as: 'instructor',
  },
  'Gradebook.policyHistory.after': {
    query: `${gradebook} policyHistory(after: $after) { totalCount } } } }`,
    variables: (value, { ids }) => ({ after: value, id: ids.Course }),
    as: 'instructor',
  },
  'SetGradePolicyInput.courseId': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (courseId, cast) => ({ input: { ...setGradePolicy({}, cast).input, courseId } }),
    as: 'instructor',
    type: 'Course',
  },
  'SetGradePolicyInput.reason': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (reason, cast) => ({ input: { ...setGradePolicy({}, cast).input, reason } }),
    as: 'instructor',
  },
  'GradeColumnRuleInput.columnId': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (columnId, cast) =>
      setGradePolicy({ columnRules: [{ columnId, neverLate: true, neverMissing: false }] }, cast),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'GradeCategoryInput.id': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (id, cast) => setGradePolicy({ categories: [{ ...gradeCategory, id }] }, cast),
    as: 'instructor',
  },
  'GradeCategoryInput.neverDrop': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (id, cast) =>
      setGradePolicy({ categories: [{ ...gradeCategory, neverDrop: [id] }] }, cast),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'GradingPeriodInput.id': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (id, cast) => setGradePolicy({ periods: [{ ...gradingPeriod, id }] }, cast),
    as: 'instructor',
  },
  'GradingPeriodInput.startsAt': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (startsAt, cast) =>
      setGradePolicy({ periods: [{ ...gradingPeriod, startsAt }] }, cast),
    as: 'instructor',
  },
  'GradingPeriodInput.endsAt': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (endsAt, cast) => setGradePolicy({ periods: [{ ...gradingPeriod, endsAt }] }, cast),
    as: 'instructor',
  },
  'GradeNameInput.name': {
    query: mutation('setGradePolicy', 'SetGradePolicyInput'),
    variables: (name, cast) => setGradePolicy({ scheme: [{ name, from: 0 }] }, cast),
    as: 'instructor',
  },
  'CreateGradeColumnInput.courseId': {
    query: mutation('createGradeColumn', 'CreateGradeColumnInput'),
    variables: (courseId, cast) => newGradeColumn(cast, { courseId }),
    as: 'instructor',
    type: 'Course',
  },
  'CreateGradeColumnInput.title': {
    query: mutation('createGradeColumn', 'CreateGradeColumnInput'),
    variables: (title, cast) => newGradeColumn(cast, { title }),
    as: 'instructor',
  },
  'CreateGradeColumnInput.categoryId': {
    query: mutation('createGradeColumn', 'CreateGradeColumnInput'),
    variables: (categoryId, cast) => newGradeColumn(cast, { categoryId }),
    as: 'instructor',
  },
  'CreateGradeColumnInput.periodId': {
    query: mutation('createGradeColumn', 'CreateGradeColumnInput'),
    variables: (periodId, cast) => newGradeColumn(cast, { periodId }),
    as: 'instructor',
  },
  'CreateGradeColumnInput.dueAt': {
    query: mutation('createGradeColumn', 'CreateGradeColumnInput'),
    variables: (dueAt, cast) => newGradeColumn(cast, { dueAt }),
    as: 'instructor',
  },
  'CreateGradeColumnInput.assessmentId': {
    query: mutation('createGradeColumn', 'CreateGradeColumnInput'),
    variables: (assessmentId, cast) => newGradeColumn(cast, { assessmentId }),
    as: 'instructor',
    type: 'Assessment',
  },
  'UpdateGradeColumnInput.columnId': {
    query: mutation('updateGradeColumn', 'UpdateGradeColumnInput'),
    variables: (columnId) => ({ input: { columnId, title: 'x' } }),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'UpdateGradeColumnInput.title': {
    query: mutation('updateGradeColumn', 'UpdateGradeColumnInput'),
    variables: (title, cast) => ofGradeColumn(cast, { title }),
    as: 'instructor',
  },
  'UpdateGradeColumnInput.categoryId': {
    query: mutation('updateGradeColumn', 'UpdateGradeColumnInput'),
    variables: (categoryId, cast) => ofGradeColumn(cast, { categoryId }),
    as: 'instructor',
  },
  'UpdateGradeColumnInput.periodId': {
    query: mutation('updateGradeColumn', 'UpdateGradeColumnInput'),
    variables: (periodId, cast) => ofGradeColumn(cast, { periodId }),
    as: 'instructor',
  },
  'UpdateGradeColumnInput.dueAt': {
    query: mutation('updateGradeColumn', 'UpdateGradeColumnInput'),
    variables: (dueAt, cast) => ofGradeColumn(cast, { dueAt }),
    as: 'instructor',
  },
  'PostGradesInput.columnId': {
    query: mutation('postGrades', 'PostGradesInput'),
    variables: (columnId) => ({ input: { columnId, posted: true } }),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'RecordGradeInput.enrollmentId': {
    query: mutation('recordGrade', 'RecordGradeInput'),
    variables: (enrollmentId, cast) => ofGrade(cast, { points: 1, enrollmentId }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'RecordGradeInput.columnId': {
    query: mutation('recordGrade', 'RecordGradeInput'),
    variables: (columnId, cast) => ofGrade(cast, { points: 1, columnId }),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'SetGradeOverrideInput.enrollmentId': {
    query: mutation('setGradeOverride', 'SetGradeOverrideInput'),
    variables: (enrollmentId, cast) => ofGrade(cast, { points: 1, reason: 'fair', enrollmentId }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'SetGradeOverrideInput.columnId': {
    query: mutation('setGradeOverride', 'SetGradeOverrideInput'),
    variables: (columnId, cast) => ofGrade(cast, { points: 1, reason: 'fair', columnId }),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'SetGradeOverrideInput.reason': {
    query: mutation('setGradeOverride', 'SetGradeOverrideInput'),
    variables: (reason, cast) => ofGrade(cast, { points: 1, reason }),
    as: 'instructor',
  },
  'ClearGradeOverrideInput.enrollmentId': {
    query: mutation('clearGradeOverride', 'ClearGradeOverrideInput'),
    variables: (enrollmentId, cast) => ofGrade(cast, { reason: 'fair', enrollmentId }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'ClearGradeOverrideInput.columnId': {
    query: mutation('clearGradeOverride', 'ClearGradeOverrideInput'),
    variables: (columnId, cast) => ofGrade(cast, { reason: 'fair', columnId }),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'ClearGradeOverrideInput.reason': {
    query: mutation('clearGradeOverride', 'ClearGradeOverrideInput'),
    variables: (reason, cast) => ofGrade(cast, { reason }),
    as: 'instructor',
  },
  'SetGradeExemptionInput.enrollmentId': {
    query: mutation('setGradeExemption', 'SetGradeExemptionInput'),
    variables: (enrollmentId, cast) =>
      ofGrade(cast, { exemption: 'EXCUSED', granted: false, reason: 'fair', enrollmentId }),
    as: 'instructor',
    type: 'Enrollment',
  },
  'SetGradeExemptionInput.columnId': {
    query: mutation('setGradeExemption', 'SetGradeExemptionInput'),
    variables: (columnId, cast) =>
      ofGrade(cast, { exemption: 'EXCUSED', granted: false, reason: 'fair', columnId }),
    as: 'instructor',
    type: 'GradeColumn',
  },
  'SetGradeExemptionInput.reason': {
    query: mutation('setGradeExemption', 'SetGradeExemptionInput'),
    variables: (reason, cast) => ofGrade(cast, { exemption: 'EXCUSED', granted: false, reason }),
    as: 'instructor',
  },
  'RecomputeGradesInput.courseId': {
    query: mutation('recomputeGrades', 'RecomputeGradesInput'),
    variables: (courseId) => ({ input: { courseId, dryRun: true } }),
    as: 'instructor',
    type: 'Course',
  },
  'Query.courseDraft.courseId': {
    query: `query ($id: ID!) { courseDraft(courseId: $id) { revision } }`,
    variables: (id) => ({ id }),
    as: 'instructor',
    type: 'Course',
  },
  'CreateCourseInput.key': ofNewCourse((key) => ({ key })),
  'CreateCourseInput.title': ofNewCourse((title) => ({ title })),
  'CreateCourseInput.language': ofNewCourse((language) => ({ language })),
  'CreateCourseInput.description': ofNewCourse((description) => ({ description })),
  'CreateCourseInput.category': ofNewCourse((category) => ({ category })),
  'CreateCourseInput.objectives': ofNewCourse((objective) => ({ objectives: [objective] })),
  'CreateCourseInput.license': ofNewCourse((license) => ({ license })),
  'CreateCourseInput.attribution': ofNewCourse((attribution) => ({ attribution })),
  'UpdateCourseInput.courseId': { ...ofCourse((courseId) => ({ courseId })), type: 'Course' },
  'UpdateCourseInput.title': ofCourse((title) => ({ title })),
  'UpdateCourseInput.language': ofCourse((language) => ({ language })),
  'UpdateCourseInput.description': ofCourse((description) => ({ description })),
  'UpdateCourseInput.category': ofCourse((category) => ({ category })),
  'UpdateCourseInput.objectives': ofCourse((objective) => ({ objectives: [objective] })),
  'UpdateCourseInput.license': ofCourse((license) => ({ license })),
  'UpdateCourseInput.attribution': ofCourse((attribution) => ({ attribution })),
  'UpdateCourseInput.prerequisiteIds': {
    ...ofCourse((id) => ({ prerequisiteIds: [id] })),
    type: 'Course',
  },
  'ArchiveCourseInput.courseId': {
    query: mutation('archiveCourse', 'ArchiveCourseInput'),
    variables: (courseId) => ({ input: { courseId } }),
    as: 'instructor',
    type: 'Course',
  },
  'SaveDraftInput.courseId': {
    query: saveDraft,
    variables: (courseId) => ({ input: { courseId, revision: -1, modules: [] } }),
    as: 'instructor',
    type: 'Course',
  },
  'PublishCourseInput.courseId': {
    query: mutation('publishCourse', 'PublishCourseInput'),
    variables: (courseId) => ({ input: { courseId, revision: -1 } }),
    as: 'instructor',
    type: 'Course',
  },
  'DraftModuleInput.key': ofModule((key) => ({ key })),
  'DraftModuleInput.title': ofModule((title) => ({ title })),
  'DraftModuleInput.requires': ofModule((key) => ({ requires: [key] })),
  'DraftLessonInput.key': ofLesson((key) => ({ key })),
  'DraftLessonInput.title': ofLesson((title) => ({ title })),
  'DraftLessonInput.topic': ofLesson((topic) => ({ topic })),
  'ReleaseRuleInput.unlockAt': ofLesson((unlockAt) => ({ release: { unlockAt } })),
  'MinimumProgressInput.lessonKey': ofLesson((lessonKey) => ({
    release: { minimumProgress: [{ lessonKey, fraction: 1 }] },
  })),
  'MinimumMasteryInput.skillKey': ofLesson((skillKey) => ({
    release: { minimumMastery: [{ skillKey, probability: 1 }] },
  })),
  'TextContentInput.title': ofLesson((title) => ({
    contents: [{ text: { title, markdown: '' } }],
  })),
  'TextContentInput.markdown': ofLesson((markdown) => ({
    contents: [{ text: { title: 'Content', markdown } }],
  })),
  'VideoContentInput.title': ofContent('video', (title) => ({ title })),
  'VideoContentInput.url': ofContent('video', (value) => ({ url: value })),
  'VideoContentInput.transcript': ofContent('video', (transcript) => ({ transcript })),
  'CaptionsInput.language': ofContent('video', (language) => ({
    captions: [{ ...url, language }],
  })),
  'CaptionsInput.url': ofContent('video', (value) => ({
    captions: [{ language: 'en', url: value }],
  })),
  'InteractiveContentInput.title': ofContent('interactive', (title) => ({ title })),
  'InteractiveContentInput.url': ofContent('interactive', (value) => ({ url: value })),
  'DocumentContentInput.title': ofContent('document', (title) => ({
    mediaType: 'text/plain',
    title,
  })),
  'DocumentContentInput.url': ofContent('document', (value) => ({
    mediaType: 'text/plain',
    url: value,
  })),
  'DocumentContentInput.mediaType': ofContent('document', (mediaType) => ({ mediaType })),
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
