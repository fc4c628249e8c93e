import { LEAST_FACTOR, REST, TARGET_SUCCESS, UNKNOWN } from './parameters.js';
import type { Candidate } from './types.js';
import { probability, weakestSkill, type Skill } from './weakest-skill.js';

/** A problem with what its score is made of; every factor in [LEAST_FACTOR, 1]. */
export interface Scored {
  readonly candidate: Candidate;
  readonly skill: Skill | undefined;
  readonly need: number;
  readonly fit: number;
  readonly novelty: number;
  readonly score: number;
  /** What the fit is measured from; absent when nothing predicts success. */
  readonly predictedSuccess: number | undefined;
  readonly targetSuccess: number;
}

/**
 * score = need · fit · novelty, in (0, 1]:
 *
 * - need = 1 − mastery of the weakest skill
 * - fit = 1 − ((p − t) / max(t, 1 − t))², with p the predicted and t the target success: 1 at the
 *   target, 0 at the end farther from it, flat near the target where predictions are uncertain
 * - novelty = answers since the problem was last tried / REST, at most 1; 1 when never tried
 *
 * The predicted success is the candidate's own where it has one, else that of the weakest skill.
 * What is unknown or not a number is neither for nor against (0.5), except mastery, which has to be
 * shown. A factor of 0 counts as LEAST_FACTOR. A target that is not strictly between 0 and 1 is the
 * usual one.
 */
export function scored(
  candidate: Candidate,
  read: (skillId: string) => Skill,
  target: number | undefined,
): Scored {
  const skill = weakestSkill(candidate, read);
  const targetSuccess = usable(target);
  const predictedSuccess =
    probability(candidate.successProbability) ?? probability(skill?.predictedSuccess);
  const need = factor(skill === undefined ? UNKNOWN : 1 - skill.probability);
  const fit = factor(
    predictedSuccess === undefined ? UNKNOWN : nearness(predictedSuccess, targetSuccess),
  );
  const novelty = factor(rested(candidate.lastSeen));
  const score = need * fit * novelty;
  return { candidate, skill, need, fit, novelty, score, predictedSuccess, targetSuccess };
}

function nearness(predicted: number, target: number): number {
  return 1 - ((predicted - target) / Math.max(target, 1 - target)) ** 2;
}

function rested(lastSeen: number | undefined): number {
  return lastSeen === undefined || Number.isNaN(lastSeen) ? 1 : lastSeen / REST;
}

function factor(value: number): number {
  return Math.min(1, Math.max(LEAST_FACTOR, value));
}

function usable(target: number | undefined): number {
  return target !== undefined && target > 0 && target < 1 ? target : TARGET_SUCCESS;
}
