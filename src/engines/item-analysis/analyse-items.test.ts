import { describe, expect, it } from '@jest/globals';

import { analyseItems } from './analyse-items.js';
import type { AnalysisOptions, ResponseRow } from './types.js';

const DIGITS = 12;

/** Rows of right (1), wrong (0) and missing (.) answers, on items of one point. */
function analyse(rows: readonly string[], options: AnalysisOptions = { minimumSample: 2 }) {
  const items = Array.from(rows[0]!, (_, i) => ({ id: `i${i}`, maxPoints: 1 }));
  const scores = rows.map((row) => Array.from(row, (each) => (each === '.' ? null : Number(each))));
  return analyseItems({ items, rows: scores.map((each) => ({ scores: each })) }, options);
}

describe('analyseItems', () => {
  // Means 3/4, 2/4, 1/4. Variances (n − 1) 1/4, 1/3, 1/4, together 5/6. Totals 3, 2, 1, 0 with
  // variance 5/3. alpha = 3/2 · (1 − (5/6)/(5/3)) = 3/4.
  it('gives the numbers of a perfect scale of three items', () => {
    const { alpha, items, learners } = analyse(['111', '110', '100', '000']);
    expect(learners).toBe(4);
    expect(alpha.value).toBeCloseTo(3 / 4, DIGITS);
    expect(items.map(({ facility }) => facility.value)).toEqual([0.75, 0.5, 0.25]);
    expect(items[1]!.standardDeviation.value).toBeCloseTo(Math.sqrt(1 / 3), DIGITS);
    // Without the middle item the rest is 2, 1, 1, 0 with variance 2/3; the covariance with 1, 1, 0,
    // 0 is 1/3: 1/3 / √(1/3 · 2/3) = √(1/2).
    expect(items[1]!.discrimination.value).toBeCloseTo(Math.SQRT1_2, DIGITS);
    // Of the first and the last: 2 · (1 − (1/2)/(2/3)) = 1/2.
    expect(items[1]!.alphaIfDeleted.value).toBeCloseTo(1 / 2, DIGITS);
    // 27 % of four is one learner: the best has all right, the worst none.
    expect(items.map(({ upperLower }) => upperLower.value)).toEqual([1, 1, 1]);
  });

  it('does not take a missing answer for a wrong one', () => {
    const { items, learners } = analyse(['11', '1.', '0.', '10', '..']);
    expect(learners).toBe(4);
    expect(items.map(({ answers }) => answers)).toEqual([4, 2]);
    expect(items.map(({ facility }) => facility.value)).toEqual([0.75, 0.5]);
  });

  // One of four is the upper and one the lower group; three tie at the top, so each of them counts
  // a third of a place there.
  it('lets learners who tie share the places of a group', () => {
    const { items } = analyse(['110', '101', '011', '000']);
    items.forEach(({ upperLower }) => expect(upperLower.value).toBeCloseTo(2 / 3, DIGITS));
  });

  it('says nothing below the minimum sample, and why', () => {
    const rows = Array.from({ length: 43 }, (_, i) => (i % 2 === 0 ? '10' : '01'));
    const few = { value: null, absence: 'TOO_FEW_LEARNERS' };
    const { alpha, items } = analyse(rows, {});
    expect(alpha).toEqual(few);
    expect(items[0]).toMatchObject({ answers: 43, facility: few, discrimination: few });
    expect(analyse([...rows, '11'], {}).items[0]!.facility.value).toBeCloseTo(23 / 44, DIGITS);
  });

  it('leaves an item that does not vary out of alpha', () => {
    const rows = ['111', '110', '100', '000'];
    const { alpha, items } = analyse(rows.map((row) => `${row}1`));
    expect(alpha.value).toBeCloseTo(3 / 4, DIGITS);
    expect(items[3]).toMatchObject({
      facility: { value: 1 },
      standardDeviation: { value: 0 },
      discrimination: { absence: 'NO_VARIANCE' },
      alphaIfDeleted: { absence: 'NO_VARIANCE' },
    });
  });

  it('has no alpha of one item, nor of scores that cancel out', () => {
    expect(analyse(['1', '0']).alpha.absence).toBe('TOO_FEW_ITEMS');
    expect(analyse(['10', '01', '10']).alpha.absence).toBe('NO_VARIANCE');
    expect(analyse(['10', '01', '11', '00']).items[0]!.alphaIfDeleted.absence).toBe(
      'TOO_FEW_ITEMS',
    );
  });

  it('has no alpha where no two learners answered the same two items', () => {
    const { alpha, items } = analyse(['1.1', '0.0', '.11', '.00', '1.0', '.10']);
    expect(alpha.absence).toBe('NO_COMMON_LEARNERS');
    expect(items[2]!.discrimination.absence).toBe('NO_COMMON_LEARNERS');
    // Without the first, the other two have been answered together.
    expect(items[0]!.alphaIfDeleted.value).not.toBeNull();
  });

  it('refuses what does not fit', () => {
    const items = [{ id: 'a', maxPoints: 1 }];
    const withScores = (scores: number[]) => () => analyseItems({ items, rows: [{ scores }] });
    expect(withScores([1, 1])).toThrow(RangeError);
    expect(withScores([1.1])).toThrow(RangeError);
    expect(withScores([Number.NaN])).toThrow(RangeError);
    expect(() => analyseItems({ items: [{ id: 'a', maxPoints: 0 }], rows: [] })).toThrow(
      RangeError,
    );
    expect(() => analyse(['1'], { minimumSample: 1 })).toThrow(RangeError);
  });
});

describe('a wrong key', () => {
  const items = [
    ...[1, 2, 3].map((i) => ({ id: `i${i}`, maxPoints: 1 })),
    { id: 'last', maxPoints: 1, options: ['a', 'b', 'c'], key: 'a' },
  ];
  /** Who is good at the first three items, and the option chosen in the last. */
  function rows(choices: readonly (readonly [good: number, option: string])[]): ResponseRow[] {
    return choices.map(([good, option]) => ({
      scores: [...[0, 1, 2].map((i) => Number(i < good)), Number(option === 'a')],
      chosen: [null, null, null, option],
    }));
  }
  const last = (choices: readonly (readonly [number, string])[]) =>
    analyseItems({ items, rows: rows(choices) }, { minimumSample: 2 }).items[3]!;

  it('shows where the good ones choose something else', () => {
    const found = last([
      [3, 'b'],
      [3, 'b'],
      [3, 'b'],
      [2, 'a'],
      [2, 'b'],
      [1, 'a'],
      [0, 'a'],
      [0, 'c'],
    ]);
    // 27 % of eight is two learners. With the last item 3 points each: the three who chose b and the
    // one with 2 and a tie, so three quarters of the group chose b.
    expect(found.wrongKeySigns).toEqual([
      { code: 'NEGATIVE_DISCRIMINATION', values: { discrimination: found.discrimination.value } },
      {
        code: 'DISTRACTOR_ABOVE_KEY',
        option: 'b',
        values: { upperShare: 0.75, keyUpperShare: 0.25 },
      },
    ]);
    expect(found.discrimination.value).toBeLessThan(0);
    expect(found.options.map(({ option, isKey, count }) => [option, isKey, count])).toEqual([
      ['a', true, 3],
      ['b', false, 4],
      ['c', false, 1],
    ]);
  });

  it('does not show where they choose the key', () => {
    const found = last([
      [3, 'a'],
      [3, 'a'],
      [2, 'a'],
      [1, 'b'],
      [0, 'b'],
      [0, 'c'],
    ]);
    expect(found.wrongKeySigns).toEqual([]);
    expect(found.options[0]!.pointBiserial.value).toBeGreaterThan(0);
    expect(found.options[1]!.pointBiserial.value).toBeLessThan(0);
  });
});
