import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';

import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { createLocalBus, createRedisBus } from '../../src/subscriptions/bus.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { ACTIVITY, eventually, markOf, report, upTo } from '../testkit/live.js';
import { RawSocket } from '../testkit/raw-socket.js';

const redisUrl = process.env['TEST_REDIS_URL'] ?? '';
/** Never within a test: what arrives has come by a hint. */
const NEVER_MS = 3_600_000;

const sockets: RawSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) {
    expect(socket.afterEnd).toEqual([]);
    socket.close();
  }
});

async function follower(node: TestGateway, person: TestPerson, courseId: string) {
  const socket = await RawSocket.signedIn(node.url, person.tokens.accessToken);
  sockets.push(socket);
  const follow = async (id: string, after: string | null = null) => {
    const before = node.gateway.hub.subscriptions;
    socket.subscribe(id, ACTIVITY, { courseId, after });
    await eventually(() => node.gateway.hub.subscriptions > before || socket.of(id).length > 0);
  };
  return { socket, follow, marks: (id: string) => socket.items(id).map(markOf) };
}

const cursorOf = (payload: any): string => payload.data.classActivity.cursor;

/** Commits so many events on both nodes at once, and gives the marks in no order. */
async function commitOnBoth(
  nodes: readonly TestGateway[],
  room: Parameters<typeof report>[1],
  total: number,
): Promise<void> {
  let next = 0;
  const writer = async (node: TestGateway) => {
    while (next < total) {
      next += 1;
      await report(node, room, next);
    }
  };
  await Promise.all([...nodes, ...nodes].map(writer));
}

describe('two nodes with Redis', () => {
  let one: TestGateway;
  let other: TestGateway;

  beforeAll(async () => {
    one = await TestGateway.start({ pollMs: NEVER_MS });
    other = await TestGateway.start({ pollMs: NEVER_MS, beside: one });
    await eventually(() => one.platform.bus.healthy && other.platform.bus.healthy);
  });
  afterAll(async () => {
    await other.stop();
    await one.stop();
  });

  it('bring what is committed on either to the sockets of both, in one order', async () => {
    const TOTAL = 500;
    const room = await one.createClass();
    const here = await follower(one, room.teacher, room.course.globalId);
    const there = await follower(other, room.teacher, room.course.globalId);
    await here.follow('live');
    await there.follow('live');
    await commitOnBoth([one, other], room, TOTAL);
    await Promise.all([here.socket.take('live', TOTAL), there.socket.take('live', TOTAL)]);
    expect(there.socket.items('live').map(cursorOf)).toEqual(
      here.socket.items('live').map(cursorOf),
    );
    expect(here.marks('live').toSorted((a, b) => a - b)).toEqual(upTo(TOTAL));
  });

  it('take a right away on both', async () => {
    const room = await one.createClass();
    const assistant = await one.createPerson(room.schoolId);
    const enrollmentId = await one.enroll(room.schoolId, room.course, assistant.id, 'assistant');
    const goes = await follower(other, assistant, room.course.globalId);
    const stays = await follower(other, room.teacher, room.course.globalId);
    await goes.follow('live');
    await stays.follow('live');
    await report(one, room, 1);
    await room.teacher.client.data(
      `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`,
      { id: toGlobalId('Enrollment', enrollmentId) },
    );
    await report(one, room, 2, 20);
    expect((await goes.socket.error('live')).extensions?.['code']).toBe('ACCESS_REVOKED');
    await stays.socket.take('live', 22);
    expect(goes.marks('live')).toEqual([1]);
  });

  it('close the sockets of a session that ends on the other', async () => {
    const { teacher, course } = await one.createClass();
    const { socket } = await follower(other, teacher, course.globalId);
    await teacher.client.data('mutation { signOut(input: {}) { __typename } }');
    expect(await socket.closing()).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
  });

  it('go on with hints after their connections were cut', async () => {
    const room = await one.createClass();
    const { socket, follow, marks } = await follower(other, room.teacher, room.course.globalId);
    await follow('live');
    const redis = new Redis(redisUrl);
    // Of this test's own subscribers alone.
    const name = `test-${process.pid}`;
    const bus = createRedisBus(
      (purpose) => new Redis(redisUrl, { connectionName: `${name}-${purpose}` }),
      pino({ level: 'silent' }),
    );
    try {
      await eventually(() => bus.healthy);
      const heard: string[] = [];
      bus.onGrown((streams) => heard.push(...streams));
      await eventually(async () => {
        await report(one, room);
        return heard.length > 0;
      });
      const clients = String(await redis.client('LIST'))
        .split('\n')
        .filter((line) => line.includes(`name=${name}-`));
      expect(clients).toHaveLength(2);
      for (const line of clients) {
        await redis.client('KILL', 'ID', /^id=(\d+)/.exec(line)?.[1] ?? '');
      }
      await eventually(() => bus.healthy);
      heard.length = 0;
      await eventually(async () => {
        await report(one, room);
        return heard.length > 0;
      });
    } finally {
      await bus.close();
      redis.disconnect();
    }
    const last = 1_000_000;
    await report(one, room, last);
    await eventually(() => marks('live').includes(last));
    expect(socket.closed).toBeNull();
  });
});

describe('two nodes whose hints are lost', () => {
  let one: TestGateway;
  let other: TestGateway;
  const deaf = () => ({ ...createLocalBus(), announce: () => undefined });

  beforeAll(async () => {
    one = await TestGateway.start({ bus: deaf(), pollMs: 50 });
    other = await TestGateway.start({ bus: deaf(), pollMs: 50, beside: one });
  });
  afterAll(async () => {
    await one.stop();
  });

  it('stay correct, each by its own look at the outbox', async () => {
    const TOTAL = 300;
    const room = await one.createClass();
    const here = await follower(one, room.teacher, room.course.globalId);
    const there = await follower(other, room.teacher, room.course.globalId);
    await here.follow('live');
    await there.follow('live');
    await commitOnBoth([one, other], room, TOTAL);
    await Promise.all([here.socket.take('live', TOTAL), there.socket.take('live', TOTAL)]);
    expect(there.socket.items('live').map(cursorOf)).toEqual(
      here.socket.items('live').map(cursorOf),
    );
    expect(here.marks('live').toSorted((a, b) => a - b)).toEqual(upTo(TOTAL));
  });

  it('hand a client over, with no gap and no repeat, when one of them stops', async () => {
    const room = await one.createClass();
    const first = await follower(other, room.teacher, room.course.globalId);
    await first.follow('live');
    let written = 0;
    let isWriting = true;
    const writing = (async () => {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set below, while we wait
      while (isWriting) {
        written += 1;
        await report(one, room, written);
      }
    })();
    await first.socket.take('live', 20);
    await other.stop();
    expect(await first.socket.closing()).toMatchObject({ code: 1001 });
    const second = await follower(one, room.teacher, room.course.globalId);
    await second.follow('live', cursorOf(first.socket.items('live').at(-1)));
    await second.socket.take('live', 20);
    isWriting = false;
    await writing;
    const seen = first.marks('live').length;
    await second.socket.take('live', written - seen);
    expect([...first.marks('live'), ...second.marks('live')]).toEqual(upTo(written));
  });
});
