import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';

import { TestSubscriber } from '../../tests/testkit/outlet.js';
import type { StreamItemRow } from '../entities/streams.repository.js';
import { Audience, type AudienceOptions } from './audience.js';
import { Backlog } from './backlog.js';
import type { Subscriber } from './subscriber.js';

function item(sequence: number, payload: Record<string, unknown> = {}): StreamItemRow {
  return { stream: 's', sequence, payload, createdAt: '2027-01-04T09:00:00.000Z' };
}

const items = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => item(from + index));
const ending = (sequence: number, userId: string) =>
  item(sequence, { type: 'enrollment.ended', userId });
const numbers = (from: number, to: number) => items(from, to).map(({ sequence }) => sequence);

const payloadOf = ({ sequence }: StreamItemRow) => Buffer.from(String(sequence));

/** An audience over a stream in memory. */
function audienceOf(overrides: Partial<AudienceOptions> = {}) {
  const stored: StreamItemRow[] = [];
  const shown: { sequence: number; by: Subscriber }[] = [];
  const faults: unknown[] = [];
  let mostHeld = 0;
  const audience: Audience = new Audience({
    position: 0,
    show: async (batch, by) => {
      shown.push(...batch.map(({ sequence }) => ({ sequence, by })));
      mostHeld = Math.max(mostHeld, audience.pending);
      await setImmediate();
      return batch.map(payloadOf);
    },
    recheck: async () => undefined,
    read: async (after) => {
      await setImmediate();
      return stored.filter(({ sequence }) => sequence > after).slice(0, 100);
    },
    onFault: (error, members) => {
      faults.push(error);
      for (const member of members) member.end('fault', error as Error);
    },
    ...overrides,
  });
  const join = (facts: { userId?: string; position?: number } = {}) => {
    const test = new TestSubscriber({
      ...facts,
      onEnd: (ended) => void audience.live.delete(ended),
    });
    return { test, wentLive: audience.goLive(test.subscriber) };
  };
  const take = (...rows: StreamItemRow[]) => {
    stored.push(...rows);
    audience.take(rows);
  };
  const settled = async () => {
    while (audience.position < (stored.at(-1)?.sequence ?? 0)) await setImmediate();
  };
  return { audience, join, take, settled, shown, faults, stored, mostHeld: () => mostHeld };
}

describe('Audience', () => {
  it('makes each item once and delivers it to everyone, in order', async () => {
    const made: number[] = [];
    const { join, take, settled } = audienceOf({
      show: async (batch) => {
        made.push(...batch.map(({ sequence }) => sequence));
        // Those that come later are done sooner.
        for (let turns = 20 / made.length; turns > 0; turns -= 1) await setImmediate();
        return batch.map(payloadOf);
      },
    });
    const [one, other] = [join().test, join().test];
    take(...items(1, 40));
    await settled();
    expect(one.written).toEqual(numbers(1, 40));
    expect(other.written).toEqual(numbers(1, 40));
    expect(made).toEqual(numbers(1, 40));
  });

  it('makes nothing for nobody', async () => {
    const { audience, join, take, settled, shown } = audienceOf();
    take(...items(1, 5));
    await settled();
    expect(shown).toEqual([]);
    expect(audience.backlog.length).toBe(0);
    const { test } = join({ position: 5 });
    take(item(6));
    await settled();
    expect(test.written).toEqual([6]);
  });

  it('takes nobody live who lacks what was delivered', async () => {
    const { join, take, settled } = audienceOf();
    join();
    take(...items(1, 3));
    await settled();
    expect(join({ position: 2 }).wentLive).toBe(false);
    expect(join({ position: 3 }).wentLive).toBe(true);
  });

  it('gives one that goes live in the midst of a batch all of it', async () => {
    const { join, take, settled } = audienceOf();
    join();
    take(...items(1, 3));
    await Promise.resolve();
    const { test, wentLive } = join();
    expect(wentLive).toBe(true);
    await settled();
    expect(test.written).toEqual([1, 2, 3]);
  });

  it('gives one whose cursor is ahead of it what follows the cursor', async () => {
    const { join, take, settled } = audienceOf();
    const { test } = join({ position: 4 });
    take(...items(1, 6));
    await settled();
    expect(test.written).toEqual([5, 6]);
  });

  it('holds few items however fast they come, and delivers all of them', async () => {
    const backlog = new Backlog(50);
    const { audience, join, take, settled, mostHeld } = audienceOf({ backlog, maxPending: 100 });
    const { test } = join();
    for (let from = 1; from <= 5_000; from += 100) {
      take(...items(from, from + 99));
      if (from % 1_000 === 1) await setImmediate();
    }
    expect(audience.pending).toBeLessThanOrEqual(200);
    await settled();
    expect(test.written).toEqual(numbers(1, 5_000));
    expect(mostHeld()).toBeLessThanOrEqual(200);
    // Nobody is behind: nothing is kept.
    expect(backlog.length).toBe(0);
  });

  it('reads what it was not told of', async () => {
    const { join, take, settled, stored } = audienceOf();
    const { test } = join();
    take(item(1));
    await settled();
    stored.push(item(2), item(3));
    take(item(4));
    await settled();
    expect(test.written).toEqual([1, 2, 3, 4]);
  });

  it('does not repeat what it is told twice', async () => {
    const { audience, join, take, settled } = audienceOf();
    const { test } = join();
    take(...items(1, 3));
    audience.take(items(2, 3));
    await settled();
    audience.take(items(1, 3));
    await setImmediate();
    expect(test.written).toEqual([1, 2, 3]);
  });

  describe('at a revocation', () => {
    it('asks again of those it concerns, before anything from there on reaches them', async () => {
      const asked: string[] = [];
      const { join, take, settled } = audienceOf({
        recheck: async (member) => {
          asked.push(member.userId);
          await setImmediate();
          member.end('revoked');
        },
      });
      const { test: goes } = join({ userId: 'goes' });
      const { test: stays } = join({ userId: 'stays' });
      take(item(1), item(2), ending(3, 'goes'), item(4));
      await settled();
      expect(asked).toEqual(['goes']);
      expect(goes.written).toEqual([1, 2]);
      expect(goes.ended).toBe('revoked');
      expect(stays.written).toEqual([1, 2, 3, 4]);
    });

    it('asks again of one who goes live while it is dealt with', async () => {
      const { join, take, settled, shown } = audienceOf({
        recheck: async (member) => {
          await setImmediate();
          member.end('revoked');
        },
      });
      const { test: stays } = join({ userId: 'stays' });
      take(ending(1, 'goes'), item(2));
      while (shown.length === 0) await Promise.resolve();
      // Asked whether they may before the right ended, and live only now.
      const { test: late } = join({ userId: 'goes' });
      await settled();
      expect(late.written).toEqual([]);
      expect(late.ended).toBe('revoked');
      expect(stays.written).toEqual([1, 2]);
    });

    it('asks again of one who replays it', async () => {
      const { audience, join } = audienceOf({
        recheck: async (member) => {
          member.end('revoked');
        },
      });
      const { test } = join({ userId: 'goes' });
      const stored = [item(1), ending(2, 'other'), item(3), ending(4, 'goes'), item(5)];
      const seen: number[] = [];
      while (seen.length < 3) {
        const shown = await audience.replay(test.subscriber, stored.slice(seen.length));
        seen.push(...(shown ?? []).map(({ sequence }) => sequence));
      }
      expect(seen).toEqual([1, 2, 3]);
      expect(test.ended).toBeNull();
      expect(await audience.replay(test.subscriber, stored.slice(3))).toBeNull();
      expect(test.ended).toBe('revoked');
    });
  });

  it('makes an item again for another when the one it was made for has lost the right', async () => {
    const { join, take, settled } = audienceOf({
      show: async (batch, member) => {
        await setImmediate();
        // What a hub does when something is kept from the member.
        if (member.userId === 'first') member.end('revoked');
        return batch.map(({ sequence }) => Buffer.from(`"${sequence} for ${member.userId}"`));
      },
    });
    const { test: first } = join({ userId: 'first' });
    const { test: second } = join({ userId: 'second' });
    take(item(1), item(2));
    await settled();
    expect(first.written).toEqual([]);
    expect(second.written).toEqual(['1 for second', '2 for second']);
  });

  it('misses nothing for one who comes while the last other leaves', async () => {
    const { join, take, settled, shown } = audienceOf();
    const { test: leaves } = join();
    take(item(1), item(2));
    while (shown.length === 0) await Promise.resolve();
    leaves.subscriber.end('complete');
    const { test: comes } = join();
    await settled();
    expect(comes.written).toEqual([1, 2]);
  });

  it('ends its live members at a fault of ours, and goes on for those who come', async () => {
    let failing = true;
    const { join, take, settled, faults } = audienceOf({
      show: async (batch) => {
        await setImmediate();
        if (failing) throw new Error('out of order');
        return batch.map(payloadOf);
      },
    });
    const { test } = join();
    take(...items(1, 5));
    await settled();
    expect(faults).toHaveLength(1);
    expect(test.ended).toBe('fault');
    expect(test.written).toEqual([]);
    failing = false;
    // One that had replayed up to 2 meanwhile is not let past what was dropped.
    expect(join({ position: 2 }).wentLive).toBe(false);
    const { test: resumed } = join({ position: 5 });
    take(item(6));
    await settled();
    expect(resumed.written).toEqual([6]);
  });

  describe('for those who replay', () => {
    const replayAll = async (audience: Audience, member: Subscriber, stored: StreamItemRow[]) => {
      const payloads: string[] = [];
      while (payloads.length < stored.length) {
        const shown = await audience.replay(member, stored.slice(payloads.length));
        payloads.push(...(shown ?? []).map(({ payload }) => String(payload)));
      }
      return payloads;
    };

    it('makes each item once for all of them, and forgets it when they are live', async () => {
      const { audience, shown } = audienceOf({ position: 40 });
      const tests = [1, 2, 3].map(() => new TestSubscriber());
      for (const _ of tests) audience.join();
      const all = await Promise.all(
        tests.map(({ subscriber }) => replayAll(audience, subscriber, items(1, 40))),
      );
      for (const payloads of all) expect(payloads).toEqual(numbers(1, 40).map(String));
      expect(shown).toHaveLength(40);
      for (const { subscriber } of tests) {
        subscriber.write({ sequence: 40, payload: null });
        audience.goLive(subscriber);
      }
      audience.join();
      await replayAll(audience, new TestSubscriber().subscriber, items(1, 10));
      expect(shown).toHaveLength(50);
    });

    it('makes an item again when the one it was made for has lost the right', async () => {
      const { audience } = audienceOf({
        position: 3,
        show: async (batch, member) => {
          await setImmediate();
          if (member.userId === 'first') member.end('revoked');
          return batch.map(({ sequence }) => Buffer.from(`${sequence} for ${member.userId}`));
        },
      });
      const [first, second] = [
        new TestSubscriber({ userId: 'first' }),
        new TestSubscriber({ userId: 'second' }),
      ];
      audience.join();
      audience.join();
      const [, payloads] = await Promise.all([
        audience.replay(first.subscriber, items(1, 3)),
        replayAll(audience, second.subscriber, items(1, 3)),
      ]);
      expect(payloads).toEqual(['1 for second', '2 for second', '3 for second']);
    });

    it('tells all of them of a fault, and tries again', async () => {
      let failing = true;
      const { audience } = audienceOf({
        position: 3,
        show: async (batch) => {
          await setImmediate();
          if (failing) throw new Error('out of order');
          return batch.map(payloadOf);
        },
      });
      const tests = [1, 2].map(() => new TestSubscriber());
      for (const _ of tests) audience.join();
      const results = await Promise.allSettled(
        tests.map(({ subscriber }) => audience.replay(subscriber, items(1, 3))),
      );
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      failing = false;
      const [again] = tests;
      if (again) expect(await audience.replay(again.subscriber, items(1, 3))).toHaveLength(3);
    });
  });

  it('keeps what one who is behind lacks, and no more', async () => {
    const { audience, join, take, settled } = audienceOf();
    const { test: quick } = join();
    const { test: slow } = join();
    take(...items(1, 20));
    await settled();
    expect(audience.backlog.length).toBe(0);
    slow.outlet.stall();
    take(...items(21, 40));
    await settled();
    expect(audience.backlog.length).toBe(20);
    slow.outlet.drain();
    take(item(41));
    await settled();
    expect(audience.backlog.length).toBe(0);
    expect(slow.written).toEqual(numbers(1, 41));
    expect(quick.written).toEqual(numbers(1, 41));
  });

  it('tells of a fault when the outbox lacks what was announced', async () => {
    const { audience, join, faults } = audienceOf();
    const { test } = join();
    audience.take([item(7)]);
    while (faults.length === 0) await setImmediate();
    expect(test.ended).toBe('fault');
    expect(audience.position).toBe(7);
  });
});
