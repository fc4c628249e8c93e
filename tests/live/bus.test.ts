import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createLocalBus, type Bus } from '../../src/subscriptions/bus.js';
import { TestGateway } from '../testkit/gateway.js';
import { ACTIVITY, eventually, markOf, report, upTo } from '../testkit/live.js';
import { RawSocket } from '../testkit/raw-socket.js';

/** A bus that says what it is told to say, or nothing. */
class FickleBus implements Bus {
  readonly #local = createLocalBus();
  readonly healthy = true;
  mood: 'losing' | 'passing' | 'babbling' = 'passing';
  lost = 0;

  readonly announce = (streams: readonly string[]): void => {
    if (this.mood === 'losing') {
      this.lost += streams.length;
      return;
    }
    this.#local.announce(streams);
    if (this.mood !== 'babbling') return;
    for (let times = 0; times < 5; times += 1) {
      this.#local.announce([...streams, 'class:of nobody', '', ...streams]);
    }
  };

  readonly onGrown = this.#local.onGrown;
  readonly close = this.#local.close;
}

const polled = new FickleBus();
const hinted = new FickleBus();
/** Looks often, and hears nothing. */
let polling: TestGateway;
/** Looks only when it is told to. */
let hearing: TestGateway;

beforeAll(async () => {
  polling = await TestGateway.start({ bus: polled, pollMs: 20 });
  hearing = await TestGateway.start({ bus: hinted, pollMs: 3_600_000 });
}, 60_000);
afterAll(async () => {
  await polling.stop();
  await hearing.stop();
});

async function follower(gateway: TestGateway) {
  const room = await gateway.createClass();
  const socket = await RawSocket.signedIn(gateway.url, room.teacher.tokens.accessToken);
  const { courseId } = { courseId: room.course.globalId };
  const follow = async (id: string, after: string | null = null) => {
    const before = gateway.gateway.hub.subscriptions;
    socket.subscribe(id, ACTIVITY, { courseId, after });
    await eventually(() => gateway.gateway.hub.subscriptions > before || socket.of(id).length > 0);
  };
  return { room, socket, follow, marks: (id: string) => socket.items(id).map(markOf) };
}

describe('the bus', () => {
  it('may lose every hint: the outbox is read all the same', async () => {
    polled.mood = 'losing';
    const { room, socket, follow, marks } = await follower(polling);
    await follow('live');
    for (let first = 1; first <= 200; first += 10) await report(polling, room, first, 10);
    await socket.take('live', 200);
    expect(marks('live')).toEqual(upTo(200));
    expect(polled.lost).toBeGreaterThanOrEqual(20);
    socket.close();
  });

  it('may lose the hint at the end of a session: its sockets are closed all the same', async () => {
    polled.mood = 'losing';
    const { room, socket } = await follower(polling);
    await room.teacher.client.data('mutation { signOut(input: {}) { __typename } }');
    expect(await socket.closing()).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
  });

  it('is enough by itself: nothing waits for the next look', async () => {
    hinted.mood = 'passing';
    const { room, socket, follow, marks } = await follower(hearing);
    await follow('live');
    await report(hearing, room, 1, 3);
    await socket.take('live', 3);
    expect(marks('live')).toEqual(upTo(3));
    socket.close();
  });

  it('may say anything any number of times: nothing is repeated', async () => {
    hinted.mood = 'babbling';
    const { room, socket, follow, marks } = await follower(hearing);
    await follow('live');
    for (let mark = 1; mark <= 50; mark += 1) await report(hearing, room, mark);
    await socket.take('live', 50);
    hinted.mood = 'passing';
    await report(hearing, room, 51);
    await socket.take('live', 51);
    expect(marks('live')).toEqual(upTo(51));
    socket.close();
  });

  it('may be late: a cursor of what this node has not heard of yet is good', async () => {
    hinted.mood = 'passing';
    const { room, socket, follow, marks } = await follower(hearing);
    await follow('early');
    hinted.mood = 'losing';
    await report(hearing, room, 1, 5);
    // As over HTTP, or from another node, before the hint arrives here.
    const { course } = await room.teacher.client.data(
      `query ($id: ID!) { course(id: $id) { activityCursor } }`,
      { id: room.course.globalId },
    );
    await follow('late', course.activityCursor);
    hinted.mood = 'passing';
    await report(hearing, room, 6, 2);
    await socket.take('early', 7);
    await socket.take('late', 2);
    expect(marks('early')).toEqual(upTo(7));
    expect(marks('late')).toEqual([6, 7]);
    socket.close();
  });
});
