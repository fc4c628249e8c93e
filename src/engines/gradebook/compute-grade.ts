import type { CategoryScore } from './category-total.js';
import { columnScore, type ColumnScore } from './column-grade.js';
import { ascending } from './counting-attempt.js';
import { PolicyError } from './errors.js';
import type { GradeFacts } from './facts.js';
import { divide, toNumber, type Fraction } from './fraction.js';
import { inspectPolicy } from './inspect-policy.js';
import type { GradePolicy } from './policy.js';
import { gradeName } from './scheme.js';
import { columnsTotal, periodsTotal, withOverride, type TotalScore } from './total.js';
import type { CategoryTotal, ColumnGrade, Gradebook, GradeView, Total } from './types.js';

/** Names the rules of this folder; stored beside their grades. */
export const gradebookEngine = { name: 'gradebook', version: 1 } as const;

/**
 * The grades of one learner, each with the steps that lead to it. In this order: the late rule
 * inside each attempt, the attempt that counts, an override of the column; then in each total the
 * drop rules, the weights, the cap, and last an override of the total.
 *
 * `asOf` decides what is overdue and nothing else; milliseconds since 1970, UTC. Facts are taken as
 * they are given, whatever their dates. In the learner's view, the default, columns that are not
 * posted do not exist, so that nothing of them can be found from a total.
 *
 * All arithmetic is exact, on the decimals that numbers print as, and rounded once, to the double
 * nearest to each result. The same input gives the same output, in whatever order the facts come.
 * Throws PolicyError when `inspectPolicy` finds a problem, and never otherwise.
 */
export function computeGrade(
  policy: GradePolicy,
  facts: GradeFacts,
  asOf: number,
  view: GradeView = 'learner',
): Gradebook {
  const problems = inspectPolicy(policy);
  if (problems.length > 0) throw new PolicyError(problems);
  const columns = facts.columns
    .filter(({ posted }) => posted || view === 'staff')
    .toSorted((a, b) => ascending(a.position, b.position) || ascending(a.id, b.id))
    .map((column) => columnScore(policy, column, asOf));

  const totals = (basis: 'current' | 'final') => {
    const periods = policy.periods.map(({ id }) =>
      columnsTotal(
        policy,
        columns.filter(({ facts: { periodId } }) => periodId === id),
        basis,
      ),
    );
    const overall =
      policy.overall === 'periods'
        ? periodsTotal(policy, periods, columns.filter(isOutside(policy)))
        : columnsTotal(policy, columns, basis);
    return { periods, overall: withOverride(overall, facts.totalOverride) };
  };
  const [current, final] = [totals('current'), totals('final')];
  const shown = (total: TotalScore) => totalOf(policy, total);
  return {
    engine: gradebookEngine.name,
    version: gradebookEngine.version,
    view,
    asOf,
    columns: columns.map((column) => columnOf(policy, column)),
    periods: policy.periods.flatMap(({ id }, i) => {
      const [now, then] = [current.periods[i], final.periods[i]];
      return now && then ? [{ periodId: id, current: shown(now), final: shown(then) }] : [];
    }),
    overall: { current: shown(current.overall), final: shown(final.overall) },
  };
}

function isOutside({ periods }: GradePolicy): (column: ColumnScore) => boolean {
  const ids = new Set(periods.map(({ id }) => id));
  return ({ facts: { periodId } }) => periodId === null || !ids.has(periodId);
}

function columnOf(policy: GradePolicy, column: ColumnScore): ColumnGrade {
  const { facts, points, possible, state, ungraded, steps } = column;
  const fraction = points && divide(points, possible);
  return {
    columnId: facts.id,
    earned: numberOf(points),
    possible: toNumber(possible),
    fraction: numberOf(fraction),
    state,
    grade: gradeName(policy.scheme, fraction),
    ungraded,
    steps,
  };
}

function totalOf(policy: GradePolicy, total: TotalScore): Total {
  const { earned, possible, fraction, isEmpty, isOverridden, categories, steps } = total;
  return {
    earned: isEmpty ? null : toNumber(earned),
    possible: toNumber(possible),
    fraction: numberOf(fraction),
    state: isOverridden ? 'overridden' : isEmpty ? 'empty' : 'graded',
    grade: gradeName(policy.scheme, fraction),
    categories: categories.map(categoryOf),
    steps,
  };
}

function categoryOf({ category, ...score }: CategoryScore): CategoryTotal {
  return {
    categoryId: category && category.id,
    earned: toNumber(score.earned),
    possible: toNumber(score.possible),
    fraction: numberOf(score.fraction),
    dropped: score.dropped,
    steps: score.steps,
  };
}

function numberOf(value: Fraction | null): number | null {
  return value && toNumber(value);
}
