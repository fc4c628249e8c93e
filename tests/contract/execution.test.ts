import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  execute,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  OperationTypeNode,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { pino } from 'pino';

import { createAdmission } from '../../src/app/admission/index.js';
import { buildSchema } from '../../src/app/build-schema.js';
import { readEnvironment } from '../../src/app/environment.js';
import { createExecutor, type Executor } from '../../src/app/executor.js';
import { formatErrors } from '../../src/app/format-error.js';
import { RequestContext } from '../../src/context/request-context.js';
import { itemsAfter } from '../../src/entities/streams.repository.js';
import { parseGlobalId, toGlobalId } from '../../src/schema/shared/global-id.js';
import type { Actor } from '../../src/services/actor.js';
import { newId } from '../../src/services/ids.js';
import { authenticate } from '../../src/services/people/index.js';
import type { LiveEvent } from '../../src/subscriptions/stream-source.js';
import { createCast, type Cast } from '../testkit/cast.js';
import { operationsIn, withTypenames, type FoundOperation } from '../testkit/documents.js';
import { TestGateway } from '../testkit/gateway.js';
import { inputPlaces } from '../testkit/inputs.js';

// Compiled operations answer as graphql-js does, to the last character, for every operation of the
// page, the benchmarks, the examples, the command line and the API tests.

const PAGE = ['web/src'];
const BENCHMARKS = ['bench/benchmarks', 'bench/load', 'bench/lib'];
const EXAMPLES = ['README.md', 'docs', 'src/cli'];
const TESTS = ['tests/api', 'tests/testkit/cast.ts'];

/** Everything is compiled, at once. */
const eager = { compileAt: 1, maxFields: 1e9, fieldsPerSecond: 1e9, fieldsAtOnce: 1e9 };
const silent = pino({ level: 'silent' });

let schema: GraphQLSchema;
let own: FoundOperation[];
let all: FoundOperation[];
beforeAll(async () => {
  schema = await buildSchema();
  const page = await operationsIn(schema, PAGE);
  own = [
    ...page,
    ...page.map(withTypenames),
    ...(await operationsIn(schema, BENCHMARKS)),
    ...(await operationsIn(schema, EXAMPLES)),
  ];
  all = [...own, ...(await operationsIn(schema, TESTS))];
});

describe('operations', () => {
  it('are found in the page, the benchmarks, the examples and the tests', async () => {
    const names = async (places: string[]) =>
      (await operationsIn(schema, places)).map(({ name }) => name.split(' ')[1]);
    expect(await names(PAGE)).toEqual(
      expect.arrayContaining([
        'SignIn',
        'LearnCourse',
        'SubmitResponse',
        'ClassActivity',
        'Family',
      ]),
    );
    expect(await names(BENCHMARKS)).toEqual(
      expect.arrayContaining(['Catalogue', 'Course', 'Viewer', 'ClassActivity']),
    );
    expect(await names(EXAMPLES)).toEqual(
      expect.arrayContaining(['Catalogue', 'Advice', 'Replay']),
    );
    expect((await names(TESTS)).length).toBeGreaterThan(60);
  });

  it('of our own are admitted under the limits that are set by default', () => {
    const { limits } = readEnvironment({});
    const admission = createAdmission({ schema, limits });
    for (const { name, document, operation } of own) {
      const isLive = operation.operation === OperationTypeNode.SUBSCRIPTION;
      const admitted = admission.admit({
        query: print(document),
        variables: valuesFor(operation, document, null),
        transport: isLive ? 'socket' : 'http',
        viewer: /signIn|renewSession/.test(print(operation)) ? null : {},
      });
      expect([name, admitted.ok ? [] : admitted.errors.map(String)]).toEqual([name, []]);
    }
  });
});

describe('compiled operations', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    schema = gateway.gateway.schema;
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
  });

  const roles = ['guest', 'learner', 'instructor', 'administrator', 'guardian', 'service'] as const;
  type Role = (typeof roles)[number];

  interface World {
    readonly cast: Cast;
    readonly viewers: Record<Role, Actor | null>;
    /** Stand for what is random, in the order of coming up. */
    readonly labels: Map<string, string>;
  }

  async function createWorld(): Promise<World> {
    const cast = await createCast(gateway);
    const viewers = {} as Record<Role, Actor | null>;
    for (const role of roles) {
      const client =
        role === 'guest' ? null : role === 'service' ? cast.service : cast[role].client;
      viewers[role] = client && (await authenticate(gateway.platform, client.bearer));
    }
    return { cast, viewers, labels: new Map() };
  }

  function contextOf(viewer: Actor | null): RequestContext {
    const facts = { requestId: 'test', viewer, address: null, log: silent };
    return new RequestContext(gateway.platform, facts);
  }

  /** The answer as it goes over the wire. */
  function wire({ data, errors }: ExecutionResult, context: RequestContext): WireAnswer {
    const told = formatErrors(errors ?? [], context).map((error) => JSON.stringify(error));
    return { data: JSON.stringify(data ?? null), errors: told };
  }

  async function slowly(
    { document, operation }: FoundOperation,
    viewer: Actor | null,
    variableValues: Record<string, unknown>,
    rootValue?: unknown,
  ): Promise<WireAnswer> {
    const contextValue = contextOf(viewer);
    const operationName = operation.name?.value ?? null;
    const result = await execute({
      schema,
      document,
      operationName,
      contextValue,
      variableValues,
      rootValue,
    });
    return wire(result, contextValue);
  }

  async function fast(
    executor: Executor,
    { document, operation }: FoundOperation,
    viewer: Actor | null,
    variables: Record<string, unknown>,
    rootValue?: unknown,
  ): Promise<WireAnswer> {
    const context = contextOf(viewer);
    const operationName = operation.name?.value ?? null;
    const result = await executor.execute({
      document,
      operationName,
      context,
      variables,
      rootValue,
    });
    return wire(result, context);
  }

  /** Tests may ask for what cannot be compiled, such as a variable left out inside a literal. */
  function expectMostlyFast({ stats }: Executor, operations: readonly FoundOperation[]): void {
    const { compiled, early } = stats;
    expect(early).toBe(0);
    expect(compiled).toBeGreaterThanOrEqual(operations.filter((one) => own.includes(one)).length);
    expect(operations.length - compiled).toBeLessThanOrEqual(10);
  }

  const ofKind = (kind: OperationTypeNode) =>
    all.filter(({ operation }) => operation.operation === kind);

  it('answer every query as graphql-js does', async () => {
    const { cast, viewers } = await createWorld();
    const executor = createExecutor(schema, eager);
    const queries = ofKind(OperationTypeNode.QUERY);
    for (const query of queries) {
      const variables = valuesFor(query.operation, query.document, cast);
      for (const role of roles) {
        const expected = await slowly(query, viewers[role], variables);
        const answer = await fast(executor, query, viewers[role], variables);
        expectEqual(`${query.name} as ${role}`, answer, expected);
      }
    }
    expectMostlyFast(executor, queries);
  }, 120_000);

  it('answer every mutation as graphql-js does', async () => {
    // Two worlds in which the same happens in the same order.
    const [one, other] = [await createWorld(), await createWorld()];
    const executor = createExecutor(schema, eager);
    const mutations = ofKind(OperationTypeNode.MUTATION);
    for (const mutation of mutations) {
      for (const role of ['guest', 'learner', 'administrator', 'service'] as const) {
        const prepare = async ({ cast }: World) =>
          valuesFor(mutation.operation, mutation.document, await prepared(cast, mutation));
        const [left, right] = [await prepare(one), await prepare(other)];
        const expected = await slowly(mutation, one.viewers[role], left);
        const answer = await fast(executor, mutation, other.viewers[role], right);
        const name = `${mutation.name} as ${role}`;
        expectEqual(name, labelled(answer, other), labelled(expected, one));
      }
    }
    expectMostlyFast(executor, mutations);
  }, 120_000);

  it('show every event of every stream as graphql-js does', async () => {
    const { cast, viewers } = await createWorld();
    await makeEvents(cast);
    const executor = createExecutor(schema, eager);
    const subscriptions = ofKind(OperationTypeNode.SUBSCRIPTION);
    const shown = new Set<string>();
    for (const subscription of subscriptions) {
      const variables = valuesFor(subscription.operation, subscription.document, cast);
      const { events, role } = await eventsFor(subscription, cast);
      for (const event of events) {
        const viewer = viewers[role];
        const expected = await slowly(subscription, viewer, variables, event);
        const answer = await fast(executor, subscription, viewer, variables, event);
        expectEqual(`${subscription.name} of ${String(event.facts['type'])}`, answer, expected);
        shown.add(String(event.facts['type']));
      }
    }
    expect([...shown].sort()).toEqual([
      'attempt.started',
      'enrollment.created',
      'enrollment.ended',
      'hint.requested',
      'job.updated',
      'practice.started',
      'recommendation.made',
      'response.submitted',
    ]);
    expectMostlyFast(executor, subscriptions);
  }, 120_000);

  it('are all our own: none of the page, the benchmarks and the examples falls back', async () => {
    const { cast, viewers } = await createWorld();
    await makeEvents(cast);
    // As the gateway has it: the first execution by graphql-js, the rest compiled.
    const executor = createExecutor(schema, { ...eager, compileAt: 2 });
    for (const found of own) {
      const isLive = found.operation.operation === OperationTypeNode.SUBSCRIPTION;
      const [event] = isLive ? (await eventsFor(found, cast)).events : [];
      for (let times = 0; times < 3; times += 1) {
        const variables = valuesFor(found.operation, found.document, await prepared(cast, found));
        await executor.execute({
          document: found.document,
          operationName: found.operation.name?.value,
          context: contextOf(viewers.learner),
          variables,
          rootValue: event,
        });
      }
    }
    expect(executor.stats).toMatchObject({
      compiled: own.length,
      early: own.length,
      fast: 2 * own.length,
      fallbacks: 0,
    });
  }, 120_000);

  /** With what an operation uses up made anew: an open attempt, an enrollment, tokens. */
  async function prepared(
    cast: Cast,
    { operation }: FoundOperation,
  ): Promise<Cast & { refreshToken?: string }> {
    const text = print(operation);
    if (/submitResponse|requestHint/.test(text)) {
      return { ...cast, ids: { ...cast.ids, ...(await openAttempt(cast)) } };
    }
    if (!/withdraw|enroll|renewSession/.test(text)) return cast;
    const { id, globalId, tokens } = await gateway.createPerson(cast.schoolId);
    if (!text.includes('withdraw')) {
      return { ...cast, refreshToken: tokens.refreshToken, ids: { ...cast.ids, User: globalId } };
    }
    const enrollmentId = await gateway.enroll(cast.schoolId, cast.course, id);
    return { ...cast, ids: { ...cast.ids, Enrollment: toGlobalId('Enrollment', enrollmentId) } };
  }

  /** In a session of its own: the cast's may have been signed out of. */
  async function openAttempt(cast: Cast): Promise<{ PracticeAttempt: string; Step: string }> {
    const client = await gateway.signIn(cast.learner);
    const { startPractice } = await client.data(
      `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
         ... on StartPracticeSuccess { attempt { id steps { open step { id } } } } } }`,
      { courseId: cast.ids.Course },
    );
    const { id, steps } = startPractice.attempt;
    return { PracticeAttempt: id, Step: steps.find(({ open }: any) => open).step.id };
  }

  /** One of every kind, beside those that the cast has made. */
  async function makeEvents(cast: Cast): Promise<void> {
    const ids = { ...cast.ids, ...(await openAttempt(cast)) };
    await cast.learner.client.data(
      `mutation ($attemptId: ID!, $stepId: ID!) {
         requestHint(input: { attemptId: $attemptId, stepId: $stepId }) { __typename } }`,
      { attemptId: ids.PracticeAttempt, stepId: ids.Step },
    );
    const { enroll } = await cast.bystander.client.data(
      `mutation ($courseId: ID!) { enroll(input: { courseId: $courseId }) {
         ... on EnrollSuccess { enrollment { id } } } }`,
      { courseId: ids.Course },
    );
    await cast.bystander.client.data(
      `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`,
      { id: enroll.enrollment.id },
    );
  }

  /** What a subscription of the cast would be shown, and who follows it. */
  async function eventsFor(
    { operation }: FoundOperation,
    cast: Cast,
  ): Promise<{ events: LiveEvent[]; role: Role }> {
    const [field] = operation.selectionSet.selections;
    const name = field?.kind === Kind.FIELD ? field.name.value : '';
    if (name === 'jobUpdated') {
      const jobId = uuidOf(cast.ids.Job);
      const facts = { type: 'job.updated', schoolId: cast.schoolId, jobId };
      return { events: [{ stream: `job:${jobId}`, sequence: 1, facts }], role: 'administrator' };
    }
    const isClass = name === 'classActivity';
    const stream = isClass
      ? `class:${cast.course.courseId}`
      : `recommendations:${uuidOf(cast.ids.Enrollment)}`;
    const items = await itemsAfter(gateway.db, stream, 0, 100);
    expect(items.length).toBeGreaterThan(0);
    const events = items.map(({ sequence, payload }) => ({ stream, sequence, facts: payload }));
    return { events, role: isClass ? 'instructor' : 'learner' };
  }

  /** An answer with what is random replaced by its place in the order of coming up. */
  function labelled({ data, errors }: WireAnswer, world: World): WireAnswer {
    return { data: plainly(data, world), errors: errors.map((error) => plainly(error, world)) };
  }

  function plainly(text: string, { labels }: World): string {
    const label = (random: string) => {
      const known = labels.get(random) ?? `#${String(labels.size)}`;
      labels.set(random, known);
      return known;
    };
    const plain = (value: string) =>
      value.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=school-)[0-9a-f]{8}/g, label);
    return text
      .replaceAll(/"(accessToken|refreshToken)":"[^"]+"/g, '"$1":""')
      .replaceAll(/"([\w-]{20,})"/g, (quoted, coded: string) => {
        const decoded = Buffer.from(coded, 'base64url').toString('latin1');
        return /^\[/.test(decoded) ? JSON.stringify(plain(decoded)) : quoted;
      })
      .replaceAll(/.+/g, plain);
  }
});

interface WireAnswer {
  readonly data: string;
  /** One text each, in the order in which they came up. */
  readonly errors: readonly string[];
}

/**
 * Data equal to the last character, errors in whatever order. Of several errors that make the same
 * thing null graphql-js tells the first, and compiled code may tell the others too.
 */
function expectEqual(name: string, answer: WireAnswer, expected: WireAnswer): void {
  expect([name, answer.data]).toEqual([name, expected.data]);
  const rest = answer.errors.filter((error) => !expected.errors.includes(error));
  expect([name, answer.errors]).toEqual([name, expect.arrayContaining([...expected.errors])]);
  const nulls = expected.errors.map((error) => nulledBy(error, expected.data));
  for (const error of rest) {
    const nulled = nulledBy(error, expected.data);
    expect([name, error, nulls.includes(nulled)]).toEqual([name, error, true]);
  }
}

/** The part of the answer that an error made null. */
function nulledBy(error: string, data: string): string {
  const { path } = JSON.parse(error) as { path: (string | number)[] };
  let value = JSON.parse(data);
  const found: (string | number)[] = [];
  for (const step of path) {
    if (value === null) break;
    value = value[step];
    found.push(step);
  }
  return found.join('.');
}

function uuidOf(globalId: string): string {
  return parseGlobalId(globalId)!.id;
}

/**
 * A value for each variable, by the place where it is used: an id of the cast, or text that does.
 * Without a cast, ids of the right form.
 */
function valuesFor(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  cast: (Cast & { refreshToken?: string }) | null,
): Record<string, unknown> {
  const places = placesOf(document);
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => {
      const name = variable.name.value;
      const used = places.get(name);
      if (!used) throw new Error(`$${name} is used nowhere.`);
      if (defaultValue) return [];
      const value = valueAt(used.place, used.type, cast);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The argument or field of an input that each variable of a document stands for. */
function placesOf(document: DocumentNode): Map<string, { place: string; type: GraphQLInputType }> {
  const types = new TypeInfo(schema);
  const places = new Map<string, { place: string; type: GraphQLInputType }>();
  const inputs: string[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      ObjectField: {
        enter({ name }) {
          const parent = getNamedType(types.getParentInputType());
          inputs.push(`${String(parent)}.${name.value}`);
        },
        leave() {
          inputs.pop();
        },
      },
      Variable({ name }) {
        const argument = types.getArgument();
        const type = types.getInputType();
        const field = `${String(types.getParentType())}.${String(types.getFieldDef()?.name)}`;
        const place = inputs.at(-1) ?? `${field}.${String(argument?.name)}`;
        if (type) places.set(name.value, { place, type });
      },
    }),
  );
  return places;
}

function valueAt(
  place: string,
  type: GraphQLInputType,
  cast: (Cast & { refreshToken?: string }) | null,
): unknown {
  const nullable = getNullableType(type);
  const known = textAt(place, cast);
  if (isListType(nullable)) {
    const item = known ?? valueAt(place, nullable.ofType, cast);
    return item === undefined ? [] : [item];
  }
  if (known !== undefined) return known;
  if (isInputObjectType(nullable)) {
    return Object.fromEntries(
      Object.values(nullable.getFields()).flatMap((field) => {
        const needed = isNonNullType(field.type) && field.defaultValue === undefined;
        const value = needed
          ? valueAt(`${nullable.name}.${field.name}`, field.type, cast)
          : undefined;
        return value === undefined ? [] : [[field.name, value]];
      }),
    );
  }
  if (!isNonNullType(type)) return undefined;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  const plain: Record<string, unknown> = {
    Int: 2,
    Boolean: true,
    Float: 0.5,
    String: 'text',
    ID: newId(),
    DateTime: '2026-01-31T09:00:00Z',
    Duration: 'PT1H',
    JSONObject: {},
  };
  if (!(nullable.name in plain)) throw new Error(`Say what to give ${place}.`);
  return plain[nullable.name];
}

function textAt(place: string, cast: (Cast & { refreshToken?: string }) | null): unknown {
  const type = inputPlaces[place]?.type;
  if (type) return cast ? cast.ids[type] : toGlobalId(type, newId());
  const texts: Record<string, unknown> = {
    'SignInInput.email': cast?.learner.email ?? 'learner@school.example',
    'SignInInput.password': cast?.learner.password ?? 'correct horse',
    'RenewSessionInput.refreshToken': cast?.refreshToken ?? 'token',
    'SubmitResponseInput.response': '5',
    'SubmitResponseInput.clientKey': newId(),
    'RecordedResponseInput.clientKey': newId(),
    'RecordedResponseInput.occurredAt': '2026-01-31T09:00:00Z',
    'LearningEventInput.id': newId(),
    'LearningEventInput.occurredAt': '2026-01-31T09:00:00Z',
    'CreateCourseInput.key': newId(),
    'CreateCourseInput.title': 'Course',
    'CreateCourseInput.language': 'en',
    'DraftModuleInput.key': 'module',
    'DraftModuleInput.title': 'Module',
    'ImportCourseInput.archive': gzipSync('no archive').toString('base64'),
  };
  return texts[place];
}
