import type { GradingPeriod } from './policy.js';

/** The period that holds a moment, its start included and its end not; null when none does. */
export function periodAt(periods: readonly GradingPeriod[], at: number): GradingPeriod | null {
  return periods.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt) ?? null;
}
