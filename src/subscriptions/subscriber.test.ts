import { describe, expect, it } from '@jest/globals';

import { TestSubscriber } from '../../tests/testkit/outlet.js';
import { Backlog } from './backlog.js';

const shown = (sequence: number) => ({ sequence, payload: Buffer.from(String(sequence)) });

function live(maxItems = 4, position = 0) {
  const backlog = new Backlog(maxItems);
  const test = new TestSubscriber({ position });
  test.subscriber.follow(backlog);
  const push = (...sequences: number[]) => {
    for (const sequence of sequences) {
      backlog.push(shown(sequence));
      test.subscriber.advance();
    }
  };
  return { test, backlog, push, subscriber: test.subscriber, outlet: test.outlet };
}

describe('Subscriber', () => {
  it('writes `next` frames of its operation, one for each item', () => {
    const { push, outlet } = live();
    push(1, 2);
    expect(outlet.frames).toEqual([
      { id: 'op', type: 'next', payload: 1 },
      { id: 'op', type: 'next', payload: 2 },
    ]);
  });

  it('writes nothing that its client has', () => {
    const { push, test } = live(4, 2);
    push(1, 2, 3);
    expect(test.written).toEqual([3]);
  });

  it('moves on over items that are not shown', () => {
    const { backlog, subscriber, test } = live();
    backlog.push({ sequence: 1, payload: null });
    subscriber.advance();
    expect(subscriber.position).toBe(1);
    expect(test.written).toEqual([]);
  });

  it('falls behind when its socket takes no more, and catches up in order', () => {
    const { push, outlet, subscriber, test } = live();
    push(1);
    outlet.stall();
    push(2, 3);
    expect(subscriber.behind).toBe(true);
    expect(outlet.waiting).toBe(1);
    expect(test.written).toEqual([1]);
    outlet.drain(1);
    expect(test.written).toEqual([1, 2]);
    push(4);
    expect(subscriber.behind).toBe(true);
    outlet.drain();
    expect(test.written).toEqual([1, 2, 3, 4]);
    expect(subscriber.behind).toBe(false);
    push(5);
    expect(test.written).toEqual([1, 2, 3, 4, 5]);
  });

  it('ends with SLOW_CONSUMER and its last cursor when what it lacks is not held any more', async () => {
    const { push, outlet, test } = live(4);
    push(1, 2);
    outlet.stall();
    push(3, 4, 5, 6);
    expect(test.ended).toBeNull();
    push(7);
    expect(test.ended).toBe('slow');
    expect(await test.error()).toMatchObject({
      code: 'SLOW_CONSUMER',
      details: { cursor: 'cursor 2' },
    });
    outlet.drain();
    expect(test.written).toEqual([1, 2]);
  });

  it('never leaves a gap, whatever it is offered', () => {
    const { backlog, subscriber, test } = live(4, 0);
    backlog.push(shown(3));
    subscriber.advance();
    expect(test.written).toEqual([]);
    expect(test.ended).toBe('slow');
  });

  it('writes nothing after its end', () => {
    const { push, subscriber, outlet, test } = live();
    outlet.stall();
    push(1);
    subscriber.end('complete');
    outlet.drain();
    push(2);
    expect(test.written).toEqual([]);
  });

  it('ends once', async () => {
    const { subscriber, test } = live();
    subscriber.end('revoked', new Error('first'));
    subscriber.end('complete');
    expect(test.ended).toBe('revoked');
    expect(await test.error()).toMatchObject({ message: 'first' });
  });

  it('is ended by whoever iterates it', async () => {
    const { subscriber, test } = live();
    const iterator = subscriber.asIterator();
    const next = iterator.next();
    await iterator.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(test.ended).toBe('complete');
  });
});
