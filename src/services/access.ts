import { coursesByIds } from '../entities/courses.repository.js';
import { activeEnrollments, type EnrollmentRow } from '../entities/enrollments.repository.js';
import type { Reader } from '../entities/orm.js';
import { RequestError } from '../errors/index.js';
import type { Actor } from './actor.js';

/** The actor's active enrollment in a course, if any. */
export async function enrollmentIn(
  db: Reader,
  actor: Actor,
  courseId: string,
): Promise<EnrollmentRow | undefined> {
  const [row] = await activeEnrollments(db, actor.schoolId, actor.userId, [courseId]);
  return row;
}

/** Throws NOT_FOUND unless the school has this course. */
export async function assertCourse(db: Reader, schoolId: string, courseId: string): Promise<void> {
  const [course] = await coursesByIds(db, schoolId, [courseId]);
  if (!course) throw RequestError.notFound('course');
}

/** Whether an enrollment role is one of those that teach. */
export function isTeachingRole(role: EnrollmentRow['role']): boolean {
  return role === 'instructor' || role === 'assistant';
}

/** Teaches the course, or administers the school it belongs to. The last word on staff rights. */
export async function mayTeach(db: Reader, actor: Actor, courseId: string): Promise<boolean> {
  if (actor.isAdministrator) return true;
  const enrollment = await enrollmentIn(db, actor, courseId);
  return enrollment !== undefined && isTeachingRole(enrollment.role);
}
