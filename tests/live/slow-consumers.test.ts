import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { streamCursor } from '../../src/schema/shared/stream-cursor.js';
import { newId } from '../../src/services/ids.js';
import { transact } from '../../src/services/transact.js';
import { TestGateway } from '../testkit/gateway.js';
import { eventually, markOf, report, upTo } from '../testkit/live.js';
import { RawSocket } from '../testkit/raw-socket.js';

/** Each event carries its learner's name, which makes it 4 KB. */
const NAME = 'x'.repeat(4_000);
const EVENTS = 2_000;
const PER_TRANSACTION = 50;
const SOCKETS = 20;

const LARGE = /* GraphQL */ `
  subscription ($courseId: ID!, $after: String) {
    classActivity(courseId: $courseId, after: $after) {
      cursor
      at
      enrollment {
        user {
          name
        }
      }
    }
  }
`;

let gateway: TestGateway;
const sockets: RawSocket[] = [];

beforeAll(async () => {
  // Pings are far apart: here the queue has to notice, not the missing pong.
  gateway = await TestGateway.start({ socketLimits: { pingIntervalMs: 600_000 } });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    expect(socket.afterEnd).toEqual([]);
    socket.close();
  }
  await eventually(() => gateway.gateway.hub.subscriptions === 0);
});
afterAll(async () => {
  await gateway.stop();
});

async function createLargeClass() {
  const schoolId = await gateway.createSchool();
  const course = await gateway.createCourse(schoolId);
  const teacher = await gateway.createPerson(schoolId);
  const learner = await gateway.createPerson(schoolId, { name: NAME });
  await gateway.enroll(schoolId, course, teacher.id, 'instructor');
  const enrollmentId = await gateway.enroll(schoolId, course, learner.id);
  return { schoolId, course, teacher, enrollmentId };
}

async function signedIn(bearer: string): Promise<RawSocket> {
  const socket = await RawSocket.signedIn(gateway.url, bearer);
  sockets.push(socket);
  return socket;
}

function marks(socket: RawSocket, id: string): number[] {
  return socket.items(id).map(markOf);
}

describe('subscribers that stop reading (F-07)', () => {
  it('are ended with their last cursor and resume from it, while others get everything', async () => {
    const { hub } = gateway.gateway;
    const room = await createLargeClass();
    const open = () =>
      Promise.all(Array.from({ length: SOCKETS }, () => signedIn(room.teacher.tokens.accessToken)));
    const [good, stalled] = [await open(), await open()];
    for (const socket of [...good, ...stalled]) {
      socket.subscribe('live', LARGE, { courseId: room.course.globalId });
    }
    await eventually(() => hub.subscriptions === 2 * SOCKETS);
    expect(hub.audiences).toBe(1);
    for (const socket of stalled) socket.stall();

    let mostHeld = 0;
    for (let first = 1; first <= EVENTS; first += PER_TRANSACTION) {
      await report(gateway, room, first, PER_TRANSACTION);
      mostHeld = Math.max(mostHeld, hub.held);
    }
    for (const socket of good) {
      await socket.take('live', EVENTS);
      expect(marks(socket, 'live')).toEqual(upTo(EVENTS));
    }
    // The good ones are all that is left, and nothing is kept for those that are gone.
    await eventually(() => hub.subscriptions === SOCKETS);
    expect(hub.behind).toBe(0);
    // 256 kept for all who are behind together, and what waited to be executed.
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(256 + 500);

    let resumed = 0;
    for (const socket of stalled) {
      socket.resume();
      const { extensions } = await socket.error('live');
      expect(extensions?.['code']).toBe('SLOW_CONSUMER');
      const cursor = extensions?.['cursor'];
      const before = marks(socket, 'live');
      expect(before.length).toBeLessThan(EVENTS);
      expect(cursor).toBe(socket.items('live').at(-1).data.classActivity.cursor);
      socket.subscribe('again', LARGE, { courseId: room.course.globalId, after: cursor });
      await socket.take('again', EVENTS - before.length);
      expect([...before, ...marks(socket, 'again')]).toEqual(upTo(EVENTS));
      resumed += EVENTS - before.length;
    }
    process.stdout.write(
      `F-07: ${2 * SOCKETS} sockets, ${EVENTS} events of 4 KB; good ${SOCKETS}/${SOCKETS} complete and in order; ` +
        `stalled ${SOCKETS}/${SOCKETS} told SLOW_CONSUMER, resumed ${resumed} events, lost 0, doubled 0; ` +
        `at most ${mostHeld} items held\n`,
    );
  }, 120_000);

  it('are waited for while they replay, at no cost to others', async () => {
    const { hub } = gateway.gateway;
    const room = await createLargeClass();
    const STORED = 1_500;
    for (let first = 1; first <= STORED; first += 500) await report(gateway, room, first, 500);
    const [slow, quick] = [
      await signedIn(room.teacher.tokens.accessToken),
      await signedIn(room.teacher.tokens.accessToken),
    ];
    const variables = {
      courseId: room.course.globalId,
      after: streamCursor(`class:${room.course.id}`, 0),
    };
    slow.subscribe('live', LARGE, variables);
    slow.stall();
    quick.subscribe('live', LARGE, variables);
    await quick.take('live', STORED);
    await report(gateway, room, STORED + 1, 100);
    await quick.take('live', STORED + 100);
    expect(hub.held).toBeLessThanOrEqual(256);
    slow.resume();
    await slow.take('live', STORED + 100);
    expect(marks(slow, 'live')).toEqual(upTo(STORED + 100));
    expect(marks(quick, 'live')).toEqual(upTo(STORED + 100));
  }, 60_000);

  it('are not read from, so that answers do not pile up', async () => {
    const { teacher } = await createLargeClass();
    const socket = await signedIn(teacher.tokens.accessToken);
    socket.stall();
    const COUNT = 1_000;
    const ping = JSON.stringify({ type: 'ping', payload: { padding: 'x'.repeat(60_000) } });
    for (let sent = 0; sent < COUNT; sent += 1) socket.send(ping);
    // 60 MB in all. What the server does not take stays with the client.
    let before = Infinity;
    await eventually(async () => {
      const isStill = socket.ws.bufferedAmount === before;
      before = socket.ws.bufferedAmount;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return isStill;
    });
    expect(before).toBeGreaterThan(30_000_000);
    // Others are served meanwhile.
    await signedIn(teacher.tokens.accessToken);
    socket.resume();
    const pongs = () => socket.frames.filter(({ type }) => type === 'pong').length;
    await socket.until(() => pongs() === COUNT);
  }, 60_000);
});

describe('private streams (S-20)', () => {
  const LEARNERS = 50;
  const ROUNDS = 120;

  it('bring nobody a value of another, in bursts and with some who stall', async () => {
    const { hub } = gateway.gateway;
    const schoolId = await gateway.createSchool();
    const course = await gateway.createCourse(schoolId);
    const learners = await Promise.all(
      Array.from({ length: LEARNERS }, async () => {
        const person = await gateway.createPerson(schoolId);
        const enrollmentId = await gateway.enroll(schoolId, course, person.id);
        const socket = await signedIn(person.tokens.accessToken);
        socket.subscribe(
          'own',
          `subscription ($courseId: ID!) { recommendations(courseId: $courseId) { cursor } }`,
          { courseId: course.globalId },
        );
        return { person, enrollmentId, socket, count: 0 };
      }),
    );
    await eventually(() => hub.subscriptions === LEARNERS);
    expect(hub.audiences).toBe(LEARNERS);

    const random = randomFrom(20_270_104);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { socket } of learners) {
        if (random() < 0.05) socket.stall();
        else if (random() < 0.5) socket.resume();
      }
      const burst = learners.filter(() => random() < 0.2);
      await transact(gateway.deps, async ({ report: tell }) => {
        for (const learner of burst) {
          const size = 1 + Math.floor(random() * 8);
          for (let made = 0; made < size; made += 1) {
            learner.count += 1;
            tell({
              type: 'recommendation.made',
              schoolId,
              courseId: course.id,
              enrollmentId: learner.enrollmentId,
              userId: learner.person.id,
              recommendationId: newId(),
              at: new Date(learner.count).toISOString(),
            });
          }
        }
      });
    }
    let delivered = 0;
    for (const { socket, enrollmentId, count } of learners) {
      socket.resume();
      await socket.take('own', count);
      // A cursor names its stream: exactly one's own, each once, in order.
      expect(socket.items('own').map((payload) => payload.data.recommendations.cursor)).toEqual(
        upTo(count).map((sequence) => streamCursor(`recommendations:${enrollmentId}`, sequence)),
      );
      expect(socket.frames).toHaveLength(count + 1);
      delivered += count;
    }
    expect(delivered).toBeGreaterThan(4_000);
    process.stdout.write(
      `S-20: ${LEARNERS} private streams, ${delivered} values delivered, 0 on a wrong stream\n`,
    );
  }, 60_000);
});

/** A repeatable source of numbers from 0 to 1: a linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
