import { describe, expect, it } from '@jest/globals';

import { Gate, GateFullError } from './gate.js';

describe('Gate', () => {
  it('runs no more at once than it was told, in the order of arrival', async () => {
    const gate = new Gate({ concurrency: 2, queue: 10 });
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (name: number) => async () => {
      order.push(name);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map((name) => gate.run(work(name))));
    expect(most).toBe(2);
    expect(order).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives its place on when the work fails', async () => {
    const gate = new Gate({ concurrency: 1, queue: 1 });
    const fails = gate.run(() => Promise.reject(new Error('broken')));
    const waits = gate.run(() => Promise.resolve('done'));
    await expect(fails).rejects.toThrow('broken');
    await expect(waits).resolves.toBe('done');
    await expect(gate.run(() => Promise.resolve('again'))).resolves.toBe('again');
  });

  it('turns away what finds the queue full', async () => {
    const gate = new Gate({ concurrency: 1, queue: 0 });
    const first = gate.run(() => new Promise<void>((resolve) => setImmediate(resolve)));
    await expect(gate.run(() => Promise.resolve())).rejects.toThrow(GateFullError);
    await first;
  });
});
