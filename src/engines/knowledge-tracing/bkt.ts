import type { BktParameters, KnowledgeTracer, TracingEvidence, TracingState } from './types.js';

/**
 * Keeps every probability off 0 and 1: at mastery 1 with slip 0 a wrong answer would divide 0 by 0,
 * and at 0 or 1 no answer could ever move the estimate again.
 */
const FLOOR = 0.001;

function inside(probability: number): number {
  if (Number.isNaN(probability)) throw new RangeError('A probability must be a number.');
  return Math.min(1 - FLOOR, Math.max(FLOOR, probability));
}

/**
 * Bayesian knowledge tracing with four parameters and no forgetting.
 *
 * After an answer, by Bayes' rule:
 *   correct:  P(L | answer) = P(L)(1 − S) / (P(L)(1 − S) + (1 − P(L)) G)
 *   wrong:    P(L | answer) = P(L) S / (P(L) S + (1 − P(L))(1 − G))
 * then learning may happen:
 *   P(L) ← P(L | answer) + (1 − P(L | answer)) T
 * and the next answer is correct with P(L)(1 − S) + (1 − P(L)) G.
 *
 * Source: A. T. Corbett and J. R. Anderson (1994), "Knowledge tracing: Modeling the acquisition of
 * procedural knowledge", User Modeling and User-Adapted Interaction 4, 253–278.
 */
export const bkt: KnowledgeTracer<BktParameters> = {
  name: 'bkt',
  version: 1,

  initialState(parameters) {
    return { engine: 'bkt', version: 1, mastery: inside(parameters.prior), observations: 0 };
  },

  update(state, parameters, evidence) {
    if (!evidence.firstTry) return state;
    const known = inside(state.mastery);
    const slip = inside(parameters.slip);
    const guess = inside(parameters.guess);
    const ifKnown = counts(evidence) ? 1 - slip : slip;
    const ifUnknown = counts(evidence) ? guess : 1 - guess;
    const posterior = (known * ifKnown) / (known * ifKnown + (1 - known) * ifUnknown);
    return {
      engine: 'bkt',
      version: 1,
      mastery: inside(posterior + (1 - posterior) * inside(parameters.transit)),
      observations: state.observations + 1,
    } satisfies TracingState;
  },

  predictCorrect(state, parameters) {
    const known = inside(state.mastery);
    return known * (1 - inside(parameters.slip)) + (1 - known) * inside(parameters.guess);
  },
};

/** An answer shows knowledge only when it is right and was given without help. */
function counts(evidence: TracingEvidence): boolean {
  return evidence.correct && evidence.hintsUsed === 0;
}
