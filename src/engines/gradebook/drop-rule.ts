import { add, compare, divide, multiply, subtract, ZERO, type Fraction } from './fraction.js';

/** Points of a column, or of several together. */
export interface Points {
  readonly earned: Fraction;
  readonly possible: Fraction;
}

/**
 * Which columns to drop: up to `count` of the candidates, so that the fraction
 *
 *     q(K) = (Σ earned over K and kept) / (Σ possible over K and kept)
 *
 * of those that remain, K, is as high as it can be (`lowest`) or as low (`highest`). Of equal
 * fractions the one that drops most columns, and of these the one that drops the earliest. At least
 * one column with points possible always remains. Answers their indices, ascending.
 *
 * `candidates` have points possible above 0 and are in column order; `kept` is what cannot be
 * dropped, all together.
 *
 * The columns with the lowest percentages are not always those to drop. With a trial value q, the
 * best K leaves out the smallest earned − q possible; its own fraction is the next q, which can only
 * grow and stops at the highest. In exact arithmetic it stops after a few rounds, each a sort.
 *
 * Source: D. Kane and J. Kane (2006), "Dropping Lowest Grades", Mathematics Magazine 79, 181–189,
 * for the problem and its reading as a root of max Σ (earned − q possible); W. Dinkelbach (1967),
 * "On nonlinear fractional programming", Management Science 13, 492–498, for the iteration.
 */
export function chooseDrops(
  which: 'lowest' | 'highest',
  candidates: readonly Points[],
  kept: Points,
  count: number,
): number[] {
  const limit = Math.min(count, kept.possible.n > 0n ? candidates.length : candidates.length - 1);
  let drops: number[] = [];
  let fraction = fractionWithout(candidates, kept, drops);
  while (limit > 0 && fraction !== null) {
    drops = worstFor(which, candidates, fraction)
      .slice(0, limit)
      .sort((a, b) => a - b);
    const next = fractionWithout(candidates, kept, drops);
    if (next === null || compare(next, fraction) === 0) break;
    fraction = next;
  }
  return drops;
}

/** Indices of the candidates that hold the fraction back or leave it as it is, the worst first. */
function worstFor(
  which: 'lowest' | 'highest',
  candidates: readonly Points[],
  fraction: Fraction,
): number[] {
  return candidates
    .map(({ earned, possible }, index) => {
      const expected = multiply(fraction, possible);
      const gain = which === 'lowest' ? subtract(earned, expected) : subtract(expected, earned);
      return { index, gain };
    })
    .filter(({ gain }) => gain.n <= 0n)
    .sort((a, b) => compare(a.gain, b.gain) || a.index - b.index)
    .map(({ index }) => index);
}

function fractionWithout(
  candidates: readonly Points[],
  kept: Points,
  drops: readonly number[],
): Fraction | null {
  const dropped = new Set(drops);
  const rest = candidates.filter((_, index) => !dropped.has(index));
  const { earned, possible } = [kept, ...rest].reduce(plus, NOTHING);
  return divide(earned, possible);
}

export const NOTHING: Points = { earned: ZERO, possible: ZERO };

export function plus(a: Points, b: Points): Points {
  return { earned: add(a.earned, b.earned), possible: add(a.possible, b.possible) };
}

export function minus(a: Points, b: Points): Points {
  return { earned: subtract(a.earned, b.earned), possible: subtract(a.possible, b.possible) };
}
