import { describe, expect, it } from '@jest/globals';
import { execute, GraphQLError, parse } from 'graphql';

import { sampleSchema as schema } from '../../tests/testkit/sample-schema.js';
import { RequestError } from '../errors/index.js';
import { createAdmission } from './admission/index.js';
import { createExecutor } from './executor.js';
import { formatError, formatErrors } from './format-error.js';
import { createLogger } from './logger.js';

function listen() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, facts: { requestId: 'r-1', log: createLogger({ logLevel: 'info' }, { write }) } };
}

const masked = {
  message: 'Something went wrong on our side.',
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
};

/** The errors of a query, executed both ways and formatted. */
async function errorsOf(query: string, variables = {}) {
  const document = parse(query);
  const executor = createExecutor(schema, { compileAt: 1 });
  const slow = await execute({ schema, document, contextValue: {}, variableValues: variables });
  const fast = await executor.execute({ document, context: {}, variables });
  const [{ facts }, { facts: others, lines }] = [listen(), listen()];
  const shown = formatErrors(slow.errors ?? [], facts).map((error) => error.toJSON());
  expect(formatErrors(fast.errors ?? [], others).map((error) => error.toJSON())).toEqual(shown);
  return { shown, lines };
}

describe('formatErrors', () => {
  it('hands on what was refused, with its details and its place', async () => {
    const { shown, lines } = await errorsOf('{ item { refused } }');
    expect(shown).toEqual([
      {
        message: 'Not yours.',
        path: ['item', 'refused'],
        locations: [{ line: 1, column: 10 }],
        extensions: { code: 'FORBIDDEN', field: 'refused' },
      },
    ]);
    expect(lines).toEqual([]);
  });

  it('masks whatever else is thrown, and logs it', async () => {
    const { shown, lines } = await errorsOf('{ fail }');
    expect(shown).toEqual([{ ...masked, path: ['fail'], locations: [{ line: 1, column: 3 }] }]);
    expect(lines).toMatchObject([{ path: 'fail', msg: 'fault', err: { type: 'Error' } }]);
  });

  it.each([
    ['a null where none may be', '{ item { missing } }'],
    ['a value that its scalar cannot write', '{ bigNumber }'],
    ['an object without a type', '{ strangePet { __typename } }'],
  ])('masks %s', async (_name, query) => {
    const { shown, lines } = await errorsOf(query);
    expect(shown).toMatchObject([masked]);
    expect(lines).toHaveLength(1);
  });

  it('keeps what GraphQL says of an argument', async () => {
    const { shown } = await errorsOf('query ($n: Int) { echo(number: $n) }', { n: null });
    expect(shown).toMatchObject([
      {
        message: 'Argument "number" of non-null type "Int!" must not be null.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('keeps what GraphQL says of the request as a whole', () => {
    const { facts } = listen();
    expect(formatError(new GraphQLError('Unknown operation named "C".'), facts).toJSON()).toEqual({
      message: 'Unknown operation named "C".',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('hands on refusals of the admission as they are', () => {
    const { facts } = listen();
    const answer = createAdmission({ schema }).admit({
      query: '{ no }',
      transport: 'http',
      viewer: null,
    });
    if (answer.ok) throw new Error('it was admitted');
    expect(formatErrors(answer.errors, facts)).toEqual(answer.errors);
  });

  it('does not trust a GraphQLError because it is one', () => {
    const { facts } = listen();
    const thrown = new GraphQLError('host db-7 is down', { extensions: { code: 'FORBIDDEN' } });
    const located = new GraphQLError(thrown.message, { originalError: thrown, path: ['a'] });
    expect(formatError(located, facts).toJSON()).toEqual({ ...masked, path: ['a'] });
  });

  it('logs a fault once, however many fields it fails', () => {
    const { facts, lines } = listen();
    const fault = new Error('loader broke');
    const errors = [0, 1, 2].map(
      (i) => new GraphQLError(fault.message, { originalError: fault, path: ['list', i] }),
    );
    expect(formatErrors(errors, facts)).toHaveLength(3);
    formatErrors(errors, facts);
    expect(lines).toHaveLength(1);
  });

  it.each([['thrown text'], [undefined], [null], [7], [{ message: 'odd' }]])(
    'masks %p',
    (thrown) => {
      expect(formatError(thrown, listen().facts).toJSON()).toEqual(masked);
    },
  );
});

describe('a lost database', () => {
  const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });
  it.each([
    ['refused', withCode('ECONNREFUSED', 'connect ECONNREFUSED 10.1.2.3:5432')],
    ['refused on every address', new AggregateError([withCode('ECONNREFUSED')])],
    ['shutting down', withCode('57P01', 'terminating connection due to administrator command')],
    ['starting', withCode('57P03')],
    ['broken', new Error('Connection terminated unexpectedly')],
    ['no connection free in time', new Error('timeout exceeded when trying to connect')],
    ['wrapped', new Error('could not load', { cause: withCode('57P02') })],
    [
      'embedded',
      Object.assign(new Error('worker died'), { name: 'EmbeddedDatabaseUnavailableError' }),
    ],
  ])('%s, is no fault of ours or of the caller', (_name, thrown) => {
    const { facts, lines } = listen();
    const error = new GraphQLError(thrown.message, { originalError: thrown, path: ['courses'] });
    expect(formatError(error, facts).toJSON()).toEqual({
      message: 'The service is not available. Try again in a few seconds.',
      path: ['courses'],
      extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'r-1', retryAfterSeconds: 5 },
    });
    expect(lines).toMatchObject([{ level: 40, msg: 'database unavailable' }]);
  });

  it('is not seen in a statement that failed', () => {
    const { facts } = listen();
    for (const code of ['23505', '42P01', '57014', '40001']) {
      expect(formatError(withCode(code), facts).extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    }
  });

  it('is not mistaken for a refusal that was meant', () => {
    const { facts } = listen();
    const refused = new RequestError('RATE_LIMITED', 'Too often.', { retryAfterSeconds: 60 });
    expect(formatError(refused, facts).toJSON()).toEqual({
      message: 'Too often.',
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 60 },
    });
  });

  it('ends on causes that go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(formatError(error, listen().facts).extensions['code']).toBe('INTERNAL_SERVER_ERROR');
  });
});
