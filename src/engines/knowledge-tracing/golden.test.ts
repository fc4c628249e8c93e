import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { bkt } from './bkt.js';
import type { BktParameters } from './types.js';

interface Golden {
  parameters: BktParameters;
  /** 1 for each right answer, 0 for each wrong one. */
  answers: string;
  states: [mastery: number, predicted: number][];
}

/** By a hidden Markov model in exact fractions: __fixtures__/golden/provenance.json. */
const golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/golden/bkt-sequences.json', import.meta.url), 'utf8'),
) as Golden[];

/** Doubles are good to 1e-16, and one answer magnifies an error near 0 or 1 at most by 49 here. */
const TOLERANCE = 1e-9;

describe('bkt beside a hidden Markov model', () => {
  it.each(golden)('$answers with $parameters', ({ parameters, answers, states }) => {
    let state = bkt.initialState(parameters);
    states.forEach(([mastery, predicted], i) => {
      if (i > 0) {
        const correct = answers[i - 1] === '1';
        state = bkt.update(state, parameters, { correct, firstTry: true, hintsUsed: 0 });
      }
      expect(Math.abs(state.mastery - mastery)).toBeLessThan(TOLERANCE);
      expect(Math.abs(bkt.predictCorrect(state, parameters) - predicted)).toBeLessThan(TOLERANCE);
      expect(state.observations).toBe(i);
    });
  });
});
