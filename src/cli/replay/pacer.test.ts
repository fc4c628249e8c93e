import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Pacer } from './pacer.js';

describe('Pacer', () => {
  it('lets ten even batches a second through', () => {
    const pacer = new Pacer({ rate: 100, maxBatch: 200 }, 0);
    const sent: [number, number][] = [];

    for (let now = 0; now <= 1_000; now += 1) {
      const due = pacer.take(now, 10_000);
      if (due > 0) sent.push([now, due]);
    }

    expect(sent).toEqual(Array.from({ length: 10 }, (_, batch) => [(batch + 1) * 100, 10]));
  });

  it('sends single answers when they are rare, and the rest when it is less than a batch', () => {
    const rare = new Pacer({ rate: 2, maxBatch: 200 }, 0);
    expect([rare.take(499, 9), rare.waitMs(9), rare.take(500, 9)]).toEqual([0, 1, 1]);

    const rest = new Pacer({ rate: 100, maxBatch: 200 }, 0);
    expect([rest.take(20, 3), rest.waitMs(3), rest.take(30, 3)]).toEqual([0, 10, 3]);
  });

  it('makes up for one second and no more', () => {
    const pacer = new Pacer({ rate: 100, maxBatch: 200 }, 0);

    expect(pacer.take(60_000, 10_000)).toBe(100);
    expect(pacer.take(60_000, 10_000)).toBe(0);
  });

  it('never asks for more than a call may carry', () => {
    const pacer = new Pacer({ rate: 5_000, maxBatch: 200 }, 0);

    expect(pacer.take(500, 10_000)).toBe(200);
  });

  it('is never faster than the rate, and at the time it names is never early', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
        (rate, steps) => {
          const pacer = new Pacer({ rate, maxBatch: 200 }, 0);
          let [now, sent] = [0, 0];
          for (const step of steps) {
            now += step;
            sent += pacer.take(now, 1_000_000);
            expect(sent).toBeLessThanOrEqual((now * rate) / 1_000 + 1e-3);
          }
          while (pacer.take(now, 1_000_000) > 0);
          expect(pacer.take(now + pacer.waitMs(1_000_000), 1_000_000)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
