import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { streamCursor } from '../../src/schema/shared/stream-cursor.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import {
  ACTIVITY,
  eventually,
  plantSubscribe,
  report,
  reportOne,
  type ReportedClass,
} from '../testkit/live.js';
import { RawSocket } from '../testkit/raw-socket.js';

const CYCLES = 500;
/** Sockets or subscriptions open at once. */
const AT_ONCE = 25;

let gateway: TestGateway;
let room: ReportedClass & { course: { globalId: string }; teacher: TestPerson };
let stranger: TestPerson;
/** While set, the class's stream cannot be opened or asked for again. */
let isFailing = false;
const timers = countTimers();

beforeAll(async () => {
  gateway = await TestGateway.start();
  plantSubscribe(gateway.gateway.schema, 'classActivity', (inner) => {
    if (isFailing) throw new Error('planted');
    return inner();
  });
  room = await gateway.createClass();
  stranger = await gateway.createPerson(await gateway.createSchool());
});
afterAll(async () => {
  await gateway.stop();
  timers.restore();
});

/** What is open on the node, by its own count. */
async function counts() {
  const { subscriptions, audiences, streams, held } = gateway.gateway.hub;
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const gauge = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(metrics)?.[1]);
  return {
    subscriptions,
    audiences,
    streams,
    held,
    sockets: gauge('lyceum_sockets_open'),
    measuredSubscriptions: gauge('lyceum_subscriptions_open'),
    longTimers: timers.long(),
  };
}

const NOTHING = {
  subscriptions: 0,
  audiences: 0,
  streams: 0,
  held: 0,
  sockets: 0,
  measuredSubscriptions: 0,
};

/** Fails, with what is left, unless everything that `way` opened is gone after it. */
async function leavesNothing(name: string, way: () => Promise<void>): Promise<void> {
  const before = { ...NOTHING, longTimers: timers.long() };
  await way();
  let after = await counts();
  const deadline = Date.now() + 10_000;
  await eventually(async () => {
    after = await counts();
    return JSON.stringify(after) === JSON.stringify(before) || Date.now() > deadline;
  });
  expect(after).toEqual(before);
  process.stdout.write(`F-08: ${CYCLES} cycles by ${name}, all counts back to base\n`);
}

const signedIn = (person = room.teacher) =>
  RawSocket.signedIn(gateway.url, person.tokens.accessToken);

function follow(socket: RawSocket, id: string, after: string | null = null): void {
  socket.subscribe(id, ACTIVITY, { courseId: room.course.globalId, after });
}

/** Runs `cycle` CYCLES times, a few at once. */
async function repeat(cycle: (number: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < CYCLES; first += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => cycle(first + index)));
  }
}

describe('subscriptions that end (F-08)', () => {
  it('by `complete`, at any moment, leave nothing', async () => {
    await leavesNothing('complete', async () => {
      const socket = await signedIn();
      await repeat(async (number) => {
        const id = String(number);
        follow(socket, id, streamCursor(`class:${room.course.id}`, 0));
        // At once, a little later, or when it is open.
        if (number % 3 === 1) await socket.sync();
        if (number % 3 === 2) await eventually(() => gateway.gateway.hub.subscriptions > 0);
        if (number % 50 === 0) await report(gateway, room);
        socket.complete(id);
      });
      await socket.sync();
      await eventually(() => gateway.gateway.hub.subscriptions === 0);
      socket.ws.close();
      expect(socket.afterEnd).toEqual([]);
    });
  }, 60_000);

  it('by the close of their socket leave nothing', async () => {
    await leavesNothing('close of the socket', () =>
      repeat(async (number) => {
        const socket = await signedIn();
        follow(socket, '1');
        follow(socket, '2');
        if (number % 2 === 1) await socket.sync();
        socket.ws.close();
        await socket.closing();
      }),
    );
  }, 60_000);

  it('by the loss of their socket, at any moment, leave nothing', async () => {
    await leavesNothing('loss of the socket', () =>
      repeat(async (number) => {
        const socket = await RawSocket.open(gateway.url);
        const stage = number % 4;
        // Before it says who it is, while that is found out, and with a subscription on its way.
        if (stage > 0) socket.init(room.teacher.tokens.accessToken);
        if (stage > 1) await socket.until(() => socket.frames.length > 0);
        if (stage > 1) follow(socket, '1');
        if (stage > 2) await eventually(() => gateway.gateway.hub.subscriptions > 0);
        socket.close();
        await socket.closing();
      }),
    );
  }, 60_000);

  it('by an error of the server leave nothing', async () => {
    await leavesNothing('error of the server', async () => {
      const { hub } = gateway.gateway;
      const socket = await signedIn();
      for (let first = 0; first < CYCLES; first += AT_ONCE) {
        const ids = Array.from({ length: AT_ONCE }, (_, index) => String(first + index));
        for (const id of ids) follow(socket, id);
        await eventually(() => hub.subscriptions === AT_ONCE);
        isFailing = true;
        // Asks whether they may still follow; the answer is a fault.
        await reportOne(gateway, room, { type: 'enrollment.ended', userId: room.teacher.id });
        for (const id of ids) {
          expect((await socket.error(id)).extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
        }
        isFailing = false;
      }
      socket.ws.close();
      expect(socket.afterEnd).toEqual([]);
    });
  }, 60_000);

  it('by a refusal leave nothing', async () => {
    await leavesNothing('refusal', async () => {
      const [socket, other] = [await signedIn(), await signedIn(stranger)];
      const ahead = streamCursor(`class:${room.course.id}`, 1_000_000);
      await repeat(async (number) => {
        const id = String(number);
        if (number % 2 === 0) {
          follow(socket, id, ahead);
          expect((await socket.error(id)).extensions?.['code']).toBe('RESYNC_REQUIRED');
        } else {
          follow(other, id);
          expect((await other.error(id)).extensions?.['code']).toBe('NOT_FOUND');
        }
      });
      socket.ws.close();
      other.ws.close();
    });
  }, 60_000);
});

describe('an event whose resolver throws', () => {
  it('reaches its subscribers as a masked error, and they go on', async () => {
    const sockets = [await signedIn(), await signedIn()];
    const query = ACTIVITY.replace('at\n', 'at ... on EnrollmentActivity { role }\n');
    for (const socket of sockets) {
      socket.subscribe('live', query, { courseId: room.course.globalId });
    }
    await eventually(() => gateway.gateway.hub.subscriptions === 2);
    expect(gateway.gateway.hub.audiences).toBe(1);
    await report(gateway, room, 1);
    await reportOne(gateway, room, { role: 'no role of ours' });
    await report(gateway, room, 3);
    for (const socket of sockets) {
      const [good, bad, next] = await socket.take('live', 3);
      expect(good?.payload.errors).toBeUndefined();
      expect(bad?.type).toBe('next');
      expect(bad?.payload.errors[0]).toMatchObject({
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      });
      expect(JSON.stringify(bad)).not.toContain('no role of ours');
      expect(next?.payload.data.classActivity.role).toBe('OBSERVER');
      socket.ws.close();
    }
    await eventually(() => gateway.gateway.hub.subscriptions === 0);
  });
});

/** Counts the timers of a minute and more that are set and neither fired nor cleared. */
function countTimers() {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const long = new Set<unknown>();
  globalThis.setTimeout = ((
    callback: (...given: unknown[]) => void,
    ms = 0,
    ...args: unknown[]
  ) => {
    const timer = set(() => {
      long.delete(timer);
      callback(...args);
    }, ms);
    if (ms >= 60_000) long.add(timer);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((timer: NodeJS.Timeout | undefined) => {
    long.delete(timer);
    clear(timer);
  }) as typeof clearTimeout;
  return {
    long: () => long.size,
    restore: () => Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }),
  };
}
