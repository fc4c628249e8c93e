import type { ColumnScore } from './column-grade.js';
import { chooseDrops, minus, NOTHING, plus, type Points } from './drop-rule.js';
import { divide, ZERO, type Fraction } from './fraction.js';
import type { Category } from './policy.js';
import { step } from './step.js';
import type { GradeStep, StepCode } from './types.js';

export type Basis = 'current' | 'final';

/** The columns of one category, or of none, exact. */
export interface CategoryScore extends Points {
  /** Null: columns of no category that the policy knows. */
  readonly category: Category | null;
  readonly fraction: Fraction | null;
  /** Ids of the columns that count, in column order. */
  readonly counted: readonly string[];
  readonly dropped: readonly string[];
  readonly steps: readonly GradeStep[];
}

interface Entry extends Points {
  readonly id: string;
  readonly code: StepCode;
}

/**
 * Adds up the columns that have points, given in column order, and drops by the category's rule:
 * the lowest, then of the rest the highest. Extra credit, columns without points possible and those
 * the rule protects are never dropped.
 */
export function categoryScore(
  category: Category | null,
  columns: readonly ColumnScore[],
  basis: Basis,
): CategoryScore {
  const entries = columns.flatMap((column) => entryOf(column, basis) ?? []);
  let running = NOTHING;
  const steps: GradeStep[] = [];
  const dropped: string[] = [];
  for (const entry of entries) {
    const before = steps.length === 0 ? null : running.earned;
    running = plus(running, entry);
    steps.push(pointsStep(entry.code, entry, before, running.earned));
  }

  const isProtected = (entry: Entry) =>
    entry.possible.n === 0n || category?.neverDrop.includes(entry.id) === true;
  const kept = entries.filter(isProtected).reduce<Points>(plus, NOTHING);
  let candidates = entries.filter((entry) => !isProtected(entry));
  const drop = (which: 'lowest' | 'highest', count: number): void => {
    const indices = new Set(chooseDrops(which, candidates, kept, count));
    const code = which === 'lowest' ? 'DROPPED_LOWEST' : 'DROPPED_HIGHEST';
    for (const entry of candidates.filter((_, index) => indices.has(index))) {
      const before = running.earned;
      running = minus(running, entry);
      steps.push(pointsStep(code, entry, before, running.earned));
      dropped.push(entry.id);
    }
    candidates = candidates.filter((_, index) => !indices.has(index));
  };
  drop('lowest', category?.dropLowest ?? 0);
  drop('highest', category?.dropHighest ?? 0);

  const counted = entries.map(({ id }) => id).filter((id) => !dropped.includes(id));
  const fraction = divide(running.earned, running.possible);
  return { category, ...running, fraction, counted, dropped, steps };
}

function entryOf(column: ColumnScore, basis: Basis): Entry | null {
  const { id, extraCredit } = column.facts;
  const isAbsent = column.state === 'open' || column.state === 'missing';
  const earned = column.points ?? (basis === 'final' && isAbsent ? ZERO : null);
  if (earned === null) return null;
  const possible = extraCredit ? ZERO : column.possible;
  const counted = extraCredit ? 'EXTRA_CREDIT' : 'COUNTED';
  return { id, earned, possible, code: column.points === null ? 'COUNTED_AS_ZERO' : counted };
}

function pointsStep(
  code: StepCode,
  { id, possible }: Entry,
  before: Fraction | null,
  after: Fraction,
): GradeStep {
  return step(code, before, after, [id], { possible });
}
