import { describe, expect, it } from '@jest/globals';

import { bkt } from './bkt.js';
import { MARGIN } from './probability.js';

const tenths = { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 };
const right = { correct: true, firstTry: true, hintsUsed: 0 };
const wrong = { correct: false, firstTry: true, hintsUsed: 0 };

/** The examples are short decimals; doubles hold them to fifteen digits. */
const DIGITS = 12;

describe('bkt', () => {
  // L(1 − S) = 0.1 × 0.9 = 0.09; (1 − L) G = 0.9 × 0.1 = 0.09; posterior 0.09 / 0.18 = 0.5;
  // then 0.5 + 0.5 × 0.1 = 0.55. An early version of OATutor gave 0.14.
  it('moves from 0.1 to 0.55 on a right answer when every parameter is 0.1', () => {
    expect(bkt.update(bkt.initialState(tenths), tenths, right).mastery).toBeCloseTo(0.55, DIGITS);
  });

  // L S = 0.1 × 0.1 = 0.01; (1 − L)(1 − G) = 0.9 × 0.9 = 0.81; posterior 0.01 / 0.82 = 1/82;
  // then 1/82 + 81/82 × 1/10 = 91/820.
  it('moves from 0.1 to 91/820 on a wrong one', () => {
    expect(bkt.update(bkt.initialState(tenths), tenths, wrong).mastery).toBeCloseTo(
      91 / 820,
      DIGITS,
    );
  });

  // L(1 − S) + (1 − L) G = 0.1 × 0.9 + 0.9 × 0.1 = 0.18.
  it('predicts 0.18 before the first answer', () => {
    expect(bkt.predictCorrect(bkt.initialState(tenths), tenths)).toBeCloseTo(0.18, DIGITS);
  });

  // The case in which OATutor divides 0 by 0. With the margin m: posterior (1 − m) m / (2 (1 − m) m)
  // = 1/2, then 1/2 + m/2.
  it('stays a number at mastery 1, slip 0 and a wrong answer', () => {
    const certain = { prior: 1, transit: 0, slip: 0, guess: 0 };
    const after = bkt.update(bkt.initialState(certain), certain, wrong);
    expect(after.mastery).toBeCloseTo((1 + MARGIN) / 2, 9);
  });

  it('reads parameters beyond 0 and 1 as the nearest within', () => {
    const beyond = { prior: 7, transit: -1, slip: -Infinity, guess: 0.2 };
    const nearest = { prior: 1, transit: 0, slip: 0, guess: 0.2 };
    const traced = bkt.update(bkt.initialState(beyond), beyond, right);
    expect(traced).toEqual(bkt.update(bkt.initialState(nearest), nearest, right));
  });

  it('lowers mastery on a right answer where slip and guess make it speak against knowledge', () => {
    const degenerate = { prior: 0.5, transit: 0, slip: 0.6, guess: 0.6 };
    const after = bkt.update(bkt.initialState(degenerate), degenerate, right);
    expect(after.mastery).toBeLessThan(0.5);
  });

  it('changes nothing on a second try, not even the state', () => {
    const state = bkt.initialState(tenths);
    expect(bkt.update(state, tenths, { ...right, firstTry: false })).toBe(state);
  });
});
