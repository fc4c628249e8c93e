import { ProbabilityError } from './errors.js';

/**
 * How near to 0 and 1 a probability may come. At the ends Bayes' rule divides 0 by 0 (mastery 1,
 * slip 0, a wrong answer: OATutor's tutor answers NaN there) and nothing could move the estimate
 * again. Small enough not to be a parameter: published estimates have two or three decimals.
 */
export const MARGIN = 1e-6;

/** The nearest probability in [MARGIN, 1 − MARGIN]; throws when it is not a number. */
export function inside(name: string, probability: number): number {
  if (Number.isNaN(probability)) throw new ProbabilityError(name);
  return Math.min(1 - MARGIN, Math.max(MARGIN, probability));
}
