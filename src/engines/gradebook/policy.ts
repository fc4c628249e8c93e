/**
 * How the grades of a course are made. All shares and fractions are of 1, not of 100.
 * `inspectPolicy` tells what is wrong with one.
 */
export interface GradePolicy {
  /** What lateness costs; null: nothing. */
  readonly late: LateRule | null;
  readonly counting: CountingRule;
  /**
   * Share of the points possible given when nothing was submitted and the due date and its grace
   * have passed, in [0, 1]; null: none, and the column does not count.
   */
  readonly missing: number | null;
  /** Columns that differ in the three rules above. */
  readonly columnRules: readonly ColumnRule[];
  /**
   * - `points`: all points earned by all points possible; categories only bring their drop rules
   * - `weighted`: categories by their weights; a column of no known category does not count
   */
  readonly total: 'points' | 'weighted';
  readonly categories: readonly Category[];
  readonly periods: readonly GradingPeriod[];
  /**
   * What the overall total is made of.
   *
   * - `columns`: every column, whatever its period, as if there were none
   * - `periods`: the period totals by the periods' weights; a column of no known period does not
   *   count
   */
  readonly overall: 'columns' | 'periods';
  /** Highest fraction a total can reach by points, at least 0; null: extra credit may exceed 1. */
  readonly cap: number | null;
  /** Names for fractions, in any order; empty: none. */
  readonly scheme: readonly SchemeGrade[];
}

/**
 * Which attempt counts, of those submitted or graded and not voided, after lateness has been taken
 * off.
 * An attempt that is not graded yet never counts.
 *
 * - `first`: the one with the lowest number; while it is not graded nothing counts, as no later one
 *   can stand for it
 * - `last`: the graded one with the highest number
 * - `best`: the graded one with most points; of equal ones the lowest number
 * - `mean`: the mean points of the graded ones
 */
export type CountingRule = 'first' | 'last' | 'best' | 'mean';

/**
 * What lateness takes off one attempt. Lateness runs from the due date to the submission. Up to and
 * with `graceMinutes` of it nothing is lost; beyond, it counts from the due date. A day is 24 hours.
 */
export interface LateRule {
  /** How often the share is taken off: once, or for each hour or day that has begun. */
  readonly per: 'once' | 'hour' | 'day';
  /** In [0, 1]. */
  readonly share: number;
  /** What it is a share of: the points earned or the points possible. */
  readonly of: 'earned' | 'possible';
  /**
   * Fraction of the points possible that lateness does not go below, in [0, 1]. A score that was
   * below it on its own stays as it is.
   */
  readonly floor: number;
  /** Whole, at least 0. */
  readonly graceMinutes: number;
  /**
   * Lateness beyond which an attempt counts 0, floor or not; whole, at least the grace. Null: never.
   */
  readonly cutoffMinutes: number | null;
}

/** What is absent is as in the policy. */
export interface ColumnRule {
  readonly columnId: string;
  readonly late?: LateRule | null;
  readonly counting?: CountingRule;
  readonly missing?: number | null;
}

export interface Category {
  readonly id: string;
  /** At least 0; only their proportions matter. */
  readonly weight: number;
  /**
   * On top of the others. By weights its fraction adds weight / (sum of all weights that are not
   * extra credit); by points its points possible do not count.
   */
  readonly extraCredit: boolean;
  /** How many to drop, whole, at least 0; first the lowest, then of the rest the highest. */
  readonly dropLowest: number;
  readonly dropHighest: number;
  /** Ids of columns that are never dropped. */
  readonly neverDrop: readonly string[];
}

export interface GradingPeriod {
  readonly id: string;
  /** At least 0; only their proportions matter. Read when `overall` is `periods`. */
  readonly weight: number;
  /** Milliseconds since 1970, UTC: from `startsAt` on, up to but without `endsAt`. */
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface SchemeGrade {
  readonly name: string;
  /** Lowest fraction that has the name; a fraction exactly on it has it. */
  readonly from: number;
}

/** Total points, the best attempt, no lateness: what a course has until it says otherwise. */
export const DEFAULT_POLICY: GradePolicy = {
  late: null,
  counting: 'best',
  missing: null,
  columnRules: [],
  total: 'points',
  categories: [],
  periods: [],
  overall: 'columns',
  cap: null,
  scheme: [],
};
