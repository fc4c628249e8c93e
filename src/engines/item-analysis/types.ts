/** An item of a test, in the order of the scores. */
export interface AnalysedItem {
  readonly id: string;
  /** Above 0. What the item weighs in the total score. */
  readonly maxPoints: number;
  /** Where it is a single choice: the ids of the options, and of the key among them. */
  readonly options?: readonly string[];
  readonly key?: string;
}

/** One learner's first attempt: one entry for each item. */
export interface ResponseRow {
  /** Shares of the item's points, each in [0, 1]; null: no answer, which is not a wrong one. */
  readonly scores: readonly (number | null)[];
  /** The options chosen; null: none. */
  readonly chosen?: readonly (string | null)[];
}

/**
 * Learners by items. The rows are gone through three times, so that they may be read from where
 * they are stored rather than held; their order has no meaning. First attempts only: later ones
 * depend on what the first gave away.
 */
export interface ResponseMatrix {
  readonly items: readonly AnalysedItem[];
  readonly rows: Iterable<ResponseRow>;
}

export interface AnalysisOptions {
  /** Fewest learners, and answers to an item, to say anything; whole, at least 2. */
  readonly minimumSample?: number;
}

/**
 * Why a number is null.
 *
 * - `TOO_FEW_LEARNERS`: below the minimum sample
 * - `TOO_FEW_ITEMS`: alpha needs two items that vary, alpha with one deleted three
 * - `NO_VARIANCE`: all the same, so that nothing can go along with it
 * - `NO_COMMON_LEARNERS`: two items were never answered by the same two learners
 */
export type Absence = 'TOO_FEW_LEARNERS' | 'TOO_FEW_ITEMS' | 'NO_VARIANCE' | 'NO_COMMON_LEARNERS';

/** A statistic, or why there is none. */
export type Statistic =
  | { readonly value: number; readonly absence: null }
  | { readonly value: null; readonly absence: Absence };

export interface OptionAnalysis {
  readonly option: string;
  readonly isKey: boolean;
  /** Learners who chose it. */
  readonly count: number;
  /** Shares of those who chose an option: of all, of the upper and of the lower group. */
  readonly share: Statistic;
  readonly upperShare: Statistic;
  readonly lowerShare: Statistic;
  /**
   * Correlation of having chosen it with the rest score, over those who chose an option. Positive
   * for a good key, negative for a good distractor.
   */
  readonly pointBiserial: Statistic;
}

/**
 * Signs that the key is wrong.
 *
 * - `NEGATIVE_DISCRIMINATION`: who does well elsewhere does worse here
 * - `DISTRACTOR_ABOVE_KEY`: more of the upper group chose `option` than the key
 */
export type WrongKeySign =
  | {
      readonly code: 'NEGATIVE_DISCRIMINATION';
      readonly values: { readonly discrimination: number };
    }
  | {
      readonly code: 'DISTRACTOR_ABOVE_KEY';
      readonly option: string;
      readonly values: { readonly upperShare: number; readonly keyUpperShare: number };
    };

export interface ItemAnalysis {
  readonly itemId: string;
  /** Learners with an answer. */
  readonly answers: number;
  /** Mean score, in [0, 1]: 0 hard, 1 easy. */
  readonly facility: Statistic;
  /** Of the scores, with n − 1; in [0, 1]. */
  readonly standardDeviation: Statistic;
  /** Corrected point-biserial, in [−1, 1]: correlation with the score on all other items. */
  readonly discrimination: Statistic;
  /** Facility in the upper group less that in the lower, in [−1, 1]. */
  readonly upperLower: Statistic;
  /** Alpha of the other items; above that of all where the item does not belong. */
  readonly alphaIfDeleted: Statistic;
  /** Of a single choice; empty for other items. */
  readonly options: readonly OptionAnalysis[];
  /** Empty: no reason to doubt the key. */
  readonly wrongKeySigns: readonly WrongKeySign[];
}

export interface TestAnalysis {
  readonly engine: string;
  readonly version: number;
  /** Learners with at least one answer. */
  readonly learners: number;
  /** Cronbach's alpha, at most 1; below 0 where items go against each other. */
  readonly alpha: Statistic;
  readonly items: readonly ItemAnalysis[];
}
