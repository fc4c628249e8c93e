import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { bkt, knowledgeTracers } from './index.js';

const tenths = { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 };
const right = { correct: true, firstTry: true, hintsUsed: 0 };
const wrong = { correct: false, firstTry: true, hintsUsed: 0 };

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const anyParameters = fc.record({
  prior: probability,
  transit: probability,
  slip: probability,
  guess: probability,
});
const anyEvidence = fc.record({
  correct: fc.boolean(),
  firstTry: fc.boolean(),
  hintsUsed: fc.nat(5),
});

describe('bkt', () => {
  // P(L)(1 − S) = 0.1 × 0.9 = 0.09; (1 − P(L)) G = 0.9 × 0.1 = 0.09; posterior 0.09 / 0.18 = 0.5;
  // then 0.5 + 0.5 × 0.1 = 0.55.
  it('moves from 0.1 to 0.55 on a right answer when every parameter is 0.1', () => {
    expect(bkt.update(bkt.initialState(tenths), tenths, right).mastery).toBeCloseTo(0.55, 12);
  });

  // 0.1 × 0.1 = 0.01; 0.9 × 0.9 = 0.81; posterior 0.01 / 0.82; then + (1 − posterior) × 0.1.
  it('moves to 0.110976 on a wrong answer', () => {
    const posterior = 0.01 / 0.82;
    const expected = posterior + (1 - posterior) * 0.1;
    expect(bkt.update(bkt.initialState(tenths), tenths, wrong).mastery).toBeCloseTo(expected, 12);
  });

  // 0.1 × 0.9 + 0.9 × 0.1 = 0.18.
  it('predicts 0.18 before the first answer', () => {
    expect(bkt.predictCorrect(bkt.initialState(tenths), tenths)).toBeCloseTo(0.18, 12);
  });

  it('counts an answer after a hint as not correct', () => {
    const helped = bkt.update(bkt.initialState(tenths), tenths, { ...right, hintsUsed: 1 });
    expect(helped).toEqual(bkt.update(bkt.initialState(tenths), tenths, wrong));
  });

  it('ignores every answer but the first to a step', () => {
    const state = bkt.initialState(tenths);
    expect(bkt.update(state, tenths, { ...right, firstTry: false })).toBe(state);
  });

  it('does not divide by zero at mastery 1 with slip 0 and a wrong answer', () => {
    const certain = { prior: 1, transit: 0, slip: 0, guess: 0 };
    const after = bkt.update(bkt.initialState(certain), certain, wrong);
    expect(after.mastery).toBeGreaterThan(0);
    expect(after.mastery).toBeLessThan(1);
  });

  it('refuses a parameter that is not a number', () => {
    expect(() => bkt.initialState({ ...tenths, prior: Number.NaN })).toThrow(RangeError);
  });

  it('stays strictly between 0 and 1 whatever happens', () => {
    fc.assert(
      fc.property(anyParameters, fc.array(anyEvidence, { maxLength: 50 }), (parameters, log) => {
        const end = log.reduce(
          (state, evidence) => bkt.update(state, parameters, evidence),
          bkt.initialState(parameters),
        );
        return end.mastery > 0 && end.mastery < 1 && end.observations <= log.length;
      }),
    );
  });

  it('rates a right answer no lower than a wrong one when knowing helps', () => {
    const sensible = anyParameters.filter(({ slip, guess }) => slip + guess < 1);
    fc.assert(
      fc.property(sensible, fc.array(anyEvidence, { maxLength: 20 }), (parameters, log) => {
        const state = log.reduce(
          (before, evidence) => bkt.update(before, parameters, evidence),
          bkt.initialState(parameters),
        );
        const up = bkt.update(state, parameters, right).mastery;
        return up >= bkt.update(state, parameters, wrong).mastery - 1e-12;
      }),
    );
  });

  it('gives the same state again when a log is replayed', () => {
    fc.assert(
      fc.property(anyParameters, fc.array(anyEvidence, { maxLength: 50 }), (parameters, log) => {
        const replay = () =>
          log.reduce(
            (state, evidence) => bkt.update(state, parameters, evidence),
            bkt.initialState(parameters),
          );
        expect(replay()).toEqual(replay());
      }),
    );
  });

  it('is found in the registry under the name its states carry', () => {
    expect(knowledgeTracers.bkt.initialState(tenths).engine).toBe('bkt');
  });
});
