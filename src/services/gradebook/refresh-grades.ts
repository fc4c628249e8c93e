import { isDeepStrictEqual } from 'node:util';

import {
  lockEnrollments,
  storedGrades,
  storeGrades,
  type StoredGradesRow,
} from '../../entities/gradebook.repository.js';
import type { Transaction } from '../transact.js';
import { changeBetween, type GradeChange } from './changes.js';
import {
  bodyOf,
  computeGrades,
  freshGrades,
  toStore,
  type LearnerGrades,
} from './learner-grades.js';
import { readBasis, readRecords, type CourseBasis } from './read-facts.js';

/** Whose grades: an enrollment and who it is. */
export interface Graded {
  readonly id: string;
  readonly userId: string;
}

/**
 * Computes the grades of these learners of a course from what is stored, in the transaction that
 * has written a fact or in one of their own, and reports what changed. Their enrollments are locked
 * before anything is read, so that of two writers the later one sees what the earlier one wrote.
 */
export async function refreshGrades(
  tx: Transaction,
  { schoolId, courseId }: { readonly schoolId: string; readonly courseId: string },
  learners: readonly Graded[],
  now: Date,
): Promise<readonly GradeChange[]> {
  const ids = learners.map(({ id }) => id);
  if (ids.length === 0) return [];
  await lockEnrollments(tx.db, ids);
  const basis = await readBasis(tx.db, schoolId, courseId);
  const records = await readRecords(tx.db, ids);
  const stored = new Map((await storedGrades(tx.db, ids)).map((row) => [row.enrollmentId, row]));
  const changes: GradeChange[] = [];
  const rows = [];
  for (const { id, userId } of learners) {
    const grades = computeGrades(basis, id, records.get(id) ?? { results: [], decisions: [] }, now);
    const before = stored.get(id);
    if (!before || !isSame(before, basis, grades)) rows.push(toStore(basis, grades));
    const change = changeBetween(before ? bodyOf(before) : null, grades);
    if (!change) continue;
    changes.push(change);
    tx.report({
      type: 'grade.changed',
      schoolId,
      courseId,
      enrollmentId: id,
      userId,
      columnIds: change.columnIds,
      posted: change.posted,
      at: now.toISOString(),
    });
  }
  await storeGrades(tx.db, rows);
  return changes;
}

/** Whether what is stored would be written once more as it is. */
function isSame(row: StoredGradesRow, basis: CourseBasis, grades: LearnerGrades): boolean {
  const fresh = freshGrades(row, basis, grades.computedAt);
  return (
    fresh !== null &&
    fresh.policyVersion === grades.policyVersion &&
    fresh.staleAt?.getTime() === grades.staleAt?.getTime() &&
    isDeepStrictEqual([fresh.staff, fresh.learner], [grades.staff, grades.learner])
  );
}
