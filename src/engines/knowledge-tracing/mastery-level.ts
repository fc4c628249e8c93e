import type { TracingState } from './types.js';

/**
 * Probability of knowing at which a skill needs no further practice. A. T. Corbett and J. R.
 * Anderson (1994), "Knowledge tracing", took 0.95 as the criterion of their tutor.
 */
export const MASTERY_THRESHOLD = 0.95;

/**
 * Fewest answers that show mastery: with usual parameters (every one 0.1) two right answers give
 * 0.926 and three 0.992, but where the prior is high a first answer alone would pass.
 */
export const FEWEST_OBSERVATIONS = 3;

export type MasteryLevel = 'UNSEEN' | 'LEARNING' | 'MASTERED';

/**
 * Where a learner stands with a skill: not met yet, on the way, or at the threshold (inclusive)
 * after enough answers. A state that is below the threshold again is LEARNING again.
 */
export function masteryLevel(
  state: Pick<TracingState, 'mastery' | 'observations'>,
  threshold: number = MASTERY_THRESHOLD,
): MasteryLevel {
  if (state.observations === 0) return 'UNSEEN';
  const isShown = state.observations >= FEWEST_OBSERVATIONS && state.mastery >= threshold;
  return isShown ? 'MASTERED' : 'LEARNING';
}
