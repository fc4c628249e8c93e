/** A problem that could come next. */
export interface Candidate {
  readonly id: string;
  readonly lessonId: string;
  /** Order in the course, from 0; unique. */
  readonly position: number;
  readonly skills: readonly string[];
  readonly completed: boolean;
  /** Answers since it was last tried, 0 for the one just given; absent when never tried. */
  readonly lastSeen?: number;
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
  readonly mastery: ReadonlyMap<string, SkillEvidence>;
  /** Ids of the wrong answers among the recent ones. */
  readonly recentErrors: readonly string[];
  /** How many to recommend. */
  readonly limit: number;
}

export type ReasonCode =
  'SKILL_NEED' | 'NEW_SKILL' | 'RECENT_ERROR' | 'SUCCESS_FIT' | 'NEXT_IN_COURSE';

export interface RecommendationReason {
  readonly code: ReasonCode;
  /** Share of the score, 0 to 1; the shares of one recommendation sum to 1. */
  readonly weight: number;
  readonly skillId?: string;
  /** Ids from the input that the reason rests on. */
  readonly evidence: readonly string[];
  readonly values: Readonly<Record<string, number>>;
}

export interface RecommendedProblem {
  readonly id: string;
  /** 0 to 1. */
  readonly score: number;
  /** The heaviest first. */
  readonly reasons: readonly RecommendationReason[];
}
