import { describe, expect, it } from '@jest/globals';

import { Backlog } from './backlog.js';

const item = (sequence: number, bytes = 1) => ({ sequence, payload: Buffer.alloc(bytes) });

describe('Backlog', () => {
  it('gives an item by its sequence while it is held', () => {
    const backlog = new Backlog(3);
    for (const sequence of [7, 8, 9]) backlog.push(item(sequence));
    expect(backlog.at(7)?.sequence).toBe(7);
    expect(backlog.at(9)?.sequence).toBe(9);
    expect(backlog.at(6)).toBeUndefined();
    expect(backlog.at(10)).toBeUndefined();
  });

  it('lets the oldest go when there are more than it may hold', () => {
    const backlog = new Backlog(3);
    for (const sequence of [1, 2, 3, 4, 5]) backlog.push(item(sequence));
    expect(backlog.length).toBe(3);
    expect(backlog.at(2)).toBeUndefined();
    expect(backlog.at(3)?.sequence).toBe(3);
  });

  it('lets the oldest go when they are larger than it may hold, but for the newest', () => {
    const backlog = new Backlog(100, 1_000);
    for (const sequence of [1, 2, 3, 4]) backlog.push(item(sequence, 400));
    expect(backlog.length).toBe(2);
    expect(backlog.bytes).toBe(800);
    backlog.push(item(5, 5_000));
    expect(backlog.at(5)?.payload?.length).toBe(5_000);
    expect(backlog.length).toBe(1);
  });

  it('counts items that are not shown, which take no room', () => {
    const backlog = new Backlog(2, 10);
    backlog.push({ sequence: 1, payload: null });
    backlog.push(item(2, 10));
    expect(backlog.at(1)).toEqual({ sequence: 1, payload: null });
    expect(backlog.bytes).toBe(10);
  });

  it('lacks what it has let go, and nothing that is to come', () => {
    const backlog = new Backlog(2);
    expect(backlog.lacks(1)).toBe(false);
    for (const sequence of [1, 2, 3]) backlog.push(item(sequence));
    expect(backlog.lacks(1)).toBe(true);
    expect(backlog.lacks(2)).toBe(false);
    expect(backlog.lacks(4)).toBe(false);
    backlog.clear();
    expect(backlog.lacks(1)).toBe(false);
    expect(backlog.bytes).toBe(0);
  });
});
