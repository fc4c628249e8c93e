import { defineEntity, p } from '@mikro-orm/core';

import { Course } from './courses.js';
import { Enrollment } from './enrollments.js';
import { School, User } from './people.js';

/** A named pile of items that the assessments of a course draw from. */
export const QuestionBank = defineEntity({
  name: 'QuestionBank',
  tableName: 'question_banks',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    title: p.text(),
    createdAt: p.datetime(),
  },
});

/** One question through all its versions; the newest one is asked from now on. */
export const Item = defineEntity({
  name: 'Item',
  tableName: 'items',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    bankId: () => p.manyToOne(QuestionBank).mapToPk().fieldName('bank_id').index(),
    title: p.text(),
    /** The number of the newest version, from 1. */
    latestNumber: p.integer(),
    createdAt: p.datetime(),
  },
});

/** What was asked, word for word; never updated. Its key is in `item_keys`. */
export const ItemVersion = defineEntity({
  name: 'ItemVersion',
  tableName: 'item_versions',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    itemId: () => p.manyToOne(Item).mapToPk().fieldName('item_id'),
    number: p.integer(),
    kind: p.text(),
    prompt: p.text(),
    body: p.json<Record<string, unknown>>(),
    rule: p.json<Record<string, unknown>>().nullable(),
    variables: p.json<Record<string, unknown>>(),
    maxPoints: p.double().$type<number>(),
    rationale: p.text().nullable(),
    createdById: () => p.manyToOne(User).mapToPk().fieldName('created_by_id').index(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'item_versions_number_unique', properties: ['itemId', 'number'] }],
});

/** What an item version accepts. Read by grading and by its authors; no loader touches this table. */
export const ItemKey = defineEntity({
  name: 'ItemKey',
  tableName: 'item_keys',
  properties: {
    /** The item version it belongs to. */
    itemVersionId: () => p.manyToOne(ItemVersion).mapToPk().fieldName('item_version_id').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    key: p.json<Record<string, unknown>>(),
  },
});

/** When one sort of feedback is shown to the learner. */
export type ReleaseMoment = 'during' | 'after_submit' | 'after_close' | 'manual';

/** When each sort of feedback is shown to the learner. */
export interface ReleasePolicy {
  score: ReleaseMoment;
  correctness: ReleaseMoment;
  rationale: ReleaseMoment;
  comment: ReleaseMoment;
}

export const Assessment = defineEntity({
  name: 'Assessment',
  tableName: 'assessments',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    title: p.text(),
    type: p.enum(['quiz', 'exam', 'homework', 'project'] as const),
    mode: p.enum(['linear', 'practice', 'adaptive'] as const),
    status: p.enum(['draft', 'published'] as const),
    /** A fraction of the points, 0 to 1; null when nobody passes or fails. */
    passingFraction: p.double().$type<number>().nullable(),
    timeLimitSeconds: p.integer().nullable(),
    attemptLimit: p.integer().nullable(),
    opensAt: p.datetime().nullable(),
    closesAt: p.datetime().nullable(),
    dueAt: p.datetime().nullable(),
    /** How long after the deadline the submit step alone is still taken. */
    graceMinutes: p.integer(),
    shuffle: p.boolean(),
    weight: p.double().$type<number>(),
    category: p.text().nullable(),
    /** What it is worth in a gradebook; the sum of its items when null. */
    points: p.double().$type<number>().nullable(),
    release: p.json<ReleasePolicy>(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** One item, or a draw of some from a bank. */
export const AssessmentPart = defineEntity({
  name: 'AssessmentPart',
  tableName: 'assessment_parts',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    assessmentId: () => p.manyToOne(Assessment).mapToPk().fieldName('assessment_id'),
    position: p.integer(),
    itemId: () => p.manyToOne(Item).mapToPk().fieldName('item_id').nullable().index(),
    bankId: () => p.manyToOne(QuestionBank).mapToPk().fieldName('bank_id').nullable().index(),
    /** How many are drawn from the bank; null for an item. */
    drawCount: p.integer().nullable(),
  },
  uniques: [{ name: 'assessment_parts_position_unique', properties: ['assessmentId', 'position'] }],
});

/** One sitting. The times are the server's. */
export const AssessmentAttempt = defineEntity({
  name: 'AssessmentAttempt',
  tableName: 'assessment_attempts',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    assessmentId: () => p.manyToOne(Assessment).mapToPk().fieldName('assessment_id'),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id'),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').index(),
    /** 1, 2, 3 … for the learner and assessment, given under the enrollment's row lock. */
    number: p.integer(),
    /** `overdue` is not among them: it is in progress past its deadline, and is told by the clock. */
    state: p.enum(['in_progress', 'submitted', 'auto_submitted', 'graded', 'voided'] as const),
    /** All that is random in it comes from this, so that it can be shown again exactly. */
    seed: p.text(),
    /** Item versions that may be asked, in order, and how many of them are. */
    pool: p.array(),
    itemCount: p.integer(),
    startedAt: p.datetime(),
    /** When answers freeze; null when they never do. */
    deadlineAt: p.datetime().nullable(),
    /** Until when it may be submitted by hand. */
    graceUntil: p.datetime().nullable(),
    submittedAt: p.datetime().nullable(),
    /** When the learner's own submit step came; null when time submitted it. */
    receivedAt: p.datetime().nullable(),
    /** Null until every item is graded. */
    pointsEarned: p.double().$type<number>().nullable(),
    pointsPossible: p.double().$type<number>(),
    /** When staff posted the grades; what is released by hand shows from then on. */
    gradesReleasedAt: p.datetime().nullable(),
    startKey: p.text(),
    submitKey: p.text().nullable(),
  },
  uniques: [
    {
      name: 'assessment_attempts_number_unique',
      properties: ['assessmentId', 'userId', 'number'],
    },
    {
      name: 'assessment_attempts_start_key_unique',
      properties: ['enrollmentId', 'startKey'],
    },
  ],
  indexes: [
    {
      name: 'assessment_attempts_assessment_index',
      properties: ['assessmentId', 'id'],
    },
    {
      name: 'assessment_attempts_running_index',
      expression:
        "create index assessment_attempts_running_index on assessment_attempts (grace_until) where state = 'in_progress'",
    },
  ],
});

/** One item as it is asked in one attempt. */
export const AttemptItem = defineEntity({
  name: 'AttemptItem',
  tableName: 'attempt_items',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    attemptId: () => p.manyToOne(AssessmentAttempt).mapToPk().fieldName('attempt_id'),
    position: p.integer(),
    itemVersionId: () => p.manyToOne(ItemVersion).mapToPk().fieldName('item_version_id').index(),
    maxPoints: p.double().$type<number>(),
    /** Who chose it, and why. */
    selector: p.text(),
    selectorVersion: p.integer(),
    reasons: p.json<{ code: string; value: number }[]>(),
  },
  uniques: [{ name: 'attempt_items_position_unique', properties: ['attemptId', 'position'] }],
});

/** What a learner saved, each time they did; the highest version counts. */
export const SavedResponse = defineEntity({
  name: 'SavedResponse',
  tableName: 'saved_responses',
  properties: {
    attemptItemId: () => p.manyToOne(AttemptItem).mapToPk().fieldName('attempt_item_id').primary(),
    /** 1, 2, 3 … */
    version: p.integer().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    /** Null when the answer was taken back. */
    response: p.json<Record<string, unknown>>().nullable(),
    savedAt: p.datetime(),
  },
});

/** One judgement of an answer; never updated. The highest number counts. */
export const ItemGrade = defineEntity({
  name: 'ItemGrade',
  tableName: 'item_grades',
  properties: {
    attemptItemId: () => p.manyToOne(AttemptItem).mapToPk().fieldName('attempt_item_id').primary(),
    /** 1, 2, 3 …: each supersedes the one before it. */
    number: p.integer().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    /** Null while somebody has to look at it. */
    points: p.double().$type<number>().nullable(),
    outcome: p.text(),
    /** The kind of question that graded it, or `person`. */
    grader: p.text(),
    /** Null for a person. */
    graderVersion: p.integer().nullable(),
    gradedById: () => p.manyToOne(User).mapToPk().fieldName('graded_by_id').nullable().index(),
    comment: p.text().nullable(),
    gradedAt: p.datetime(),
  },
});
