import { LockMode } from '@mikro-orm/core';

import { Enrollment, EnrollmentSettings } from '../../entities/enrollments.js';
import type { Transaction } from '../transact.js';
import { moveEnrollment } from './lifecycle.js';
import { seatedStates } from './transitions.js';

/** A course as it takes learners now. Its seats stay as they are until the transaction ends. */
export interface Seats {
  /** Null for no limit. */
  readonly capacity: number | null;
  readonly approvalRequired: boolean;
}

/**
 * The course's settings, locked. Taken before any enrollment of the course is locked or made, so
 * that seats are counted and given by one transaction at a time and nobody waits in a ring.
 */
export async function lockSeats(
  tx: Transaction,
  schoolId: string,
  courseId: string,
): Promise<Seats> {
  const settings = await tx.em.findOne(
    EnrollmentSettings,
    { courseId, schoolId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  return {
    capacity: settings?.capacity ?? null,
    approvalRequired: settings?.approvalRequired ?? false,
  };
}

/** Whether a learner more would be one too many. What the transaction wrote must be flushed. */
export async function isFull(
  tx: Transaction,
  { capacity }: Seats,
  courseId: string,
): Promise<boolean> {
  return capacity !== null && (await seatsTaken(tx, courseId)) >= capacity;
}

/** Gives free seats to those who have waited longest. Returns how many were given. */
export async function promoteWaiting(
  tx: Transaction,
  { capacity }: Seats,
  courseId: string,
  now: Date,
): Promise<number> {
  await tx.em.flush();
  const free = capacity === null ? undefined : capacity - (await seatsTaken(tx, courseId));
  if (free !== undefined && free <= 0) return 0;
  const next = await tx.em.find(
    Enrollment,
    { courseId, state: 'waitlisted' },
    {
      orderBy: { waitlistedAt: 'asc', id: 'asc' },
      lockMode: LockMode.PESSIMISTIC_WRITE,
      ...(free === undefined ? {} : { limit: free }),
    },
  );
  for (const enrollment of next) {
    moveEnrollment(tx, enrollment, 'active', { actorId: null, reason: 'A seat became free.', now });
  }
  return next.length;
}

async function seatsTaken(tx: Transaction, courseId: string): Promise<number> {
  return tx.em.count(Enrollment, { courseId, role: 'learner', state: { $in: [...seatedStates] } });
}
