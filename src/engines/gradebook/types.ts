/** Who looks: learners are shown nothing that rests on a column which is not posted. */
export type GradeView = 'learner' | 'staff';

/** Points and what they come to. Null: nothing to count, which is not 0. */
export interface Score {
  readonly earned: number | null;
  readonly possible: number;
  /** Usually in [0, 1]; above with extra credit, below with negative points. */
  readonly fraction: number | null;
}

/**
 * - `excused`: does not count
 * - `overridden`: points set by hand
 * - `graded`: an attempt counts
 * - `pending`: submitted, and nothing that counts is graded yet
 * - `missing`: nothing submitted and overdue
 * - `open`: nothing submitted and not overdue
 */
export type ColumnState = 'excused' | 'overridden' | 'graded' | 'pending' | 'missing' | 'open';

export interface ColumnGrade extends Score {
  readonly columnId: string;
  readonly state: ColumnState;
  /** By the scheme. */
  readonly grade: string | null;
  /** Ids of attempts that wait for a grader, which may change the points. */
  readonly ungraded: readonly string[];
  readonly steps: readonly GradeStep[];
}

/** The columns of one category, or of none (null), in one total. */
export interface CategoryTotal extends Score {
  readonly categoryId: string | null;
  /** Ids of the columns dropped, the lowest first. */
  readonly dropped: readonly string[];
  readonly steps: readonly GradeStep[];
}

/**
 * `earned` and `possible` are the points that count. By points, `fraction` is the one by the other;
 * by weights it is not. `overridden` stands above `graded` (something counts) and `empty`.
 */
export interface Total extends Score {
  readonly state: 'empty' | 'graded' | 'overridden';
  readonly grade: string | null;
  /** What it is made of; empty when it is made of periods. */
  readonly categories: readonly CategoryTotal[];
  readonly steps: readonly GradeStep[];
}

/** Work that waits for a grader is in neither. */
export interface Totals {
  /** Of what has points so far. */
  readonly current: Total;
  /** If nothing more were submitted: what nothing was submitted for counts 0. */
  readonly final: Total;
}

export interface PeriodTotals extends Totals {
  readonly periodId: string;
}

export interface Gradebook {
  readonly engine: string;
  readonly version: number;
  readonly view: GradeView;
  readonly asOf: number;
  /** In order of position. */
  readonly columns: readonly ColumnGrade[];
  /** In order of the policy. */
  readonly periods: readonly PeriodTotals[];
  readonly overall: Totals;
}

/**
 * One step of the way to a number, for the client to word. The steps of a column run on points:
 * first those of each attempt, then those of the column. `ids` names what the step rests on.
 *
 * Of an attempt (ids: the attempt):
 * - `ATTEMPT`: its points, of `possible`
 * - `VOIDED`: it no longer counts
 * - `LATE_PENALTY`: `units` begun units of `share` for `lateMinutes` took points off
 * - `WITHIN_GRACE`, `LATE_WAIVED`: `lateMinutes` late, at no cost
 * - `CUT_OFF`: `lateMinutes` late, too late to count
 * - `SCALED`: from `from` points possible to the `to` of the column
 *
 * Of a column:
 * - `FIRST_ATTEMPT`, `LAST_ATTEMPT`, `BEST_ATTEMPT`, `MEAN_OF_ATTEMPTS`: what counts (ids: the
 *   attempts that do), of `attempts` graded ones
 * - `PENDING`: waits for a grader (ids: the attempts)
 * - `MISSING`: `share` of the points possible for nothing submitted; without `share` no points
 * - `EXCUSED`: does not count
 * - `OVERRIDDEN`: set by hand (ids: who did), `at`, for `reason`
 *
 * The steps of a category run on points earned, and each names a column and its `possible`, which
 * is added as well, or taken away:
 * - `COUNTED`; `EXTRA_CREDIT`: no points possible; `COUNTED_AS_ZERO`: nothing submitted
 * - `DROPPED_LOWEST`, `DROPPED_HIGHEST`
 *
 * The steps of a total run on its fraction:
 * - `POINTS`: `earned` by `possible` (ids: the columns that count)
 * - `WEIGHTED`: adds `share` of the `fraction` of a category or period; `weight` is the share
 *   before it was normalised
 * - `EXTRA_WEIGHT`: the same for a category of extra credit
 * - `NOT_WEIGHTED`: no known category or period, so not counted (ids: the columns)
 * - `CAPPED`: the policy's highest fraction
 * - `OVERRIDDEN`: as above
 */
export type StepCode =
  | 'ATTEMPT'
  | 'VOIDED'
  | 'LATE_PENALTY'
  | 'WITHIN_GRACE'
  | 'LATE_WAIVED'
  | 'CUT_OFF'
  | 'SCALED'
  | 'FIRST_ATTEMPT'
  | 'LAST_ATTEMPT'
  | 'BEST_ATTEMPT'
  | 'MEAN_OF_ATTEMPTS'
  | 'PENDING'
  | 'MISSING'
  | 'EXCUSED'
  | 'OVERRIDDEN'
  | 'COUNTED'
  | 'EXTRA_CREDIT'
  | 'COUNTED_AS_ZERO'
  | 'DROPPED_LOWEST'
  | 'DROPPED_HIGHEST'
  | 'POINTS'
  | 'WEIGHTED'
  | 'EXTRA_WEIGHT'
  | 'NOT_WEIGHTED'
  | 'CAPPED';

export interface GradeStep {
  readonly code: StepCode;
  readonly before: number | null;
  readonly after: number | null;
  readonly ids: readonly string[];
  readonly values: Readonly<Record<string, number>>;
  /** Of an override. */
  readonly reason?: string;
}
