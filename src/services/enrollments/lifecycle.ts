import type { InferEntity } from '@mikro-orm/core';

import {
  Enrollment,
  EnrollmentTransition,
  type EnrollmentStateName,
} from '../../entities/enrollments.js';
import { newId } from '../ids.js';
import type { Transaction } from '../transact.js';
import { isOpen } from './transitions.js';

type EnrollmentEntity = InferEntity<typeof Enrollment>;

/** Who changed an enrollment, why, and when. */
export interface Cause {
  /** Null for what the system does by itself. */
  readonly actorId: string | null;
  readonly reason: string | null;
  readonly now: Date;
}

export interface NewEnrollment {
  readonly schoolId: string;
  readonly courseId: string;
  readonly versionId: string;
  readonly userId: string;
  readonly role: EnrollmentEntity['role'];
  readonly sectionId: string | null;
}

/** A new enrollment in its first state, recorded and reported. */
export function beginEnrollment(
  tx: Transaction,
  facts: NewEnrollment,
  state: EnrollmentStateName,
  cause: Cause,
): EnrollmentEntity {
  const enrollment = tx.em.create(Enrollment, {
    ...facts,
    id: newId(),
    state,
    waitlistedAt: state === 'waitlisted' ? cause.now : null,
    responseCount: 0,
    createdAt: cause.now,
    endedAt: null,
  });
  record(tx, enrollment, null, cause);
  return enrollment;
}

/**
 * Takes an enrollment, locked by the caller, to another state: recorded and reported, and the right
 * it gave ends or begins in the same transaction. Whether the step is allowed is the caller's to ask.
 */
export function moveEnrollment(
  tx: Transaction,
  enrollment: EnrollmentEntity,
  to: EnrollmentStateName,
  cause: Cause,
): void {
  const from = enrollment.state;
  enrollment.state = to;
  if (to === 'waitlisted') enrollment.waitlistedAt = cause.now;
  if (!isOpen(to)) enrollment.endedAt = cause.now;
  record(tx, enrollment, from, cause);
}

function record(
  tx: Transaction,
  enrollment: EnrollmentEntity,
  from: EnrollmentStateName | null,
  { actorId, reason, now }: Cause,
): void {
  const { id: enrollmentId, schoolId, courseId, userId, role, state: to } = enrollment;
  tx.em.create(EnrollmentTransition, {
    id: newId(),
    schoolId,
    enrollmentId,
    fromState: from,
    toState: to,
    actorId,
    reason,
    createdAt: now,
  });
  const facts = { schoolId, courseId, enrollmentId, userId, role, at: now.toISOString() };
  tx.report({ type: 'enrollment.transitioned', ...facts, from, to, actorId });
  if (from === 'active') tx.report({ type: 'enrollment.ended', ...facts });
  if (to === 'active') tx.report({ type: 'enrollment.created', ...facts });
}
