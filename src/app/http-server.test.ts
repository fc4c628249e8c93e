import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';

import { createSampleServer, type SampleServer } from '../../tests/testkit/sample-server.js';
import { RequestError } from '../errors/index.js';
import type { Actor } from '../services/actor.js';
import { createHealth } from './health.js';

const servers: SampleServer[] = [];
afterEach(async () => {
  for (const made of servers.splice(0)) await made.close();
});
async function start(changes?: Parameters<typeof createSampleServer>[0]): Promise<SampleServer> {
  const made = await createSampleServer(changes);
  servers.push(made);
  return made;
}

type Body = { data?: any; errors?: { message: string; extensions: any }[]; extensions?: any };
const headers = { 'content-type': 'application/json' };
const post = async ({ server }: SampleServer, body: unknown, more: Record<string, string> = {}) => {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const reply = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { ...headers, ...more },
    payload,
  });
  return { reply, status: reply.statusCode, headers: reply.headers, body: reply.json<Body>() };
};

const actor: Actor = {
  userId: 'u',
  schoolId: 's',
  kind: 'person',
  isAdministrator: false,
  sessionId: null,
  apiKeyId: null,
  scopes: new Set(),
  expiresAt: null,
};
const unreachable = () =>
  Promise.reject(
    Object.assign(new Error('connect ECONNREFUSED 10.9.8.7:5432'), { code: 'ECONNREFUSED' }),
  );

describe('operations', () => {
  it('are answered with their cost, in the body and in a header', async () => {
    const answer = await post(await start(), {
      query: 'query ($n: Int) { items(first: $n) { id } }',
      variables: { n: 2 },
    });
    expect(answer.status).toBe(200);
    expect(answer.reply.body).toBe(
      '{"data":{"items":[{"id":"0"},{"id":"1"}]},"extensions":{"cost":{"requested":2}}}',
    );
    expect(answer.headers['x-request-cost']).toBe('2');
  });

  it('answer the same when they are compiled', async () => {
    const gateway = await start();
    const query = '{ item { id title broken } pets { __typename ... on Cat { lives } } }';
    const bodies = [];
    for (let i = 0; i < 3; i++) bodies.push((await post(gateway, { query })).reply.body);
    expect(gateway.options.executor.stats.fast).toBe(2);
    expect(new Set(bodies.map((body) => body.replace(/"requestId":"[^"]*"/, ''))).size).toBe(1);
  });

  it('are refused by the admission', async () => {
    const gateway = await start();
    const answer = await post(gateway, {
      query: 'query ($n: Int) { items(first: $n) { items(first: $n) { id } } }',
      variables: { n: 100_000 },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions).toEqual({
      code: 'QUERY_TOO_COMPLEX',
      cost: 1e10 + 1e5,
      maximum: 20_000,
    });
    expect(answer.body).not.toHaveProperty('data');
    const parse = await post(gateway, { query: '{' });
    expect([parse.status, parse.body.errors?.[0]?.extensions.code]).toEqual([
      400,
      'GRAPHQL_PARSE_FAILED',
    ]);
    const subscription = await post(gateway, { query: 'subscription { itemChanged { id } }' });
    expect(subscription.body.errors?.[0]?.message).toContain('WebSocket');
  });

  it('lets known callers send longer documents than guests', async () => {
    const gateway = await start({
      authenticate: async (bearer) => (bearer === null ? null : actor),
    });
    const query = `query ($ids: [ID] = [${'1 '.repeat(1200)}]) { echo(ids: $ids) }`;
    expect((await post(gateway, { query })).status).toBe(400);
    expect((await post(gateway, { query }, { authorization: 'Bearer x' })).status).toBe(200);
  });

  it('write nothing by GET', async () => {
    const gateway = await start();
    const reply = await gateway.server.inject({
      url: '/graphql?query=' + encodeURIComponent('mutation { write(word: "x") }'),
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(reply.statusCode).toBe(405);
    expect(reply.headers.allow).toBe('POST');
    expect(gateway.options.executor.stats.early).toBe(0);
  });

  it('may be read by GET with a header no foreign page can send', async () => {
    const gateway = await start();
    const url = '/graphql?query={hello}';
    const refused = await gateway.server.inject({ url });
    expect(refused.statusCode).toBe(400);
    expect(refused.json<Body>().errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const reply = await gateway.server.inject({
      url,
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(reply.json<Body>().data).toEqual({ hello: 'world' });
  });

  it('are not batched and not persisted', async () => {
    const gateway = await start();
    expect((await post(gateway, [{ query: '{ hello }' }])).status).toBe(400);
    const hash = 'a'.repeat(64);
    const answer = await post(gateway, {
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    });
    expect(answer.body.errors?.[0]).toMatchObject({ message: 'PersistedQueryNotSupported' });
  });

  it('have an answer to introspection, written once', async () => {
    const gateway = await start();
    const query = '{ __schema { types { name } } }';
    const first = await post(gateway, { query });
    expect(first.body.data.__schema.types.length).toBeGreaterThan(5);
    expect((await post(gateway, { query })).reply.body).toBe(first.reply.body);
    expect(gateway.options.executor.stats.remembered).toBe(1);
  });

  it('are not executed when the answer cannot be taken', async () => {
    const gateway = await start();
    const answer = await post(
      gateway,
      { query: 'mutation { write(word: "x") }' },
      { accept: 'text/html' },
    );
    expect(answer.status).toBe(406);
    expect(gateway.options.executor.stats.early).toBe(0);
  });
});

describe('bodies', () => {
  it('that are too large are told the limit', async () => {
    const gateway = await start();
    const answer = await post(gateway, { query: `{ hello } #${'x'.repeat(1024 * 1024)}` });
    expect(answer.status).toBe(413);
    expect(answer.body.errors).toEqual([
      {
        message: 'The request body is larger than 1048576 bytes.',
        extensions: { code: 'PAYLOAD_TOO_LARGE', maximum: 1_048_576 },
      },
    ]);
  });

  it('that are not UTF-8 are refused', async () => {
    const gateway = await start();
    const broken = Buffer.concat([
      Buffer.from('{"query":"{ hello } # '),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const answer = await post(gateway, broken);
    expect([answer.status, answer.body.errors?.[0]?.message]).toEqual([
      400,
      'The body is not valid UTF-8.',
    ]);
    const latin = await post(gateway, '{"query":"{ hello }"}', {
      'content-type': 'application/json; charset=latin1',
    });
    expect(latin.status).toBe(415);
    const utf8 = await post(gateway, '{"query":"{ hello }"}', {
      'content-type': 'application/json; charset="UTF-8"',
    });
    expect(utf8.status).toBe(200);
  });

  it.each([
    '{"query":',
    'null',
    '"{ hello }"',
    '7',
    '[]',
    '',
    '{"query":"{ hello }","__proto__":{"x":1}}',
  ])('such as %s are refused', async (body) => {
    const answer = await post(await start(), body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of %s, which any page can send, are refused',
    async (type) => {
      const gateway = await start();
      const answer = await post(gateway, '{"query":"{ hello }"}', { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(answer.body.errors?.[0]?.message).toContain('application/json');
    },
  );

  it('with variables of the wrong kind are refused', async () => {
    const gateway = await start();
    for (const variables of ['{}', 7, []]) {
      const answer = await post(gateway, { query: '{ hello }', variables });
      expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([
        400,
        'BAD_USER_INPUT',
      ]);
    }
  });
});

describe('callers', () => {
  it('are guests without a credential', async () => {
    const seen: (string | null)[] = [];
    const gateway = await start({
      authenticate: async (bearer) => {
        seen.push(bearer);
        return bearer === null ? null : actor;
      },
    });
    await post(gateway, { query: '{ hello }' });
    await post(gateway, { query: '{ hello }' }, { authorization: 'bearer abc.def' });
    expect(seen).toEqual([null, 'abc.def']);
  });

  it.each([
    ['UNAUTHENTICATED', RequestError.unauthenticated()],
    ['TOKEN_EXPIRED', new RequestError('TOKEN_EXPIRED', 'The token has run out.')],
  ])('are told %s with 401 and nothing is executed', async (code, error) => {
    const gateway = await start({ authenticate: () => Promise.reject(error) });
    const answer = await post(gateway, { query: '{ hello }' }, { authorization: 'Bearer x' });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer .*invalid_token/);
    expect(answer.body).toEqual({ errors: [{ message: error.message, extensions: { code } }] });
    expect(gateway.options.executor.stats.early).toBe(0);
  });

  it('with a header of another form are not taken for guests', async () => {
    const gateway = await start();
    for (const authorization of ['Basic eDp5', 'Bearer', 'token', 'Bearer a b']) {
      expect((await post(gateway, { query: '{ hello }' }, { authorization })).status).toBe(401);
    }
  });

  it('have the address of their peer unless a proxy is trusted', async () => {
    const addressWith = async (trustProxy: readonly string[]) => {
      let address: string | null = null;
      const gateway = await start({
        environment: { trustProxy },
        createContext: (facts) => {
          ({ address } = facts);
          return facts as never;
        },
      });
      await post(gateway, { query: '{ hello }' }, { 'x-forwarded-for': '6.6.6.6, 9.9.9.9' });
      return address;
    };
    expect(await addressWith([])).toBe('127.0.0.1');
    expect(await addressWith(['loopback'])).toBe('9.9.9.9');
    expect(await addressWith(['10.0.0.0/8'])).toBe('127.0.0.1');
  });
});

describe('failures', () => {
  it('are masked, with the id of the request, and logged with their cause', async () => {
    const gateway = await start();
    const answer = await post(gateway, { query: '{ fail hello }' }, { 'x-request-id': 'trace-7' });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ fail: null, hello: 'world' });
    expect(answer.body.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        locations: [{ line: 1, column: 3 }],
        path: ['fail'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'trace-7' },
      },
    ]);
    expect(answer.reply.body).not.toMatch(/secret-host|select/);
    expect(gateway.lines.filter(({ msg }) => msg === 'fault')).toMatchObject([
      { requestId: 'trace-7' },
    ]);
  });

  it('of the database before an operation give 503 and when to come back', async () => {
    const gateway = await start({ authenticate: unreachable });
    const answer = await post(gateway, { query: '{ hello }' });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body.errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect(answer.reply.body).not.toContain('10.9.8.7');
  });

  const failing = new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        gone: { type: GraphQLString, resolve: unreachable },
        there: { type: GraphQLString, resolve: () => 'yes' },
        often: {
          type: GraphQLString,
          resolve: () => {
            throw new RequestError('RATE_LIMITED', 'Too often.', { retryAfterSeconds: 30 });
          },
        },
      },
    }),
  });

  it('of the database that leave nothing of an answer give 503', async () => {
    const gateway = await start({ schema: failing });
    for (let i = 0; i < 3; i++) {
      const answer = await post(gateway, { query: '{ gone }' });
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
      expect(answer.body).not.toHaveProperty('data');
    }
    const part = await post(gateway, { query: '{ gone there }' });
    expect([part.status, part.body.data]).toEqual([200, { gone: null, there: 'yes' }]);
    const often = await post(gateway, { query: '{ often }' });
    expect([often.status, often.headers['retry-after']]).toEqual([429, '30']);
  });

  it('while the context is made are masked', async () => {
    const gateway = await start({
      createContext: () => {
        throw new Error('pool at db.internal is broken');
      },
    });
    const answer = await post(gateway, { query: '{ hello }' });
    expect(answer.status).toBe(500);
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(answer.reply.body).not.toContain('db.internal');
  });
});

describe('every answer', () => {
  it('has an id: the one it came with if that is sane, a new one otherwise', async () => {
    const { server } = await start();
    const idOf = async (url: string, given?: string) => {
      const reply = await server.inject({
        url,
        headers: given === undefined ? {} : { 'x-request-id': given },
      });
      return reply.headers['x-request-id'];
    };
    expect(await idOf('/healthz', 'abc-123')).toBe('abc-123');
    for (const given of [undefined, 'with space', 'a'.repeat(200), '<script>']) {
      expect(await idOf('/nowhere', given)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('keeps browsers from misusing it', async () => {
    const { server } = await start();
    const { headers: sent } = await server.inject({ url: '/healthz' });
    expect(sent).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("script-src 'self';"),
    });
    expect(sent['content-security-policy']).toContain("worker-src 'self' blob:");
    expect(sent).not.toHaveProperty('strict-transport-security');
    expect(sent).not.toHaveProperty('x-powered-by');
    const tls = await start({ environment: { publicUrl: 'https://learn.example.org' } });
    expect((await tls.server.inject({ url: '/healthz' })).headers).toHaveProperty(
      'strict-transport-security',
    );
  });

  it('says in the shape of GraphQL that there is nothing', async () => {
    const { server } = await start();
    const reply = await server.inject({ url: '/nowhere' });
    expect([reply.statusCode, reply.json<Body>().errors?.[0]?.extensions.code]).toEqual([
      404,
      'NOT_FOUND',
    ]);
    const put = await server.inject({ method: 'PUT', url: '/graphql', payload: {} });
    expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, POST, OPTIONS']);
  });

  it('is 400 to a host that is none', async () => {
    const gateway = await start({ environment: { trustProxy: ['loopback'] } });
    const query = '{ hello }';
    for (const host of ['[', 'a b']) {
      expect((await post(gateway, { query }, { host })).status).toBe(400);
      expect((await post(gateway, { query }, { 'x-forwarded-host': host })).status).toBe(400);
    }
    expect((await post(gateway, { query }, { 'x-forwarded-proto': 'ht tp' })).status).toBe(400);
    for (const host of ['localhost', '[::1]:4000', 'learn.example.org:443']) {
      expect((await post(gateway, { query }, { host })).status).toBe(200);
    }
    expect(gateway.lines.filter(({ msg }) => msg === 'fault')).toEqual([]);
  });

  it('is 400 to an address that is none', async () => {
    const { server } = await start();
    const reply = await server.inject({ url: '/%zz' });
    expect([reply.statusCode, reply.json<Body>().errors?.[0]?.extensions.code]).toEqual([
      400,
      'BAD_USER_INPUT',
    ]);
    expect(reply.headers).toHaveProperty('x-request-id');
  });
});

describe('pages of other origins', () => {
  const origin = 'https://app.example.org';
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  };

  it('may read what we answer if they are listed', async () => {
    const { server } = await start({ environment: { allowedOrigins: [origin] } });
    const asked = await server.inject({
      method: 'OPTIONS',
      url: '/graphql',
      headers: { origin, ...preflight },
    });
    expect(asked.statusCode).toBe(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      vary: 'Origin',
    });
    expect(asked.headers).not.toHaveProperty('access-control-allow-credentials');
    const reply = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { ...headers, origin },
      payload: '{"query":"{hello}"}',
    });
    expect(reply.headers['access-control-allow-origin']).toBe(origin);
  });

  it('may not if they are not', async () => {
    const { server } = await start({ environment: { allowedOrigins: [origin] } });
    for (const other of [
      'https://evil.example',
      'null',
      `${origin}.evil.example`,
      'http://app.example.org',
    ]) {
      const asked = await server.inject({
        method: 'OPTIONS',
        url: '/graphql',
        headers: { origin: other, ...preflight },
      });
      expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

describe('routes for the operator', () => {
  it('tell that the process lives and whether traffic may come', async () => {
    let there = true;
    const health = createHealth({
      database: () => (there ? Promise.resolve() : unreachable()),
      migrations: () => Promise.resolve(true),
      staleAfterMs: -1,
    });
    const { server } = await start({ health });
    const ready = async () => {
      const reply = await server.inject({ url: '/readyz' });
      return [reply.statusCode, reply.json()];
    };
    expect(await ready()).toEqual([200, { database: true, migrations: true, draining: false }]);
    there = false;
    expect(await ready()).toEqual([503, { database: false, migrations: true, draining: false }]);
    expect((await server.inject({ url: '/healthz' })).statusCode).toBe(200);
    there = true;
    health.drain();
    expect(await ready()).toEqual([503, { database: true, migrations: true, draining: true }]);
    expect((await server.inject({ url: '/healthz' })).headers.connection).toBe('close');
  });

  it('tell numbers of operations', async () => {
    const gateway = await start();
    await post(gateway, { query: 'query Hello { hello }' });
    await post(gateway, { query: '{' });
    const text = (await gateway.server.inject({ url: '/metrics' })).body;
    expect(text).toContain('operation="other",type="query",transport="http",outcome="ok"} 1');
    expect(text).toContain(
      'operation="anonymous",type="unknown",transport="http",outcome="refused"} 1',
    );
  });

  it('tell them to this machine, or to who has the token', async () => {
    const status = async (environment: object, request: object = {}) => {
      const { server } = await start({ environment });
      return (await server.inject({ url: '/metrics', ...request })).statusCode;
    };
    const open = { host: '0.0.0.0' };
    expect(await status(open)).toBe(200);
    expect(await status(open, { remoteAddress: '10.0.0.9' })).toBe(403);
    expect(await status(open, { headers: { 'x-forwarded-for': '10.0.0.9' } })).toBe(403);
    const token = { ...open, metricsToken: 'a-token-for-metrics' };
    expect(await status(token)).toBe(403);
    expect(await status(token, { headers: { authorization: 'Bearer a-token-for-metricz' } })).toBe(
      403,
    );
    expect(
      await status(token, {
        remoteAddress: '10.0.0.9',
        headers: { authorization: 'Bearer a-token-for-metrics' },
      }),
    ).toBe(200);
  });
});

describe('pages', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  function built(): string {
    const folder = mkdtempSync(join(tmpdir(), 'lyceum-pages-'));
    folders.push(folder);
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<title>page</title>');
    writeFileSync(join(folder, 'graphiql.html'), '<title>explorer</title>');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
    return folder;
  }

  it('are served with their assets', async () => {
    const { server } = await start({ pages: built() });
    const page = await server.inject({ url: '/' });
    expect([page.statusCode, page.body, page.headers['cache-control']]).toEqual([
      200,
      '<title>page</title>',
      'no-cache',
    ]);
    const asset = await server.inject({ url: '/assets/app-1a2b.js' });
    expect(asset.headers['content-type']).toContain('javascript');
    expect(asset.headers['cache-control']).toContain('immutable');
    for (const url of ['/assets/none.js', '/assets/..%2f..%2fpackage.json', '/assets/']) {
      expect((await server.inject({ url })).statusCode).toBeGreaterThanOrEqual(400);
    }
  });

  it('include the explorer, for browsers that open the graph', async () => {
    const { server } = await start({ pages: built() });
    const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
    expect((await server.inject({ url: '/graphql', headers: browser })).body).toBe(
      '<title>explorer</title>',
    );
    expect((await server.inject({ url: '/graphql?query={hello}', headers: browser })).body).toBe(
      '<title>explorer</title>',
    );
    const program = await server.inject({
      url: '/graphql?query={hello}',
      headers: { 'apollo-require-preflight': '1', accept: '*/*' },
    });
    expect(program.json<Body>().data).toEqual({ hello: 'world' });
  });

  it('may be missing', async () => {
    const { server } = await start({ pages: '/nowhere/at/all' });
    expect((await server.inject({ url: '/' })).statusCode).toBe(404);
    expect(
      (await server.inject({ url: '/graphql', headers: { accept: 'text/html,*/*' } })).statusCode,
    ).toBe(400);
  });
});

describe('the log', () => {
  it('has one line for each operation, without its variables, literals or caller', async () => {
    const gateway = await start({ authenticate: async () => actor });
    await post(
      gateway,
      {
        query:
          'mutation Write($w: String!) { a: write(word: $w) b: write(word: "literal-canary") }',
        variables: { w: 'variable-canary' },
      },
      { authorization: 'Bearer token-canary', 'x-request-id': 'r-9' },
    );
    const lines = gateway.lines.filter(({ msg }) => msg === 'operation');
    expect(lines).toMatchObject([
      {
        requestId: 'r-9',
        operation: 'Write',
        type: 'mutation',
        outcome: 'ok',
        status: 200,
        cost: 20,
      },
    ]);
    expect(lines[0]?.['hash']).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(gateway.lines)).not.toContain('canary');
  });

  it('has a line for what was refused before', async () => {
    const gateway = await start({
      authenticate: () => Promise.reject(RequestError.unauthenticated()),
    });
    await post(gateway, { query: '{ hello }' }, { authorization: 'Bearer x' });
    expect(gateway.lines).toMatchObject([{ msg: 'operation', status: 401, outcome: 'refused' }]);
  });
});

describe('close', () => {
  it('lets an open request end and takes no new ones', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<null>();
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          slow: {
            type: GraphQLString,
            resolve: () => {
              reach(null);
              return promise;
            },
          },
        },
      }),
    });
    const gateway = await createSampleServer({ schema });
    const url = await gateway.listen();
    const answer = fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: '{"query":"{ slow }"}',
    });
    await reached;
    const closed = gateway.close();
    resolve('done');
    expect(await (await answer).json()).toMatchObject({ data: { slow: 'done' } });
    await closed;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it('does not wait for connections that are kept open and idle', async () => {
    const gateway = await createSampleServer();
    const url = new URL(await gateway.listen());
    const socket = connect(Number(url.port), url.hostname);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    await gateway.close();
    await ended;
  });
});
