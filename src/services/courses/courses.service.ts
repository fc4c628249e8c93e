import { createHash } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { sql } from 'kysely';

import {
  findBlockers,
  findCycle,
  type Blockers,
  type LearnerFacts,
} from '../../engines/release/index.js';
import { Course, CoursePrerequisite, CourseVersion } from '../../entities/courses.js';
import {
  courseByKey,
  coursePrerequisites,
  coursesByIds,
} from '../../entities/courses.repository.js';
import { readerOf } from '../../entities/orm.js';
import type { Outline } from '../../entities/version-cache.js';
import { RequestError } from '../../errors/index.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { parseInput } from '../people/input.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import {
  courseChangesInput,
  newCourseInput,
  type CourseChanges,
  type NewCourse,
} from './course-facts.js';
import { courseForStaff } from './course-for-staff.js';
import { reportChange } from './report-change.js';

/** Courses that may be required of one. */
const MAX_PREREQUISITES = 50;

export type CreateCourseResult =
  { kind: 'created'; courseId: string } | { kind: 'keyTaken'; courseId: string };

export type UpdateCourseResult =
  | { kind: 'updated'; courseId: string }
  /** Courses, each requiring the next and the last the first. */
  | { kind: 'prerequisiteCycle'; courseIds: string[] };

export type ArchiveCourseResult =
  { kind: 'archived'; courseId: string } | { kind: 'alreadyArchived'; courseId: string };

export class CoursesService {
  constructor(private readonly deps: ServiceDeps) {}

  /**
   * Makes a course as a draft, for its staff alone to see. It starts with an empty version, number
   * 0, so that staff can be enrolled before anything is published. Administrators only.
   */
  async createCourse(actor: Actor, input: NewCourse): Promise<CreateCourseResult> {
    if (!actor.isAdministrator) {
      throw RequestError.forbidden('Only administrators create courses.');
    }
    const facts = parseInput(newCourseInput, input);
    const { schoolId } = actor;
    try {
      return await transact(this.deps, async (tx) => {
        const known = await courseByKey(tx.db, schoolId, facts.key);
        if (known) return { kind: 'keyTaken', courseId: known.id };
        const now = this.deps.clock();
        const course = tx.em.create(Course, {
          ...facts,
          id: newId(),
          schoolId,
          status: 'draft',
          publishedVersionId: null,
          createdAt: now,
          updatedAt: now,
        });
        await tx.em.flush();
        const version = tx.em.create(CourseVersion, {
          id: newId(),
          schoolId,
          courseId: course.id,
          number: 0,
          contentHash: createHash('sha256').update(course.id).digest('base64url'),
          publishedAt: now,
        });
        await tx.em.flush();
        course.publishedVersionId = version.id;
        reportChange(tx, course, 'created', now);
        return { kind: 'created', courseId: course.id };
      });
    } catch (error) {
      // Two requests at once: the unique index lets one through.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const winner = await courseByKey(readerOf(this.deps.em), schoolId, facts.key);
      if (!winner) throw error;
      return { kind: 'keyTaken', courseId: winner.id };
    }
  }

  /** Changes the facts of a course, and which courses it requires. For its staff. */
  async updateCourse(
    actor: Actor,
    courseId: string,
    input: CourseChanges,
    prerequisiteIds?: readonly string[],
  ): Promise<UpdateCourseResult> {
    const changes = parseInput(courseChangesInput, input);
    return transact(this.deps, async (tx) => {
      if (prerequisiteIds) await lockPrerequisites(tx, actor.schoolId);
      const course = await courseForStaff(tx, actor, courseId);
      if (prerequisiteIds) {
        const cycle = await this.setPrerequisites(tx, actor, courseId, prerequisiteIds);
        if (cycle) return { kind: 'prerequisiteCycle', courseIds: cycle };
      }
      const now = this.deps.clock();
      tx.em.assign(course, { ...present(changes), updatedAt: now });
      reportChange(tx, course, 'updated', now);
      return { kind: 'updated', courseId };
    });
  }

  /** Takes a course out of the catalogue. Those enrolled go on reading it. For its staff. */
  async archiveCourse(actor: Actor, courseId: string): Promise<ArchiveCourseResult> {
    return transact(this.deps, async (tx) => {
      const course = await courseForStaff(tx, actor, courseId);
      if (course.status === 'archived') return { kind: 'alreadyArchived', courseId };
      const now = this.deps.clock();
      tx.em.assign(course, { status: 'archived', updatedAt: now });
      reportChange(tx, course, 'archived', now);
      return { kind: 'archived', courseId };
    });
  }

  /** What keeps the parts of a version closed to a learner. Reads nothing. */
  blockers(outline: Outline, facts: LearnerFacts): Blockers {
    return findBlockers(outline.modules, facts);
  }

  /** Replaces what a course requires; returns the cycle that this would make, writing nothing. */
  private async setPrerequisites(
    tx: Transaction,
    actor: Actor,
    courseId: string,
    prerequisiteIds: readonly string[],
  ): Promise<string[] | null> {
    const { schoolId } = actor;
    const wanted = [...new Set(prerequisiteIds)];
    if (wanted.length > MAX_PREREQUISITES) {
      throw RequestError.badInput('prerequisiteIds', `At most ${String(MAX_PREREQUISITES)}.`);
    }
    const found = wanted.length === 0 ? [] : await coursesByIds(tx.db, schoolId, wanted);
    if (found.length < wanted.length) throw RequestError.notFound('course');
    const edges = new Map<string, string[]>([[courseId, wanted]]);
    for (const link of await coursePrerequisites(tx.db, schoolId)) {
      if (link.courseId === courseId) continue;
      edges.set(link.courseId, [...(edges.get(link.courseId) ?? []), link.requiredCourseId]);
    }
    const cycle = findCycle(edges);
    if (cycle) return cycle;
    await tx.em.nativeDelete(CoursePrerequisite, { courseId });
    for (const requiredCourseId of wanted) {
      tx.em.create(CoursePrerequisite, { courseId, requiredCourseId, schoolId });
    }
    return null;
  }
}

/**
 * Two changes at once, each without a cycle, could make one together. Taken before any course is
 * locked, because a link locks the course that it leads to.
 */
async function lockPrerequisites({ db }: Transaction, schoolId: string): Promise<void> {
  const name = `prerequisites:${schoolId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
}

/** Without the properties that are undefined. */
function present<T extends object>(value: T) {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
