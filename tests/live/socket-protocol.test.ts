import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';

import { defaultSocketLimits } from '../../src/subscriptions/socket-server.js';
import { TestGateway } from '../testkit/gateway.js';
import { ACTIVITY, eventually, plant, report } from '../testkit/live.js';
import { RawSocket, type RawSocketOptions } from '../testkit/raw-socket.js';

const INIT_TIMEOUT_MS = 1_500;
const HALF_OPEN = 4;
const ALLOWED_ORIGIN = 'https://app.example.org';
/** Another address of this machine, so that its sockets are counted apart. */
const ELSEWHERE = '127.0.0.2';
/** How long an access token is good. */
const TOKEN_MS = 15 * 60 * 1_000;
const SECRET = 'could not reach database.internal:5432 as lyceum';

let gateway: TestGateway;
let room: Awaited<ReturnType<TestGateway['createClass']>>;
const sockets: RawSocket[] = [];
/** While set, `Query.node` waits for it. */
let gate: PromiseWithResolvers<void> | null = null;

beforeAll(async () => {
  gateway = await TestGateway.start({
    socketLimits: {
      initTimeoutMs: INIT_TIMEOUT_MS,
      maxHalfOpenPerAddress: HALF_OPEN,
      pingIntervalMs: 400,
    },
    environment: { LYCEUM_ALLOWED_ORIGINS: ALLOWED_ORIGIN },
  });
  const { schema } = gateway.gateway;
  plant(schema, 'Course', 'title', () => {
    throw new Error(SECRET);
  });
  plant(schema, 'Query', 'node', async (inner) => {
    await gate?.promise;
    return inner();
  });
  room = await gateway.createClass();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) {
    expect(socket.afterEnd).toEqual([]);
    socket.close();
  }
});
afterAll(async () => {
  await gateway.stop();
});

async function open(options?: RawSocketOptions): Promise<RawSocket> {
  const socket = await RawSocket.open(gateway.url, options);
  sockets.push(socket);
  return socket;
}

async function signedIn(
  bearer: string | null = room.teacher.tokens.accessToken,
  options?: RawSocketOptions,
): Promise<RawSocket> {
  const socket = await RawSocket.signedIn(gateway.url, bearer, options);
  sockets.push(socket);
  return socket;
}

function follow(socket: RawSocket, id: string): void {
  socket.subscribe(id, ACTIVITY, { courseId: room.course.globalId });
}

/** Follows the class, and waits until the server has it open. */
async function following(socket: RawSocket, id = 'live'): Promise<void> {
  const { hub } = gateway.gateway;
  const before = hub.subscriptions;
  follow(socket, id);
  await eventually(() => hub.subscriptions > before);
}

/** The stream goes on: the socket and its other operations are unharmed. */
async function stillLive(socket: RawSocket, id = 'live'): Promise<void> {
  const before = socket.items(id).length;
  await report(gateway, room);
  await socket.until(() => socket.items(id).length > before);
}

function faults(): object[] {
  return gateway.logged.filter(({ level }) => Number(level) >= 50);
}

const VIEWER = '{ viewer { user { id } } }';

describe('the subprotocol', () => {
  it('closes a socket that asks for none with 4406 (P-01)', async () => {
    const socket = await open({ protocols: [] });
    expect(await socket.closing()).toMatchObject({ code: 4406 });
  });

  it('refuses the legacy one without a server error (P-02)', async () => {
    // Nothing is agreed upon, which ends the handshake for a client that keeps to the standard.
    await expect(open({ protocols: ['graphql-ws'] })).rejects.toThrow('no subprotocol');
    const answer = await upgrade({ 'sec-websocket-protocol': 'graphql-ws' });
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer.toLowerCase()).not.toContain('sec-websocket-protocol');
  });

  it('takes ours among others', async () => {
    const socket = await open({ protocols: ['graphql-ws', 'graphql-transport-ws'] });
    expect(socket.ws.protocol).toBe('graphql-transport-ws');
  });
});

describe('messages that are none', () => {
  it.each([
    ['not JSON (P-03)', 'hello', 4400],
    ['a binary frame (P-04)', Buffer.from('{"type":"ping"}'), 4400],
    ['an unknown type (P-05)', { type: 'start', id: '1' }, 4400],
    ['a message of the server', { type: 'next', id: '1', payload: {} }, 4400],
    ['no query (P-10)', { type: 'subscribe', id: '1', payload: {} }, 4400],
    [
      'a query that is no string (P-11)',
      { type: 'subscribe', id: '1', payload: { query: 1 } },
      4400,
    ],
    [
      'variables that are an array (P-12)',
      { type: 'subscribe', id: '1', payload: { query: VIEWER, variables: [1] } },
      4400,
    ],
    ['an empty id', { type: 'subscribe', id: '', payload: { query: VIEWER } }, 4400],
    ['a second connection_init (P-07)', { type: 'connection_init' }, 4429],
    ['JSON null', 'null', 4400],
    ['deep nesting', `{"type":"ping","payload":{"deep":${nested(20_000)}}}`, 4400],
  ])('closes at %s', async (_name, message, code) => {
    const before = faults().length;
    const socket = await signedIn();
    socket.send(message);
    expect(await socket.closing()).toMatchObject({ code });
    // The peer's mistake is not our fault.
    expect(faults()).toHaveLength(before);
  });

  it('closes at invalid UTF-8', async () => {
    const socket = await signedIn();
    socket.ws.send(Buffer.from([0xc3, 0x28]), { binary: false });
    expect(await socket.closing()).toMatchObject({ code: 1007 });
  });

  it('closes at an operation id that is in use (P-09)', async () => {
    const socket = await signedIn();
    await following(socket);
    follow(socket, 'live');
    expect(await socket.closing()).toMatchObject({ code: 4409 });
    const long = await signedIn();
    const id = 'long'.repeat(30);
    await following(long, id);
    follow(long, id);
    expect(await long.closing()).toMatchObject({ code: 4409 });
  });
});

describe('the handshake', () => {
  it('closes at an operation before connection_init (P-06)', async () => {
    const socket = await open();
    socket.subscribe('1', VIEWER);
    expect(await socket.closing()).toMatchObject({ code: 4401 });
  });

  it('closes when connection_init does not come in time (P-08)', async () => {
    expect(defaultSocketLimits.initTimeoutMs).toBe(3_000);
    const socket = await open();
    expect(await socket.closing()).toMatchObject({ code: 4408 });
  });

  it('bounds the sockets of one address that have not said who they are', async () => {
    const idle = await Promise.all(
      Array.from({ length: HALF_OPEN }, () => open({ localAddress: ELSEWHERE })),
    );
    await expect(open({ localAddress: ELSEWHERE })).rejects.toThrow('429');
    // Of another address, and again when one has come in or gone.
    await signedIn();
    idle[0]?.init(null);
    await idle[0]?.until(() => idle[0]?.frames.length === 1);
    await open({ localAddress: ELSEWHERE });
    idle[1]?.close();
    await idle[1]?.closing();
    await eventually(async () =>
      open({ localAddress: ELSEWHERE }).then(
        () => true,
        () => false,
      ),
    );
  });

  it('tells nobody why they are not let in (P-22)', async () => {
    const known = await gateway.createPerson(room.schoolId);
    await known.client.data('mutation { signOut(input: {}) { __typename } }');
    const { accessToken } = room.teacher.tokens;
    const tampered = `${accessToken.slice(0, -4)}AAAA`;
    for (const bearer of ['nonsense', tampered, known.tokens.accessToken, 'lyc_unknown']) {
      const socket = await open();
      socket.init(bearer);
      expect(await socket.closing()).toEqual({ code: 4403, reason: 'Forbidden' });
    }
    const malformed = await open();
    malformed.send({ type: 'connection_init', payload: { authorization: 'Basic dGVzdA==' } });
    expect(await malformed.closing()).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('says of a token that has run out that it has', async () => {
    const { tokens } = await gateway.createPerson(room.schoolId);
    const socket = await open();
    gateway.clock.tick(TOKEN_MS);
    socket.init(tokens.accessToken);
    const closed = await socket.closing();
    gateway.clock.tick(-TOKEN_MS);
    expect(closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
  });

  it('lets a guest in, to public fields only', async () => {
    const socket = await signedIn(null);
    expect(await socket.ask('1', VIEWER)).toEqual({ data: { viewer: null } });
    const courses = await socket.ask('2', '{ courses { totalCount } }');
    expect(courses.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    follow(socket, '3');
    expect((await socket.error('3')).extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('answers pings, and ends a socket that does not answer its own', async () => {
    expect(defaultSocketLimits.pingIntervalMs).toBe(12_000);
    const dead = await signedIn(null, { autoPong: false });
    const living = await signedIn(null);
    living.send({ type: 'ping', payload: { mark: 1 } });
    await living.until(() => living.frames.length === 2);
    expect(living.frames[1]).toEqual({ type: 'pong', payload: { mark: 1 } });
    // Without a close frame: nobody is there to read it.
    expect(await dead.closing()).toMatchObject({ code: 1006 });
    await living.sync();
  });
});

describe('the upgrade', () => {
  it('takes pages of this origin and of those allowed, and no others', async () => {
    await open({ origin: gateway.url });
    await open({ origin: ALLOWED_ORIGIN });
    const { port } = new URL(gateway.url);
    for (const origin of [
      'https://elsewhere.example',
      'null',
      `http://elsewhere.example:${port}`,
      `${ALLOWED_ORIGIN}.elsewhere.example`,
    ]) {
      await expect(open({ origin })).rejects.toThrow('403');
    }
  });

  it('is at the path of the graph alone', async () => {
    expect(await upgrade({}, '/other')).toMatch(/^HTTP\/1\.1 404 /);
    expect(await upgrade({}, '/graphql?token=1')).toMatch(/^HTTP\/1\.1 101 /);
  });

  it('outlives peers that are gone before they are refused', async () => {
    const refused = Array.from({ length: 40 }, async () => {
      const tcp = await dial();
      tcp.write(upgradeRequest({ origin: 'https://elsewhere.example' }));
      tcp.resetAndDestroy();
    });
    await Promise.all(refused);
    await signedIn();
  });

  it('lets go of peers that it has refused, even if they do not', async () => {
    const tcp = await dial(true);
    const closed = new Promise<void>((resolve) => {
      // Written to until the other side says that nobody is there.
      const timer = setInterval(() => tcp.write('x'), 10);
      tcp.on('error', () => undefined);
      tcp.on('close', () => {
        clearInterval(timer);
        resolve();
      });
    });
    tcp.write(upgradeRequest({ origin: 'https://elsewhere.example' }));
    await closed;
  });
});

describe('an operation', () => {
  it('that is not valid gets an error without a hint at the schema (P-13)', async () => {
    const socket = await signedIn();
    await following(socket);
    socket.subscribe('1', '{ viewr { id } }');
    const error = await socket.error('1');
    expect(error.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(JSON.stringify(error)).not.toContain('Did you mean');
    await stillLive(socket);
  });

  it('that is no GraphQL gets an error, and the others live on (P-14)', async () => {
    const socket = await signedIn();
    await following(socket);
    socket.subscribe('1', '{ viewer {');
    expect((await socket.error('1')).extensions?.['code']).toBe('GRAPHQL_PARSE_FAILED');
    await stillLive(socket);
  });

  it('that is nested 10,000 levels deep gets an error (P-15)', async () => {
    const socket = await signedIn();
    await following(socket);
    socket.subscribe('1', '{a'.repeat(10_000) + '}'.repeat(10_000));
    const { message, extensions } = await socket.error('1');
    expect(extensions?.['code']).toMatch(/^(GRAPHQL_PARSE_FAILED|QUERY_TOO_COMPLEX)$/);
    expect(message).not.toContain('stack');
    const payload = `{"query":${JSON.stringify(VIEWER)},"variables":{"deep":${nested(10_000)}}}`;
    socket.send(`{"type":"subscribe","id":"2","payload":${payload}}`);
    expect((await socket.error('2')).extensions?.['code']).toBe('BAD_USER_INPUT');
    await stillLive(socket);
  });

  it('that meets a fault gets a masked error with an id to ask about (P-16)', async () => {
    const socket = await signedIn();
    const payload = await socket.ask('1', 'query ($id: ID!) { course(id: $id) { id title } }', {
      id: room.course.globalId,
    });
    expect(JSON.stringify(socket.frames)).not.toContain('database.internal');
    const { code, requestId } = payload.errors[0].extensions;
    expect(code).toBe('INTERNAL_SERVER_ERROR');
    const logged = faults().find((line) => 'requestId' in line && line.requestId === requestId);
    expect(JSON.stringify(logged)).toContain(SECRET);
  });

  it('may be an introspection, answered as over HTTP (P-17)', async () => {
    const socket = await signedIn(null);
    const over = await socket.ask('1', getIntrospectionQuery());
    const { body } = await gateway.guest().ask(getIntrospectionQuery());
    expect(over).toEqual({ data: body.data });
  });

  const SHAPES: readonly [string, string, Record<string, unknown>?][] = [
    ['a query', VIEWER],
    [
      'a mutation',
      'mutation { signIn(input: { email: "a@b.example", password: "x" }) { __typename } }',
    ],
    ['nothing', '   '],
    ['an unknown field', '{ nothing }'],
    ['two operations and no name', 'query A { viewer { user { id } } } query B { __typename }'],
    ['31 aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
    ['a wrong variable', 'query ($id: ID!) { course(id: $id) { id } }', { id: { a: 1 } }],
    ['a page that is too large', '{ courses(first: 101) { totalCount } }'],
    [
      'a page that is too large by variable',
      'query ($n: Int) { courses(first: $n) { totalCount } }',
      { n: 101 },
    ],
    [
      'two sign-ins',
      'mutation { a: signIn(input: { email: "a", password: "b" }) { __typename } b: signIn(input: { email: "a", password: "b" }) { __typename } }',
    ],
    ['more than it may cost', costly(), { n: 100 }],
    ['an id of elsewhere', 'query ($id: ID!) { course(id: $id) { id } }', { id: 'nonsense' }],
  ];

  it.each(SHAPES)(
    'answers %s as it does over HTTP (P-18)',
    async (_name, query, variables = {}) => {
      const socket = await signedIn();
      const payload = await socket.ask('1', query, variables);
      // Over HTTP the answer also tells what it cost.
      const { extensions: _, ...body } = (await room.teacher.client.ask(query, variables)).body;
      expect(withoutIds(Array.isArray(payload) ? { errors: payload } : payload)).toEqual(
        withoutIds(body),
      );
    },
  );

  it('over the number that a socket may have gets an error, the others live on (P-19)', async () => {
    expect(defaultSocketLimits.maxOperations).toBe(50);
    const socket = await signedIn();
    await following(socket);
    for (let number = 2; number <= 50; number += 1) follow(socket, String(number));
    follow(socket, '51');
    expect(await socket.error('51')).toMatchObject({
      extensions: { code: 'TOO_MANY_OPERATIONS', maximum: 50 },
    });
    await stillLive(socket);
    socket.complete('2');
    await socket.sync();
    await eventually(async () => (await socket.ask('52', VIEWER)).data !== undefined);
  });

  it('counts for as long as it runs, completed by its client or not', async () => {
    const socket = await signedIn();
    const open = (gate = Promise.withResolvers<void>());
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    const variables = { id: room.course.globalId };
    for (let number = 1; number <= 50; number += 1) {
      socket.subscribe(String(number), query, variables);
      socket.complete(String(number));
    }
    socket.subscribe('51', query, variables);
    expect((await socket.error('51')).extensions?.['code']).toBe('TOO_MANY_OPERATIONS');
    // Nor can its id be had again, so that no answer comes under another operation's id.
    socket.subscribe('1', VIEWER);
    expect((await socket.error('1')).extensions?.['code']).toBe('BAD_USER_INPUT');
    gate = null;
    open.resolve();
    await eventually(async () => {
      await socket.ask('1', VIEWER);
      return socket.of('1').some(({ type }) => type === 'next');
    });
    expect(socket.items('1')).toEqual([
      { data: { viewer: { user: { id: room.teacher.globalId } } } },
    ]);
    expect(socket.frames.filter(({ id }) => Number(id) > 1 && Number(id) < 51)).toEqual([]);
  });

  it('with an id too long to send back each time gets an error', async () => {
    const socket = await signedIn();
    const id = 'x'.repeat(129);
    socket.subscribe(id, VIEWER);
    expect((await socket.error(id)).extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('ends without another frame when its client completes it', async () => {
    const socket = await signedIn();
    await following(socket);
    await stillLive(socket);
    socket.complete('live');
    await socket.sync();
    const frames = socket.of('live').length;
    await report(gateway, room);
    await following(socket, 'other');
    await stillLive(socket, 'other');
    expect(socket.of('live')).toHaveLength(frames);
    // The id is free again.
    await following(socket, 'live');
    await stillLive(socket);
  });
});

describe('a frame', () => {
  it('of 64 KiB is taken', async () => {
    const socket = await signedIn();
    const frame = (padding: string) => JSON.stringify({ type: 'ping', payload: { padding } });
    socket.send(frame('x'.repeat(64 * 1024 - frame('').length)));
    await socket.until(() => socket.frames.some(({ type }) => type === 'pong'));
  });

  it.each([
    ['one byte more (P-20)', 64 * 1024 + 1],
    ['20 MB (P-20)', 20 * 1024 * 1024],
    ['101 MB (P-21)', 101 * 1024 * 1024],
  ])('of %s closes the socket', async (_name, size) => {
    const socket = await signedIn();
    socket.send('x'.repeat(size));
    expect(await socket.closing()).toMatchObject({ code: 1009 });
    await signedIn();
  });
});

describe('a credential that ends while its socket is open', () => {
  it('closes it with 4403 TOKEN_EXPIRED at that time', async () => {
    // As if the socket opened so long before the end of the token; the end itself comes by itself.
    const MS_BEFORE = 400;
    const issuedAt = Math.floor(gateway.clock().getTime() / 1_000) * 1_000;
    const person = await gateway.createPerson(room.schoolId);
    await gateway.enroll(room.schoolId, room.course, person.id, 'assistant');
    const now = jest.spyOn(Date, 'now').mockReturnValue(issuedAt + TOKEN_MS - MS_BEFORE);
    const socket = await signedIn(person.tokens.accessToken);
    now.mockRestore();
    follow(socket, 'live');
    expect(await socket.closing()).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
    await eventually(() => gateway.gateway.hub.subscriptions === 0);
  });

  it('lets nothing more be done, even by one that does not read the close frame', async () => {
    const person = await gateway.createPerson(room.schoolId);
    const socket = await signedIn(person.tokens.accessToken);
    socket.stall();
    await person.client.data('mutation { signOut(input: {}) { __typename } }');
    const enrolled = () =>
      gateway.db.selectFrom('enrollments').select('id').where('user_id', '=', person.id).execute();
    // The sign-out is told by the school's stream, which other sockets of the school see too.
    const witness = await gateway.createPerson(room.schoolId);
    const other = await signedIn(witness.tokens.accessToken);
    await witness.client.data('mutation { signOut(input: {}) { __typename } }');
    expect(await other.closing()).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
    socket.subscribe(
      '1',
      'mutation ($id: ID!) { enroll(input: { courseId: $id }) { __typename } }',
      {
        id: room.course.globalId,
      },
    );
    socket.resume();
    expect(await socket.closing()).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
    expect(await enrolled()).toEqual([]);
  });
});

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function costly(): string {
  return `query ($n: Int) { courses(first: $n) { edges { node { enrollments(first: $n) { edges { node { id user { name } } } } } } } }`;
}

/** Without what differs from one request to the next. */
function withoutIds(body: object): unknown {
  return JSON.parse(JSON.stringify(body).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""'));
}

async function dial(allowHalfOpen = false): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const tcp = connect({ host: hostname, port: Number(port), allowHalfOpen });
  await new Promise((resolve) => tcp.once('connect', resolve));
  return tcp;
}

function upgradeRequest(headers: Record<string, string>, path = '/graphql'): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `GET ${path} HTTP/1.1\r\nHost: ${new URL(gateway.url).host}\r\nConnection: Upgrade\r\n` +
    `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
    `${lines.join('')}\r\n`
  );
}

/** Sends an upgrade as bytes and gives the head of the answer. */
async function upgrade(headers: Record<string, string>, path?: string): Promise<string> {
  const tcp = await dial();
  tcp.write(upgradeRequest(headers, path));
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    tcp.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      if (text.includes('\r\n\r\n')) resolve(text.slice(0, text.indexOf('\r\n\r\n')));
    });
  });
  tcp.destroy();
  return answer;
}
