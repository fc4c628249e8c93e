import { Course } from '../../entities/courses.js';
import { Enrollment } from '../../entities/enrollments.js';
import type { EnrollmentRow } from '../../entities/enrollments.repository.js';
import { RequestError } from '../../errors/index.js';
import { newId } from '../ids.js';
import type { Operator } from '../people/index.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';

export interface Membership {
  readonly userId: string;
  readonly role: EnrollmentRow['role'];
}

export interface ProvisionedEnrollment extends Membership {
  readonly enrollmentId: string;
  readonly versionId: string;
  /** Responses stored so far. */
  readonly responseCount: number;
  readonly created: boolean;
}

/**
 * Which enrollments that are there end and begin anew: none; those on another version than the
 * published one; all.
 */
export type Afresh = 'none' | 'outdated' | 'all';

/**
 * Makes sure that these people of the operator's school are in a published course, in one
 * transaction and in the order asked for. What was done in an enrollment that ends is kept.
 */
export async function provisionEnrollments(
  deps: ServiceDeps,
  by: Operator,
  courseId: string,
  members: readonly Membership[],
  afresh: Afresh = 'none',
): Promise<readonly ProvisionedEnrollment[]> {
  return transact(deps, async (tx) => {
    const course = await tx.em.findOne(Course, { id: courseId, schoolId: by.schoolId });
    if (!course) throw RequestError.notFound('course');
    const { publishedVersionId } = course;
    if (!publishedVersionId) throw new Error(`Course ${courseId} is not published.`);

    const active = await tx.em.find(Enrollment, {
      schoolId: by.schoolId,
      courseId,
      userId: { $in: members.map((member) => member.userId) },
      state: 'active',
    });
    const ending = active.filter(
      ({ versionId }) =>
        afresh === 'all' || (afresh === 'outdated' && versionId !== publishedVersionId),
    );
    const now = deps.clock();
    for (const enrollment of ending) {
      tx.em.assign(enrollment, { state: 'withdrawn', endedAt: now });
      report(tx, 'enrollment.ended', enrollment, now);
    }
    // Ended before the next begins: one person has one active enrollment in a course.
    await tx.em.flush();

    const staying = new Map(
      active
        .filter((enrollment) => enrollment.state === 'active')
        .map((enrollment) => [enrollment.userId, enrollment]),
    );
    return members.map(({ userId, role }) => {
      const known = staying.get(userId);
      const enrollment =
        known ??
        tx.em.create(Enrollment, {
          id: newId(),
          schoolId: by.schoolId,
          courseId,
          versionId: publishedVersionId,
          userId,
          role,
          state: 'active',
          responseCount: 0,
          createdAt: now,
          endedAt: null,
        });
      if (!known) {
        staying.set(userId, enrollment);
        report(tx, 'enrollment.created', enrollment, now);
      }
      return {
        enrollmentId: enrollment.id,
        userId,
        role: enrollment.role,
        versionId: enrollment.versionId,
        responseCount: enrollment.responseCount,
        created: !known,
      };
    });
  });
}

function report(
  tx: Transaction,
  type: 'enrollment.created' | 'enrollment.ended',
  enrollment: Pick<EnrollmentRow, 'id' | 'schoolId' | 'courseId' | 'userId' | 'role'>,
  now: Date,
): void {
  tx.report({
    type,
    schoolId: enrollment.schoolId,
    courseId: enrollment.courseId,
    enrollmentId: enrollment.id,
    userId: enrollment.userId,
    role: enrollment.role,
    at: now.toISOString(),
  });
}
