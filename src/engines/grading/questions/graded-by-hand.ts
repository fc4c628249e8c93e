import { part } from './choices.js';
import type { Part, RuleType } from './types.js';

/** What kinds that people grade have in common: no rule, no score, no solution. */
export const byHand: {
  readonly rules: readonly RuleType[];
  readonly judge: () => readonly Part[];
  readonly solution: () => null;
} = {
  rules: [],
  judge: () => [part('response', 'NEEDS_GRADING')],
  solution: () => null,
};
