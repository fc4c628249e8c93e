import { at, type Moments } from './moments.js';
import type { ResponseMatrix } from './types.js';

/**
 * Sums over the covariance matrix C of the points on the items given, all that alpha and the
 * item-rest correlation need of it. By position among these items.
 */
export interface CovarianceSums {
  /** C_ii. */
  readonly variances: Float64Array;
  /** Σ_j C_ij, without the pairs counted in `unknown`. */
  readonly rows: Float64Array;
  /** Number of j with which i was not answered by the same two learners. */
  readonly unknown: Int32Array;
}

/**
 * Each C_ij is taken over the learners who answered both items, with n − 1, as R's
 * `cov(use = "pairwise")` takes it. `included` are items with scores that vary.
 *
 * Only pairs of items that both have missing answers are held one by one. Where one item of a pair
 * is complete, the learners are those of the other; with d the points less the item's mean, and so
 * Σ d_j = 0 over the learners of j, C_ij = Σ d_i d_j / (n_j − 1). That is summed over the row's
 * items before it is summed over rows. So a complete matrix takes time for its cells, and one of
 * which m items are incomplete m² for each row and m² of memory besides.
 */
export function covarianceSums(
  { items, rows }: ResponseMatrix,
  { learners, answers, means }: Moments,
  included: readonly number[],
): CovarianceSums {
  const size = included.length;
  const degrees = Float64Array.from(included, (item) => at(answers, item) - 1);
  const mean = Float64Array.from(included, (item) => at(means, item));
  const points = Float64Array.from(included, (item) => items[item]?.maxPoints ?? 0);
  const isComplete = included.map((item) => answers[item] === learners);
  const incomplete = Int32Array.from(
    included.flatMap((_, i) => (isComplete[i] === true ? [] : [i])),
  );
  const incompleteItems = Array.from(incomplete, (i) => included[i]);
  const pairs = pairSums(incomplete.length);
  const variances = new Float64Array(size);
  const sums = new Float64Array(size);
  const difference = new Float64Array(size);

  for (const { scores } of rows) {
    let [complete, weighted] = [0, 0];
    included.forEach((item, i) => {
      const score = scores[item] ?? null;
      if (score === null) return;
      const d = (score - at(mean, i)) * at(points, i);
      difference[i] = d;
      variances[i] = at(variances, i) + (d * d) / at(degrees, i);
      if (isComplete[i] === true) complete += d;
      else weighted += d / at(degrees, i);
    });
    included.forEach((item, i) => {
      if ((scores[item] ?? null) === null) return;
      const d = at(difference, i);
      // With the complete items; and where it is complete itself, with the others.
      const share = complete / at(degrees, i) + (isComplete[i] === true ? weighted : 0);
      sums[i] = at(sums, i) + d * share;
    });
    const hasAnswer = (k: number) => (scores[incompleteItems[k] ?? -1] ?? null) !== null;
    const present = Int32Array.from([...incomplete.keys()].filter(hasAnswer));
    const absent = Int32Array.from([...incomplete.keys()].filter((k) => !hasAnswer(k)));
    const own = Float64Array.from(present, (k) => at(difference, at(incomplete, k)));
    pairs.add(present, own, absent);
  }

  const unknown = new Int32Array(size);
  pairs.forEach((k, l, covariance) => {
    for (const i of k === l ? [at(incomplete, k)] : [at(incomplete, k), at(incomplete, l)]) {
      if (covariance === null) unknown[i] = at(unknown, i) + 1;
      else sums[i] = at(sums, i) + covariance;
    }
  });
  return { variances, rows: sums, unknown };
}

/**
 * Sums for the covariance of each pair of `size` items, over the learners who answered both. As an
 * item's differences sum to 0 over its own learners, those of the pair sum to what the learners
 * without the other item leave over, who mostly are few.
 */
function pairSums(size: number) {
  const answers = new Int32Array(size);
  /** Σ d_k d_l for k ≤ l, at k · size + l. */
  const products = new Float64Array(size * size);
  /** How many answered k and not l, and Σ d_k over them, at l · size + k. */
  const without = new Int32Array(size * size);
  const leftOver = new Float64Array(size * size);
  return {
    /** One learner: the items answered, what they differ from their means, and the others. */
    add(present: Int32Array, difference: Float64Array, absent: Int32Array): void {
      // Loops that may take long: `?? 0` in place is what V8 compiles well.
      for (let a = 0; a < present.length; a++) {
        const k = present[a] ?? 0;
        const own = difference[a] ?? 0;
        answers[k] = (answers[k] ?? 0) + 1;
        for (let b = a; b < present.length; b++) {
          const pair = k * size + (present[b] ?? 0);
          products[pair] = (products[pair] ?? 0) + own * (difference[b] ?? 0);
        }
      }
      for (const l of absent) {
        for (let a = 0; a < present.length; a++) {
          const pair = l * size + (present[a] ?? 0);
          without[pair] = (without[pair] ?? 0) + 1;
          leftOver[pair] = (leftOver[pair] ?? 0) + (difference[a] ?? 0);
        }
      }
    },

    forEach(visit: (k: number, l: number, covariance: number | null) => void): void {
      for (let k = 0; k < size; k++) {
        for (let l = k; l < size; l++) {
          const [kl, lk] = [k * size + l, l * size + k];
          const n = at(answers, k) - at(without, lk);
          const shift = (at(leftOver, lk) * at(leftOver, kl)) / n;
          visit(k, l, n < 2 ? null : (at(products, kl) - shift) / (n - 1));
        }
      }
    },
  };
}
