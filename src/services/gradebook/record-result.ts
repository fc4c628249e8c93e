import { Enrollment } from '../../entities/enrollments.js';
import { GradeResult } from '../../entities/gradebook.js';
import {
  currentResults,
  gradeColumnsByIds,
  lockEnrollments,
  type GradeResultRow,
} from '../../entities/gradebook.repository.js';
import { newId } from '../ids.js';
import type { Transaction } from '../transact.js';
import { refreshGrades } from './refresh-grades.js';

/** What an attempt brought, as another capability knows it. Points are finite, possible ones at least 0. */
export interface ResultFact {
  readonly schoolId: string;
  readonly enrollmentId: string;
  readonly columnId: string;
  /** 1, 2, 3 … in the column. */
  readonly number: number;
  readonly attemptId: string | null;
  /** Null while it is not graded. */
  readonly pointsEarned: number | null;
  readonly pointsPossible: number;
  readonly submittedAt: Date | null;
  /** Of this learner, in place of the due date of the column. */
  readonly extendedDueAt: Date | null;
  readonly voided: boolean;
  readonly source: 'manual' | 'assessment' | 'imported';
  /** Who entered it; null for the platform itself. */
  readonly actorId: string | null;
}

/**
 * Puts the result of an attempt into the gradebook and renews the learner's grades, in the caller's
 * transaction. An attempt is known by its number in the column: the same fact again changes nothing,
 * another one is a new revision, and earlier revisions are kept. Throws when the enrollment is not
 * one of the column's course.
 */
export async function recordResult(
  tx: Transaction,
  fact: ResultFact,
  now: Date,
): Promise<{ readonly changed: boolean }> {
  const { schoolId, enrollmentId, columnId } = fact;
  await lockEnrollments(tx.db, [enrollmentId]);
  const enrollment = await tx.em.findOneOrFail(Enrollment, { id: enrollmentId, schoolId });
  const [column] = await gradeColumnsByIds(tx.db, schoolId, [columnId]);
  if (column?.courseId !== enrollment.courseId) {
    throw new Error(`Column ${columnId} is not of the course of enrollment ${enrollmentId}.`);
  }
  const changed = await writeResult(tx, fact, now);
  if (changed) await refreshGrades(tx, enrollment, [enrollment], now);
  return { changed };
}

/** The writing alone, behind the lock of the enrollment; false when the fact is there already. */
export async function writeResult(tx: Transaction, fact: ResultFact, now: Date): Promise<boolean> {
  const { enrollmentId, columnId, number } = fact;
  const before = (await currentResults(tx.db, [enrollmentId])).find(
    (row) => row.columnId === columnId && row.number === number,
  );
  if (before && isSame(before, fact)) return false;
  tx.em.create(GradeResult, {
    ...fact,
    id: newId(),
    revision: (before?.revision ?? 0) + 1,
    recordedAt: now,
  });
  await tx.em.flush();
  return true;
}

function isSame(row: GradeResultRow, fact: ResultFact): boolean {
  const same = (one: string | null, other: Date | null) =>
    (one === null ? null : Date.parse(one)) === (other?.getTime() ?? null);
  return (
    row.attemptId === fact.attemptId &&
    row.pointsEarned === fact.pointsEarned &&
    row.pointsPossible === fact.pointsPossible &&
    row.voided === fact.voided &&
    same(row.submittedAt, fact.submittedAt) &&
    same(row.extendedDueAt, fact.extendedDueAt)
  );
}
