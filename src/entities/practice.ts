import { defineEntity, p } from '@mikro-orm/core';

import { Course, CourseVersion, Hint, Problem, Skill, Step } from './courses.js';
import { Enrollment } from './enrollments.js';
import { School, User } from './people.js';

/** One sitting on one problem. */
export const Attempt = defineEntity({
  name: 'Attempt',
  tableName: 'attempts',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id'),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').index(),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    problemId: () => p.manyToOne(Problem).mapToPk().fieldName('problem_id').index(),
    problemStableId: p.uuid(),
    state: p.enum(['in_progress', 'completed', 'abandoned'] as const),
    startedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
  indexes: [
    {
      name: 'attempts_enrollment_problem_index',
      properties: ['enrollmentId', 'problemStableId'],
    },
  ],
  uniques: [
    {
      name: 'attempts_open_unique',
      expression:
        "create unique index attempts_open_unique on attempts (enrollment_id, problem_id) where state = 'in_progress'",
    },
  ],
});

/** One answer to one step. Facts only: everything derived can be rebuilt from these rows. */
export const Response = defineEntity({
  name: 'Response',
  tableName: 'responses',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id'),
    /** 1, 2, 3 … within the enrollment, given under its row lock: the order of replay. */
    ordinal: p.integer(),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').index(),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    attemptId: () => p.manyToOne(Attempt).mapToPk().fieldName('attempt_id').nullable().index(),
    stepId: () => p.manyToOne(Step).mapToPk().fieldName('step_id').index(),
    source: p.enum(['practice', 'recorded'] as const),
    /** What was answered; null for recorded outcomes. */
    response: p.text().nullable(),
    correct: p.boolean(),
    score: p.double().$type<number>(),
    outcome: p.text(),
    grader: p.text(),
    graderVersion: p.integer(),
    firstTry: p.boolean(),
    hintsUsed: p.integer(),
    /** The caller's own key: a retry with the same key gets the first answer again. */
    clientKey: p.text(),
    occurredAt: p.datetime(),
    receivedAt: p.datetime(),
  },
  uniques: [
    { name: 'responses_ordinal_unique', properties: ['enrollmentId', 'ordinal'] },
    { name: 'responses_client_key_unique', properties: ['enrollmentId', 'clientKey'] },
  ],
});

export const HintRequest = defineEntity({
  name: 'HintRequest',
  tableName: 'hint_requests',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    attemptId: () => p.manyToOne(Attempt).mapToPk().fieldName('attempt_id'),
    stepId: () => p.manyToOne(Step).mapToPk().fieldName('step_id').index(),
    hintId: () => p.manyToOne(Hint).mapToPk().fieldName('hint_id').index(),
    requestedAt: p.datetime(),
  },
  uniques: [{ name: 'hint_requests_unique', properties: ['attemptId', 'hintId'] }],
});

/** What a knowledge-tracing engine believes of a learner and a skill, with what it was made by. */
export const MasteryState = defineEntity({
  name: 'MasteryState',
  tableName: 'mastery_states',
  properties: {
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id').primary(),
    skillId: () => p.manyToOne(Skill).mapToPk().fieldName('skill_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    engine: p.text(),
    engineVersion: p.integer(),
    /** The course version whose parameters were used last. */
    parametersVersionId: p.uuid(),
    probability: p.double().$type<number>(),
    observations: p.integer(),
    lastResponseId: () => p.manyToOne(Response).mapToPk().fieldName('last_response_id'),
    updatedAt: p.datetime(),
  },
});

/** What the recommendation engine advised after a response (or at the start), and why. */
export const Recommendation = defineEntity({
  name: 'Recommendation',
  tableName: 'recommendations',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    enrollmentId: () => p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id'),
    responseId: () => p.manyToOne(Response).mapToPk().fieldName('response_id').nullable(),
    engine: p.text(),
    engineVersion: p.integer(),
    items: p.json<RecommendationItemData[]>(),
    createdAt: p.datetime(),
  },
  indexes: [
    {
      name: 'recommendations_enrollment_index',
      expression:
        'create index recommendations_enrollment_index on recommendations (enrollment_id, created_at desc, id desc)',
    },
  ],
});

/** One advised problem. `score` is 0 to 1; reason weights sum to 1. */
export interface RecommendationItemData {
  problemId: string;
  lessonId: string;
  score: number;
  reasons: RecommendationReasonData[];
}

export interface RecommendationReasonData {
  code: string;
  weight: number;
  skillId?: string;
  /** Ids of rows that support the reason, with the kind of row each names. */
  evidence: { type: 'response' | 'skill' | 'lesson' | 'problem'; id: string }[];
  values: Record<string, number>;
}
