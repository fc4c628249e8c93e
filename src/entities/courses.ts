import { defineEntity, p } from '@mikro-orm/core';

import { School, User } from './people.js';

/** How advanced something is, and how hard. */
export type Level = 'beginner' | 'intermediate' | 'advanced';

const level = () => p.enum(['beginner', 'intermediate', 'advanced'] as const).nullable();

/** When a module or a lesson opens for a learner: all of what it names must hold. */
export interface ReleaseRule {
  /** What stands before it, in the same parent, is completed. */
  readonly inOrder: boolean;
  /** Not before this moment, as ISO 8601 text. */
  readonly unlockAt: string | null;
  /** Share of the problems of an earlier lesson that must be completed, 0 to 1. */
  readonly minimumProgress: readonly { readonly lessonKey: string; readonly fraction: number }[];
  /** Mastery of a skill that must be reached, 0 to 1. */
  readonly minimumMastery: readonly {
    readonly skillKey: string;
    readonly skillId: string;
    readonly probability: number;
  }[];
}

/** One piece of a lesson's content. Of a text, all three forms are made when it is written. */
export type ContentData =
  | {
      readonly kind: 'text';
      readonly title: string;
      readonly markdown: string;
      readonly html: string;
      readonly plainText: string;
    }
  | {
      readonly kind: 'video';
      readonly title: string;
      readonly url: string;
      readonly duration: string | null;
      readonly transcript: string | null;
      readonly captions: readonly { readonly language: string; readonly url: string }[];
    }
  | { readonly kind: 'interactive'; readonly title: string; readonly url: string }
  | {
      readonly kind: 'document';
      readonly title: string;
      readonly url: string;
      readonly mediaType: string;
    };

export interface DraftLessonData {
  readonly key: string;
  readonly title: string;
  readonly topic: string;
  readonly difficulty: Level | null;
  /** ISO 8601. */
  readonly estimatedDuration: string | null;
  readonly release: ReleaseRule;
  readonly contents: readonly ContentData[];
}

export interface DraftModuleData {
  readonly key: string;
  readonly title: string;
  readonly difficulty: Level | null;
  readonly estimatedDuration: string | null;
  /** Modules, by key, that must be completed first. */
  readonly requires: readonly string[];
  readonly release: ReleaseRule;
  readonly lessons: readonly DraftLessonData[];
}

/** A course. Its content hangs off published versions, which never change. */
export const Course = defineEntity({
  name: 'Course',
  tableName: 'courses',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    /** Stable name of the course inside its school; imports find their course by it. */
    key: p.text(),
    title: p.text(),
    description: p.text(),
    language: p.text(),
    license: p.text().nullable(),
    attribution: p.text().nullable(),
    status: p.enum(['draft', 'published', 'archived'] as const),
    publishedVersionId: p.uuid().nullable(),
    category: p.text().nullable(),
    level: level(),
    /** ISO 8601. */
    estimatedDuration: p.text().nullable(),
    /** What a learner can do afterwards, a sentence each. */
    objectives: p.array().defaultRaw(`'{}'`),
    /** Grows by one with each change of the draft; a writer names the one it has read. */
    draftRevision: p.integer().default(0),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  uniques: [{ name: 'courses_school_key_unique', properties: ['schoolId', 'key'] }],
});

/** Courses that must be completed before one may be begun. Without cycles. */
export const CoursePrerequisite = defineEntity({
  name: 'CoursePrerequisite',
  tableName: 'course_prerequisites',
  properties: {
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').primary(),
    requiredCourseId: () =>
      p.manyToOne(Course).mapToPk().fieldName('required_course_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
  },
});

/** The working copy of a course; a course without one has no unpublished changes. */
export const CourseDraft = defineEntity({
  name: 'CourseDraft',
  tableName: 'course_drafts',
  properties: {
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    modules: p.json().$type<readonly DraftModuleData[]>(),
    savedById: () => p.manyToOne(User).mapToPk().fieldName('saved_by_id').index(),
    savedAt: p.datetime(),
  },
});

/** One published state of a course's content. Rows that name a version are never updated. */
export const CourseVersion = defineEntity({
  name: 'CourseVersion',
  tableName: 'course_versions',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id'),
    number: p.integer(),
    contentHash: p.text(),
    publishedAt: p.datetime(),
  },
  uniques: [{ name: 'course_versions_number_unique', properties: ['courseId', 'number'] }],
});

export const Module = defineEntity({
  name: 'Module',
  tableName: 'modules',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    /** The same module in every version of the course. */
    stableId: p.uuid(),
    key: p.text(),
    title: p.text(),
    position: p.integer(),
    difficulty: level(),
    estimatedDuration: p.text().nullable(),
    /** Null: always open. */
    release: p.json().$type<ReleaseRule>().nullable(),
  },
});

/** Modules of a version that must be completed before another. Without cycles. */
export const ModulePrerequisite = defineEntity({
  name: 'ModulePrerequisite',
  tableName: 'module_prerequisites',
  properties: {
    moduleId: () => p.manyToOne(Module).mapToPk().fieldName('module_id').primary(),
    requiredModuleId: () =>
      p.manyToOne(Module).mapToPk().fieldName('required_module_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
  },
});

export const Lesson = defineEntity({
  name: 'Lesson',
  tableName: 'lessons',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    moduleId: () => p.manyToOne(Module).mapToPk().fieldName('module_id').index(),
    stableId: p.uuid(),
    key: p.text(),
    title: p.text(),
    topic: p.text(),
    position: p.integer(),
    problemCount: p.integer(),
    difficulty: level(),
    estimatedDuration: p.text().nullable(),
    release: p.json().$type<ReleaseRule>().nullable(),
    contentHash: p.text(),
  },
});

/** What a lesson tells and shows, beside its problems. */
export const LessonContent = defineEntity({
  name: 'LessonContent',
  tableName: 'lesson_contents',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    lessonId: () => p.manyToOne(Lesson).mapToPk().fieldName('lesson_id').index(),
    position: p.integer(),
    data: p.json().$type<ContentData>(),
  },
});

export const Problem = defineEntity({
  name: 'Problem',
  tableName: 'problems',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    lessonId: () => p.manyToOne(Lesson).mapToPk().fieldName('lesson_id').index(),
    stableId: p.uuid().index(),
    key: p.text(),
    title: p.text(),
    body: p.text(),
    position: p.integer(),
    license: p.text().nullable(),
    attribution: p.text().nullable(),
    /** Names of figures the text refers to; the files may be absent. */
    figures: p.array(),
    contentHash: p.text(),
  },
});

/** One thing to answer inside a problem. Its key is in `answer_keys`, never here. */
export const Step = defineEntity({
  name: 'Step',
  tableName: 'steps',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    problemId: () => p.manyToOne(Problem).mapToPk().fieldName('problem_id').index(),
    stableId: p.uuid(),
    key: p.text(),
    title: p.text(),
    body: p.text(),
    position: p.integer(),
    kind: p.enum(['choice', 'text', 'algebra', 'recorded'] as const),
    choices: p.array(),
    hintCount: p.integer(),
    contentHash: p.text(),
  },
});

export const Hint = defineEntity({
  name: 'Hint',
  tableName: 'hints',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    stepId: () => p.manyToOne(Step).mapToPk().fieldName('step_id').index(),
    key: p.text(),
    kind: p.enum(['hint', 'scaffold'] as const),
    title: p.text(),
    text: p.text(),
    /** Order in which hints are given: dependencies first, sub-hints after their parent. */
    position: p.integer(),
    choices: p.array(),
    contentHash: p.text(),
  },
});

/** What a step or a scaffold accepts. Read by grading alone; no loader touches this table. */
export const AnswerKey = defineEntity({
  name: 'AnswerKey',
  tableName: 'answer_keys',
  properties: {
    /** The id of the step or hint it belongs to. */
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    kind: p.enum(['choice', 'text', 'algebra'] as const),
    answers: p.array(),
  },
});

/** A knowledge component of a course; the same row in all its versions. */
export const Skill = defineEntity({
  name: 'Skill',
  tableName: 'skills',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id'),
    key: p.text(),
    title: p.text(),
  },
  uniques: [{ name: 'skills_course_key_unique', properties: ['courseId', 'key'] }],
});

/** Knowledge-tracing parameters of a skill, as published with a version. All are probabilities. */
export const SkillParameters = defineEntity({
  name: 'SkillParameters',
  tableName: 'skill_parameters',
  properties: {
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').primary(),
    skillId: () => p.manyToOne(Skill).mapToPk().fieldName('skill_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    prior: p.double().$type<number>(),
    transit: p.double().$type<number>(),
    slip: p.double().$type<number>(),
    guess: p.double().$type<number>(),
  },
});

export const StepSkill = defineEntity({
  name: 'StepSkill',
  tableName: 'step_skills',
  properties: {
    stepId: () => p.manyToOne(Step).mapToPk().fieldName('step_id').primary(),
    skillId: () => p.manyToOne(Skill).mapToPk().fieldName('skill_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
  },
});

/** A skill that a lesson teaches, and the mastery it aims at, 0 to 1. */
export const LessonObjective = defineEntity({
  name: 'LessonObjective',
  tableName: 'lesson_objectives',
  properties: {
    lessonId: () => p.manyToOne(Lesson).mapToPk().fieldName('lesson_id').primary(),
    skillId: () => p.manyToOne(Skill).mapToPk().fieldName('skill_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    versionId: () => p.manyToOne(CourseVersion).mapToPk().fieldName('version_id').index(),
    target: p.double().$type<number>(),
  },
});
