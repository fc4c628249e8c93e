/** Names the rule of score.ts and lesson-gate.ts with these parameters; stored beside its advice. */
export const recommendationEngine = { name: 'need-fit-novelty', version: 1 } as const;

/**
 * Success rate to aim at. S. Klinkenberg, M. Straatemeier and H. L. J. van der Maas (2011),
 * "Computer adaptive practice of Maths ability using a new item response model for on the fly
 * ability and difficulty estimation", Computers & Education 57: children kept practising at 0.75.
 */
export const TARGET_SUCCESS = 0.75;

/**
 * Mastery from which a skill is reviewed rather than needed. A. T. Corbett and J. R. Anderson
 * (1994), "Knowledge tracing", used the same criterion.
 */
export const MASTERED = 0.95;

/**
 * Mastery from which a skill no longer holds the next lesson back: from here it is more likely known
 * than not. Waiting for MASTERED instead would keep learners on what they mostly know; opening the
 * lesson at the first answer would send on who has just shown not to know.
 */
export const PASSABLE = 0.5;

/**
 * Answers over which a problem that was just tried becomes new again. About a sitting's worth: long
 * enough that the answer is not merely repeated from memory, short enough to come back today.
 */
export const REST = 10;

/**
 * Where nothing is known, neither for nor against: need of a problem without skills, fit of a
 * problem without a predicted success.
 */
export const UNKNOWN = 0.5;

/** Least value of a factor, so that the other two still order what one of them rules out. */
export const LEAST_FACTOR = 0.01;

/** Responses named for one reason: enough to look at, the newest of them. */
export const MOST_EVIDENCE = 5;
