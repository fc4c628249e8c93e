import { Course } from '../../entities/courses.js';
import { Enrollment } from '../../entities/enrollments.js';
import type { EnrollmentRow } from '../../entities/enrollments.repository.js';
import { RequestError } from '../../errors/index.js';
import type { Operator } from '../people/index.js';
import { transact, type ServiceDeps } from '../transact.js';
import { beginEnrollment, moveEnrollment } from './lifecycle.js';
import { openStates } from './transitions.js';

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

    const open = await tx.em.find(Enrollment, {
      schoolId: by.schoolId,
      courseId,
      userId: { $in: members.map((member) => member.userId) },
      state: { $in: [...openStates] },
    });
    const cause = { actorId: null, reason: 'Set up by the operator.', now: deps.clock() };
    for (const enrollment of open) {
      const outdated = enrollment.versionId !== publishedVersionId;
      if (afresh === 'all' || (afresh === 'outdated' && outdated)) {
        moveEnrollment(tx, enrollment, 'withdrawn', cause);
      } else if (enrollment.state !== 'active') {
        // The operator's word stands above seats and approval.
        moveEnrollment(tx, enrollment, 'active', cause);
      }
    }
    // Ended before the next begins: one person has one open enrollment in a course.
    await tx.em.flush();

    const staying = new Map(
      open
        .filter((enrollment) => enrollment.state === 'active')
        .map((enrollment) => [enrollment.userId, enrollment]),
    );
    return members.map(({ userId, role }) => {
      const known = staying.get(userId);
      const enrollment =
        known ??
        beginEnrollment(
          tx,
          {
            schoolId: by.schoolId,
            courseId,
            versionId: publishedVersionId,
            userId,
            role,
            sectionId: null,
          },
          'active',
          cause,
        );
      if (!known) staying.set(userId, enrollment);
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
