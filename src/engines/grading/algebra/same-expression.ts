import type { Tolerance } from '../types.js';
import { evaluate, type Point } from './evaluate.js';
import { symbolsIn, type Expression } from './expression.js';
import { POINTS, samplePoint } from './sample-points.js';
import { isWithin } from './tolerance.js';
import { equal, type Value } from './value.js';

export type Likeness = 'EQUIVALENT' | 'WITHIN_TOLERANCE' | undefined;

/** Fewer points with a value on both sides prove nothing. */
export const FEWEST_POINTS = 3;

/**
 * Whether two expressions have the same value, by looking: rational ones are compared exactly at the
 * sample points (sample-points.ts), others within the bound of their own rounding error
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
  maxExponent: number,
  tolerance?: Tolerance,
): Likeness {
  let informative = 0;
  let likeness: Likeness = 'EQUIVALENT';
  const points = pointsFor([key, response]);
  for (const at of points) {
    const expected = evaluate(key, at, maxExponent);
    const found = evaluate(response, at, maxExponent);
    const isEqual = equal(expected, found);
    if (isEqual === undefined) continue;
    if (!isEqual) {
      const isNumber = points.length === 1;
      if (!isNumber || tolerance === undefined) return undefined;
      if (!isWithin(tolerance, expected, found)) return undefined;
      likeness = 'WITHIN_TOLERANCE';
    }
    informative += 1;
  }
  return informative >= Math.min(points.length, FEWEST_POINTS) ? likeness : undefined;
}

/** The points to look at: one suffices where nothing is unknown. */
export function pointsFor(expressions: readonly Expression[]): Point[] {
  const found = new Set<string>();
  for (const expression of expressions) symbolsIn(expression, found);
  const symbols = [...found].sort();
  const count = symbols.length === 0 ? 1 : POINTS;
  return Array.from({ length: count }, (_, k) => samplePoint(k, symbols));
}

/** The values of one expression at each of the points. */
export function valuesAt(
  expression: Expression,
  points: readonly Point[],
  maxExponent: number,
): Value[] {
  return points.map((at) => evaluate(expression, at, maxExponent));
}
