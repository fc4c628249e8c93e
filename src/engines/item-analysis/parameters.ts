/** Names the statistics of this folder; stored beside what they found. */
export const itemAnalysisEngine = { name: 'item-analysis', version: 1 } as const;

/**
 * Fewest learners to say anything, unless the caller asks for another. With n learners a correlation
 * that is 0 is found within ±1.96/√(n − 1) in 19 of 20 samples; from 44 on these bounds are inside
 * ±0.3, from which on an item is taken to discriminate reasonably. R. L. Ebel and D. A. Frisbie
 * (1991), "Essentials of Educational Measurement", for the 0.3.
 */
export const MINIMUM_SAMPLE = 44;

/**
 * Share of the learners in the upper and in the lower group, in percent. T. L. Kelley (1939), "The
 * selection of upper and lower groups for the validation of test items", Journal of Educational
 * Psychology 30, 17–24: with normal scores, groups of this size are told apart most surely.
 */
export const GROUP_PERCENT = 27;

/** What two results of the same numbers, added up in another order, may differ by. */
export const ROUNDING = 1e-10;
