import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import { z } from 'zod';

import { Course } from '../../entities/courses.js';
import { missingPrerequisites } from '../../entities/courses.repository.js';
import {
  Enrollment,
  EnrollmentSettings,
  type EnrollmentStateName,
} from '../../entities/enrollments.js';
import {
  enrollmentsByIds,
  openEnrollment,
  type EnrollmentRow,
} from '../../entities/enrollments.repository.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import { User } from '../../entities/people.js';
import { Section } from '../../entities/sections.js';
import { RequestError } from '../../errors/index.js';
import { assertCourse, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { parseInput, reasonInput } from '../people/input.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import { beginEnrollment, moveEnrollment } from './lifecycle.js';
import { isFull, lockSeats, promoteWaiting, type Seats } from './seats.js';
import { isSeated, nextStates, type Party } from './transitions.js';

export interface EnrollInput {
  courseId: string;
  /** Whom to enroll; the actor when absent. */
  userId?: string | undefined;
  role?: EnrollmentRow['role'] | undefined;
  sectionId?: string | undefined;
}

export type EnrollResult =
  | { kind: 'enrolled'; enrollmentId: string }
  | { kind: 'alreadyEnrolled'; enrollmentId: string }
  | { kind: 'courseNotOpen'; courseId: string }
  | { kind: 'prerequisitesMissing'; courseIds: string[] };

export type WithdrawResult =
  { kind: 'withdrawn'; enrollmentId: string } | { kind: 'notActive'; enrollmentId: string };

export interface SetStateInput {
  enrollmentId: string;
  state: EnrollmentStateName;
  reason?: string | null | undefined;
}

export type SetStateResult =
  | { kind: 'moved'; enrollmentId: string }
  | { kind: 'notAllowed'; from: EnrollmentStateName; allowed: readonly EnrollmentStateName[] }
  | { kind: 'courseFull'; capacity: number };

export interface SettingsInput {
  courseId: string;
  capacity?: number | null | undefined;
  approvalRequired?: boolean | undefined;
}

const settingsInput = z.object({
  capacity: z
    .int('Seats are counted in whole numbers.')
    .min(0, 'There cannot be fewer than no seats.')
    .max(1_000_000, 'No course has so many seats.')
    .nullish(),
});

/** How a step ended, before it is said in the words of the one who asked for it. */
type Step =
  | { kind: 'moved'; courseId: string }
  | { kind: 'notAllowed'; from: EnrollmentStateName; allowed: readonly EnrollmentStateName[] }
  | { kind: 'courseFull'; capacity: number };

export class EnrollmentsService {
  constructor(private readonly deps: ServiceDeps) {}

  /**
   * Enrolls a person in a published course, on its published version. People enroll themselves as
   * learners; instructors of the course and administrators enroll others, in any role. The
   * enrollment is `active`; `waitlisted` for a learner when every seat is taken; `pending` for one
   * who asks for themselves where staff must approve.
   */
  async enroll(actor: Actor, input: EnrollInput): Promise<EnrollResult> {
    const userId = input.userId ?? actor.userId;
    const role = input.role ?? 'learner';
    const isOwnWish = userId === actor.userId && role === 'learner';
    const isStaff = await mayTeach(readerOf(this.deps.em), actor, input.courseId);
    if (!isOwnWish && !isStaff) {
      throw RequestError.forbidden('Only staff of the course may enroll others.');
    }
    try {
      return await transact(this.deps, async (tx) => {
        const { em, db } = tx;
        const course = await em.findOne(Course, { id: input.courseId, schoolId: actor.schoolId });
        if (!course) throw RequestError.notFound('course');
        const user = await em.findOne(User, { id: userId, schoolId: actor.schoolId });
        if (!user) throw RequestError.notFound('user');
        if (user.kind === 'service') {
          throw RequestError.forbidden('A service account cannot be enrolled.');
        }
        const sectionId = await sectionOf(tx, actor.schoolId, course.id, input.sectionId);
        if (course.status === 'draft' && !isStaff) throw RequestError.notFound('course');
        // Staff come before the first publication, to write it.
        const isOpen =
          course.status === 'published' || (course.status === 'draft' && role !== 'learner');
        if (!isOpen || course.publishedVersionId == null) {
          return { kind: 'courseNotOpen', courseId: course.id };
        }
        const seats = await lockSeats(tx, actor.schoolId, course.id);
        const open = await openEnrollment(db, actor.schoolId, userId, course.id);
        if (open) return { kind: 'alreadyEnrolled', enrollmentId: open.id };
        if (role === 'learner') {
          const courseIds = await missingPrerequisites(db, actor.schoolId, course.id, userId);
          if (courseIds.length > 0) return { kind: 'prerequisitesMissing', courseIds };
        }
        const enrollment = beginEnrollment(
          tx,
          {
            schoolId: actor.schoolId,
            courseId: course.id,
            versionId: course.publishedVersionId,
            userId,
            role,
            sectionId,
          },
          await firstState(tx, seats, course.id, role, isStaff),
          { actorId: actor.userId, reason: null, now: this.deps.clock() },
        );
        return { kind: 'enrolled', enrollmentId: enrollment.id };
      });
    } catch (error) {
      // Two requests at once: the partial unique index lets one through, the other finds it there.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const db = readerOf(this.deps.em);
      const winner = await openEnrollment(db, actor.schoolId, userId, input.courseId);
      if (!winner) throw error;
      return { kind: 'alreadyEnrolled', enrollmentId: winner.id };
    }
  }

  /** Ends an open enrollment: one's own, or any as staff. What was done is kept. */
  async withdraw(
    actor: Actor,
    enrollmentId: string,
    reason?: string | null,
  ): Promise<WithdrawResult> {
    const step = await this.#step(actor, { enrollmentId, state: 'withdrawn', reason });
    return { kind: step.kind === 'moved' ? 'withdrawn' : 'notActive', enrollmentId };
  }

  /** Takes an enrollment to another state, as staff of its course. */
  async setState(actor: Actor, input: SetStateInput): Promise<SetStateResult> {
    const db = readerOf(this.deps.em);
    const enrollment = await visibleEnrollment(db, actor, input.enrollmentId);
    if (!(await mayTeach(db, actor, enrollment.courseId))) {
      throw RequestError.forbidden('Only staff of the course may change an enrollment.');
    }
    const step = await this.#step(actor, input);
    return step.kind === 'moved' ? { kind: 'moved', enrollmentId: input.enrollmentId } : step;
  }

  /** Puts an enrollment into a section of its course, or into none. */
  async setSection(
    actor: Actor,
    input: { enrollmentId: string; sectionId: string | null },
  ): Promise<void> {
    const enrollment = await visibleEnrollment(readerOf(this.deps.em), actor, input.enrollmentId);
    const { schoolId, courseId } = enrollment;
    await transact(this.deps, async (tx) => {
      if (!(await mayTeach(tx.db, actor, courseId))) {
        throw RequestError.forbidden('Only staff of the course may change an enrollment.');
      }
      const sectionId = await sectionOf(tx, schoolId, courseId, input.sectionId ?? undefined);
      await tx.em.nativeUpdate(Enrollment, { id: enrollment.id }, { sectionId });
      tx.report({
        type: 'enrollment.moved',
        schoolId,
        courseId,
        enrollmentId: enrollment.id,
        sectionId,
        at: this.deps.clock().toISOString(),
      });
    });
  }

  /**
   * Says how a course takes learners. Seats that this frees go to those who wait; seats that are
   * taken stay taken when there are fewer.
   */
  async setSettings(actor: Actor, input: SettingsInput): Promise<{ promoted: number }> {
    const { schoolId } = actor;
    const { courseId } = input;
    const parsed = parseInput(settingsInput, { capacity: input.capacity });
    await assertCourse(readerOf(this.deps.em), schoolId, courseId);
    return transact(this.deps, async (tx) => {
      if (!(await mayTeach(tx.db, actor, courseId))) {
        throw RequestError.forbidden('Only staff of the course may change how it takes learners.');
      }
      const now = this.deps.clock();
      // Made first and locked then, so that two who set it at once wait for one another.
      await tx.em.upsert(
        EnrollmentSettings,
        { courseId, schoolId, capacity: null, approvalRequired: false, updatedAt: now },
        { onConflictAction: 'ignore' },
      );
      tx.em.clear();
      await lockSeats(tx, schoolId, courseId);
      const settings = await tx.em.findOneOrFail(EnrollmentSettings, { courseId });
      if (parsed.capacity !== undefined) settings.capacity = parsed.capacity;
      if (input.approvalRequired !== undefined) settings.approvalRequired = input.approvalRequired;
      settings.updatedAt = now;
      tx.report({
        type: 'enrollment_settings.changed',
        schoolId,
        courseId,
        actorId: actor.userId,
        at: now.toISOString(),
      });
      const seats = {
        capacity: settings.capacity ?? null,
        approvalRequired: settings.approvalRequired,
      };
      return { promoted: await promoteWaiting(tx, seats, courseId, now) };
    });
  }

  async #step(actor: Actor, { enrollmentId, state: to, reason }: SetStateInput): Promise<Step> {
    const cause = {
      actorId: actor.userId,
      reason: parseInput(reasonInput, { reason }).reason ?? null,
      now: this.deps.clock(),
    };
    return transact(this.deps, async (tx) => {
      const { courseId } = await visibleEnrollment(tx.db, actor, enrollmentId);
      const seats = await lockSeats(tx, actor.schoolId, courseId);
      const enrollment = await tx.em.findOneOrFail(
        Enrollment,
        { id: enrollmentId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      const from = enrollment.state;
      const party: Party[] = enrollment.userId === actor.userId ? ['self'] : [];
      if (await mayTeach(tx.db, actor, courseId)) party.push('staff');
      const allowed = [...new Set(party.flatMap((by) => nextStates(from, by)))];
      if (!allowed.includes(to)) return { kind: 'notAllowed', from, allowed };
      const takesSeat = enrollment.role === 'learner' && isSeated(to) && !isSeated(from);
      if (takesSeat && seats.capacity !== null && (await isFull(tx, seats, courseId))) {
        return { kind: 'courseFull', capacity: seats.capacity };
      }
      moveEnrollment(tx, enrollment, to, cause);
      if (seats.capacity !== null) await promoteWaiting(tx, seats, courseId, cause.now);
      return { kind: 'moved', courseId };
    });
  }
}

/** The enrollment if it is the actor's own or of a course they teach; else it is not there. */
async function visibleEnrollment(
  db: Reader,
  actor: Actor,
  enrollmentId: string,
): Promise<EnrollmentRow> {
  const [enrollment] = await enrollmentsByIds(db, actor.schoolId, [enrollmentId]);
  if (!enrollment) throw RequestError.notFound('enrollment');
  if (enrollment.userId === actor.userId) return enrollment;
  if (await mayTeach(db, actor, enrollment.courseId)) return enrollment;
  throw RequestError.notFound('enrollment');
}

/** The section if the course has it; null for none. */
export async function sectionOf(
  tx: Transaction,
  schoolId: string,
  courseId: string,
  sectionId: string | undefined,
): Promise<string | null> {
  if (sectionId === undefined) return null;
  const section = await tx.em.findOne(Section, { id: sectionId, schoolId, courseId });
  if (!section) throw RequestError.notFound('section');
  return section.id;
}

async function firstState(
  tx: Transaction,
  seats: Seats,
  courseId: string,
  role: EnrollmentRow['role'],
  isStaff: boolean,
): Promise<EnrollmentStateName> {
  if (role !== 'learner') return 'active';
  if (seats.approvalRequired && !isStaff) return 'pending';
  return (await isFull(tx, seats, courseId)) ? 'waitlisted' : 'active';
}
