import { ForeignStateError } from './errors.js';
import { inside } from './probability.js';
import type { BktParameters, KnowledgeTracer, TracingEvidence, TracingState } from './types.js';

const ENGINE = { name: 'bkt', version: 1 } as const;

/**
 * Bayesian knowledge tracing: a skill is known or not, may become known between answers, and is not
 * forgotten.
 *
 * With L = P(known) before the answer, S slip, G guess and T transit, each in (0, 1), Bayes' rule
 * gives after a
 *
 *     right answer   L | answer = L (1 − S) / (L (1 − S) + (1 − L) G)
 *     wrong answer   L | answer = L S / (L S + (1 − L)(1 − G))
 *
 * and learning then gives L ← L|answer + (1 − L|answer) T. The next answer is correct with
 * probability L (1 − S) + (1 − L) G.
 *
 * Example, with every parameter 0.1 and a right answer: 0.1·0.9 / (0.1·0.9 + 0.9·0.1) = 0.5, and
 * 0.5 + 0.5·0.1 = 0.55.
 *
 * At the bounds: every probability is kept in [10^−6, 1 − 10^−6], so that L never reaches 0 or 1
 * and no answer is without effect. Where S + G ≥ 1 the formulas still hold, and a right answer
 * lowers L.
 *
 * Source: A. T. Corbett and J. R. Anderson (1994), "Knowledge tracing: Modeling the acquisition of
 * procedural knowledge", User Modeling and User-Adapted Interaction 4, 253–278.
 */
export const bkt: KnowledgeTracer<BktParameters> = {
  ...ENGINE,

  initialState(parameters) {
    return stateOf(inside('prior', parameters.prior), 0);
  },

  update(state, parameters, evidence) {
    const known = masteryOf(state);
    const { slip, guess, transit } = checked(parameters);
    if (!evidence.firstTry) return state;
    const isCorrect = showsKnowledge(evidence);
    const ifKnown = isCorrect ? 1 - slip : slip;
    const ifUnknown = isCorrect ? guess : 1 - guess;
    const posterior = (known * ifKnown) / (known * ifKnown + (1 - known) * ifUnknown);
    const learned = posterior + (1 - posterior) * transit;
    return stateOf(inside('mastery', learned), state.observations + 1);
  },

  predictCorrect(state, parameters) {
    const known = masteryOf(state);
    const { slip, guess } = checked(parameters);
    return known * (1 - slip) + (1 - known) * guess;
  },
};

/** An answer shows knowledge only when it is right and was given without help. */
function showsKnowledge(evidence: TracingEvidence): boolean {
  return evidence.correct && evidence.hintsUsed === 0;
}

function stateOf(mastery: number, observations: number): TracingState {
  return { engine: ENGINE.name, version: ENGINE.version, mastery, observations };
}

function masteryOf(state: TracingState): number {
  if (state.engine !== ENGINE.name || state.version !== ENGINE.version) {
    throw new ForeignStateError(ENGINE, state);
  }
  return inside('mastery', state.mastery);
}

function checked({ prior, transit, slip, guess }: BktParameters): BktParameters {
  return {
    prior: inside('prior', prior),
    transit: inside('transit', transit),
    slip: inside('slip', slip),
    guess: inside('guess', guess),
  };
}
