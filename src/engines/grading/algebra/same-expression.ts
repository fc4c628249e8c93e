import type { Tolerance } from '../types.js';
import type { Expression } from './expression.js';
import type { Samples } from './samples.js';
import { isWithin } from './tolerance.js';
import { equal } from './value.js';

export type Likeness = 'EQUIVALENT' | 'WITHIN_TOLERANCE' | undefined;

/** Fewer points with a value on both sides prove nothing about expressions with unknowns. */
export const FEWEST_POINTS = 3;

/**
 * Whether two expressions have the same value, by looking: rational ones are compared exactly at
 * the sample points (sample-points.ts), others within the bound of their own rounding error
 * (value.ts). Two polynomials that agree there are the same, save by design; compare Schwartz
 * (1980), "Fast probabilistic algorithms for verification of polynomial identities".
 *
 * A point where either has no value is passed over: √a·√b is √(ab) although only the latter has a
 * value for two negative numbers. |x| is not x, since both have values below zero.
 *
 * A tolerance is for numbers. Between expressions with unknowns it would mean something else at
 * every point, so there it is not used.
 */
export function sameExpression(
  key: Expression,
  response: Expression,
  samples: Samples,
  tolerance?: Tolerance,
): Likeness {
  const count = samples.countFor(key, response);
  if (count === 1) return sameNumber(key, response, samples, tolerance);
  let informative = 0;
  for (let k = 0; k < count; k += 1) {
    const isEqual = equal(samples.at(k, key), samples.at(k, response));
    if (isEqual === false) return undefined;
    if (isEqual === true) informative += 1;
  }
  return informative >= FEWEST_POINTS ? 'EQUIVALENT' : undefined;
}

function sameNumber(
  key: Expression,
  response: Expression,
  samples: Samples,
  tolerance: Tolerance | undefined,
): Likeness {
  const [expected, found] = [samples.at(0, key), samples.at(0, response)];
  if (equal(expected, found) === true) return 'EQUIVALENT';
  const isNear = tolerance !== undefined && isWithin(tolerance, expected, found);
  return isNear ? 'WITHIN_TOLERANCE' : undefined;
}
