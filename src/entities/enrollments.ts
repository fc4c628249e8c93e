import { defineEntity, p } from '@mikro-orm/core';

import { Course, CourseVersion } from './courses.js';
import { School, User } from './people.js';
import { Section } from './sections.js';

/** Every state of an enrollment. Those from `completed` on are final. */
export const enrollmentStates = [
  'invited',
  'pending',
  'waitlisted',
  'active',
  'suspended',
  'completed',
  'withdrawn',
  'expired',
  'rejected',
] as const;

export type EnrollmentStateName = (typeof enrollmentStates)[number];

/**
 * A person's place in a course, in one role. Rights come from `active` alone. Ended rows stay as
 * history; one may be open.
 */
export const Enrollment = defineEntity({
  name: 'Enrollment',
  tableName: 'enrollments',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    /** The published version this enrollment works on. */
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').index(),
    role: p.enum(['learner', 'instructor', 'assistant', 'observer'] as const),
    sectionId: () => p.manyToOne(Section).mapToPk().fieldName('section_id').index().nullable(),
    state: p.enum(enrollmentStates),
    /** Since when it waits for a seat; kept after it got one. */
    waitlistedAt: p.datetime().nullable(),
    /** Responses stored so far; the next response takes this plus one as its ordinal. */
    responseCount: p.integer(),
    createdAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
  uniques: [
    {
      name: 'enrollments_active_unique',
      expression:
        "create unique index enrollments_active_unique on enrollments (course_id, user_id) where state = 'active'",
    },
    {
      name: 'enrollments_open_unique',
      expression:
        "create unique index enrollments_open_unique on enrollments (course_id, user_id) where state in ('invited', 'pending', 'waitlisted', 'active', 'suspended')",
    },
  ],
  indexes: [
    {
      name: 'enrollments_waitlist_index',
      expression:
        "create index enrollments_waitlist_index on enrollments (course_id, waitlisted_at, id) where state = 'waitlisted'",
    },
  ],
});

/** One step in the life of an enrollment: who took it, why and when. Rows are never changed. */
export const EnrollmentTransition = defineEntity({
  name: 'EnrollmentTransition',
  tableName: 'enrollment_transitions',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id').index(),
    /** Null for the first. */
    fromState: p.enum(enrollmentStates).nullable(),
    toState: p.enum(enrollmentStates),
    /** Null for what the system did by itself. */
    actorId: () => p.manyToOne(User).mapToPk().fieldName('actor_id').index().nullable(),
    reason: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/**
 * How a course takes learners. Its row is the lock under which seats are given; a course without
 * one has room for everybody.
 */
export const EnrollmentSettings = defineEntity({
  name: 'EnrollmentSettings',
  tableName: 'enrollment_settings',
  properties: {
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    /** Seats for learners; null for no limit. */
    capacity: p.integer().nullable(),
    /** Whether staff must approve those who enroll themselves. */
    approvalRequired: p.boolean(),
    updatedAt: p.datetime(),
  },
});

/** How many problems of a lesson an enrollment has completed. Kept in step by practice. */
export const LessonProgress = defineEntity({
  name: 'LessonProgress',
  tableName: 'lesson_progress',
  properties: {
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id').primary(),
    /** The lesson's stable id, so that progress outlives a version. */
    lessonStableId: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    completedProblems: p.integer(),
    updatedAt: p.datetime(),
  },
});
