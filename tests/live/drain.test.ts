import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestGateway } from '../testkit/gateway.js';
import { ACTIVITY, eventually, markOf, plant, report, upTo } from '../testkit/live.js';
import { RawSocket } from '../testkit/raw-socket.js';

const SOCKETS = 60;

let gateway: TestGateway;
/** Set while a mutation is held up. */
let gate: PromiseWithResolvers<void> | null = null;
let held = 0;

beforeAll(async () => {
  gateway = await TestGateway.start();
  plant(gateway.gateway.schema, 'Mutation', 'startPractice', async (inner) => {
    held += 1;
    await gate?.promise;
    return inner();
  });
});
afterAll(async () => {
  gate?.resolve();
});

const START = /* GraphQL */ `
  mutation ($courseId: ID!) {
    startPractice(input: { courseId: $courseId }) {
      __typename
    }
  }
`;

describe('a gateway that stops (F-13)', () => {
  it('ends what runs, refuses what is new and tells every socket that it goes away', async () => {
    const { hub } = gateway.gateway;
    const room = await gateway.createClass();
    const { courseId } = { courseId: room.course.globalId };
    const open = (bearer: string | null) => RawSocket.signedIn(gateway.url, bearer);
    const followers = await Promise.all(
      Array.from({ length: SOCKETS }, () => open(room.teacher.tokens.accessToken)),
    );
    for (const socket of followers) socket.subscribe('live', ACTIVITY, { courseId });
    await eventually(() => hub.subscriptions === SOCKETS);
    const idle = await open(null);
    const unknown = await RawSocket.open(gateway.url);
    const worker = await open(room.learner.tokens.accessToken);
    gate = Promise.withResolvers();
    worker.subscribe('work', START, { courseId });
    const overHttp = room.learner.client.data(START, { courseId });
    await eventually(() => held === 2);

    const stopped = gateway.stop();
    // The mutation holds the node up. New operations and new sockets are turned away meanwhile.
    worker.subscribe('new', '{ viewer { user { id } } }');
    expect((await worker.error('new')).extensions?.['code']).toBe('SERVICE_UNAVAILABLE');
    await expect(RawSocket.open(gateway.url)).rejects.toThrow('503');
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503);
    await report(gateway, room, 1, 3);
    for (const socket of followers) {
      await socket.take('live', 3);
      expect(socket.closed).toBeNull();
    }
    gate.resolve();
    const everyone = [...followers, idle, unknown, worker];
    const closes = await Promise.all(everyone.map((socket) => socket.closing()));
    await stopped;

    const codes = closes.map(({ code }) => code);
    expect(codes).toEqual(everyone.map(() => 1001));
    expect(worker.items('work')).toEqual([
      { data: { startPractice: { __typename: 'StartPracticeSuccess' } } },
    ]);
    expect((await overHttp).startPractice.__typename).toBe('StartPracticeSuccess');
    // No `complete`: to a client its stream is interrupted, not over.
    for (const socket of followers) {
      expect(socket.items('live').slice(0, 3).map(markOf)).toEqual(upTo(3));
      expect(socket.of('live').map(({ type }) => type)).not.toContain('complete');
    }
    await expect(RawSocket.open(gateway.url)).rejects.toThrow('ECONNREFUSED');
    expect(hub).toMatchObject({ subscriptions: 0, audiences: 0, streams: 0, held: 0 });
    process.stdout.write(
      `F-13: ${everyone.length} sockets, ${codes.filter((code) => code === 1001).length} saw 1001, ` +
        `${codes.filter((code) => code === 1006).length} saw 1006; in flight 2/2 answered\n`,
    );
  }, 60_000);
});

describe('a gateway that stops with clients that do not answer', () => {
  it('stops all the same, within seconds', async () => {
    const other = await TestGateway.start();
    const room = await other.createClass();
    const deaf = await RawSocket.signedIn(other.url, room.teacher.tokens.accessToken);
    deaf.subscribe('live', ACTIVITY, { courseId: room.course.globalId });
    await eventually(() => other.gateway.hub.subscriptions === 1);
    deaf.stall();
    const before = performance.now();
    await other.stop();
    expect(performance.now() - before).toBeLessThan(10_000);
    deaf.resume();
    // What was on its way reaches it nevertheless.
    expect(await deaf.closing()).toMatchObject({ code: 1001 });
  }, 60_000);
});
