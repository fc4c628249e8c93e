import { defineEntity, p } from '@mikro-orm/core';

import { Course, CourseVersion } from './courses.js';
import { School, User } from './people.js';

/** A person's place in a course, in one role. Ended rows stay as history; one may be active. */
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
    state: p.enum(['active', 'completed', 'withdrawn'] as const),
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
  ],
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
