/** A problem that could come next. */
export interface Candidate {
  readonly id: string;
  readonly lessonId: string;
  /** Order in the course. */
  readonly position: number;
  readonly skills: readonly string[];
  readonly completed: boolean;
  /** Answers since it was last tried, 0 for the one just given; absent when never tried. */
  readonly lastSeen?: number;
  /** Chance of success, 0 to 1, where more is known than the weakest skill tells. */
  readonly successProbability?: number;
}

/** What is known of the learner and one skill. */
export interface SkillEvidence {
  /** Probability that the skill is known, 0 to 1. */
  readonly probability: number;
  readonly observations: number;
  /** Probability that the next answer on the skill is correct, 0 to 1. */
  readonly predictedSuccess: number;
  /** Answers it rests on, the newest first. */
  readonly responseIds: readonly string[];
}

export interface RecommendationInput {
  readonly candidates: readonly Candidate[];
  /** By skill. A skill that is missing has shown nothing yet. */
  readonly mastery: ReadonlyMap<string, SkillEvidence>;
  /** Ids of the wrong answers among the recent ones. */
  readonly recentErrors: readonly string[];
  /** How many to recommend: a whole number, 0 or more. */
  readonly limit: number;
  /** Success rate to aim at, between 0 and 1; by default TARGET_SUCCESS. */
  readonly targetSuccess?: number;
}

/**
 * - `SKILL_NEED`: its weakest skill is not mastered
 * - `NEW_SKILL`: its weakest skill has not been met
 * - `REVIEW`: every skill of it is mastered
 * - `RECENT_ERROR`: its weakest skill was answered wrongly of late; a part of the need
 * - `SUCCESS_FIT`: the chance of success is near the target
 * - `NEXT_IN_COURSE`: it is open, not completed, and not just seen
 */
export type ReasonCode =
  'SKILL_NEED' | 'NEW_SKILL' | 'REVIEW' | 'RECENT_ERROR' | 'SUCCESS_FIT' | 'NEXT_IN_COURSE';

export interface RecommendationReason {
  readonly code: ReasonCode;
  /** Share of the score, 0 to 1; the shares of one recommendation sum to 1. */
  readonly weight: number;
  /** The skill it is about, for all but `NEXT_IN_COURSE`, where the problem has one. */
  readonly skillId?: string;
  /** Ids from the input that the reason rests on: responses, else the skill or the lesson. */
  readonly evidence: readonly string[];
  readonly values: Readonly<Record<string, number>>;
}

export interface RecommendedProblem {
  readonly id: string;
  readonly lessonId: string;
  /** In (0, 1]. */
  readonly score: number;
  /** The heaviest first. */
  readonly reasons: readonly RecommendationReason[];
}
