import type { InferEntity } from '@mikro-orm/core';

import type { AssessmentAttempt } from '../../entities/assessments.js';
import type { Transaction } from '../transact.js';

/** What an attempt has come to. */
export interface AttemptOutcome {
  readonly attempt: InferEntity<typeof AssessmentAttempt>;
  /** What the assessment is worth; the points of its items when null. */
  readonly worth: number | null;
  readonly at: Date;
}

/**
 * Tells what an attempt has come to, each time that changes: when it is submitted, graded or voided.
 * Points are null while there are none that count.
 */
export function recordAttemptResult(tx: Transaction, { attempt, worth, at }: AttemptOutcome): void {
  const possible = worth ?? attempt.pointsPossible;
  const earned = attempt.state === 'voided' ? null : (attempt.pointsEarned ?? null);
  tx.report({
    type: 'attempt.graded',
    schoolId: attempt.schoolId,
    courseId: attempt.courseId,
    enrollmentId: attempt.enrollmentId,
    userId: attempt.userId,
    attemptId: attempt.id,
    assessmentId: attempt.assessmentId,
    points:
      earned === null || attempt.pointsPossible === 0
        ? null
        : (earned / attempt.pointsPossible) * possible,
    possible,
    at: at.toISOString(),
  });
}
