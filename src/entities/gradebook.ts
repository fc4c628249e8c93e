import { defineEntity, p } from '@mikro-orm/core';

import { Course } from './courses.js';
import { Enrollment } from './enrollments.js';
import { School, User } from './people.js';

/** What holds for a whole gradebook. A course without a row has never had a policy or a column. */
export const Gradebook = defineEntity({
  name: 'Gradebook',
  tableName: 'gradebooks',
  properties: {
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    /** Counts changes of the policy and of columns: grades of an older revision are out of date. */
    revision: p.integer(),
    updatedAt: p.datetime(),
  },
});

/** How a course is graded, from one change to the next. The highest version is in force. */
export const GradePolicyVersion = defineEntity({
  name: 'GradePolicyVersion',
  tableName: 'grade_policies',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id'),
    version: p.integer(),
    /** As the gradebook engine takes it, without problems. */
    policy: p.json<Record<string, unknown>>(),
    reason: p.text(),
    actorId: () => p.manyToOne(User).mapToPk().fieldName('actor_id').index(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'grade_policies_version_unique', properties: ['courseId', 'version'] }],
});

/** Something that is graded in a course. */
export const GradeColumn = defineEntity({
  name: 'GradeColumn',
  tableName: 'grade_columns',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    /** The assessment whose attempts are its results; null for a column filled by people. */
    assessmentId: p.uuid().nullable().unique(),
    title: p.text(),
    /** Ids inside the policy; one that the policy does not know is as none. */
    categoryId: p.text().nullable(),
    periodId: p.text().nullable(),
    pointsPossible: p.double().$type<number>(),
    dueAt: p.datetime().nullable(),
    extraCredit: p.boolean(),
    /** Whether learners see it. */
    posted: p.boolean(),
    position: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/**
 * What one attempt brought. Facts only, and never changed: a later revision of the same attempt
 * stands in the place of the earlier ones.
 */
export const GradeResult = defineEntity({
  name: 'GradeResult',
  tableName: 'grade_results',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id'),
    columnId: () => p.manyToOne(GradeColumn).mapToPk().fieldName('column_id').index(),
    /** 1, 2, 3 … in the column. */
    number: p.integer(),
    revision: p.integer(),
    attemptId: p.uuid().nullable(),
    /** Null while it is not graded. */
    pointsEarned: p.double().$type<number>().nullable(),
    pointsPossible: p.double().$type<number>(),
    submittedAt: p.datetime().nullable(),
    /** In place of the due date of the column. */
    extendedDueAt: p.datetime().nullable(),
    voided: p.boolean(),
    source: p.enum(['manual', 'assessment', 'imported'] as const),
    /** Who entered it; null for the platform itself. */
    actorId: () => p.manyToOne(User).mapToPk().fieldName('actor_id').nullable().index(),
    recordedAt: p.datetime(),
  },
  uniques: [
    {
      name: 'grade_results_revision_unique',
      properties: ['enrollmentId', 'columnId', 'number', 'revision'],
    },
  ],
});

/**
 * What a person decided about one learner's grade, by hand. The highest revision of a kind is in
 * force; one that takes the decision back has `inForce` false.
 */
export const GradeDecision = defineEntity({
  name: 'GradeDecision',
  tableName: 'grade_decisions',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id'),
    /** Null: the total. */
    columnId: () =>
      p
        .manyToOne(GradeColumn)
        .mapToPk()
        .fieldName('column_id')
        .nullable()
        .deleteRule('restrict')
        .index(),
    kind: p.enum(['override', 'excused', 'late_waived'] as const),
    revision: p.integer(),
    inForce: p.boolean(),
    /** Of an override: one of the two. */
    points: p.double().$type<number>().nullable(),
    fraction: p.double().$type<number>().nullable(),
    reason: p.text(),
    actorId: () => p.manyToOne(User).mapToPk().fieldName('actor_id').index(),
    decidedAt: p.datetime(),
  },
  uniques: [
    {
      name: 'grade_decisions_revision_unique',
      expression:
        'create unique index grade_decisions_revision_unique on grade_decisions (enrollment_id, column_id, kind, revision) nulls not distinct',
    },
  ],
});

/**
 * The grades of one learner as they were last computed. Nothing of it is a fact: it can be thrown
 * away and computed again.
 */
export const Grades = defineEntity({
  name: 'Grades',
  tableName: 'grades',
  properties: {
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    /** Of the gradebook. */
    revision: p.integer(),
    policyVersion: p.integer(),
    engine: p.text(),
    engineVersion: p.integer(),
    /** As staff see them: columns, periods and overall totals, each with its steps. */
    staff: p.json<Record<string, unknown>>(),
    /** As the learner sees them: the columns posted, by id, and the totals of these alone. */
    learner: p.json<Record<string, unknown>>(),
    computedAt: p.datetime(),
    /** When the next due date passes, which may change them; null when none will. */
    staleAt: p.datetime().nullable(),
  },
});
