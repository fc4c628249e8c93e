import type { GradingLimits } from './types.js';

/**
 * The longest of the 5,647 keys of OATutor's Elementary Algebra has 406 characters (a choice; 136
 * for algebra), its largest expression 52 nodes at depth 6, its largest exponent 23: each limit
 * leaves room of at least a factor of two. At these limits the costliest response found takes tens of milliseconds
 * (hostile.test.ts lists them).
 */
export const DEFAULT_LIMITS: GradingLimits = {
  maxLength: 1_000,
  maxNodes: 250,
  maxDepth: 30,
  maxExponent: 200,
};

/** Fills in what is not given; a limit that is not a number of at least 0 is not given. */
export function withDefaultLimits(limits: Partial<GradingLimits> = {}): GradingLimits {
  const or = (given: number | undefined, fallback: number) =>
    given !== undefined && given >= 0 ? given : fallback;
  return {
    maxLength: or(limits.maxLength, DEFAULT_LIMITS.maxLength),
    maxNodes: or(limits.maxNodes, DEFAULT_LIMITS.maxNodes),
    maxDepth: or(limits.maxDepth, DEFAULT_LIMITS.maxDepth),
    maxExponent: or(limits.maxExponent, DEFAULT_LIMITS.maxExponent),
  };
}
