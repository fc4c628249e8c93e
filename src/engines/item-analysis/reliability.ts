import type { CovarianceSums } from './covariances.js';
import { at } from './moments.js';
import { ROUNDING } from './parameters.js';
import { absent, correlation, present } from './statistic.js';
import type { Statistic } from './types.js';

export interface Reliability {
  readonly alpha: Statistic;
  /** By position among the items analysed. */
  readonly discrimination: readonly Statistic[];
  readonly alphaIfDeleted: readonly Statistic[];
}

/**
 * With C the covariances of k items' points, V their sum (the variance of the total score) and T
 * the sum of the variances C_ii:
 *
 *     alpha = k / (k − 1) · (1 − T / V)
 *     discrimination of i = Σ_{j≠i} C_ij / √(C_ii · V without i)
 *
 * the correlation of the item with the score on the others. Alpha with i deleted is alpha of the
 * others. Of right and wrong answers alpha is the KR-20.
 *
 * Answers that are missing leave out pairs of learners and items (covariances.ts), as psych::alpha
 * does in R. So it is where no covariance is known (NA there, `NO_COMMON_LEARNERS` here). Where only
 * one item is left psych gives a ratio of covariances; here there is no alpha of one item.
 *
 * Source: L. J. Cronbach (1951), "Coefficient alpha and the internal structure of tests",
 * Psychometrika 16, 297–334; G. F. Kuder and M. W. Richardson (1937), "The theory of the estimation
 * of test reliability", Psychometrika 2, 151–160.
 */
export function reliability({ variances, rows, unknown }: CovarianceSums): Reliability {
  const size = variances.length;
  const variance = rows.reduce((sum, row) => sum + row, 0);
  const trace = variances.reduce((sum, each) => sum + each, 0);
  // Each pair is counted by both of its items.
  const unknownPairs = unknown.reduce((sum, each) => sum + each, 0) / 2;
  const items = Array.from({ length: size }, (_, i) => ({
    own: at(variances, i),
    row: at(rows, i),
    rest: variance - 2 * at(rows, i) + at(variances, i),
    unknownWithout: unknownPairs - at(unknown, i),
  }));
  return {
    alpha: alphaOf(size, trace, variance, unknownPairs),
    discrimination: items.map(({ own, row, rest }) => {
      if (size < 2) return absent('TOO_FEW_ITEMS');
      if (unknownPairs > 0) return absent('NO_COMMON_LEARNERS');
      if (rest <= ROUNDING * trace) return absent('NO_VARIANCE');
      return correlation((row - own) / Math.sqrt(own * rest));
    }),
    alphaIfDeleted: items.map(({ own, rest, unknownWithout }) =>
      alphaOf(size - 1, trace - own, rest, unknownWithout),
    ),
  };
}

function alphaOf(size: number, trace: number, variance: number, unknownPairs: number): Statistic {
  if (size < 2) return absent('TOO_FEW_ITEMS');
  if (unknownPairs > 0) return absent('NO_COMMON_LEARNERS');
  if (variance <= ROUNDING * trace) return absent('NO_VARIANCE');
  return present((size / (size - 1)) * (1 - trace / variance));
}
