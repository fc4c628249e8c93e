import type { AttemptFacts, ColumnFacts } from './facts.js';
import { exact, known, least, most, multiply, subtract, ZERO, type Fraction } from './fraction.js';
import type { LateRule } from './policy.js';
import { step } from './step.js';
import type { GradeStep } from './types.js';

const MINUTE = 60_000;
const UNITS = { hour: 60 * MINUTE, day: 24 * 60 * MINUTE } as const;

export interface Penalised {
  readonly points: Fraction;
  readonly step: GradeStep | null;
}

/**
 * The points of an attempt after lateness. With e points earned, p possible, share s, floor f, and
 * u units begun since the due date (u = 1 for `once`):
 *
 *     points = max(e − s u b, min(e, f p)), with b = e or b = p
 *
 * and beyond the cutoff min(e, 0). Lateness never adds points: where e is negative, b = e counts as
 * 0. At the bounds: late by exactly the grace costs nothing, by exactly the cutoff is not beyond it,
 * by exactly a day is one day.
 */
export function applyLateRule(
  rule: LateRule | null,
  column: ColumnFacts,
  attempt: AttemptFacts,
  earned: Fraction,
): Penalised {
  const lateness = latenessOf(column, attempt);
  if (rule === null || lateness <= 0) return { points: earned, step: null };
  const told = (
    code: 'LATE_PENALTY' | 'WITHIN_GRACE' | 'LATE_WAIVED' | 'CUT_OFF',
    points: Fraction,
    values: Readonly<Record<string, number>> = {},
  ): Penalised => ({
    points,
    step: step(code, earned, points, [attempt.id], { lateMinutes: lateness / MINUTE, ...values }),
  });

  if (lateness <= rule.graceMinutes * MINUTE) return told('WITHIN_GRACE', earned);
  if (column.lateWaived) return told('LATE_WAIVED', earned);
  if (rule.cutoffMinutes !== null && lateness > rule.cutoffMinutes * MINUTE) {
    return told('CUT_OFF', least(earned, ZERO));
  }
  const units = rule.per === 'once' ? 1 : Math.ceil(lateness / UNITS[rule.per]);
  const possible = most(known(attempt.pointsPossible) ?? ZERO, ZERO);
  const base = rule.of === 'earned' ? most(earned, ZERO) : possible;
  const off = multiply(multiply(exact(rule.share), exact(units)), base);
  const floor = least(earned, multiply(exact(rule.floor), possible));
  const points = most(subtract(earned, off), floor);
  return told('LATE_PENALTY', points, { units, share: rule.share });
}

/** Milliseconds after the due date; 0 or less when in time, never due or not submitted. */
function latenessOf(column: ColumnFacts, { submittedAt, extendedDueAt }: AttemptFacts): number {
  const dueAt = finite(extendedDueAt) ?? finite(column.dueAt);
  const submitted = finite(submittedAt);
  return dueAt === null || submitted === null ? 0 : submitted - dueAt;
}

/**
 * Whether the due date and the grace that goes with it have passed; for attempts in progress, their
 * own due dates.
 */
export function isOverdue(rule: LateRule | null, column: ColumnFacts, asOf: number): boolean {
  const inProgress = column.attempts.filter(
    (each) => finite(each.submittedAt) === null && !each.voided,
  );
  const dueAt = finite(column.dueAt);
  const dues = [dueAt, ...inProgress.map((each) => finite(each.extendedDueAt) ?? dueAt)];
  const grace = (rule?.graceMinutes ?? 0) * MINUTE;
  return dues.every((due) => due !== null && asOf > due + grace);
}

export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
