/** Under what conditions an assessment is taken. */
export interface Conditions {
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  /** In seconds. */
  readonly timeLimitSeconds: number | null;
  readonly attemptLimit: number | null;
  readonly graceMinutes: number;
}

/**
 * When an attempt's answers freeze and until when it may be handed in: the earliest of its start
 * with the time limit and the close, and as much later as the grace. Null for never.
 */
export function deadlinesOf(
  startedAt: Date,
  { timeLimitSeconds, closesAt, graceMinutes }: Conditions,
): { deadlineAt: Date | null; graceUntil: Date | null } {
  const ends = [
    ...(timeLimitSeconds === null ? [] : [startedAt.getTime() + timeLimitSeconds * 1_000]),
    ...(closesAt === null ? [] : [closesAt.getTime()]),
  ];
  if (ends.length === 0) return { deadlineAt: null, graceUntil: null };
  const deadline = Math.min(...ends);
  return {
    deadlineAt: new Date(deadline),
    graceUntil: new Date(deadline + graceMinutes * 60_000),
  };
}

/** Whether the assessment may be started at this time: from its opening on, and before its close. */
export function isOpen({ opensAt, closesAt }: Conditions, now: Date): boolean {
  return (opensAt === null || now >= opensAt) && (closesAt === null || now < closesAt);
}
