import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  graphql,
  isObjectType,
  parse,
  subscribe,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { and, chain, or, rule } from 'graphql-shield';
import { pino } from 'pino';

import { formatErrors } from '../../src/app/format-error.js';
import type { RequestContext } from '../../src/context/request-context.js';
import { RequestError } from '../../src/errors/index.js';
import {
  guardSchema,
  missingRules,
  type PermissionTable,
} from '../../src/schema/permissions/guard.js';
import { permissions } from '../../src/schema/permissions/index.js';
import { isPublic, isSignedIn } from '../../src/schema/permissions/rules.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import { createCast, type Cast } from '../testkit/cast.js';
import type { TestClient } from '../testkit/client.js';
import { TestGateway } from '../testkit/gateway.js';
import { failQueries } from '../testkit/queries.js';

// Who may ask for what. `stranger` administers another school; everyone else is of the school whose
// objects are asked for: its learner's, where they are somebody's. 401, 403 and 404 stand for
// UNAUTHENTICATED, FORBIDDEN and NOT_FOUND; other words are outcomes of the mutation.
const expected = `
                                             | guest learner classmate assistant instructor observer guardian administrator service bystander stranger
Query.viewer                                 | null  yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Query.courses                                | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Query.course                                 | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       404
Query.node: a course                         | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       null
Query.node: the learner                      | 401   yes     null      yes       yes        null     yes      yes           null    null      null
Query.node: their enrollment                 | 401   yes     null      yes       yes        null     yes      yes           null    null      null
Query.node: an answer of theirs              | 401   yes     null      yes       yes        null     null     yes           null    null      null
Query.nodes: a problem                       | 401   yes     yes       yes       yes        yes      null     yes           null    null      null
Query.job: of the administrator              | 401   404     404       404       404        404      404      yes           404     404       404
Mutation.signIn                              | yes   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.renewSession                        | yes   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.signOut                             | 401   yes     yes       yes       yes        yes      yes      yes           403     yes       yes
Mutation.enroll: oneself                     | 401   ALREADY_ENROLLED ALREADY_ENROLLED ALREADY_ENROLLED ALREADY_ENROLLED ALREADY_ENROLLED yes yes 403 yes 404
Mutation.enroll: another                     | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.enroll: oneself as instructor       | 401   403     403       ALREADY_ENROLLED ALREADY_ENROLLED 403 403 ALREADY_ENROLLED 403 403 404
Mutation.withdraw: a learner                 | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.startPractice                       | 401   yes     yes       NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED 404
Mutation.submitResponse: in their attempt    | 401   yes     404       404       404        404      404      404           404     404       404
Mutation.requestHint: in their attempt       | 401   yes     404       404       404        404      404      404           404     404       404
Mutation.recordResponses                     | 401   403     403       403       403        403      403      403           yes     403       403
Mutation.recordLearningEvents: one's own     | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.recordLearningEvents: the learner's | 401   yes     403       403       403        403      403      403           yes     403       403
Mutation.importCourse                        | 401   403     403       403       403        403      403      yes           yes     403       yes
Subscription.classActivity                   | 401   403     403       yes       yes        403      403      yes           403     403       404
Subscription.recommendations                 | 401   yes     yes       403       403        403      403      403           403     403       404
Subscription.jobUpdated                      | 401   404     404       404       404        404      404      yes           404     404       404
`;

type Role =
  | 'guest'
  | 'learner'
  | 'classmate'
  | 'assistant'
  | 'instructor'
  | 'observer'
  | 'guardian'
  | 'administrator'
  | 'service'
  | 'bystander'
  | 'stranger';

const [heading = '', ...lines] = expected.trim().split('\n');
const roles = words(heading.split('|')[1]) as Role[];
const rows = lines.map((line) => {
  const [name = '', verdicts] = line.split('|');
  return [name.trim(), words(verdicts)] as const;
});

function words(text = ''): string[] {
  return text.trim().split(/\s+/);
}

let gateway: TestGateway;
let cast: Cast;
let stranger: Cast['administrator'];
beforeAll(async () => {
  gateway = await TestGateway.start();
  cast = await createCast(gateway);
  stranger = await gateway.createPerson(await gateway.createSchool(), { isAdministrator: true });
});
afterAll(async () => {
  await gateway.stop();
});

function clientOf(role: Role): TestClient {
  if (role === 'guest') return gateway.guest();
  if (role === 'service') return cast.service;
  return role === 'stranger' ? stranger.client : cast[role].client;
}

const at = '2026-01-31T09:00:00Z';

/** Asks once, with what is made for this asking alone. */
const askings: Record<string, (role: Role) => Promise<string>> = {
  'Query.viewer': query('{ viewer { isAdministrator } }'),
  'Query.courses': query('{ courses { totalCount } }'),
  'Query.course': query('query ($id: ID!) { course(id: $id) { title } }', () => cast.ids.Course),
  'Query.node: a course': node(() => cast.ids.Course),
  'Query.node: the learner': node(() => cast.ids.User),
  'Query.node: their enrollment': node(() => cast.ids.Enrollment),
  'Query.node: an answer of theirs': node(() => cast.ids.Response),
  'Query.nodes: a problem': query(
    'query ($id: ID!) { nodes(ids: [$id]) { id } }',
    () => cast.ids.Problem,
  ),
  'Query.job: of the administrator': query(
    'query ($id: ID!) { job(jobId: $id) { id } }',
    () => cast.ids.Job,
  ),
  'Mutation.signIn': mutation('signIn', 'SignInInput', async () => {
    const { email, password } = cast.learner;
    return { email, password };
  }),
  'Mutation.renewSession': mutation('renewSession', 'RenewSessionInput', async () => {
    const { tokens } = await gateway.createPerson(cast.schoolId);
    return { refreshToken: tokens.refreshToken };
  }),
  'Mutation.signOut': async (role) => {
    const client =
      role === 'guest' || role === 'service'
        ? clientOf(role)
        : await gateway.signIn(role === 'stranger' ? stranger : cast[role]);
    return verdictOf(await client.ask(`mutation { signOut(input: {}) { __typename } }`));
  },
  'Mutation.enroll: oneself': async (role) => {
    const ask = mutation('enroll', 'EnrollInput', async () => ({ courseId: cast.ids.Course }));
    const verdict = await ask(role);
    if (verdict === 'yes') await leave(role);
    return verdict;
  },
  'Mutation.enroll: another': mutation('enroll', 'EnrollInput', async () => ({
    courseId: cast.ids.Course,
    userId: (await gateway.createPerson(cast.schoolId)).globalId,
  })),
  'Mutation.enroll: oneself as instructor': async (role) => {
    if (role === 'administrator') await clientOf(role).data(enrollMe());
    const ask = mutation('enroll', 'EnrollInput', async () => ({
      courseId: cast.ids.Course,
      role: 'INSTRUCTOR',
    }));
    const verdict = await ask(role);
    if (role === 'administrator') await leave(role);
    return verdict;
  },
  'Mutation.withdraw: a learner': mutation('withdraw', 'WithdrawInput', async () => {
    const { id } = await gateway.createPerson(cast.schoolId);
    const enrollmentId = await gateway.enroll(cast.schoolId, cast.course, id);
    return { enrollmentId: toGlobalId('Enrollment', enrollmentId) };
  }),
  'Mutation.startPractice': mutation('startPractice', 'StartPracticeInput', async () => ({
    courseId: cast.ids.Course,
  })),
  'Mutation.submitResponse: in their attempt': mutation(
    'submitResponse',
    'SubmitResponseInput',
    async () => ({ ...(await openAttempt()), response: '4', clientKey: newId() }),
  ),
  'Mutation.requestHint: in their attempt': mutation(
    'requestHint',
    'RequestHintInput',
    openAttempt,
  ),
  'Mutation.recordResponses': mutation('recordResponses', 'RecordResponsesInput', async () => ({
    courseId: cast.ids.Course,
    responses: [
      {
        learnerId: cast.ids.User,
        stepId: cast.ids.Step,
        correct: true,
        occurredAt: at,
        clientKey: newId(),
      },
    ],
  })),
  "Mutation.recordLearningEvents: one's own": mutation(
    'recordLearningEvents',
    'RecordLearningEventsInput',
    async () => ({ events: [{ id: newId(), kind: 'SEARCHED', occurredAt: at }] }),
  ),
  "Mutation.recordLearningEvents: the learner's": mutation(
    'recordLearningEvents',
    'RecordLearningEventsInput',
    async () => ({
      events: [{ id: newId(), kind: 'SEARCHED', occurredAt: at, actorId: cast.ids.User }],
    }),
  ),
  'Mutation.importCourse': mutation('importCourse', 'ImportCourseInput', async () => ({
    format: 'OATUTOR',
    archive: gzipSync('no archive').toString('base64'),
  })),
  'Subscription.classActivity': subscription('classActivity', 'courseId', () => cast.ids.Course),
  'Subscription.recommendations': subscription(
    'recommendations',
    'courseId',
    () => cast.ids.Course,
  ),
  'Subscription.jobUpdated': subscription('jobUpdated', 'jobId', () => cast.ids.Job),
};

function query(text: string, id?: () => string) {
  return async (role: Role) =>
    verdictOf(await clientOf(role).ask(text, id ? { id: id() } : undefined));
}

function node(id: () => string) {
  return query('query ($id: ID!) { node(id: $id) { id } }', id);
}

function mutation(field: string, input: string, make: () => Promise<object>) {
  return async (role: Role) => {
    // What is recorded has no outcomes but one.
    const code = field.startsWith('record') ? '' : '... on UserError { code }';
    const text = `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ${code} } }`;
    return verdictOf(await clientOf(role).ask(text, { input: await make() }));
  };
}

function subscription(field: string, argument: string, id: () => string) {
  return async (role: Role) => {
    const text = `subscription ($id: ID!) { ${field}(${argument}: $id) { cursor } }`;
    const stream = await clientOf(role).follow(text, { id: id() });
    if (stream.ended) return short(String(await stream.finish()));
    stream.dispose();
    return 'yes';
  };
}

function verdictOf({ body, code }: Awaited<ReturnType<TestClient['ask']>>): string {
  if (code !== null) return short(code);
  const [value]: any[] = Object.values(body.data as object);
  if (value === null || (Array.isArray(value) && value[0] === null)) return 'null';
  return value.code ?? 'yes';
}

const shortly: Record<string, string> = {
  UNAUTHENTICATED: '401',
  FORBIDDEN: '403',
  NOT_FOUND: '404',
};

function short(code: string): string {
  return shortly[code] ?? code;
}

function enrollMe(): string {
  return `mutation { enroll(input: { courseId: "${cast.ids.Course}" }) { __typename } }`;
}

async function leave(role: Role): Promise<void> {
  const { course } = await clientOf(role).data(
    `query ($id: ID!) { course(id: $id) { viewerEnrollment { id } } }`,
    { id: cast.ids.Course },
  );
  await clientOf(role).data(
    `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`,
    { id: course.viewerEnrollment.id },
  );
}

/** The learner's, on a problem they have not done. */
async function openAttempt(): Promise<{ attemptId: string; stepId: string }> {
  const { startPractice } = await cast.learner.client.data(
    `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
       ... on StartPracticeSuccess { attempt { id steps { open step { id } } } } } }`,
    { courseId: cast.ids.Course },
  );
  const { id: attemptId, steps } = startPractice.attempt;
  return { attemptId, stepId: steps.find((step: any) => step.open).step.id };
}

describe('every root field', () => {
  it('is in the table above', () => {
    const { schema } = gateway.gateway;
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
      .flatMap((type) => Object.keys(type!.getFields()).map((field) => `${type!.name}.${field}`))
      .sort();
    const asked = [...new Set(rows.map(([name]) => name.split(':')[0]))].sort();
    expect(asked).toEqual(fields);
    expect(rows.map(([name]) => name)).toEqual(Object.keys(askings));
  });

  it.each(rows)('%s', async (name, verdicts) => {
    const found = [];
    for (const role of roles) found.push([role, await askings[name]!(role)]);
    expect(found).toEqual(roles.map((role, index) => [role, verdicts[index]]));
  });
});

describe('the permission table', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    ({ schema } = gateway.gateway);
  });

  it('has a rule for each root field and each field of a protected type', () => {
    expect(missingRules(schema, permissions)).toEqual([]);
  });

  it('protects every type but those that say nothing of a person', () => {
    const open = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .filter((type) => type.extensions['protected'] !== true)
      .map((type) => type.name)
      .filter((name) => !/^(Query|Mutation|Subscription)$/.test(name))
      // What a mutation answers was asked for by the one who gets it; persons inside have types
      // of their own. Pages are lists of such.
      .filter((name) => !/(Success|Error|Connection|Edge)$/.test(name));
    expect(open.sort()).toEqual([
      'Course',
      'CourseVersion',
      'Lesson',
      'LessonObjective',
      'Module',
      'PageInfo',
      'School',
      'SessionTokens',
      'Skill',
    ]);
  });

  it('does not start without a rule for a root field or a field of a protected type', () => {
    const { enroll: _enroll, ...mutations } = permissions['Mutation']!;
    const { classActivity: _activity, ...subscriptions } = permissions['Subscription']!;
    const { '*': _all, ...enrollment } = permissions['Enrollment']!;
    const lacking = {
      ...permissions,
      Mutation: mutations,
      Subscription: subscriptions,
      Enrollment: enrollment,
    };
    const missing = missingRules(schema, lacking);
    expect(missing).toEqual(
      expect.arrayContaining([
        'Mutation.enroll has no rule.',
        'Subscription.classActivity has no rule.',
        'Enrollment.user has no rule.',
        'Enrollment.mastery has no rule.',
      ]),
    );
    expect(missing).not.toContain('Enrollment.recommendation has no rule.');
    expect(() => guardSchema(schema, lacking)).toThrow('Mutation.enroll has no rule.');
  });

  it('does not start with an entry for what the schema has not', () => {
    const planted = {
      ...permissions,
      Course: { ...permissions['Course'], grades: isPublic },
      Gradebook: { '*': isPublic },
      EnrollInput: { '*': isPublic },
    };
    expect(missingRules(schema, planted)).toEqual([
      'Course.grades is in the table and not in the schema.',
      'Gradebook is in the table and not in the schema.',
      'EnrollInput is in the table and not in the schema.',
    ]);
    expect(() => guardSchema(schema, planted)).toThrow('Gradebook is in the table');
  });

  it('does not take the rule of all fields for one of a root field', () => {
    const { Query: _query, ...others } = permissions;
    expect(missingRules(schema, { ...others, Query: { '*': isSignedIn } })).toContain(
      'Query.courses has no rule.',
    );
  });
});

describe('a rule', () => {
  const throwing = rule('throwing', { cache: 'no_cache' })(() => {
    throw new Error('a secret of the database');
  });
  const denying = rule('denying', { cache: 'no_cache' })(() => false);
  const refusing = rule('refusing', { cache: 'no_cache' })(() => RequestError.notFound('thing'));

  /** A graph with one field of each kind under a rule, and what came of asking for it. */
  async function ask(planted: PermissionTable[string][string]) {
    const schema = guardSchema(
      buildSchema(`
        type Query { root: String object: Thing }
        type Thing { one: String two: String }
        type Subscription { stream: String }
      `),
      {
        Query: { root: planted, object: isPublic },
        Thing: { '*': planted },
        Subscription: { stream: planted },
      },
    );
    const seen: string[] = [];
    schema.getSubscriptionType()!.getFields()['stream']!.subscribe ??= () => null;
    const logged: any[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
    const context = { viewer: {}, requestId: 'the request', log } as unknown as RequestContext;
    const rootValue = {
      root: () => seen.push('root'),
      object: { one: () => seen.push('one'), two: () => seen.push('two') },
    };
    const answers = await Promise.all([
      graphql({ schema, rootValue, contextValue: context, source: '{ root }' }),
      graphql({ schema, rootValue, contextValue: context, source: '{ object { one two } }' }),
      subscribe({
        schema,
        rootValue,
        contextValue: context,
        document: parse('subscription { stream }'),
      }) as Promise<ExecutionResult>,
    ]);
    return {
      seen,
      logged,
      codes: answers.flatMap(({ errors = [] }) =>
        formatErrors(errors, context).map(({ extensions }) => extensions['code']),
      ),
      text: JSON.stringify(answers.map(({ errors = [] }) => formatErrors(errors, context))),
    };
  }

  it.each([
    ['alone', throwing],
    ['in and', and(isSignedIn, throwing)],
    ['in or', or(denying, throwing)],
    ['in chain', chain(isSignedIn, throwing)],
  ])(
    'that throws, %s, is a fault, masked and logged, and never a denial',
    async (_name, planted) => {
      const { seen, logged, codes, text } = await ask(planted);
      expect(seen).toEqual([]);
      expect(codes).toEqual(Array(4).fill('INTERNAL_SERVER_ERROR'));
      expect(text).not.toContain('secret');
      expect(text).toContain('the request');
      expect(logged.length).toBeGreaterThanOrEqual(3);
      for (const line of logged) {
        expect(line).toMatchObject({ level: 50, err: { message: 'a secret of the database' } });
      }
    },
  );

  it('that says no is a denial of every field, and no fault', async () => {
    const { seen, logged, codes } = await ask(denying);
    expect([seen, logged]).toEqual([[], []]);
    expect(codes).toEqual(Array(4).fill('FORBIDDEN'));
  });

  it('that returns an error gives it as it is', async () => {
    const { seen, logged, codes } = await ask(and(isSignedIn, refusing));
    expect([seen, logged]).toEqual([[], []]);
    expect(codes).toEqual(Array(4).fill('NOT_FOUND'));
  });

  it('that cannot ask the database is a fault through the whole gateway too', async () => {
    const { client } = cast.instructor;
    const asked = `query ($id: ID!) { course(id: $id) { enrollments { totalCount } } }`;
    const variables = { id: cast.ids.Course };
    await client.data(asked, variables);
    const before = gateway.logged.length;
    await failQueries(gateway.platform, /from "enrollments"/, async () => {
      const answer = await client.ask(asked, variables);
      const { message, extensions } = answer.error('INTERNAL_SERVER_ERROR');
      expect(message).toBe('Something went wrong on our side.');
      expect(extensions).toMatchObject({ requestId: answer.headers.get('x-request-id') });
      const stream = await client.follow(
        `subscription ($id: ID!) { classActivity(courseId: $id) { cursor } }`,
        variables,
      );
      expect(await stream.finish()).toBe('INTERNAL_SERVER_ERROR');
    });
    const faults = gateway.logged.slice(before);
    expect(faults.map((line: any) => line.err.message)).toEqual(['planted', 'planted']);
    await client.data(asked, variables);
  });
});
