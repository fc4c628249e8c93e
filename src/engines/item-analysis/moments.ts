import type { AnalysedItem, ResponseMatrix, ResponseRow } from './types.js';

/** What one pass over the rows tells of each learner and each item, by index. */
export interface Moments {
  /** Rows with at least one answer. */
  readonly learners: number;
  /** Of each row, the points earned by those possible on what was answered; NaN for no answer. */
  readonly shares: readonly number[];
  readonly answers: readonly number[];
  readonly means: readonly number[];
  /** Whether two of its scores differ. */
  readonly varies: readonly boolean[];
}

/** Throws RangeError for a row that does not fit the items and for a score not in [0, 1]. */
export function momentsOf({ items, rows }: ResponseMatrix): Moments {
  const answers = items.map(() => 0);
  const sums = items.map(() => 0);
  const lowest = items.map(() => Infinity);
  const highest = items.map(() => -Infinity);
  const shares: number[] = [];
  for (const row of rows) {
    checkRow(row, items.length, shares.length);
    items.forEach((_, i) => {
      const score = row.scores[i] ?? null;
      if (score === null) return;
      answers[i] = at(answers, i) + 1;
      sums[i] = at(sums, i) + score;
      lowest[i] = Math.min(at(lowest, i), score);
      highest[i] = Math.max(at(highest, i), score);
    });
    const { earned, possible } = pointsOf(items, row);
    shares.push(earned / possible);
  }
  return {
    learners: shares.filter((share) => !Number.isNaN(share)).length,
    shares,
    answers,
    means: sums.map((sum, i) => sum / at(answers, i)),
    varies: lowest.map((low, i) => low < at(highest, i)),
  };
}

export interface RowPoints {
  readonly answered: number;
  readonly earned: number;
  /** On what was answered. */
  readonly possible: number;
}

export function pointsOf(items: readonly AnalysedItem[], { scores }: ResponseRow): RowPoints {
  let [answered, earned, possible] = [0, 0, 0];
  items.forEach(({ maxPoints }, i) => {
    const score = scores[i] ?? null;
    if (score === null) return;
    answered += 1;
    earned += score * maxPoints;
    possible += maxPoints;
  });
  return { answered, earned, possible };
}

function checkRow({ scores, chosen }: ResponseRow, items: number, row: number): void {
  if (scores.length !== items || (chosen !== undefined && chosen.length !== items)) {
    throw new RangeError(`Row ${row} must have one entry for each item.`);
  }
  const wrong = scores.findIndex((score) => score !== null && !(score >= 0 && score <= 1));
  if (wrong !== -1) {
    throw new RangeError(`The score of row ${row} on item ${wrong} must be between 0 and 1.`);
  }
}

/** The number at an index that is there. */
export function at(numbers: ArrayLike<number>, index: number): number {
  return numbers[index] ?? Number.NaN;
}
