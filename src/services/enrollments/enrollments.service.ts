import { UniqueConstraintViolationException } from '@mikro-orm/core';

import { Course } from '../../entities/courses.js';
import { Enrollment } from '../../entities/enrollments.js';
import type { EnrollmentRow } from '../../entities/enrollments.repository.js';
import { readerOf } from '../../entities/orm.js';
import { User } from '../../entities/people.js';
import { RequestError } from '../../errors/index.js';
import { enrollmentIn, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps } from '../transact.js';

export interface EnrollInput {
  courseId: string;
  /** Whom to enroll; the actor when absent. */
  userId?: string | undefined;
  role?: EnrollmentRow['role'] | undefined;
}

export type EnrollResult =
  | { kind: 'enrolled'; enrollmentId: string }
  | { kind: 'alreadyEnrolled'; enrollmentId: string }
  | { kind: 'courseNotOpen'; courseId: string };

export type WithdrawResult =
  { kind: 'withdrawn'; enrollmentId: string } | { kind: 'notActive'; enrollmentId: string };

export class EnrollmentsService {
  constructor(private readonly deps: ServiceDeps) {}

  /**
   * Enrolls a person in a published course, on its published version. People enroll themselves as
   * learners; instructors of the course and administrators enroll others, in any role.
   */
  async enroll(actor: Actor, input: EnrollInput): Promise<EnrollResult> {
    const userId = input.userId ?? actor.userId;
    const role = input.role ?? 'learner';
    if (userId !== actor.userId || role !== 'learner') {
      const allowed = await mayTeach(readerOf(this.deps.em), actor, input.courseId);
      if (!allowed) throw RequestError.forbidden('Only staff of the course may enroll others.');
    }
    try {
      return await transact(this.deps, async ({ em, db, report }) => {
        const course = await em.findOne(Course, { id: input.courseId, schoolId: actor.schoolId });
        if (!course) throw RequestError.notFound('course');
        const user = await em.findOne(User, { id: userId, schoolId: actor.schoolId });
        if (!user) throw RequestError.notFound('user');
        if (user.kind === 'service') {
          throw RequestError.forbidden('A service account cannot be enrolled.');
        }
        if (course.status !== 'published' || course.publishedVersionId == null) {
          return { kind: 'courseNotOpen', courseId: course.id };
        }
        const active = await enrollmentIn(db, { ...actor, userId }, course.id);
        if (active) return { kind: 'alreadyEnrolled', enrollmentId: active.id };
        const now = this.deps.clock();
        const enrollment = em.create(Enrollment, {
          id: newId(),
          schoolId: actor.schoolId,
          courseId: course.id,
          versionId: course.publishedVersionId,
          userId,
          role,
          state: 'active',
          responseCount: 0,
          createdAt: now,
          endedAt: null,
        });
        report({
          type: 'enrollment.created',
          schoolId: actor.schoolId,
          courseId: course.id,
          enrollmentId: enrollment.id,
          userId,
          role,
          at: now.toISOString(),
        });
        return { kind: 'enrolled', enrollmentId: enrollment.id };
      });
    } catch (error) {
      // Two requests at once: the partial unique index lets one through, the other finds it there.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const winner = await enrollmentIn(
        readerOf(this.deps.em),
        { ...actor, userId },
        input.courseId,
      );
      if (!winner) throw error;
      return { kind: 'alreadyEnrolled', enrollmentId: winner.id };
    }
  }

  /** Ends an active enrollment: one's own, or any as staff. What was done is kept. */
  async withdraw(actor: Actor, enrollmentId: string): Promise<WithdrawResult> {
    return transact(this.deps, async ({ em, db, report }) => {
      const enrollment = await em.findOne(Enrollment, {
        id: enrollmentId,
        schoolId: actor.schoolId,
      });
      if (!enrollment) throw RequestError.notFound('enrollment');
      const isOwn = enrollment.userId === actor.userId;
      if (!isOwn && !(await mayTeach(db, actor, enrollment.courseId))) {
        throw RequestError.notFound('enrollment');
      }
      const now = this.deps.clock();
      const ended = await em.nativeUpdate(
        Enrollment,
        { id: enrollment.id, state: 'active' },
        { state: 'withdrawn', endedAt: now },
      );
      if (ended === 0) return { kind: 'notActive', enrollmentId };
      report({
        type: 'enrollment.ended',
        schoolId: actor.schoolId,
        courseId: enrollment.courseId,
        enrollmentId,
        userId: enrollment.userId,
        role: enrollment.role,
        at: now.toISOString(),
      });
      return { kind: 'withdrawn', enrollmentId };
    });
  }
}
