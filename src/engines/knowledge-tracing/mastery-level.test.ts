import { describe, expect, it } from '@jest/globals';

import { bkt } from './bkt.js';
import { inspectBktParameters } from './inspect-parameters.js';
import { masteryLevel } from './mastery-level.js';

const right = { correct: true, firstTry: true, hintsUsed: 0 };

describe('masteryLevel', () => {
  it('includes the threshold', () => {
    expect(masteryLevel({ mastery: 0.95, observations: 3 })).toBe('MASTERED');
    expect(masteryLevel({ mastery: 0.9499, observations: 3 })).toBe('LEARNING');
    expect(masteryLevel({ mastery: 0.85, observations: 3 }, 0.85)).toBe('MASTERED');
  });

  it('wants three answers, however high the estimate', () => {
    expect(masteryLevel({ mastery: 0.999, observations: 0 })).toBe('UNSEEN');
    expect(masteryLevel({ mastery: 0.999, observations: 2 })).toBe('LEARNING');
  });

  // 0.55, then 0.917 + 0.0083 = 0.926, then 0.9926: by bkt.ts with every parameter 0.1.
  it('is reached by three right answers with the usual parameters', () => {
    const tenths = { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 };
    let state = bkt.initialState(tenths);
    const levels = [1, 2, 3].map(() => {
      state = bkt.update(state, tenths, right);
      return masteryLevel(state);
    });
    expect(levels).toEqual(['LEARNING', 'LEARNING', 'MASTERED']);
  });
});

describe('inspectBktParameters', () => {
  it('has nothing to say of the usual parameters', () => {
    expect(inspectBktParameters({ prior: 0, transit: 1, slip: 0.1, guess: 0.1 })).toEqual([]);
  });

  it('names what is no probability, and slip and guess that make no sense together', () => {
    expect(
      inspectBktParameters({ prior: Number.NaN, transit: 1.2, slip: 0.5, guess: 0.5 }),
    ).toEqual([
      { code: 'NOT_A_PROBABILITY', parameters: ['prior'] },
      { code: 'NOT_A_PROBABILITY', parameters: ['transit'] },
      { code: 'DEGENERATE', parameters: ['slip', 'guess'] },
    ]);
  });
});
