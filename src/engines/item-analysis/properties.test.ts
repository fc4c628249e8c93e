import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { analyseItems } from './analyse-items.js';
import type { ResponseMatrix, Statistic, TestAnalysis } from './types.js';

const ITEMS = 5;
const OPTIONS = ['a', 'b', 'c'];
const score = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);

function matrices(scores: fc.Arbitrary<number | null>): fc.Arbitrary<ResponseMatrix> {
  const row = fc.record({
    scores: fc.array(scores, { minLength: ITEMS, maxLength: ITEMS }),
    chosen: fc.array(fc.option(fc.constantFrom(...OPTIONS)), {
      minLength: ITEMS,
      maxLength: ITEMS,
    }),
  });
  return fc.record({
    items: fc
      .array(fc.constantFrom(1, 2.5, 7), { minLength: ITEMS, maxLength: ITEMS })
      .map((points) =>
        points.map((maxPoints, i) => ({ id: `i${i}`, maxPoints, options: OPTIONS, key: 'a' })),
      ),
    rows: fc.array(row, { minLength: 4, maxLength: 40 }),
  });
}

const matrix = matrices(fc.option(score, { freq: 4 }));
const complete = matrices(score);
const rightOrWrong = matrices(fc.constantFrom(0, 1));
const analyse = (given: ResponseMatrix) => analyseItems(given, { minimumSample: 2 });

/** Sums of some forty numbers near 1; a quotient of two small ones may lose some digits. */
const DIGITS = 7;

function expectSame(found: unknown, expected: unknown): void {
  if (typeof expected === 'number') {
    expect(found).toBeCloseTo(expected, DIGITS);
  } else if (expected !== null && typeof expected === 'object') {
    for (const [name, value] of Object.entries(expected)) {
      expectSame((found as Record<string, unknown>)[name], value);
    }
  } else {
    expect(found).toBe(expected);
  }
}

function within(statistic: Statistic, low: number, high: number): void {
  if (statistic.value === null) return;
  expect(statistic.value).toBeGreaterThanOrEqual(low - 1e-12);
  expect(statistic.value).toBeLessThanOrEqual(high + 1e-12);
}

function rowsOf({ rows }: ResponseMatrix): number[][] {
  return [...rows].map(({ scores }) => scores.map((each) => each ?? 0));
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

describe('an analysis', () => {
  it('is the same in whatever order the learners come', () => {
    fc.assert(
      fc.property(matrix, (given) => {
        expectSame(analyse({ ...given, rows: [...given.rows].reverse() }), analyse(given));
      }),
    );
  });

  it('stays within bounds', () => {
    fc.assert(
      fc.property(matrix, (given) => {
        const { items }: TestAnalysis = analyse(given);
        for (const item of items) {
          within(item.facility, 0, 1);
          within(item.standardDeviation, 0, 1);
          within(item.discrimination, -1, 1);
          within(item.upperLower, -1, 1);
          within(item.alphaIfDeleted, -Infinity, Infinity);
          for (const option of item.options) {
            for (const share of [option.share, option.upperShare, option.lowerShare]) {
              within(share, 0, 1);
            }
            within(option.pointBiserial, -1, 1);
          }
        }
      }),
    );
  });

  it('has an alpha of at most 1 for complete answers', () => {
    fc.assert(fc.property(complete, (given) => within(analyse(given).alpha, -Infinity, 1)));
  });

  // KR-20 = k / (k − 1) · (1 − Σ p q / σ²), with p right, q = 1 − p and σ² the variance of the
  // number right, over n.
  it('has the KR-20 for alpha where answers are right or wrong', () => {
    fc.assert(
      fc.property(rightOrWrong, (given) => {
        const items = given.items.map((item) => ({ ...item, maxPoints: 1 }));
        const { alpha } = analyse({ ...given, items });
        const rows = rowsOf(given);
        const right = items.map(
          (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length,
        );
        const varying = right.filter((p) => p > 0 && p < 1);
        const total = variance(rows.map((row) => row.reduce((sum, each) => sum + each, 0)));
        fc.pre(varying.length > 1 && total > 0);
        const ratio = varying.reduce((sum, p) => sum + p * (1 - p), 0) / total;
        expect(alpha.value).toBeCloseTo((varying.length / (varying.length - 1)) * (1 - ratio), 9);
      }),
    );
  });

  it('gives the key of a right-or-wrong item the discrimination of the item', () => {
    fc.assert(
      fc.property(rightOrWrong, (given) => {
        const rows = [...given.rows].map(({ scores }) => ({
          scores,
          chosen: scores.map((each) => (each === 1 ? 'a' : 'b')),
        }));
        for (const { discrimination, options } of analyse({ ...given, rows }).items) {
          if (discrimination.value === null) continue;
          expect(options[0]!.pointBiserial.value).toBeCloseTo(discrimination.value, DIGITS);
          // b is chosen by all the others.
          expect(options[1]!.pointBiserial.value).toBeCloseTo(-discrimination.value, DIGITS);
        }
      }),
    );
  });

  it('does not depend on the unit of the points', () => {
    fc.assert(
      fc.property(matrix, (given) => {
        const items = given.items.map((item) => ({ ...item, maxPoints: item.maxPoints * 8 }));
        expectSame(analyse({ ...given, items }), analyse(given));
      }),
    );
  });
});
