import type { Clock } from '../../src/services/clock.js';

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  /** Moves the time on by so many milliseconds. */
  tick(ms: number): void;
}

export function createTestClock(start = new Date('2027-01-04T09:00:00.000Z')): TestClock {
  let now = start.getTime();
  return Object.assign(() => new Date(now), {
    tick(ms: number) {
      now += ms;
    },
  });
}
