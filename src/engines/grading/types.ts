/** One of the printed choices; an answer that equals any of `correct` is right. */
export interface ChoiceKey {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly correct: readonly string[];
}

/** Words, or a list whose spelling is the answer: right when it is spelled as in `accepted`. */
export interface TextKey {
  readonly kind: 'text';
  readonly accepted: readonly string[];
  /** Default false: "dne" is as good as "DNE". */
  readonly caseSensitive?: boolean;
}

/** A number, an expression, an equation or a matrix, in LaTeX or as one types it. */
export interface AlgebraKey {
  readonly kind: 'algebra';
  readonly accepted: readonly string[];
  /** Without it nothing is rounded: 0.333 is not 1/3. */
  readonly tolerance?: Tolerance;
  /**
   * Expressions printed in the question. A response that only writes one of them again, with its
   * terms and factors in whatever order, is RESTATED and wrong although it is equal: "multiply
   * 4(x+3)" is not answered by "4(x+3)". Empty by default.
   */
  readonly given?: readonly string[];
}

/**
 * How far a response may lie from the key, bounds included; either one suffices. Both in
 * [0, ∞); a bound that is negative or not finite is as good as none.
 */
export interface Tolerance {
  /** In the units of the key. */
  readonly absolute?: number;
  /** As a share of the key's own size. */
  readonly relative?: number;
}

export type AnswerKey = ChoiceKey | TextKey | AlgebraKey;

/**
 * - `EXACT`: written as in the key, blanks and look-alike signs aside
 * - `EQUIVALENT`: written otherwise, equal in value
 * - `WITHIN_TOLERANCE`: not equal, and near enough by the key's own tolerance
 * - `NOT_EQUAL`: read, and wrong
 * - `RESTATED`: equal, and wrong for being what the question gave; only keys with `given` give it
 * - `UNREADABLE`: not an answer of the asked kind; a learner should be told and asked again
 * - `TOO_LONG`, `TOO_COMPLEX`: beyond the limits, and therefore not looked at further
 */
export type Outcome =
  | 'EXACT'
  | 'EQUIVALENT'
  | 'WITHIN_TOLERANCE'
  | 'NOT_EQUAL'
  | 'RESTATED'
  | 'UNREADABLE'
  | 'TOO_LONG'
  | 'TOO_COMPLEX';

export interface Grade {
  readonly correct: boolean;
  /** In [0, 1]. The graders of today give 0 or 1. */
  readonly score: number;
  readonly grader: { readonly name: AnswerKey['kind']; readonly version: number };
  readonly outcome: Outcome;
}

/** What a response may cost. They bound the work, so no timer is needed; see limits.ts. */
export interface GradingLimits {
  /** UTF-16 units of the response as it came. */
  readonly maxLength: number;
  /** Numbers, letters and operations of one reading. */
  readonly maxNodes: number;
  /** Parentheses, fractions, roots and exponents inside one another. */
  readonly maxDepth: number;
  /** Size of an exponent's numerator and denominator, and of the power of ten in "1.5e6". */
  readonly maxExponent: number;
}

/**
 * One version of one way to grade. It never throws and keeps nothing between calls; what it
 * answers for a key, a response and limits it answers for ever: a change gets a new version.
 */
export interface Grader<K extends AnswerKey = AnswerKey> {
  readonly name: K['kind'];
  readonly version: number;
  readonly judge: (key: K, response: string, limits: GradingLimits) => Outcome;
}
