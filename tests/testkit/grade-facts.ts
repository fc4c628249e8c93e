import {
  DEFAULT_POLICY,
  type AttemptFacts,
  type Category,
  type ColumnFacts,
  type GradePolicy,
} from '../../src/engines/gradebook/index.js';

/** The due date of every column that has one, and spans after it. */
export const DUE = Date.UTC(2026, 2, 2, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** An attempt of 10 points possible, submitted in time; its number is that of its id. */
export function attempt(id: string, facts: Partial<AttemptFacts> = {}): AttemptFacts {
  return {
    id,
    number: Number(id.replaceAll(/\D/g, '') || 1),
    pointsEarned: null,
    pointsPossible: 10,
    submittedAt: DUE - DAY,
    extendedDueAt: null,
    voided: false,
    ...facts,
  };
}

/** A posted column of 10 points possible. */
export function column(id: string, facts: Partial<ColumnFacts> = {}): ColumnFacts {
  return {
    id,
    position: 0,
    pointsPossible: 10,
    categoryId: null,
    periodId: null,
    extraCredit: false,
    dueAt: DUE,
    posted: true,
    excused: false,
    lateWaived: false,
    attempts: [],
    override: null,
    ...facts,
  };
}

/** A column with one graded attempt, of as many points possible as the column. */
export function graded(
  id: string,
  pointsEarned: number,
  facts: Partial<ColumnFacts> = {},
): ColumnFacts {
  const { pointsPossible = 10 } = facts;
  return column(id, {
    ...facts,
    attempts: [attempt(`${id}-1`, { number: 1, pointsEarned, pointsPossible })],
  });
}

export function category(id: string, facts: Partial<Category> = {}): Category {
  return {
    id,
    weight: 1,
    extraCredit: false,
    dropLowest: 0,
    dropHighest: 0,
    neverDrop: [],
    ...facts,
  };
}

export function policy(facts: Partial<GradePolicy> = {}): GradePolicy {
  return { ...DEFAULT_POLICY, ...facts };
}
