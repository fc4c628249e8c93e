import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ForeignStateError, ProbabilityError } from './errors.js';
import { knowledgeTracers } from './registry.js';
import type { BktParameters, TracingEvidence } from './types.js';

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const parameters = fc.record({
  prior: probability,
  transit: probability,
  slip: probability,
  guess: probability,
});
const sensible = parameters.filter(({ slip, guess }) => slip + guess < 1);
const evidence = fc.record({
  correct: fc.boolean(),
  firstTry: fc.boolean(),
  hintsUsed: fc.nat({ max: 5 }),
});
const log = fc.array(evidence, { maxLength: 60 });

const right: TracingEvidence = { correct: true, firstTry: true, hintsUsed: 0 };
const wrong: TracingEvidence = { correct: false, firstTry: true, hintsUsed: 0 };
const tenths: BktParameters = { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 };

/** Rounding: two ways to the same number may differ in its last digits. */
const LAST_DIGITS = 1e-12;

/** What every tracer of the family promises. */
describe.each(Object.entries(knowledgeTracers))('the tracer %s', (name, tracer) => {
  const replay = (start: BktParameters, answers: readonly TracingEvidence[]) =>
    answers.reduce(
      (state, answer) => tracer.update(state, start, answer),
      tracer.initialState(start),
    );

  it('signs its states with its name and version', () => {
    expect(tracer.name).toBe(name);
    const state = tracer.update(tracer.initialState(tenths), tenths, right);
    expect(state).toMatchObject({ engine: name, version: tracer.version, observations: 1 });
  });

  it('keeps mastery and predictions strictly between 0 and 1, whatever happens', () => {
    fc.assert(
      fc.property(parameters, log, (start, answers) => {
        const state = replay(start, answers);
        const predicted = tracer.predictCorrect(state, start);
        expect(state.mastery > 0 && state.mastery < 1).toBe(true);
        expect(predicted > 0 && predicted < 1).toBe(true);
      }),
    );
  });

  it('counts first answers alone', () => {
    fc.assert(
      fc.property(parameters, log, (start, answers) => {
        const first = answers.filter((answer) => answer.firstTry);
        expect(replay(start, answers)).toEqual(replay(start, first));
        expect(replay(start, answers).observations).toBe(first.length);
      }),
    );
  });

  it('takes a right answer after a hint for a wrong one', () => {
    fc.assert(
      fc.property(parameters, log, fc.integer({ min: 1, max: 9 }), (start, answers, hintsUsed) => {
        const state = replay(start, answers);
        expect(tracer.update(state, start, { ...right, hintsUsed })).toEqual(
          tracer.update(state, start, wrong),
        );
      }),
    );
  });

  it('thinks more of a right answer than of a wrong one, then and ever after', () => {
    fc.assert(
      fc.property(sensible, log, log, (start, before, after) => {
        const state = replay(start, before);
        const [up, down] = [right, wrong].map((answer) =>
          after.reduce(
            (next, later) => tracer.update(next, start, later),
            tracer.update(state, start, answer),
          ),
        );
        expect(up!.mastery).toBeGreaterThanOrEqual(down!.mastery - LAST_DIGITS);
        expect(tracer.predictCorrect(up!, start)).toBeGreaterThanOrEqual(
          tracer.predictCorrect(down!, start) - LAST_DIGITS,
        );
      }),
    );
  });

  it('gives the same state when the answers are replayed, and changes no argument', () => {
    fc.assert(
      fc.property(parameters, log, (start, answers) => {
        const frozen = Object.freeze({ ...start });
        const once = answers.reduce(
          (state, answer) => tracer.update(Object.freeze({ ...state }), frozen, answer),
          tracer.initialState(frozen),
        );
        expect(replay(start, answers)).toEqual(once);
      }),
    );
  });

  it('refuses a parameter or a mastery that is no number', () => {
    const state = tracer.initialState(tenths);
    for (const name of ['transit', 'slip', 'guess'] as const) {
      const broken = { ...tenths, [name]: Number.NaN };
      expect(() => tracer.update(state, broken, right)).toThrow(ProbabilityError);
    }
    expect(() => tracer.initialState({ ...tenths, prior: Number.NaN })).toThrow(ProbabilityError);
    expect(() => tracer.predictCorrect({ ...state, mastery: Number.NaN }, tenths)).toThrow(
      ProbabilityError,
    );
  });

  it('refuses the state of another engine or version', () => {
    const state = tracer.initialState(tenths);
    expect(() => tracer.update({ ...state, engine: 'other' }, tenths, right)).toThrow(
      ForeignStateError,
    );
    expect(() => tracer.predictCorrect({ ...state, version: 99 }, tenths)).toThrow(
      ForeignStateError,
    );
  });
});
