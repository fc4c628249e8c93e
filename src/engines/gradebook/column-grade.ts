import { byNumber, countingAttempt, type Candidate } from './counting-attempt.js';
import type { AttemptFacts, ColumnFacts, ColumnOverride } from './facts.js';
import { divide, exact, known, most, multiply, ZERO, type Fraction } from './fraction.js';
import { applyLateRule, finite, isOverdue } from './late-rule.js';
import type { ColumnRule, GradePolicy } from './policy.js';
import { overridden, step } from './step.js';
import type { ColumnState, GradeStep } from './types.js';

/** A column's points, exact, before they go into totals. */
export interface ColumnScore {
  readonly facts: ColumnFacts;
  readonly points: Fraction | null;
  readonly possible: Fraction;
  readonly state: ColumnState;
  readonly ungraded: readonly string[];
  readonly steps: readonly GradeStep[];
}

type Rules = Required<Omit<ColumnRule, 'columnId'>>;

/** Lateness inside each attempt, then the attempt that counts, then the override. */
export function columnScore(policy: GradePolicy, facts: ColumnFacts, asOf: number): ColumnScore {
  const rules = rulesOf(policy, facts.id);
  const possible = most(known(facts.pointsPossible) ?? ZERO, ZERO);
  const read = facts.attempts
    .filter(isIn)
    .toSorted(byNumber)
    .map((attempt) => readAttempt(rules, facts, possible, attempt));
  const candidates = read.filter(({ attempt }) => !attempt.voided);
  const ungraded = candidates
    .filter(({ points }) => points === null)
    .map(({ attempt }) => attempt.id);
  const byAttempts = {
    facts,
    possible,
    ungraded,
    ...pointsOf(rules, facts, possible, candidates, ungraded, asOf),
  };
  const steps = [...read.flatMap((each) => each.steps), byAttempts.step].filter(
    (each) => each !== null,
  );
  if (facts.excused) {
    const excused = step('EXCUSED', byAttempts.points, null, [facts.id]);
    return {
      facts,
      possible,
      ungraded,
      points: null,
      state: 'excused',
      steps: [...steps, excused],
    };
  }
  const set = facts.override && pointsSet(facts.override, possible);
  if (facts.override === null || set === null) return { ...byAttempts, steps };
  const last = overridden(facts.override, byAttempts.points, set);
  return { facts, possible, ungraded, points: set, state: 'overridden', steps: [...steps, last] };
}

function isIn({ submittedAt, pointsEarned }: AttemptFacts): boolean {
  return finite(submittedAt) !== null || finite(pointsEarned) !== null;
}

function rulesOf({ late, counting, missing, columnRules }: GradePolicy, columnId: string): Rules {
  const own = columnRules.find((rule) => rule.columnId === columnId);
  return {
    late: own?.late === undefined ? late : own.late,
    counting: own?.counting ?? counting,
    missing: own?.missing === undefined ? missing : own.missing,
  };
}

interface ReadAttempt extends Candidate {
  readonly steps: readonly GradeStep[];
}

function readAttempt(
  rules: Rules,
  column: ColumnFacts,
  possible: Fraction,
  attempt: AttemptFacts,
): ReadAttempt {
  const earned = known(attempt.pointsEarned);
  if (earned === null) return { attempt, points: null, steps: [] };
  const own = most(known(attempt.pointsPossible) ?? ZERO, ZERO);
  const start = step('ATTEMPT', null, earned, [attempt.id], { possible: own });
  if (attempt.voided) {
    const steps = [start, step('VOIDED', earned, null, [attempt.id])];
    return { attempt, points: null, steps };
  }
  const late = applyLateRule(rules.late, column, attempt, earned);
  const points = scaled(late.points, own, possible);
  const steps = [
    start,
    ...(late.step === null ? [] : [late.step]),
    ...(points === late.points
      ? []
      : [step('SCALED', late.points, points, [attempt.id], { from: own, to: possible })]),
  ];
  return { attempt, points, steps };
}

function scaled(points: Fraction, from: Fraction, to: Fraction): Fraction {
  if (to.n === 0n || (from.n === to.n && from.d === to.d)) return points;
  return divide(multiply(points, to), from) ?? points;
}

function pointsOf(
  rules: Rules,
  column: ColumnFacts,
  possible: Fraction,
  candidates: readonly Candidate[],
  ungraded: readonly string[],
  asOf: number,
): Pick<ColumnScore, 'points' | 'state'> & { readonly step: GradeStep | null } {
  if (candidates.length > 0) {
    const choice = countingAttempt(rules.counting, candidates);
    return choice === null
      ? { points: null, state: 'pending', step: step('PENDING', null, null, ungraded) }
      : { ...choice, state: 'graded' };
  }
  if (!isOverdue(rules.late, column, asOf)) return { points: null, state: 'open', step: null };
  const points = rules.missing === null ? null : multiply(exact(rules.missing), possible);
  const values: Record<string, number> = rules.missing === null ? {} : { share: rules.missing };
  return { points, state: 'missing', step: step('MISSING', null, points, [column.id], values) };
}

function pointsSet(override: ColumnOverride, possible: Fraction): Fraction | null {
  if ('points' in override) return known(override.points);
  const fraction = known(override.fraction);
  return fraction && multiply(fraction, possible);
}
