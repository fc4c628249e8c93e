import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { chooseDrops, NOTHING, type Points } from './drop-rule.js';
import { exact } from './fraction.js';

function points(...pairs: readonly (readonly [earned: number, possible: number])[]): Points[] {
  return pairs.map(([earned, possible]) => ({ earned: exact(earned), possible: exact(possible) }));
}

/** Every subset of up to `count` of the first `length` indices, each ascending. */
function subsets(length: number, count: number, from = 0): number[][] {
  if (count === 0 || from === length) return [[]];
  const withFirst = subsets(length, count - 1, from + 1).map((rest) => [from, ...rest]);
  return [...withFirst, ...subsets(length, count, from + 1)];
}

/** Tries them all, in whole numbers, by what the docstring says. */
function bruteForce(
  sign: 1 | -1,
  candidates: readonly (readonly [number, number])[],
  kept: readonly [number, number],
  count: number,
): number[] {
  let best: { drops: number[]; earned: number; possible: number } | undefined;
  for (const drops of subsets(candidates.length, count)) {
    const rest = [kept, ...candidates.filter((_, i) => !drops.includes(i))];
    const earned = rest.reduce((sum, each) => sum + each[0], 0);
    const possible = rest.reduce((sum, each) => sum + each[1], 0);
    if (possible === 0) continue;
    // Points are whole and small, so that the products are exact.
    const gain = best ? sign * (earned * best.possible - best.earned * possible) : 1;
    const isBetter =
      gain > 0 ||
      (gain === 0 && drops.length > best!.drops.length) ||
      (gain === 0 && drops.length === best!.drops.length && isBefore(drops, best!.drops));
    if (isBetter) best = { drops, earned, possible };
  }
  return best!.drops;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, i) => value !== b[i]);
  return index !== -1 && a[index]! < b[index]!;
}

describe('chooseDrops', () => {
  // A 80/100, B 7/40, C 1/6 with one dropped: without C 87/140 = 0.6214, though C has the lowest
  // percentage (0.1667, B 0.175); without B 81/106 = 0.7642; without A 8/46.
  it('drops the larger column where the one with the lowest percentage matters less', () => {
    expect(chooseDrops('lowest', points([80, 100], [7, 40], [1, 6]), NOTHING, 1)).toEqual([1]);
  });

  // A 100/100, B 42/91, C 14/55, D 3/38, dropping two. Percentages 1, 0.4615, 0.2545, 0.0789.
  // The lowest two, C and D, leave 142/191 = 0.7435; B and C leave 103/138 = 0.7464, B and D leave
  // 114/155 = 0.7355. So the two of the lowest percentages are not the two to drop, although D on
  // its own is the lowest.
  it('does not build the best pair from the best single one', () => {
    const columns = points([100, 100], [42, 91], [14, 55], [3, 38]);
    expect(chooseDrops('lowest', columns, NOTHING, 2)).toEqual([1, 2]);
  });

  it('drops the earliest of equal columns', () => {
    expect(chooseDrops('lowest', points([5, 10], [5, 10], [5, 10]), NOTHING, 2)).toEqual([0, 1]);
  });

  it('keeps one column when the rule would leave none', () => {
    expect(chooseDrops('lowest', points([5, 10], [9, 10]), NOTHING, 5)).toEqual([0]);
    expect(chooseDrops('highest', points([5, 10], [9, 10]), NOTHING, 5)).toEqual([1]);
    expect(chooseDrops('lowest', points([5, 10]), NOTHING, 1)).toEqual([]);
  });

  // 2/10 is kept. Without 9/10 the fraction falls from 11/20 to 2/10.
  it('drops nothing that holds the fraction up', () => {
    const [kept] = points([2, 10]);
    expect(chooseDrops('lowest', points([9, 10]), kept!, 1)).toEqual([]);
  });

  it('finds what trying every subset finds', () => {
    // Few different values, so that ties are common.
    const pair = fc.oneof(
      fc.tuple(fc.integer({ min: -2, max: 12 }), fc.integer({ min: 1, max: 12 })),
      fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(1, 2, 4)),
    );
    const fixed = fc.oneof(
      fc.constant([0, 0] as [number, number]),
      fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })),
    );
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1, maxLength: 8 }),
        fixed,
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom('lowest' as const, 'highest' as const),
        (candidates, kept, count, which) => {
          const expected = bruteForce(which === 'lowest' ? 1 : -1, candidates, kept, count);
          expect(chooseDrops(which, points(...candidates), points(kept)[0]!, count)).toEqual(
            expected,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
