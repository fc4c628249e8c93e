/**
 * What is stored of one learner in one course. Times are milliseconds since 1970, UTC. A number
 * that is not finite is taken as absent, points possible below 0 as 0. Ids are unique among their
 * kind. The order of the lists has no meaning.
 */
export interface GradeFacts {
  readonly columns: readonly ColumnFacts[];
  readonly totalOverride: TotalOverride | null;
}

/** One assessment, for one learner. */
export interface ColumnFacts {
  readonly id: string;
  /** Order in the gradebook; equal positions go by id. */
  readonly position: number;
  readonly pointsPossible: number;
  readonly categoryId: string | null;
  readonly periodId: string | null;
  /** Its points are added; its points possible do not count. */
  readonly extraCredit: boolean;
  /** As it holds for this learner; null: never due. */
  readonly dueAt: number | null;
  /** Whether the learner may see it. */
  readonly posted: boolean;
  /** It does not count for this learner, whatever else is stored. */
  readonly excused: boolean;
  /** Lateness costs this learner nothing here. */
  readonly lateWaived: boolean;
  readonly attempts: readonly AttemptFacts[];
  readonly override: ColumnOverride | null;
}

export interface AttemptFacts {
  readonly id: string;
  readonly number: number;
  /** Null: not graded yet. */
  readonly pointsEarned: number | null;
  /**
   * Where it differs from the column's, the points are brought to the column's scale. They stay as
   * they are when one of the two is 0.
   */
  readonly pointsPossible: number;
  /**
   * Null: in progress, or work that is not submitted at all, like a talk. Then it counts from when
   * it has points on, and is never late.
   */
  readonly submittedAt: number | null;
  /** Due date of this attempt in place of the column's; null: the column's. */
  readonly extendedDueAt: number | null;
  readonly voided: boolean;
}

interface Override {
  readonly reason: string;
  /** Id of who decided. */
  readonly actor: string;
  readonly at: number;
}

/** Replaces what attempts, lateness and the missing rule say of a column. */
export type ColumnOverride = Override &
  ({ readonly points: number } | { readonly fraction: number });

/** Replaces the fraction of the overall totals, after everything else. */
export type TotalOverride = Override & { readonly fraction: number };
