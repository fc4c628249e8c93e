import type { InferEntity } from '@mikro-orm/core';

import type { AssessmentAttempt } from '../../entities/assessments.js';
import { GradeColumn } from '../../entities/gradebook.js';
import { recordResult, type ResultFact } from '../gradebook/record-result.js';
import type { Transaction } from '../transact.js';

type AttemptEntity = InferEntity<typeof AssessmentAttempt>;

/** What an attempt has come to. */
export interface AttemptOutcome {
  readonly attempt: AttemptEntity;
  /** What the assessment is worth; the points of its items when null. */
  readonly worth: number | null;
  readonly at: Date;
}

/**
 * Tells what an attempt has come to, each time that changes: when it is submitted, graded or voided.
 * Points are null while there are none that count. It goes into the gradebook where a column of the
 * course is this assessment's; the enrollment is locked by whoever changes an attempt.
 */
export async function recordAttemptResult(
  tx: Transaction,
  { attempt, worth, at }: AttemptOutcome,
): Promise<void> {
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
  const column = await tx.em.findOne(GradeColumn, { assessmentId: attempt.assessmentId });
  if (column) await recordResult(tx, factOf(attempt, column.id), at);
}

/** An attempt as the gradebook stores it; its points are scaled to those of the column there. */
export function factOf(attempt: AttemptEntity, columnId: string): ResultFact {
  return {
    schoolId: attempt.schoolId,
    enrollmentId: attempt.enrollmentId,
    columnId,
    number: attempt.number,
    attemptId: attempt.id,
    pointsEarned: attempt.pointsEarned ?? null,
    pointsPossible: attempt.pointsPossible,
    submittedAt: attempt.submittedAt ?? null,
    extendedDueAt: null,
    voided: attempt.state === 'voided',
    source: 'assessment',
    actorId: null,
  };
}
