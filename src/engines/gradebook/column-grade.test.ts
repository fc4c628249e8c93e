import { describe, expect, it } from '@jest/globals';

import {
  attempt,
  column,
  DAY,
  DUE,
  HOUR,
  MINUTE,
  policy,
} from '../../../tests/testkit/grade-facts.js';
import { computeGrade } from './compute-grade.js';
import type { ColumnFacts } from './facts.js';
import type { GradePolicy, LateRule } from './policy.js';

const perDay: LateRule = {
  per: 'day',
  share: 0.1,
  of: 'earned',
  floor: 0,
  graceMinutes: 0,
  cutoffMinutes: null,
};

function gradeOf(rules: Partial<GradePolicy>, facts: Partial<ColumnFacts>, asOf = DUE + 30 * DAY) {
  const book = computeGrade(
    policy(rules),
    { columns: [column('c', facts)], totalOverride: null },
    asOf,
  );
  return book.columns[0]!;
}

/** What an attempt of 8 points of 10 is worth when it is submitted so long after it was due. */
function lateBy(lateness: number, rule: Partial<LateRule> = {}, facts: Partial<ColumnFacts> = {}) {
  const late = attempt('a1', { pointsEarned: 8, submittedAt: DUE + lateness });
  return gradeOf({ late: { ...perDay, ...rule } }, { attempts: [late], ...facts }).earned;
}

const codes = (column: { steps: readonly { code: string }[] }) =>
  column.steps.map(({ code }) => code);

describe('lateness', () => {
  // 8 − 0.1 · 8 = 7.2 for each day begun.
  it('takes its share of the points earned for each day begun', () => {
    expect(lateBy(0)).toBe(8);
    expect(lateBy(1)).toBe(7.2);
    expect(lateBy(DAY)).toBe(7.2);
    expect(lateBy(DAY + 1)).toBe(6.4);
  });

  // 8 − 0.1 · 10 = 7.
  it('takes its share of the points possible where the rule says so', () => {
    expect(lateBy(DAY, { of: 'possible' })).toBe(7);
  });

  it('counts by the hour, or once', () => {
    expect(lateBy(3 * HOUR, { per: 'hour' })).toBe(5.6);
    expect(lateBy(30 * DAY, { per: 'once' })).toBe(7.2);
  });

  it('costs nothing up to the grace, and beyond it counts from the due date', () => {
    const rule = { per: 'hour', graceMinutes: 90 } as const;
    expect(lateBy(90 * MINUTE, rule)).toBe(8);
    expect(lateBy(90 * MINUTE + 1, rule)).toBe(6.4);
  });

  // The floor is 5 of 10; 8 − 0.8 · 9 would be below it.
  it('does not go below the floor, nor lift what was below it', () => {
    expect(lateBy(9 * DAY, { floor: 0.5 })).toBe(5);
    expect(lateBy(9 * DAY, { floor: 0.9 })).toBe(8);
  });

  it('leaves nothing beyond the cutoff, floor or not', () => {
    const rule = { floor: 0.5, cutoffMinutes: 60 };
    expect(lateBy(HOUR, rule)).toBe(7.2);
    expect(lateBy(HOUR + 1, rule)).toBe(0);
  });

  it('never takes more than there is', () => {
    expect(lateBy(30 * DAY)).toBe(0);
    expect(lateBy(30 * DAY, { of: 'possible' })).toBe(0);
  });

  it('costs nothing where it is waived or never due', () => {
    expect(lateBy(9 * DAY, {}, { lateWaived: true })).toBe(8);
    expect(lateBy(9 * DAY, {}, { dueAt: null })).toBe(8);
  });

  it('is measured from the extension of an attempt that has one', () => {
    const extended = attempt('a1', {
      pointsEarned: 8,
      submittedAt: DUE + 3 * DAY,
      extendedDueAt: DUE + 2 * DAY,
    });
    expect(gradeOf({ late: perDay }, { attempts: [extended] }).earned).toBe(7.2);
  });

  // 6 in time; 9 four days late is 9 − 3.6 = 5.4.
  it('never replaces a better earlier score', () => {
    const attempts = [
      attempt('a1', { pointsEarned: 6 }),
      attempt('a2', { pointsEarned: 9, submittedAt: DUE + 4 * DAY }),
    ];
    const grade = gradeOf({ late: perDay }, { attempts });
    expect(grade.earned).toBe(6);
    expect(grade.steps.at(-1)).toMatchObject({ code: 'BEST_ATTEMPT', ids: ['a1'] });
  });

  it('may differ from column to column', () => {
    const late = attempt('a1', { pointsEarned: 8, submittedAt: DUE + DAY });
    const rules = { late: perDay, columnRules: [{ columnId: 'c', late: null }] };
    expect(gradeOf(rules, { attempts: [late] }).earned).toBe(8);
  });
});

describe('the counting attempt', () => {
  const attempts = [
    attempt('a1', { pointsEarned: 7 }),
    attempt('a2', { pointsEarned: 9 }),
    attempt('a3', { pointsEarned: 9 }),
    attempt('a4', { pointsEarned: 5 }),
  ];

  // The mean is 30/4 = 7.5.
  it.each([
    ['first', 7, ['a1']],
    ['last', 5, ['a4']],
    ['best', 9, ['a2']],
    ['mean', 7.5, ['a1', 'a2', 'a3', 'a4']],
  ] as const)('is the %s one', (counting, earned, ids) => {
    const grade = gradeOf({ counting }, { attempts: attempts.toReversed() });
    expect(grade.earned).toBe(earned);
    expect(grade.steps.at(-1)!.ids).toEqual(ids);
  });

  it('is a graded one, and says what waits', () => {
    const waiting = [...attempts, attempt('a5')];
    expect(gradeOf({ counting: 'last' }, { attempts: waiting })).toMatchObject({
      state: 'graded',
      earned: 5,
      ungraded: ['a5'],
    });
  });

  it('waits for the first one where that counts', () => {
    const grade = gradeOf({ counting: 'first' }, { attempts: [attempt('a0'), ...attempts] });
    expect(grade).toMatchObject({ state: 'pending', earned: null, fraction: null });
  });

  it('is never a voided one', () => {
    const voided = attempt('a1', { pointsEarned: 10, voided: true });
    const grade = gradeOf({}, { attempts: [voided, attempt('a2', { pointsEarned: 3 })] });
    expect(grade.earned).toBe(3);
    expect(codes(grade)).toEqual(['ATTEMPT', 'VOIDED', 'ATTEMPT', 'BEST_ATTEMPT']);
  });

  // 3 of 4 on a column of 10 is 7.5, more than 7 of 10.
  it('is compared on the scale of the column', () => {
    const short = attempt('a2', { pointsEarned: 3, pointsPossible: 4 });
    const grade = gradeOf({}, { attempts: [attempt('a1', { pointsEarned: 7 }), short] });
    expect(grade).toMatchObject({ earned: 7.5, possible: 10, fraction: 0.75 });
  });

  it('may be work that was graded without being submitted', () => {
    const talk = attempt('a1', { pointsEarned: 8, submittedAt: null });
    expect(gradeOf({ late: perDay }, { attempts: [talk] }).earned).toBe(8);
  });
});

describe('a column', () => {
  it('without attempts is open until it is due, then missing', () => {
    expect(gradeOf({}, {}, DUE)).toMatchObject({ state: 'open', earned: null });
    expect(gradeOf({}, {}, DUE + 1)).toMatchObject({ state: 'missing', earned: null });
    expect(gradeOf({}, { dueAt: null })).toMatchObject({ state: 'open', earned: null });
  });

  it('is not missing within the grace, nor while an attempt with an extension runs', () => {
    const late = { ...perDay, graceMinutes: 5 };
    expect(gradeOf({ late }, {}, DUE + 5 * MINUTE).state).toBe('open');
    const running = attempt('a1', { submittedAt: null, extendedDueAt: DUE + DAY });
    expect(gradeOf({}, { attempts: [running] }, DUE + DAY).state).toBe('open');
    expect(gradeOf({}, { attempts: [running] }, DUE + DAY + 1).state).toBe('missing');
  });

  it('gives what the policy gives for what is missing', () => {
    expect(gradeOf({ missing: 0 }, {})).toMatchObject({ state: 'missing', earned: 0 });
    expect(gradeOf({ missing: 0.35 }, {}).earned).toBe(3.5);
  });

  it('says what was set by hand, by whom and why, in place of everything else', () => {
    const by = { reason: 'Misread the question', actor: 'u1', at: DUE };
    const attempts = [attempt('a1', { pointsEarned: 2, submittedAt: DUE + DAY })];
    const late = perDay;
    const grade = gradeOf({ late }, { attempts, override: { points: 9, ...by } });
    expect(grade).toMatchObject({ state: 'overridden', earned: 9, fraction: 0.9 });
    expect(grade.steps.at(-1)).toEqual({
      code: 'OVERRIDDEN',
      before: 1.8,
      after: 9,
      ids: ['u1'],
      values: { at: DUE },
      reason: 'Misread the question',
    });
    expect(gradeOf({}, { override: { fraction: 0.7, ...by } }).earned).toBe(7);
  });

  it('does not count when it is excused, whatever was set', () => {
    const by = { reason: '', actor: 'u1', at: DUE };
    const grade = gradeOf({}, { excused: true, override: { points: 9, ...by } });
    expect(grade).toMatchObject({ state: 'excused', earned: null, fraction: null });
  });

  it('has no fraction where nothing is possible', () => {
    const bonus = attempt('a1', { pointsEarned: 2, pointsPossible: 0 });
    const grade = gradeOf({}, { pointsPossible: 0, attempts: [bonus] });
    expect(grade).toMatchObject({ earned: 2, possible: 0, fraction: null });
  });
});
