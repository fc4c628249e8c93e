/**
 * What is wrong with a question or an answer, for a machine to tell:
 *
 * - of any value: `WRONG_TYPE`, `MISSING`, `UNKNOWN_FIELD`, `WRONG_KIND`, `UNKNOWN_KIND`, `EMPTY`,
 *   `TOO_LONG`, `TOO_FEW`, `TOO_MANY`, `BAD_TEXT` (a lone surrogate or a NUL), `NOT_AN_ID`,
 *   `NOT_FINITE`, `NOT_WHOLE`, `OUT_OF_RANGE`, `NOT_ONE_OF`
 * - of names: `DUPLICATE`, `UNKNOWN_ID`
 * - of a question: `INCOMPLETE` (an order that leaves choices out), `WITHOUT_KEY` (a gap or field
 *   that nothing answers), `EMPTY_RANGE` (bounds that leave nothing), `NOT_ON_STEP`, `TOO_SMALL` (a
 *   shape without an inside), `OUTSIDE` (off its picture), `NO_WEIGHT`, `NO_POINTS`,
 *   `NOT_MATHEMATICS`, `NOT_APPLICABLE` (a setting that its rule or kind does not have),
 *   `UNREACHABLE` (the learner may not give the answer of the key, or it is not worth full marks)
 * - of an answer: `OVERUSED` (a choice in more places than it may be), `SELF_PAIR`, `TOO_LARGE`,
 *   `WRONG_MEDIA_TYPE`, `BAD_HASH`, `BAD_NAME`; and `NOT_ON_STEP`, `OUTSIDE`, `TOO_MANY` as above
 */
export type ProblemCode =
  | 'WRONG_TYPE'
  | 'MISSING'
  | 'UNKNOWN_FIELD'
  | 'WRONG_KIND'
  | 'UNKNOWN_KIND'
  | 'EMPTY'
  | 'TOO_LONG'
  | 'TOO_FEW'
  | 'TOO_MANY'
  | 'BAD_TEXT'
  | 'NOT_AN_ID'
  | 'NOT_FINITE'
  | 'NOT_WHOLE'
  | 'OUT_OF_RANGE'
  | 'NOT_ONE_OF'
  | 'DUPLICATE'
  | 'UNKNOWN_ID'
  | 'INCOMPLETE'
  | 'WITHOUT_KEY'
  | 'EMPTY_RANGE'
  | 'NOT_ON_STEP'
  | 'TOO_SMALL'
  | 'OUTSIDE'
  | 'NO_WEIGHT'
  | 'NO_POINTS'
  | 'NOT_MATHEMATICS'
  | 'NOT_APPLICABLE'
  | 'UNREACHABLE'
  | 'OVERUSED'
  | 'SELF_PAIR'
  | 'TOO_LARGE'
  | 'WRONG_MEDIA_TYPE'
  | 'BAD_HASH'
  | 'BAD_NAME';

export interface Problem {
  readonly code: ProblemCode;
  /** From "body", "key", "rule" or "response" down to the field: "key.correct[2]". */
  readonly path: string;
}

/**
 * - `all_or_nothing`: 1 when every part is right and nothing else was given, else 0
 * - `per_part`: the share of what was asked that is right
 * - `per_option`: every option is a part, right when it is chosen or left out as it should be
 * - `mapped`: the points that the key's mapping gives to each entry, as a share of full marks
 */
export type RuleType = 'all_or_nothing' | 'per_part' | 'per_option' | 'mapped';

/** How a score is made of the parts; score-parts.ts has the arithmetic. */
export interface GradingRule {
  readonly type: RuleType;
  /**
   * In [0, 1]: the fraction of a part that each wrong part takes off. Without it a wrong part takes
   * nothing off, except that under `per_part` one given beyond what was asked takes off a whole
   * part: else to give everything would be right. Not for `mapped`, which has negative points.
   */
  readonly penalty?: number;
  /** Default true: no score is below 0. Else a penalty or a mapping may bring it down to −1. */
  readonly floorAtZero?: boolean;
}

/**
 * - `RIGHT`, `WRONG`
 * - `MISSING`: asked for and not given
 * - `EXTRA`: given beyond what was asked for
 * - `LEFT_OUT`: an option that is not right and was not chosen
 * - `PARTLY_RIGHT`: right in part, by the credit
 * - `WITHIN_TOLERANCE`, `MISSPELT`, `NEARBY`: not what the key says, and near enough by the key's
 *   own measure; the credit tells for how much
 * - `WRONG_UNIT`, `UNIT_MISSING`: the right number, not of the right thing
 * - `RESTATED`, `UNREADABLE`, `TOO_LONG`, `TOO_COMPLEX`: as for a response to a step
 * - `NEEDS_GRADING`: somebody has to look at it
 */
export type PartOutcome =
  | 'RIGHT'
  | 'WRONG'
  | 'MISSING'
  | 'EXTRA'
  | 'LEFT_OUT'
  | 'PARTLY_RIGHT'
  | 'WITHIN_TOLERANCE'
  | 'MISSPELT'
  | 'NEARBY'
  | 'WRONG_UNIT'
  | 'UNIT_MISSING'
  | 'RESTATED'
  | 'UNREADABLE'
  | 'TOO_LONG'
  | 'TOO_COMPLEX'
  | 'NEEDS_GRADING';

/** One thing that was asked for or given. */
export interface Part {
  /** The author's name of it: a choice, a gap, a field, or two of them with a blank between. */
  readonly id: string;
  /** At least 0; what counts is its share of the sum. */
  readonly weight: number;
  readonly outcome: PartOutcome;
  /** In [0, 1]: the share of the weight that is earned. */
  readonly credit: number;
}

/**
 * - `RIGHT`: score 1; `WRONG`: score 0 or less; `PARTLY_RIGHT`: between
 * - `UNANSWERED`: nothing was given; score 0, whatever the rule
 * - `NEEDS_GRADING`: no score before somebody grades it
 * - `REFUSED`: not an answer to this question, which readResponse explains; score 0
 * - `UNSOUND`: the question itself cannot be graded by, which inspectQuestion explains; no score
 */
export type QuestionOutcome =
  'RIGHT' | 'PARTLY_RIGHT' | 'WRONG' | 'UNANSWERED' | 'NEEDS_GRADING' | 'REFUSED' | 'UNSOUND';

/** An answer as it is kept, null for none; or every reason why it is not an answer. */
export type ResponseReading<R> =
  { readonly response: R | null } | { readonly refused: readonly Problem[] };

/** What a body, a key or an answer is worth under a mapping, in the author's points. */
export interface MappedPoints {
  readonly earned: number;
  /** What the answer of the key is worth. */
  readonly full: number;
}

export type Judgement =
  | { readonly parts: readonly Part[]; readonly points: MappedPoints | undefined }
  | { readonly unanswered: true }
  | { readonly refused: readonly Problem[] }
  | { readonly unsound: readonly Problem[] };
