import { ChoiceCounter } from './choices.js';
import { covarianceSums } from './covariances.js';
import { groupsOf } from './groups.js';
import { at, momentsOf, pointsOf, type Moments, type RowPoints } from './moments.js';
import { itemAnalysisEngine, MINIMUM_SAMPLE } from './parameters.js';
import { reliability } from './reliability.js';
import { absent, present } from './statistic.js';
import type {
  AnalysisOptions,
  ItemAnalysis,
  ResponseMatrix,
  Statistic,
  TestAnalysis,
} from './types.js';
import { wrongKeySigns } from './wrong-key.js';

/**
 * Classical statistics of a test and its items, from first attempts: facility, standard deviation,
 * corrected point-biserial (reliability.ts), upper-lower difference (groups.ts), alpha, alpha with
 * the item deleted, what was chosen (choices.ts), and signs of a wrong key.
 *
 * An answer that is missing is left out, not counted as wrong: of the facility, of the learner's
 * share of the points, and of each covariance. Of an item below the minimum sample nothing is said,
 * and it is left out of alpha and of the score on the other items, as is one that does not vary.
 *
 * The order of the rows changes nothing but the last digits. Throws RangeError for a row that does
 * not fit the items, a score not in [0, 1], points that are not above 0, and a minimum that is not
 * a whole number of at least 2.
 */
export function analyseItems(
  matrix: ResponseMatrix,
  { minimumSample = MINIMUM_SAMPLE }: AnalysisOptions = {},
): TestAnalysis {
  if (!Number.isInteger(minimumSample) || minimumSample < 2) {
    throw new RangeError('The minimum sample must be a whole number, 2 or more.');
  }
  if (!matrix.items.every(({ maxPoints }) => maxPoints > 0 && maxPoints < Infinity)) {
    throw new RangeError('The points of an item must be a number above 0.');
  }
  const moments = momentsOf(matrix);
  const isEnough = (item: number) => at(moments.answers, item) >= minimumSample;
  const included = [...matrix.items.keys()].filter(
    (item) => isEnough(item) && moments.varies[item] === true,
  );
  const sums = covarianceSums(matrix, moments, included);
  const { alpha, discrimination, alphaIfDeleted } = reliability(sums);
  const perItem = readItems(matrix, moments);

  const items = matrix.items.map(({ id, maxPoints }, item): ItemAnalysis => {
    const answers = at(moments.answers, item);
    const few = absent('TOO_FEW_LEARNERS');
    if (!isEnough(item)) return nothingOf(id, answers);
    const place = included.indexOf(item);
    const ofIncluded = (statistics: readonly Statistic[]) =>
      statistics[place] ?? absent('NO_VARIANCE');
    const options = perItem[item]?.options ?? [];
    const deviation = place === -1 ? 0 : Math.sqrt(at(sums.variances, place)) / maxPoints;
    return {
      itemId: id,
      answers,
      facility: present(at(moments.means, item)),
      standardDeviation: present(deviation),
      discrimination: ofIncluded(discrimination),
      upperLower: perItem[item]?.upperLower ?? few,
      alphaIfDeleted: ofIncluded(alphaIfDeleted),
      options,
      wrongKeySigns: wrongKeySigns(ofIncluded(discrimination), options),
    };
  });
  return {
    engine: itemAnalysisEngine.name,
    version: itemAnalysisEngine.version,
    learners: moments.learners,
    alpha: moments.learners < minimumSample ? absent('TOO_FEW_LEARNERS') : alpha,
    items,
  };
}

interface ItemReading {
  readonly upperLower: Statistic;
  readonly options: ItemAnalysis['options'];
}

/** The last pass: what needs the learners ranked. */
function readItems({ items, rows }: ResponseMatrix, moments: Moments): ItemReading[] {
  const groups = groupsOf(moments.shares);
  const counters = items.map((item) => new ChoiceCounter(item, groups));
  const upper = items.map(() => ({ weight: 0, score: 0 }));
  const lower = items.map(() => ({ weight: 0, score: 0 }));
  let index = 0;
  for (const row of rows) {
    const share = at(moments.shares, index++);
    if (Number.isNaN(share)) continue;
    const [inUpper, inLower] = [groups.upper(share), groups.lower(share)];
    const points = pointsOf(items, row);
    items.forEach(({ maxPoints }, item) => {
      const score = row.scores[item] ?? null;
      if (score !== null) {
        addTo(upper[item], inUpper, score);
        addTo(lower[item], inLower, score);
      }
      const option = row.chosen?.[item] ?? null;
      if (option === null) return;
      counters[item]?.add(option, share, restScore(points, score, maxPoints));
    });
  }
  return items.map((_, item) => ({
    upperLower: difference(upper[item], lower[item]),
    options: counters[item]?.analyses() ?? [],
  }));
}

/** Share of the points on the other items that were answered; NaN for none. */
function restScore(all: RowPoints, score: number | null, maxPoints: number): number {
  if (score === null) return all.earned / all.possible;
  if (all.answered === 1) return Number.NaN;
  return (all.earned - score * maxPoints) / (all.possible - maxPoints);
}

interface WeightedSum {
  weight: number;
  score: number;
}

function addTo(sum: WeightedSum | undefined, weight: number, score: number): void {
  if (sum === undefined) return;
  sum.weight += weight;
  sum.score += weight * score;
}

function difference(upper: WeightedSum | undefined, lower: WeightedSum | undefined): Statistic {
  if (!upper || !lower || upper.weight === 0 || lower.weight === 0) {
    return absent('TOO_FEW_LEARNERS');
  }
  return present(upper.score / upper.weight - lower.score / lower.weight);
}

function nothingOf(itemId: string, answers: number): ItemAnalysis {
  const few = absent('TOO_FEW_LEARNERS');
  return {
    itemId,
    answers,
    facility: few,
    standardDeviation: few,
    discrimination: few,
    upperLower: few,
    alphaIfDeleted: few,
    options: [],
    wrongKeySigns: [],
  };
}
