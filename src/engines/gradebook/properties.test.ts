import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { attempt, category, column, DAY, DUE, policy } from '../../../tests/testkit/grade-facts.js';
import { computeGrade } from './compute-grade.js';
import type { AttemptFacts, ColumnFacts, GradeFacts } from './facts.js';
import { inspectPolicy } from './inspect-policy.js';
import type { GradePolicy, LateRule } from './policy.js';
import type { Gradebook, GradeStep, Total } from './types.js';

const CATEGORIES = ['x', 'y', 'z'];
const PERIODS = ['p', 'q'];
const share = fc.constantFrom(0, 0.05, 0.1, 1 / 3, 0.5, 1);
/** Points as people give them: few decimals, now and then below 0. */
const points = fc.oneof(
  fc.integer({ min: -1, max: 12 }),
  fc.integer({ min: 0, max: 2_000 }).map((hundredths) => hundredths / 100),
);
const time = fc.integer({ min: DUE - 2 * DAY, max: DUE + 6 * DAY });

const lateRule: fc.Arbitrary<LateRule> = fc.record({
  per: fc.constantFrom('once', 'hour', 'day'),
  share,
  of: fc.constantFrom('earned', 'possible'),
  floor: share,
  graceMinutes: fc.constantFrom(0, 60),
  cutoffMinutes: fc.constantFrom(null, 60, 4_320),
});

const sound: fc.Arbitrary<GradePolicy> = fc
  .record({
    late: fc.option(lateRule),
    counting: fc.constantFrom('first', 'last', 'best', 'mean'),
    missing: fc.option(share),
    columnRules: fc.constantFrom([], [{ columnId: 'c1', late: null, counting: 'mean' as const }]),
    total: fc.constantFrom('points', 'weighted'),
    categories: fc.tuple(
      ...CATEGORIES.map((id) =>
        fc.record({
          id: fc.constant(id),
          weight: fc.constantFrom(0, 0.1, 1, 30),
          extraCredit: fc.boolean(),
          dropLowest: fc.nat({ max: 3 }),
          dropHighest: fc.nat({ max: 2 }),
          neverDrop: fc.subarray(['c0', 'c1', 'c2']),
        }),
      ),
    ),
    periods: fc.tuple(
      ...PERIODS.map((id, i) =>
        fc.record({
          id: fc.constant(id),
          weight: fc.constantFrom(1, 2.5, 10),
          startsAt: fc.constant(i * DAY),
          endsAt: fc.constant((i + 1) * DAY),
        }),
      ),
    ),
    overall: fc.constantFrom('columns', 'periods'),
    cap: fc.constantFrom(null, null, 1),
    scheme: fc.constantFrom([], [{ name: 'pass', from: 0.5 }]),
  })
  .filter((each) => inspectPolicy(each).length === 0);

function attemptsOf(number: fc.Arbitrary<number>): fc.Arbitrary<AttemptFacts[]> {
  return fc
    .array(
      fc.record({
        pointsEarned: fc.option(number),
        pointsPossible: fc.oneof(fc.constantFrom(0, 4, 10), number),
        submittedAt: fc.option(time, { freq: 5 }),
        extendedDueAt: fc.option(time),
        voided: fc.boolean(),
      }),
      { maxLength: 4 },
    )
    .map((facts) => facts.map((each, i) => attempt(`a${i}`, each)));
}

function factsOf(number: fc.Arbitrary<number>): fc.Arbitrary<GradeFacts> {
  const by = { reason: fc.constant('why'), actor: fc.constant('u1'), at: fc.constant(DUE) };
  const columns = fc
    .array(
      fc.record({
        position: fc.nat({ max: 3 }),
        pointsPossible: fc.oneof(fc.constantFrom(0, 5, 10), number),
        categoryId: fc.constantFrom(...CATEGORIES, 'unknown', null),
        periodId: fc.constantFrom(...PERIODS, null),
        extraCredit: fc.boolean(),
        dueAt: fc.option(fc.constant(DUE), { freq: 5 }),
        posted: fc.boolean(),
        excused: fc.boolean(),
        lateWaived: fc.boolean(),
        attempts: attemptsOf(number),
        override: fc.option(
          fc.oneof(fc.record({ points: number, ...by }), fc.record({ fraction: number, ...by })),
          { freq: 1 },
        ),
      }),
      { maxLength: 8 },
    )
    .map((all) =>
      all.map((each, i) =>
        column(`c${i}`, {
          ...each,
          attempts: each.attempts.map((own) => ({ ...own, id: `c${i}-${own.id}` })),
        }),
      ),
    );
  return fc.record({ columns, totalOverride: fc.option(fc.record({ fraction: number, ...by })) });
}

const facts = factsOf(points);
/** NaN, infinities and all. */
const anyFacts = factsOf(fc.double());
const compute = (rules: GradePolicy, given: GradeFacts) =>
  computeGrade(rules, given, DUE + 3 * DAY, 'staff');

function totalsOf({ overall, periods }: Gradebook): Total[] {
  return [overall, ...periods].flatMap(({ current, final }) => [current, final]);
}

/** Some dozens of doubles are rounded, and none is above 10^5 here. */
const DIGITS = 9;

function expectSame(found: number | null, expected: number | null): void {
  if (found === null || expected === null) expect(found).toBe(expected);
  else expect(found).toBeCloseTo(expected, DIGITS);
}

const IN_ATTEMPT = ['VOIDED', 'LATE_PENALTY', 'WITHIN_GRACE', 'LATE_WAIVED', 'CUT_OFF'];

/** The points of a column by its steps alone, which must join one to the next. */
function replayColumn(steps: readonly GradeStep[]): number | null {
  const attempts = new Map<string, number | null>();
  let points: number | null = null;
  for (const { code, before, after, ids, values } of steps) {
    const [id = ''] = ids;
    if (code === 'ATTEMPT') {
      attempts.set(id, after);
    } else if (IN_ATTEMPT.includes(code)) {
      expectSame(before, attempts.get(id)!);
      attempts.set(id, after);
    } else if (code === 'SCALED') {
      expectSame(before, attempts.get(id)!);
      attempts.set(id, (before! * values['to']!) / values['from']!);
    } else if (code.includes('_ATTEMPT')) {
      points = ids.reduce((sum, each) => sum + attempts.get(each)!, 0) / ids.length;
    } else {
      expectSame(before, points);
      points = after;
    }
  }
  return points;
}

/** The fraction of a total by its steps and those of its categories alone. */
function replayTotal({ categories, steps }: Total): number | null {
  const counted = new Map<string | null, { earned: number; possible: number }>();
  for (const { categoryId, steps } of categories) {
    const sum = { earned: 0, possible: 0 };
    for (const { code, before, after, values } of steps) {
      expectSame(before ?? 0, sum.earned);
      sum.earned = after!;
      sum.possible += (code.startsWith('DROPPED') ? -1 : 1) * values['possible']!;
    }
    counted.set(categoryId, sum);
  }
  let fraction: number | null = null;
  for (const { code, before, after, ids, values } of steps) {
    expectSame(before, fraction);
    if (code === 'POINTS') {
      expectSame(
        values['earned']!,
        [...counted.values()].reduce((sum, each) => sum + each.earned, 0),
      );
      fraction = values['possible']! > 0 ? values['earned']! / values['possible']! : null;
    } else if (code === 'WEIGHTED' || code === 'EXTRA_WEIGHT') {
      const part = counted.get(ids[0]!);
      if (part) expectSame(values['fraction']!, part.earned / part.possible);
      fraction = (fraction ?? 0) + values['share']! * values['fraction']!;
    } else {
      fraction = after;
    }
  }
  return fraction;
}

describe('a gradebook', () => {
  it('is the same again, and in whatever order the facts come', () => {
    fc.assert(
      fc.property(sound, facts, (rules, given) => {
        const book = compute(rules, given);
        expect(compute(rules, given)).toEqual(book);
        const turned = given.columns
          .toReversed()
          .map((each) => ({ ...each, attempts: each.attempts.toReversed() }));
        expect(compute(rules, { ...given, columns: turned })).toEqual(book);
      }),
    );
  });

  it('holds finite numbers, whatever numbers come in', () => {
    const numbersOf = (value: unknown): number[] =>
      typeof value === 'number'
        ? [value]
        : value !== null && typeof value === 'object'
          ? Object.values(value).flatMap(numbersOf)
          : [];
    fc.assert(
      fc.property(sound, anyFacts, (rules, given) => {
        expect(numbersOf(compute(rules, given)).filter((each) => !Number.isFinite(each))).toEqual(
          [],
        );
      }),
    );
  });

  it('follows from its steps alone', () => {
    fc.assert(
      fc.property(sound, facts, (rules, given) => {
        const book = compute(rules, given);
        for (const column of book.columns) expectSame(replayColumn(column.steps), column.earned);
        for (const total of totalsOf(book)) expectSame(replayTotal(total), total.fraction);
      }),
    );
  });

  it('names in its steps no id but those it was given', () => {
    fc.assert(
      fc.property(sound, facts, (rules, given) => {
        const known = new Set([
          ...[...CATEGORIES, ...PERIODS, 'u1'],
          ...given.columns.flatMap(({ id, attempts }) => [id, ...attempts.map((each) => each.id)]),
        ]);
        const book = compute(rules, given);
        const steps = [
          ...book.columns.flatMap((column) => column.steps),
          ...totalsOf(book).flatMap((total) => [
            ...total.steps,
            ...total.categories.flatMap((each) => each.steps),
          ]),
        ];
        expect(steps.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
      }),
    );
  });

  it('ends in the override where there is one', () => {
    fc.assert(
      fc.property(sound, facts, points, (rules, given, fraction) => {
        const totalOverride = { fraction, reason: 'why', actor: 'u1', at: DUE };
        const { current, final } = compute(rules, { ...given, totalOverride }).overall;
        for (const total of [current, final]) {
          expect(total.fraction).toBe(fraction);
          expect(total.steps.at(-1)!.code).toBe('OVERRIDDEN');
        }
      }),
    );
  });

  it('tells a learner the same whatever is stored in columns that are not posted', () => {
    fc.assert(
      fc.property(sound, facts, facts, (rules, given, other) => {
        const hidden = other.columns.map((each) => ({
          ...each,
          id: `h-${each.id}`,
          posted: false,
        }));
        const withHidden = { ...given, columns: [...hidden, ...given.columns] };
        expect(computeGrade(rules, withHidden, DUE + DAY)).toEqual(
          computeGrade(rules, given, DUE + DAY),
        );
      }),
    );
  });
});

describe('a column', () => {
  const earnedBy = (rules: GradePolicy, attempts: readonly AttemptFacts[]) =>
    compute(rules, { columns: [column('c', { attempts })], totalOverride: null }).columns[0]!
      .earned;

  it('is never lowered by another attempt where the best one counts', () => {
    fc.assert(
      fc.property(sound, attemptsOf(points), attemptsOf(points), (rules, attempts, more) => {
        const best = { ...rules, counting: 'best' as const };
        const before = earnedBy(best, attempts);
        // What the policy gives for nothing submitted is no score to keep.
        const isGraded = (each: AttemptFacts) => !each.voided && each.pointsEarned !== null;
        fc.pre(before !== null && attempts.some(isGraded));
        const added = more.map((each) => ({ ...each, id: `more-${each.id}`, number: 9 }));
        expect(earnedBy(best, [...attempts, ...added])).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('is never worth more late than in time', () => {
    fc.assert(
      fc.property(sound, points, time, (rules, pointsEarned, submittedAt) => {
        const [late, inTime] = [submittedAt, DUE].map((at) =>
          earnedBy(rules, [attempt('a1', { pointsEarned, submittedAt: at })]),
        );
        expect(late!).toBeLessThanOrEqual(inTime!);
      }),
    );
  });
});

describe('a drop rule for the lowest', () => {
  it('never lowers its category', () => {
    const columns = facts.map((given): ColumnFacts[] =>
      given.columns.map((each) => ({ ...each, categoryId: 'x' })),
    );
    const fractionOf = (dropLowest: number, given: readonly ColumnFacts[]) =>
      compute(policy({ categories: [category('x', { dropLowest, neverDrop: ['c0'] })] }), {
        columns: given,
        totalOverride: null,
      }).overall.final.fraction;
    fc.assert(
      fc.property(columns, fc.nat({ max: 5 }), (given, count) => {
        const [whole, dropped] = [fractionOf(0, given), fractionOf(count, given)];
        if (whole === null) expect(dropped).toBeNull();
        else expect(dropped).toBeGreaterThanOrEqual(whole);
      }),
    );
  });
});
