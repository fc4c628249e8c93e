import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  execute,
  getIntrospectionQuery,
  getNamedType,
  GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  parse,
  type ExecutionResult,
  type GraphQLCompositeType,
} from 'graphql';

import { Cat, sampleSchema as schema } from '../../tests/testkit/sample-schema.js';
import { createExecutor, type Executor } from './executor.js';

type Variables = Record<string, unknown>;

const sorted = (result: ExecutionResult) => ({
  data: JSON.stringify(result.data),
  errors: (result.errors ?? [])
    .map((error) => JSON.stringify([error.path, error.locations, error.message]))
    .toSorted(),
});

/** Executes by compiled code, having checked that graphql-js answers the same. */
async function bothWays(query: string, variables: Variables = {}, rootValue?: unknown) {
  const document = parse(query);
  const executor = createExecutor(schema, { compileAt: 1 });
  const slow = await execute({ schema, document, variableValues: variables, rootValue });
  const fast = await executor.execute({ document, context: {}, variables, rootValue });
  expect(sorted(fast)).toEqual(sorted(slow));
  return { fast, slow, stats: executor.stats };
}

async function compiledBothWays(query: string, variables?: Variables, rootValue?: unknown) {
  const { fast, stats } = await bothWays(query, variables, rootValue);
  expect(stats.fast).toBe(1);
  return fast;
}

async function fallsBack(query: string, variables?: Variables) {
  const { fast, stats } = await bothWays(query, variables);
  expect(stats).toMatchObject({ fast: 0, fallbacks: 1 });
  return fast;
}

describe('compiled operations answer as graphql-js does', () => {
  it.each([
    ['values of every kind', '{ item { id title count mood at data tags later } }'],
    ['default resolvers below lists', '{ items(first: 4) { id title items { title mood } } }'],
    ['a union by class, late items included', '{ pets { __typename ... on Cat { name lives } } }'],
    ['an interface by __typename', '{ named { name ... on Dog { friend { name __typename } } } }'],
    ['errors thrown early, late and by us', '{ item { broken brokenNow refused id } }'],
    ['a required field that fails', '{ item { brokenNonNull } hello }'],
    ['a required field without a value', '{ items(first: 2) { items { missing } } }'],
    ['a failure up to the root', '{ failRequired hello }'],
    ['a required field of a union member', '{ deadCat { ... on Cat { lives } } hello }'],
    ['a value its scalar cannot serialize', '{ bigNumber }'],
    ['a list whose items fail', '{ lateItems { id } }'],
    ['a union without a class, alone and late', '{ strangePet { __typename } hello }'],
    ['a union without a class, in a list', '{ strangePets { __typename } hello }'],
    ['fields asked for twice', '{ item { id item { title } } item { count item { id } } }'],
    ['execution info', '{ where a: where b: where }'],
    ['__typename of the root', '{ __typename item { __typename } }'],
  ])('%s', async (_name, query) => {
    await compiledBothWays(query);
  });

  it('a type its interface does not have, though the two word it differently', async () => {
    const { fast, slow } = await anyway('{ hello nobody { __typename } }');
    expect(fast.data).toBe(slow.data);
    expect(fast.errors).toHaveLength(1);
  });

  const echo =
    'query ($m: Mood, $t: Moment, $f: Filter, $n: Int! = 3) { echo(mood: $m, moment: $t, filter: $f, number: $n) }';
  it.each<[string, string, Variables]>([
    [
      'enums, scalars and inputs in variables',
      echo,
      { m: 'GLAD', t: '2026-01-01', f: { words: 'x' } },
    ],
    ['no variables given', echo, {}],
    ['null for a variable', echo, { m: null, n: 4 }],
    ['null where a default stands', 'query ($n: Int) { echo(number: $n) }', { n: null }],
    ['a variable left out', 'query ($n: Int) { echo(number: $n) }', {}],
    [
      'variables inside inputs',
      'query ($a: String!) { echo(filter: { words: [$a, "b"] }, ids: [$a, 1]) }',
      { a: 'q' },
    ],
    ['a variable left out inside a list', 'query ($a: ID) { echo(ids: [$a]) }', {}],
    [
      'a default inside inputs',
      'query ($t: Moment = "2026-01-01") { echo(filter: { since: $t }) }',
      {},
    ],
    [
      'two calls with other arguments',
      'query ($a: ID) { a: echo(ids: [$a]) b: echo(ids: [1, $a]) }',
      { a: 'q' },
    ],
  ])('%s', async (_name, query, variables) => {
    await compiledBothWays(query, variables);
  });

  const conditions = [
    'query ($a: Boolean!) { item { id ...F @include(if: $a) title @skip(if: $a) } x: item { ...F } } fragment F on Item { count item { id } }',
    'query ($a: Boolean!) { item { ...F @skip(if: $a) } } fragment F on Item { count @include(if: $a) item { id } }',
    'query ($a: Boolean!) { item @skip(if: $a) { id } hello }',
    'query ($a: Boolean!) { pets { ... on Cat @include(if: $a) { name } ... @skip(if: $a) { __typename } } }',
    'query ($a: Boolean! = true) { item { item @include(if: $a) { later } } hello @skip(if: false) }',
  ];
  it.each(conditions.flatMap((query) => [true, false].map((a) => [query, a] as const)))(
    '%s with %s',
    async (query, a) => {
      await compiledBothWays(query, { a });
    },
  );

  it('runs mutations one after the other, past one that fails', async () => {
    const { data } = await compiledBothWays(
      'mutation { a: write(word: "clear") b: write(word: "b") c: write(word: "c") }',
    );
    expect(JSON.stringify(data)).toBe('{"a":["clear"],"b":["clear","b"],"c":["clear","b","c"]}');
  });

  it('compiles the operations of one document apart', async () => {
    const document = parse(
      `query A($a: Boolean!) { item { ...F @include(if: $a) } } query B { item { ...F } } fragment F on Item { id }`,
    );
    const executor = createExecutor(schema, { compileAt: 1 });
    const run = (operationName: string, variables: Variables) =>
      executor.execute({ document, operationName, context: {}, variables });
    expect((await run('A', { a: false })).data).toEqual({ item: {} });
    expect((await run('B', {})).data).toEqual({ item: { id: '1' } });
    expect((await run('A', { a: true })).data).toEqual({ item: { id: '1' } });
    expect(executor.stats).toMatchObject({ compiled: 2, fast: 3 });
  });

  it('whatever is asked', async () => {
    let [all, compiled] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 90, maxLength: 90 }), async (choices) => {
        const query = randomQuery(choices);
        const { slow, fast, compiled: wasCompiled } = await anyway(query, { yes: true, n: 2 });
        all += 1;
        compiled += Number(wasCompiled);
        expect([query, fast.data]).toEqual([query, slow.data]);
        // Below a value that becomes null the two may stop at different errors.
        expect([query, fast.errors.length > 0]).toEqual([query, slow.errors.length > 0]);
      }),
      { numRuns: 300 },
    );
    expect(compiled / all).toBeGreaterThan(0.3);
  });
});

describe('what is not compiled', () => {
  it.each([
    [
      'a variable inside a literal of a scalar',
      'query ($a: String) { echo(filter: { extra: { k: [$a] } }) }',
    ],
    [
      'a field of an input that may be left out',
      'query ($t: Moment) { echo(filter: { since: $t }) }',
    ],
    ['a key that could stand for another path', '{ a_b: item { c: id } a: item { b_c: id } }'],
    ['a key that is a prototype', '{ __proto__: hello }'],
    [
      'conditions on merged fields',
      'query ($b: Boolean! = true) { item @skip(if: $b) { id } item { title } }',
    ],
    [
      'conditions on merged fragments',
      'query ($b: Boolean! = true) { item { ...F ...F @skip(if: $b) } } fragment F on Item { count }',
    ],
    ['introspection beside other fields', '{ __schema { queryType { name } } hello }'],
    ['a type that is resolved late', '{ lateNamed { name } }'],
    ['an operation that expands too far', tooWide()],
  ])('%s', async (_name, query) => {
    await fallsBack(query, { a: 'x' });
  });
});

/** Thirty fields in the text, several thousand in the answer. */
function tooWide(): string {
  const levels = 'abcdefghij'.split('');
  const fragments = levels.map((name, i) => {
    const next = levels[i + 1];
    const inner = next
      ? `x: item { ...${next} } y: item { ...${next} } z: item { ...${next} }`
      : 'id';
    return `fragment ${name} on Item { ${inner} }`;
  });
  return `query { pets { __typename } item { ...a @skip(if: true) } } ${fragments.join(' ')}`;
}

async function anyway(query: string, variables: Variables = {}) {
  const document = parse(query);
  const executor = createExecutor(schema, { compileAt: 1 });
  const slow = await execute({ schema, document, contextValue: {}, variableValues: variables });
  const fast = await executor.execute({ document, context: {}, variables });
  return { slow: sorted(slow), fast: sorted(fast), compiled: executor.stats.fast === 1 };
}

/** A valid query over the sample graph, its shape decided by `choices`. */
function randomQuery(choices: readonly number[]): string {
  let at = 0;
  const pick = (n: number): number => (choices[at++ % choices.length] ?? 0) % n;
  const fragments: string[] = [];
  const condition = (): string =>
    [' @include(if: true)', ' @skip(if: true)', ' @skip(if: $yes)', ' @include(if: $no)'][
      pick(24)
    ] ?? '';
  const selections = (type: GraphQLCompositeType, depth: number): string => {
    if (isAbstractType(type)) {
      const possible = schema.getPossibleTypes(type);
      const inner = possible.flatMap((object) =>
        pick(2) === 0 ? [`... on ${object.name}${condition()} ${selections(object, depth)}`] : [],
      );
      return `{ __typename ${inner.join(' ')} }`;
    }
    if (!isObjectType(type)) throw new Error('a composite type is abstract or an object');
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
    );
    const written = Array.from({ length: 1 + pick(4) }, () => {
      const field = fields[pick(fields.length)]!;
      const named = getNamedType(field.type);
      const inner = isCompositeType(named) ? ` ${selections(named, depth - 1)}` : '';
      const paged = field.args.some(({ name }) => name === 'first') ? '(first: $n)' : '';
      // One key always stands for the same field, as validation asks.
      const key = pick(5) === 0 ? `alias${type.name}${field.name}: ` : '';
      const text = `${key}${field.name}${paged}${condition()}${inner}`;
      if (pick(6) !== 0) return text;
      fragments.push(`fragment F${fragments.length} on ${type.name} { ${text} }`);
      return `...F${fragments.length - 1}${condition()}`;
    });
    return `{ ${written.join(' ')} }`;
  };
  const body = selections(schema.getQueryType()!, 3);
  return `query ($yes: Boolean!, $no: Boolean = false, $n: Int) ${body} ${fragments.join(' ')}`;
}

describe('createExecutor', () => {
  const ask = (executor: Executor, query = '{ hello }') => {
    const document = parse(query);
    return () => executor.execute({ document, context: {} });
  };

  it('compiles an operation when it comes a second time', async () => {
    const executor = createExecutor(schema);
    const run = ask(executor);
    await run();
    expect(executor.stats).toMatchObject({ compiled: 0, early: 1 });
    await run();
    await run();
    expect(executor.stats).toMatchObject({ compiled: 1, early: 1, fast: 2, fallbacks: 0 });
  });

  it('keeps a bounded number of compiled operations', async () => {
    const executor = createExecutor(schema, { maxFields: 3, compileAt: 1 });
    const [a, b] = [ask(executor, '{ item { id } }'), ask(executor, '{ item { title } }')];
    for (const run of [a, b, a]) await run();
    expect(executor.stats.compiled).toBe(3);
  });

  it('compiles no more in a second than it may', async () => {
    let time = 0;
    const executor = createExecutor(schema, {
      compileAt: 1,
      fieldsPerSecond: 2,
      fieldsAtOnce: 3,
      now: () => time,
    });
    const [a, b] = [ask(executor, '{ item { id } }'), ask(executor, '{ item { title } }')];
    for (const run of [a, b, b]) await run();
    expect(executor.stats).toMatchObject({ compiled: 1, fast: 1, early: 2 });
    time += 500;
    await b();
    expect(executor.stats).toMatchObject({ compiled: 2, fast: 2 });
  });

  it('answers introspection from memory', async () => {
    const executor = createExecutor(schema);
    const run = ask(executor, getIntrospectionQuery());
    const first = await run();
    expect(first.errors).toBeUndefined();
    expect(await run()).toBe(first);
    expect(executor.stats).toMatchObject({ remembered: 1, compiled: 0 });
  });

  it('does not mistake the answer of one introspection for another', async () => {
    const executor = createExecutor(schema);
    const document = parse('query ($n: String!) { __type(name: $n) { name } }');
    const run = (n: string) => executor.execute({ document, context: {}, variables: { n } });
    expect(await run('Item')).toEqual({ data: { __type: { name: 'Item' } } });
    expect(await run('Cat')).toEqual({ data: { __type: { name: 'Cat' } } });
    for (const n of 'abcdefghijk') await run(n);
    expect(await run('Item')).toEqual({ data: { __type: { name: 'Item' } } });
  });

  it('leaves its helper type out of the graph', async () => {
    const executor = createExecutor(schema);
    const answer = await ask(executor, '{ __schema { types { name } } }')();
    expect(JSON.stringify(answer)).not.toContain('Lyceum');
  });

  it('refuses variables it cannot coerce', async () => {
    const executor = createExecutor(schema, { compileAt: 1 });
    const document = parse('query ($m: Mood) { echo(mood: $m) }');
    const { errors, data } = await executor.execute({
      document,
      context: {},
      variables: { m: 'GLAAD' },
    });
    expect(data).toBeUndefined();
    expect(errors?.map(String).join()).toContain('$m');
  });

  it('keeps the error that a resolver threw', async () => {
    const answer = await compiledBothWays('{ item { refused } }');
    expect(answer.errors?.[0]?.originalError).toMatchObject({
      code: 'FORBIDDEN',
      details: { field: 'refused' },
    });
  });

  it('says what is wrong with an operation name', async () => {
    const executor = createExecutor(schema);
    const document = parse('query A { hello } query B { hello }');
    const { errors } = await executor.execute({ document, context: {}, operationName: 'C' });
    expect(errors?.[0]?.message).toBe('Unknown operation named "C".');
  });
});

describe('executeLiveEvent', () => {
  const document = parse(
    'subscription S($m: Mood) { itemChanged(mood: $m) { id mood later owner { __typename } } }',
  );

  it.each([1, 5])(
    'answers one event with the variables given, compiled at %s',
    async (compileAt) => {
      const executor = createExecutor(schema, { compileAt });
      const answer = await executor.executeLiveEvent(document, 'S', { id: 4 }, {}, { m: 'GLAD' });
      expect(JSON.stringify(answer)).toBe(
        '{"data":{"itemChanged":{"id":"4","mood":"GLAD","later":"later 4","owner":{"__typename":"Dog"}}}}',
      );
      expect(executor.stats.fast).toBe(compileAt === 1 ? 1 : 0);
    },
  );
});

describe('bugs of graphql-jit that would end the process', () => {
  it('has an error, not an unhandled rejection, when a late value cannot be completed', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    try {
      const answer = await compiledBothWays('{ strangePet { __typename } }');
      expect(answer.errors?.[0]?.originalError?.message).toBe('no class of this union');
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', onUnhandled);
    }
  });

  it('goes on with the next mutation after one whose answer cannot be completed', async () => {
    const changed = new GraphQLSchema({
      ...schema.toConfig(),
      mutation: schema.getQueryType()!,
    });
    const document = parse('mutation { strangePet { __typename } a: pets { __typename } hello }');
    const executor = createExecutor(changed, { compileAt: 1 });
    const answer = await executor.execute({ document, context: {} });
    expect(answer.data).toMatchObject({ strangePet: null, hello: 'world' });
    expect(new Cat('x')).toBeInstanceOf(Cat);
  });
});
