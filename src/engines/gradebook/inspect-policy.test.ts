import { describe, expect, it } from '@jest/globals';

import { category, policy } from '../../../tests/testkit/grade-facts.js';
import { inspectPolicy } from './inspect-policy.js';
import { periodAt } from './period-at.js';
import type { GradePolicy } from './policy.js';

const late = {
  per: 'day',
  share: 0.1,
  of: 'earned',
  floor: 0,
  graceMinutes: 10,
  cutoffMinutes: null,
} as const;

function period(id: string, startsAt: number, endsAt: number, weight = 1) {
  return { id, startsAt, endsAt, weight };
}

const found = (rules: Partial<GradePolicy>) =>
  inspectPolicy(policy(rules)).map(({ code, path }) => `${code} ${path.join('.')}`);

describe('inspectPolicy', () => {
  it('finds nothing wrong with a sound policy', () => {
    expect(found({})).toEqual([]);
    const periods = [period('p', 0, 10), period('q', 10, 20)];
    const categories = [category('a', { weight: 0.3 }), category('b', { weight: 0 })];
    expect(found({ late, periods, categories, total: 'weighted', overall: 'periods' })).toEqual([]);
  });

  it.each<[Partial<GradePolicy>, string]>([
    [{ late: { ...late, share: 1.1 } }, 'NOT_A_SHARE late.share'],
    [{ late: { ...late, floor: -0.1 } }, 'NOT_A_SHARE late.floor'],
    [{ late: { ...late, graceMinutes: 0.5 } }, 'NOT_WHOLE late.graceMinutes'],
    [{ late: { ...late, cutoffMinutes: 9 } }, 'CUTOFF_WITHIN_GRACE late.cutoffMinutes'],
    [{ missing: Number.NaN }, 'NOT_FINITE missing'],
    [{ columnRules: [{ columnId: 'c', missing: 2 }] }, 'NOT_A_SHARE columnRules.0.missing'],
    [
      { columnRules: [{ columnId: 'c', late: { ...late, share: Infinity } }] },
      'NOT_FINITE columnRules.0.late.share',
    ],
    [
      { columnRules: [{ columnId: 'c' }, { columnId: 'c' }] },
      'DUPLICATE_ID columnRules.1.columnId',
    ],
    [{ categories: [category('a', { weight: -1 })] }, 'NEGATIVE categories.0.weight'],
    [{ categories: [category('a', { dropLowest: 1.5 })] }, 'NOT_WHOLE categories.0.dropLowest'],
    [{ categories: [category('a', { dropHighest: -1 })] }, 'NEGATIVE categories.0.dropHighest'],
    [{ categories: [category('a'), category('a')] }, 'DUPLICATE_ID categories.1.id'],
    [{ total: 'weighted' }, 'WEIGHTS_SUM_TO_ZERO categories'],
    [
      { total: 'weighted', categories: [category('a', { extraCredit: true })] },
      'WEIGHTS_SUM_TO_ZERO categories',
    ],
    [{ overall: 'periods', periods: [period('p', 0, 1, 0)] }, 'WEIGHTS_SUM_TO_ZERO periods'],
    [{ periods: [period('p', 5, 5)] }, 'PERIOD_ENDS_BEFORE_START periods.0.endsAt'],
    [{ periods: [period('p', 0, 10), period('q', 9, 20)] }, 'PERIODS_OVERLAP periods.1'],
    [{ periods: [period('p', 0, 10), period('p', 10, 20)] }, 'DUPLICATE_ID periods.1.id'],
    [{ cap: -1 }, 'NEGATIVE cap'],
    [{ scheme: [{ name: 'A', from: Infinity }] }, 'NOT_FINITE scheme.0.from'],
    [
      {
        scheme: [
          { name: 'A', from: 0.9 },
          { name: 'B', from: 0.9 },
        ],
      },
      'DUPLICATE_BOUND scheme.1.from',
    ],
  ])('finds %j: %s', (rules, expected) => {
    expect(found(rules)).toEqual([expected]);
  });
});

describe('periodAt', () => {
  it('holds its start and not its end', () => {
    const periods = [period('p', 0, 10), period('q', 10, 20)];
    expect([-1, 0, 9, 10, 20].map((at) => periodAt(periods, at)?.id ?? null)).toEqual([
      null,
      'p',
      'p',
      'q',
      null,
    ]);
  });
});
