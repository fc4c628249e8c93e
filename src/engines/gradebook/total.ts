import { categoryScore, type Basis, type CategoryScore } from './category-total.js';
import type { ColumnScore } from './column-grade.js';
import { NOTHING, plus, type Points } from './drop-rule.js';
import type { TotalOverride } from './facts.js';
import {
  add,
  compare,
  divide,
  exact,
  known,
  multiply,
  sum,
  ZERO,
  type Fraction,
} from './fraction.js';
import type { Category, GradePolicy } from './policy.js';
import { overridden, step } from './step.js';
import type { GradeStep } from './types.js';

/** A total, exact. */
export interface TotalScore extends Points {
  readonly fraction: Fraction | null;
  /** Nothing counts. */
  readonly isEmpty: boolean;
  readonly isOverridden: boolean;
  readonly categories: readonly CategoryScore[];
  readonly steps: readonly GradeStep[];
}

/** A category or period in a weighted mean. */
interface Part extends Points {
  readonly id: string;
  readonly weight: Fraction;
  readonly fraction: Fraction | null;
}

interface Mean {
  readonly fraction: Fraction | null;
  readonly steps: readonly GradeStep[];
}

/** The total of the columns given, by points or by weights. */
export function columnsTotal(
  policy: GradePolicy,
  columns: readonly ColumnScore[],
  basis: Basis,
): TotalScore {
  const categories = grouped(policy, columns)
    .map(([category, members]) => categoryScore(category, members, basis))
    .filter(({ counted, dropped }) => counted.length + dropped.length > 0);
  const total = policy.total === 'points' ? byPoints(categories) : byWeights(policy, categories);
  return capped(policy, { ...total, categories, isOverridden: false });
}

/** The total of the period totals, by the periods' weights; `rest` are the columns of none. */
export function periodsTotal(
  policy: GradePolicy,
  totals: readonly TotalScore[],
  rest: readonly ColumnScore[],
): TotalScore {
  const parts = policy.periods.flatMap(({ id, weight }, index): Part[] => {
    const total = totals[index];
    return total === undefined ? [] : [{ ...total, id, weight: exact(weight) }];
  });
  const mean = weighted(parts);
  const ids = rest.map(({ facts }) => facts.id);
  const score = parts.reduce<Points>(plus, NOTHING);
  return capped(policy, {
    ...score,
    fraction: mean.fraction,
    isEmpty: totals.every(({ isEmpty }) => isEmpty),
    isOverridden: false,
    categories: [],
    steps: [...mean.steps, ...notWeighted(ids, mean.fraction)],
  });
}

/** The total with its fraction set by hand. */
export function withOverride(total: TotalScore, override: TotalOverride | null): TotalScore {
  const set = override && known(override.fraction);
  if (override === null || set === null) return total;
  const steps = [...total.steps, overridden(override, total.fraction, set)];
  return { ...total, fraction: set, isOverridden: true, steps };
}

function grouped(
  policy: GradePolicy,
  columns: readonly ColumnScore[],
): [Category | null, ColumnScore[]][] {
  const ids = new Set(policy.categories.map(({ id }) => id));
  const members = Map.groupBy(columns, ({ facts: { categoryId } }) =>
    categoryId !== null && ids.has(categoryId) ? categoryId : null,
  );
  return [...policy.categories, null].map((category) => [
    category,
    members.get(category && category.id) ?? [],
  ]);
}

function byPoints(
  categories: readonly CategoryScore[],
): Omit<TotalScore, 'categories' | 'isOverridden'> {
  const earned = sum(categories.map((each) => each.earned));
  const possible = sum(
    categories.filter(({ category }) => !isExtra(category)).map((each) => each.possible),
  );
  const ids = categories.flatMap(({ counted }) => counted);
  if (ids.length === 0) return { ...NOTHING, fraction: null, isEmpty: true, steps: [] };
  const fraction = divide(earned, possible);
  const steps = [step('POINTS', null, fraction, ids, { earned, possible })];
  return { earned, possible, fraction, isEmpty: false, steps };
}

function byWeights(
  policy: GradePolicy,
  all: readonly CategoryScore[],
): Omit<TotalScore, 'categories' | 'isOverridden'> {
  const parts = (extra: boolean) =>
    all.flatMap((score): Part[] =>
      score.category === null || isExtra(score.category) !== extra
        ? []
        : [{ ...score, id: score.category.id, weight: exact(score.category.weight) }],
    );
  const full = sum(policy.categories.filter((each) => !isExtra(each)).map(weightOf));
  const mean = weighted(parts(false));
  const { fraction, steps } = withExtra(mean, parts(true), full);
  const left = all.filter(({ category }) => category === null).flatMap(({ counted }) => counted);
  const counting = all.filter(({ category }) => category !== null);
  const { earned } = counting.reduce<Points>(plus, NOTHING);
  const possible = sum(
    counting.filter(({ category }) => !isExtra(category)).map((each) => each.possible),
  );
  return {
    earned,
    possible,
    fraction,
    isEmpty: counting.length === 0,
    steps: [...steps, ...notWeighted(left, fraction)],
  };
}

/** Σ w f / Σ w over the parts that have a fraction; null when their weights sum to 0. */
function weighted(parts: readonly Part[]): Mean {
  const whole = sum(parts.filter(({ fraction }) => fraction !== null).map(({ weight }) => weight));
  return addShares('WEIGHTED', { fraction: null, steps: [] }, parts, whole);
}

/** Adds w f / W for each category of extra credit, W being the weights of all others. */
function withExtra(mean: Mean, parts: readonly Part[], whole: Fraction): Mean {
  return mean.fraction === null ? mean : addShares('EXTRA_WEIGHT', mean, parts, whole);
}

function addShares(
  code: 'WEIGHTED' | 'EXTRA_WEIGHT',
  start: Mean,
  parts: readonly Part[],
  whole: Fraction,
): Mean {
  let running = start.fraction;
  const steps = [...start.steps];
  for (const { id, weight, fraction } of parts) {
    const share = divide(weight, whole);
    if (fraction === null || share === null) continue;
    const after = add(running ?? ZERO, multiply(share, fraction));
    steps.push(step(code, running, after, [id], { weight, share, fraction }));
    running = after;
  }
  return { fraction: running, steps };
}

function notWeighted(ids: readonly string[], fraction: Fraction | null): GradeStep[] {
  return ids.length === 0 ? [] : [step('NOT_WEIGHTED', fraction, fraction, ids)];
}

function capped(policy: GradePolicy, total: TotalScore): TotalScore {
  const cap = known(policy.cap);
  if (cap === null || total.fraction === null || compare(total.fraction, cap) <= 0) return total;
  const steps = [...total.steps, step('CAPPED', total.fraction, cap, [])];
  return { ...total, fraction: cap, steps };
}

function isExtra(category: Category | null): boolean {
  return category?.extraCredit === true;
}

function weightOf({ weight }: Category): Fraction {
  return exact(weight);
}
