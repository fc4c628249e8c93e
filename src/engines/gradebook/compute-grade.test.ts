import { describe, expect, it } from '@jest/globals';

import {
  attempt,
  category,
  column,
  DAY,
  DUE,
  graded,
  policy,
} from '../../../tests/testkit/grade-facts.js';
import { computeGrade } from './compute-grade.js';
import { PolicyError } from './errors.js';
import type { ColumnFacts, TotalOverride } from './facts.js';
import type { GradePolicy } from './policy.js';
import type { GradeView } from './types.js';

function bookOf(
  rules: Partial<GradePolicy>,
  columns: readonly ColumnFacts[],
  { totalOverride = null, view }: { totalOverride?: TotalOverride | null; view?: GradeView } = {},
) {
  return computeGrade(policy(rules), { columns, totalOverride }, DUE + 30 * DAY, view);
}

const current = (rules: Partial<GradePolicy>, columns: readonly ColumnFacts[]) =>
  bookOf(rules, columns).overall.current;

describe('a total by points', () => {
  // 7/10 and 18/20: 25/30, not the mean of 0.7 and 0.9.
  it('is all points earned by all points possible', () => {
    const total = current({}, [graded('a', 7), graded('b', 18, { pointsPossible: 20 })]);
    expect(total).toMatchObject({ earned: 25, possible: 30, fraction: 25 / 30, state: 'graded' });
  });

  it('is null, and not 0, when nothing is graded', () => {
    for (const columns of [[], [column('a')], [column('b', { excused: true })]]) {
      const total = current({}, columns);
      expect(total).toMatchObject({ earned: null, fraction: null, grade: null, state: 'empty' });
      expect(total.steps).toEqual([]);
    }
  });

  // (9 + 3) / 10, and 12/10 is cut to 1 by a cap of 1.
  it('may exceed 1 by extra credit unless it is capped', () => {
    const columns = [graded('a', 9), graded('b', 3, { extraCredit: true })];
    expect(current({}, columns)).toMatchObject({ earned: 12, possible: 10, fraction: 1.2 });
    const capped = current({ cap: 1 }, columns);
    expect(capped).toMatchObject({ earned: 12, fraction: 1 });
    expect(capped.steps.at(-1)).toMatchObject({ code: 'CAPPED', before: 1.2, after: 1 });
  });

  it('has no fraction of extra credit alone', () => {
    const total = current({}, [graded('a', 3, { extraCredit: true })]);
    expect(total).toMatchObject({ earned: 3, possible: 0, fraction: null });
  });

  it('counts an extra credit category without its points possible', () => {
    const categories = [category('bonus', { extraCredit: true })];
    const columns = [graded('a', 9), graded('b', 3, { categoryId: 'bonus' })];
    expect(current({ categories }, columns)).toMatchObject({ fraction: 1.2, possible: 10 });
  });

  // Without 2/10: (8 + 9) / 20; the other category keeps its 1/10: 18/30.
  it('drops inside a category', () => {
    const categories = [category('quiz', { dropLowest: 1 }), category('exam')];
    const total = current({ categories }, [
      graded('a', 8, { categoryId: 'quiz', position: 1 }),
      graded('b', 2, { categoryId: 'quiz', position: 2 }),
      graded('c', 9, { categoryId: 'quiz', position: 3 }),
      graded('d', 1, { categoryId: 'exam', position: 4 }),
    ]);
    expect(total).toMatchObject({ earned: 18, possible: 30, fraction: 0.6 });
    expect(total.categories[0]).toMatchObject({ earned: 17, possible: 20, dropped: ['b'] });
  });

  it('drops highest after lowest, and never what is protected', () => {
    const rule = { dropLowest: 1, dropHighest: 1, neverDrop: ['a'] };
    const columns = [1, 2, 3, 4].map((points, i) =>
      graded('abcd'[i]!, points, { categoryId: 'quiz', position: i }),
    );
    const total = current({ categories: [category('quiz', rule)] }, columns);
    expect(total.categories[0]!.dropped).toEqual(['b', 'd']);
    expect(total).toMatchObject({ earned: 4, possible: 20 });
  });
});

describe('a total by weights', () => {
  const categories = [
    category('home', { weight: 30 }),
    category('exam', { weight: 50 }),
    category('talk', { weight: 20 }),
    category('bonus', { weight: 10, extraCredit: true }),
  ];
  const rules = { total: 'weighted', categories } as const;
  const home = graded('a', 8, { categoryId: 'home' });
  const exam = graded('b', 6, { categoryId: 'exam' });

  // No talk yet: (30 · 0.8 + 50 · 0.6) / 80 = 54/80.
  it('normalises the weights over what has something graded', () => {
    const total = current(rules, [home, exam]);
    expect(total.fraction).toBe(54 / 80);
    expect(total.steps.map(({ values }) => values['share'])).toEqual([30 / 80, 50 / 80]);
  });

  // 54/80 + 10/100 · 0.5: the bonus is a share of all other weights, graded or not.
  it('adds extra credit on top', () => {
    const bonus = graded('c', 5, { categoryId: 'bonus' });
    expect(current(rules, [home, exam, bonus]).fraction).toBe(0.725);
  });

  it('is null when only categories of weight 0 or of extra credit have grades', () => {
    const light = [...categories, category('poll', { weight: 0 })];
    const columns = [
      graded('c', 5, { categoryId: 'bonus' }),
      graded('d', 5, { categoryId: 'poll' }),
    ];
    expect(current({ total: 'weighted', categories: light }, columns).fraction).toBeNull();
  });

  it('leaves out what is in no category, and says so', () => {
    const total = current(rules, [home, graded('z', 0)]);
    expect(total).toMatchObject({ earned: 8, possible: 10, fraction: 0.8 });
    expect(total.steps.at(-1)).toMatchObject({ code: 'NOT_WEIGHTED', ids: ['z'] });
  });
});

describe('the final total', () => {
  // Graded 8/10; one overdue and one not due yet count 0/10 each; one waits for its grader.
  it('counts 0 for what nothing was submitted for, and leaves out what waits for a grader', () => {
    const columns = [
      graded('a', 8),
      column('b'),
      column('c', { dueAt: null }),
      column('d', { attempts: [attempt('d1')] }),
      column('e', { excused: true }),
    ];
    const { current, final } = bookOf({}, columns).overall;
    expect(current).toMatchObject({ earned: 8, possible: 10, fraction: 0.8 });
    expect(final).toMatchObject({ earned: 8, possible: 30, fraction: 8 / 30 });
  });
});

describe('grading periods', () => {
  const periods = [
    { id: 'p1', weight: 1, startsAt: 0, endsAt: 10 },
    { id: 'p2', weight: 3, startsAt: 10, endsAt: 20 },
    { id: 'p3', weight: 6, startsAt: 20, endsAt: 30 },
  ];
  const columns = [
    graded('a', 10, { periodId: 'p1', pointsPossible: 20 }),
    graded('b', 9, { periodId: 'p2' }),
    graded('c', 1),
  ];

  it('have totals of their own', () => {
    const totals = bookOf({ periods }, columns).periods;
    expect(totals.map(({ periodId, current }) => [periodId, current.fraction])).toEqual([
      ['p1', 0.5],
      ['p2', 0.9],
      ['p3', null],
    ]);
  });

  // All columns: 20/40. By periods: (1 · 0.5 + 3 · 0.9) / 4 = 0.8, without the third and without c.
  it('make the overall total only where the policy says so', () => {
    expect(current({ periods }, columns).fraction).toBe(0.5);
    const total = current({ periods, overall: 'periods' }, columns);
    expect(total).toMatchObject({ earned: 19, possible: 30, fraction: 0.8 });
    expect(total.steps.at(-1)).toMatchObject({ code: 'NOT_WEIGHTED', ids: ['c'] });
  });
});

describe('the scheme', () => {
  const scheme = [
    { name: 'C', from: 0.7 },
    { name: 'A', from: 0.9 },
    { name: 'B', from: 0.8 },
  ];
  const named = (earned: number, pointsPossible: number) =>
    current({ scheme }, [graded('a', earned, { pointsPossible })]).grade;

  it('gives a bound to what is exactly on it, and not to what is a hair below', () => {
    expect(named(27, 30)).toBe('A');
    expect(named(26.999_999_999_999, 30)).toBe('B');
    expect(named(6.9, 10)).toBeNull();
  });

  // In doubles 0.7 + 0.1 is 0.7999999999999999, of 1 possible.
  it('is not misled by sums of decimals', () => {
    const columns = [
      graded('a', 0.7, { pointsPossible: 1 }),
      graded('b', 0.1, { pointsPossible: 0 }),
    ];
    expect(0.7 + 0.1).toBeLessThan(0.8);
    expect(current({ scheme }, columns).grade).toBe('B');
  });
});

describe('an override of the total', () => {
  const totalOverride = { fraction: 0.95, reason: 'Oral exam', actor: 'u1', at: DUE };

  it('comes last, above the cap, in both totals', () => {
    const { current, final } = bookOf({ cap: 0.9 }, [graded('a', 10)], { totalOverride }).overall;
    for (const total of [current, final]) {
      expect(total).toMatchObject({ fraction: 0.95, state: 'overridden', earned: 10 });
      expect(total.steps.at(-1)).toMatchObject({ code: 'OVERRIDDEN', before: 0.9, after: 0.95 });
    }
  });

  it('stands where nothing is graded', () => {
    const { current } = bookOf({}, [], { totalOverride }).overall;
    expect(current).toMatchObject({ fraction: 0.95, earned: null, state: 'overridden' });
  });
});

describe('the view', () => {
  const columns = [graded('a', 8), graded('b', 2, { posted: false })];

  it('of a learner knows nothing of what is not posted', () => {
    expect(bookOf({}, columns)).toEqual(bookOf({}, [graded('a', 8)]));
  });

  it('of staff has everything', () => {
    const book = bookOf({}, columns, { view: 'staff' });
    expect(book.columns.map(({ columnId }) => columnId)).toEqual(['a', 'b']);
    expect(book.overall.current.fraction).toBe(0.5);
  });
});

describe('computeGrade', () => {
  it('refuses a policy with problems', () => {
    expect(() => bookOf({ cap: Number.NaN }, [])).toThrow(PolicyError);
  });

  it('names its engine', () => {
    expect(bookOf({}, [])).toMatchObject({ engine: 'gradebook', version: 1, view: 'learner' });
  });
});
