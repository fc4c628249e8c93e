import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery } from 'graphql';

import { createAdmission, type AdmissionRequest, type Admitted, type Refused } from './index.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Course implements Node { id: ID! title: String modules(first: Int = 20, after: String): ModuleConnection! outline: [Module!]! teacher: Person }
  type Module implements Node { id: ID! title: String lessons(first: Int, last: Int): LessonConnection! course: Course }
  type Lesson implements Node { id: ID! title: String tags: [String!] module: Module }
  type Person { name: String courses(first: Int = 20): CourseConnection! }
  type PageInfo { hasNextPage: Boolean! }
  type CourseConnection { edges: [CourseEdge!]! pageInfo: PageInfo! totalCount: Int }
  type CourseEdge { node: Course! cursor: String! }
  type ModuleConnection { edges: [ModuleEdge!]! nodes: [Module!]! pageInfo: PageInfo! }
  type ModuleEdge { node: Module! }
  type LessonConnection { edges: [LessonEdge!]! nodes: [Lesson!]! }
  type LessonEdge { node: Lesson! }
  enum Kind { ONE TWO }
  input Filter { kind: Kind deep: Filter }
  scalar JSON
  type Query {
    hello: String
    course(id: ID): Course
    courses(first: Int = 20, filter: Filter): CourseConnection!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    any(value: JSON): String
  }
  type Mutation { signIn(password: String): String renewSession: String rename(title: String): Course }
  type Subscription { changed: Course }
`);

const viewer = {};
const { admit, limits } = createAdmission({ schema });
const ask = (query: unknown, rest: Partial<AdmissionRequest> = {}) =>
  admit({ query, transport: 'http', viewer, ...rest });

function admitted(query: string, rest?: Partial<AdmissionRequest>): Admitted {
  const answer = ask(query, rest);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return answer;
}

function refused(query: unknown, rest?: Partial<AdmissionRequest>): Refused {
  const answer = ask(query, rest);
  if (answer.ok) throw new Error('it was admitted');
  expect(answer.httpStatus).toBe(400);
  expect(answer.errors.length).toBeGreaterThan(0);
  return answer;
}

const codes = (answer: Refused) => answer.errors.map((error) => error.extensions['code']);
const messages = (answer: Refused) => answer.errors.map((error) => error.message).join('\n');

describe('admit', () => {
  it('hands on the parsed document, the operation and what it costs', () => {
    const answer = admitted('query Q($n: Int = 3) { courses(first: $n) { totalCount } }', {
      variables: { n: 5 },
    });
    expect(answer).toMatchObject({ operationName: 'Q', variables: { n: 5 }, cost: 1 });
    expect(answer.operation.name?.value).toBe('Q');
    expect(answer.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same document for the same text, to guests and to others', () => {
    const query = '{ hello course { title } }';
    const { document } = admitted(query);
    expect(admitted(query).document).toBe(document);
    expect(admitted(query, { viewer: null, transport: 'socket' }).document).toBe(document);
  });

  it.each([[undefined], [null], [''], ['  '], [7], [{ kind: 'Document' }]])(
    'refuses %p for a query',
    (query) => {
      expect(codes(refused(query))).toEqual(['BAD_USER_INPUT']);
    },
  );

  it.each([[7], [[]], [{}]])('refuses %p for an operation name', (operationName) => {
    expect(codes(refused('{ hello }', { operationName }))).toEqual(['BAD_USER_INPUT']);
  });

  it.each([[[]], ['{}'], [1]])('refuses %p for variables', (variables) => {
    expect(codes(refused('{ hello }', { variables }))).toEqual(['BAD_USER_INPUT']);
  });

  it('takes null and nothing for variables and operation name', () => {
    expect(admitted('{ hello }', { variables: null, operationName: null }).variables).toEqual({});
    expect(admitted('{ hello }', { operationName: '' }).operationName).toBeNull();
  });

  it('says where a syntax error is', () => {
    const answer = refused('{ hello ');
    expect(codes(answer)).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(answer.errors[0]?.locations).toEqual([{ line: 1, column: 9 }]);
  });

  it('says where a document is not valid', () => {
    const answer = refused('{ hello(a: 1) x }');
    expect(codes(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
    expect(answer.errors.map((error) => error.locations?.[0]?.column).toSorted()).toEqual([15, 9]);
  });

  it('refuses a field that stands in one place too many times', () => {
    const times = (n: number, text: (i: number) => string) =>
      Array.from({ length: n }, (_, i) => text(i)).join(' ');
    for (const query of [
      `{ ${times(1500, () => 'hello')} }`,
      `{ ${times(200, () => 'course { id }')} }`,
      `{ ${times(90, () => 'course { teacher { name } }')} }`,
      `{ course { ${times(200, (i) => `...F${i}`)} } } ${times(200, (i) => `fragment F${i} on Course { teacher { name } }`)}`,
      `{ hello } fragment Unused on Query { ${times(200, () => 'course { id }')} }`,
    ]) {
      expect(codes(refused(query))).toEqual(['QUERY_TOO_COMPLEX']);
    }
    const components = times(40, (i) => `fragment F${i} on Course { id title teacher { name } }`);
    expect(admitted(`{ course { ${times(40, (i) => `...F${i}`)} } } ${components}`).ok).toBe(true);
  });

  it('shows no more than a few of many errors', () => {
    const many = Array.from({ length: 200 }, (_, i) => `x${i}`).join(' ');
    expect(refused(`{ ${many} }`).errors.length).toBeLessThanOrEqual(21);
  });

  it('needs an operation name when there are several operations', () => {
    const query = 'query A { hello } query B { hello }';
    expect(messages(refused(query))).toContain('operationName');
    expect(messages(refused(query, { operationName: 'C' }))).toContain('"C"');
    expect(admitted(query, { operationName: 'B' }).operationName).toBe('B');
    expect(codes(refused('fragment F on Course { id }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('serves subscriptions over sockets only', () => {
    const query = 'subscription { changed { id } }';
    expect(codes(refused(query))).toEqual(['BAD_USER_INPUT']);
    expect(admitted(query, { transport: 'socket' }).operation.operation).toBe('subscription');
    expect(admitted('{ hello }', { transport: 'socket' }).ok).toBe(true);
  });

  it('names every variable that does not fit', () => {
    const answer = refused(
      'query ($k: Kind!, $n: Int) { courses(first: $n, filter: {kind: $k}) { totalCount } }',
      {
        variables: { k: 'THREE', n: 'x' },
      },
    );
    expect(codes(answer)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(messages(answer)).toContain('$k');
  });

  it('refuses variables nested too deeply, however deep', () => {
    const nest = (levels: number) =>
      JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels)) as object;
    const query = 'query ($v: JSON) { any(value: $v) }';
    expect(admitted(query, { variables: { v: nest(30) } }).ok).toBe(true);
    expect(codes(refused(query, { variables: { v: nest(33) } }))).toEqual(['BAD_USER_INPUT']);
    expect(codes(refused(query, { variables: nest(5000) }))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('suggestions', () => {
  const nearly = [
    ['{ helo }', {}],
    ['{ course { titl } }', {}],
    ['query ($k: Kind) { courses(filter: {kind: $k}) { totalCount } }', { k: 'ON' }],
    ['query ($f: Filter) { courses(filter: $f) { totalCount } }', { f: { kin: 'ONE' } }],
    ['{ courses(filter: {kind: ON}) { totalCount } }', {}],
    ['{ courses(frst: 1) { totalCount } }', {}],
    ['{ ... on Cours { id } }', {}],
  ] as const;

  it.each(nearly)('are not made for %s', (query, variables) => {
    expect(messages(refused(query, { variables }))).not.toMatch(/did you mean/i);
  });

  it('are made when asked for', () => {
    const helpful = createAdmission({ schema, suggestions: true });
    for (const [query, variables] of nearly) {
      const answer = helpful.admit({ query, variables, transport: 'http', viewer });
      expect(answer.ok ? '' : messages(answer)).toMatch(/did you mean/i);
    }
  });
});

describe('limits of a document', () => {
  const nested = (levels: number) =>
    `{ course ${'{ modules(first: 1) { nodes { course '.repeat(levels)}{ id }${' } } }'.repeat(levels)} }`;

  it('lets guests send shorter documents than others', () => {
    const query = `{ nodes(ids: [${'1 '.repeat(1500)}]) { id } }`;
    expect(admitted(query).ok).toBe(true);
    const answer = refused(query, { viewer: null });
    expect(codes(answer)).toEqual(['QUERY_TOO_COMPLEX']);
    expect(answer.errors[0]?.extensions['maximum']).toBe(limits.maxTokensGuest);
    expect(admitted(query).ok).toBe(true);
    expect(codes(refused(`{ nodes(ids: [${'1 '.repeat(4100)}]) { id } }`))).toEqual([
      'QUERY_TOO_COMPLEX',
    ]);
  });

  it('measures depth through fragments', () => {
    expect(admitted(nested(3)).ok).toBe(true);
    expect(codes(refused(nested(4)))).toEqual(['QUERY_TOO_COMPLEX']);
    const hidden = `{ course { ...A } }
      fragment A on Course { modules { nodes { course { ...B } } } }
      fragment B on Course { modules { nodes { course { ...C } } } }
      fragment C on Course { modules { nodes { course { ...D } } } }
      fragment D on Course { modules { nodes { course { id } } } }`;
    expect(codes(refused(hidden))).toEqual(['QUERY_TOO_COMPLEX']);
    expect(
      codes(
        refused(
          hidden.replaceAll('...A', '...__schema').replace('fragment A', 'fragment __schema'),
        ),
      ),
    ).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('does not measure introspection, which has a rule of its own', () => {
    expect(admitted(getIntrospectionQuery()).cost).toBe(1);
    expect(admitted(getIntrospectionQuery(), { viewer: null }).ok).toBe(true);
    const deep = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
    expect(codes(refused(deep))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('counts aliases, those of __typename too', () => {
    const aliases = (n: number, field: string) =>
      Array.from({ length: n }, (_, i) => `a${i}: ${field}`).join(' ');
    expect(admitted(`{ ${aliases(30, 'hello')} }`).ok).toBe(true);
    expect(codes(refused(`{ ${aliases(31, 'hello')} }`))).toEqual(['QUERY_TOO_COMPLEX']);
    expect(codes(refused(`{ ${aliases(31, '__typename')} }`))).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('counts directives wherever they stand', () => {
    const include = '@include(if: true) ';
    expect(codes(refused(`{ hello ${include.repeat(51)} }`))).toEqual(['QUERY_TOO_COMPLEX']);
    expect(codes(refused(`query ${include.repeat(51)} { hello }`))).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('lets a sign-in stand once in a document', () => {
    expect(admitted('mutation { signIn(password: "a") }').ok).toBe(true);
    for (const query of [
      'mutation { a: signIn(password: "a") b: signIn(password: "b") }',
      'mutation { a: signIn ...F } fragment F on Mutation { b: signIn }',
      'mutation A { signIn } mutation B { signIn }',
      'mutation { renewSession x: renewSession }',
    ]) {
      expect(codes(refused(query, { operationName: 'A' }))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });

  it('ends on circles and unknown fragments', () => {
    expect(
      codes(
        refused('{ course { ...A } } fragment A on Course { ...B } fragment B on Course { ...A }'),
      ),
    ).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(codes(refused('{ ...Nowhere }'))).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  it('survives documents nested without end where tokens are not limited', () => {
    const free = createAdmission({
      schema,
      limits: { maxTokens: 1e9, maxLength: 1e9, maxDepth: 1e9 },
    });
    for (const query of ['{a'.repeat(50_000), `{ any(value: ${'['.repeat(50_000)}) }`]) {
      const answer = free.admit({ query, transport: 'socket', viewer });
      expect(answer.ok).toBe(false);
    }
  });
});

describe('cost', () => {
  const cost = (query: string, variables = {}) => admitted(query, { variables }).cost;
  const tooDear = (query: string, variables = {}) => {
    const answer = refused(query, { variables });
    expect(codes(answer)).toEqual(['QUERY_TOO_COMPLEX']);
    return answer.errors[0]?.extensions['cost'];
  };

  it.each([
    ['{ hello }', 1],
    ['{ course { id title } }', 1],
    ['{ course { teacher { name } } }', 2],
    ['{ courses { edges { node { id } } } }', 1 + 20 * 2],
    ['{ courses(first: 5) { edges { cursor } pageInfo { hasNextPage } totalCount } }', 1 + 5 + 1],
    [
      '{ courses(first: 5) { edges { node { modules(first: 3) { nodes { id } } } } } }',
      1 + 5 * (2 + 1 + 3),
    ],
    ['{ course { outline { id } } }', 1 + 10],
    ['{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    [
      '{ course { modules(first: 2) { nodes { lessons(first: 1, last: 7) { nodes { id } } } } } }',
      1 + 1 + 2 * (1 + 1 + 7),
    ],
    ['mutation { rename { id } }', 11],
    ['subscription { changed { id teacher { name } } }', 2],
  ])('of %s is %i', (query, expected) => {
    expect(admitted(query, { transport: 'socket' }).cost).toBe(expected);
  });

  it('is the same for a page size in the text and in a variable', () => {
    const literal = '{ courses(first: 7) { edges { node { id } } } }';
    const variable = 'query ($n: Int) { courses(first: $n) { edges { node { id } } } }';
    const defaulted = 'query ($n: Int = 7) { courses(first: $n) { edges { node { id } } } }';
    expect([cost(variable, { n: 7 }), cost(defaulted)]).toEqual([cost(literal), cost(literal)]);
    expect(cost(variable, { n: 70 })).toBe(1 + 140);
  });

  it('is worked out anew for a document it knows', () => {
    const query =
      'query ($n: Int) { courses(first: $n) { edges { node { modules(first: $n) { nodes { id } } } } } }';
    expect(cost(query, { n: 2 })).toBe(1 + 2 * (2 + 1 + 2));
    expect(tooDear(query, { n: 150 })).toBe(1 + 150 * (2 + 1 + 150));
    expect(cost(query, { n: 2 })).toBe(1 + 2 * (2 + 1 + 2));
  });

  it.each([
    ['null', { n: null }, 20],
    ['absent', {}, 20],
    ['negative', { n: -1 }, 100],
    ['zero', { n: 0 }, 0],
  ])('of a page size that is %s is safe', (_name, variables, items) => {
    const query = 'query ($n: Int) { courses(first: $n) { edges { node { id } } } }';
    expect(cost(query, variables)).toBe(1 + items * 2);
  });

  it('does not count what is skipped, and counts what may not be', () => {
    const query =
      'query ($no: Boolean!) { hello courses @include(if: $no) { edges { node { id } } } }';
    expect(cost(query, { no: false })).toBe(1);
    expect(cost(query, { no: true })).toBe(41);
    const fragment =
      'query ($no: Boolean!) { ...F @skip(if: $no) } fragment F on Query { courses { edges { node { id } } } }';
    expect([cost(fragment, { no: true }), cost(fragment, { no: false })]).toEqual([1, 41]);
  });

  it('counts the dearest type that an abstract field can be', () => {
    const query = `{ node(id: 1) { id
      ... on Course { modules(first: 3) { nodes { id } } }
      ... on Module { course { teacher { name } } }
      ... on Node { ... on Course { teacher { name } } } } }`;
    expect(cost(query)).toBe(1 + (1 + 3) + 1);
  });

  it('multiplies through fragments and connections of fragments', () => {
    const query = `{ courses(first: 4) { ...C } }
      fragment C on CourseConnection { edges { ...E } }
      fragment E on CourseEdge { node { modules(first: 2) { nodes { id } } } }`;
    expect(cost(query)).toBe(1 + 4 * (2 + 1 + 2));
  });

  it('counts a repeated fragment once and aliases each', () => {
    expect(cost('{ ...F ...F } fragment F on Query { course { id } }')).toBe(1);
    expect(cost('{ a: course { id } b: course { id } }')).toBe(2);
  });

  it('is found quickly for documents that explode', () => {
    const levels = Array.from(
      { length: 10 },
      (_, i) =>
        `fragment F${i} on Course { a${i}: modules(first: 100) { nodes { course { ...F${i + 1} } } } b${i}: teacher { courses { edges { node { ...F${i + 1} } } } } }`,
    );
    const wide = createAdmission({ schema, limits: { maxDepth: 1000 } });
    const start = performance.now();
    const answer = wide.admit({
      query: `{ course { ...F0 } } ${levels.join(' ')} fragment F10 on Course { id }`,
      transport: 'http',
      viewer,
    });
    expect(performance.now() - start).toBeLessThan(500);
    expect(answer.ok ? [] : codes(answer)).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('follows the hints of the graph', () => {
    const hinted = buildSchema('type Item { id: ID } type Query { items: [Item!]! heavy: String }');
    const { items, heavy } = hinted.getQueryType()!.getFields();
    items!.extensions = { cost: { size: 500 } };
    heavy!.extensions = { cost: { price: 50 } };
    const answer = createAdmission({ schema: hinted }).admit({
      query: '{ items { id } heavy }',
      transport: 'http',
      viewer: null,
    });
    expect(answer).toMatchObject({ cost: 550 });
  });
});
