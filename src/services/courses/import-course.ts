import { createHash } from 'node:crypto';
import type { EntityName } from '@mikro-orm/core';

import {
  AnswerKey,
  Course,
  CourseVersion,
  Hint,
  Lesson,
  LessonObjective,
  Module,
  Problem,
  Skill,
  SkillParameters,
  Step,
  StepSkill,
} from '../../entities/courses.js';
import type { EntityManager, Reader } from '../../entities/orm.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps } from '../transact.js';
import type { CourseContent, HintContent, StepContent } from './course-content.js';
import { inGivingOrder } from './hint-order.js';

/** What an import did to one kind of thing. */
export interface ImportCount {
  created: number;
  updated: number;
  unchanged: number;
}

export interface ImportCourseResult {
  courseId: string;
  versionId: string;
  versionNumber: number;
  /** False when the content equals the published version: nothing was written. */
  changed: boolean;
  courses: ImportCount;
  lessons: ImportCount;
  problems: ImportCount;
  steps: ImportCount;
  hints: ImportCount;
}

export interface ImportCourseOptions {
  /** Called as rows are written. */
  onProgress?: (done: number, total: number) => void;
}

/** Rows a statement: well under PostgreSQL's 65,535 parameters for the widest table. */
const BATCH = 500;

/**
 * Stores a course as a new published version, in one transaction. Content that equals the
 * published version writes nothing, so an import may be repeated at will. Things keep their stable
 * ids from version to version by their keys; enrollments stay on the version they began with.
 */
export async function importCourse(
  deps: ServiceDeps,
  schoolId: string,
  content: CourseContent,
  options: ImportCourseOptions = {},
): Promise<ImportCourseResult> {
  return transact(deps, async ({ em, db }) => {
    const contentHash = hashOf(content);
    const now = deps.clock();
    const existing = await em.findOne(Course, { schoolId, key: content.key });
    const published =
      existing?.publishedVersionId == null
        ? null
        : await em.findOne(CourseVersion, { id: existing.publishedVersionId });
    const previous = published ? await previousRows(db, published.id) : emptyPrevious();
    const count = countAgainst(previous, content);

    if (existing && published?.contentHash === contentHash) {
      return {
        courseId: existing.id,
        versionId: published.id,
        versionNumber: published.number,
        changed: false,
        courses: { created: 0, updated: 0, unchanged: 1 },
        ...count,
      };
    }

    const facts = {
      title: content.title,
      language: content.language,
      license: content.license,
      attribution: content.source,
      status: 'published' as const,
      updatedAt: now,
    };
    const course =
      existing ??
      em.create(Course, {
        id: newId(),
        schoolId,
        key: content.key,
        description: '',
        publishedVersionId: null,
        createdAt: now,
        ...facts,
      });
    if (existing) em.assign(existing, facts);
    const version = em.create(CourseVersion, {
      id: newId(),
      schoolId,
      courseId: course.id,
      number: (published?.number ?? 0) + 1,
      contentHash,
      publishedAt: now,
    });
    await em.flush();

    const skillIds = await ensureSkills(em, schoolId, course.id, content);
    await insertVersion(em, { schoolId, versionId: version.id }, content, {
      previous,
      skillIds,
      onProgress: options.onProgress,
    });
    course.publishedVersionId = version.id;

    return {
      courseId: course.id,
      versionId: version.id,
      versionNumber: version.number,
      changed: true,
      courses: existing
        ? { created: 0, updated: 1, unchanged: 0 }
        : { created: 1, updated: 0, unchanged: 0 },
      ...count,
    };
  });
}

interface Previous {
  modules: Map<string, string>;
  lessons: Map<string, { stableId: string; hash: string }>;
  problems: Map<string, { stableId: string; hash: string }>;
  steps: Map<string, { stableId: string; hash: string }>;
  hints: Map<string, string>;
}

function emptyPrevious(): Previous {
  return {
    modules: new Map(),
    lessons: new Map(),
    problems: new Map(),
    steps: new Map(),
    hints: new Map(),
  };
}

async function previousRows(db: Reader, versionId: string): Promise<Previous> {
  const rowsOf = (table: 'lessons' | 'problems' | 'steps') =>
    db
      .selectFrom(table)
      .select(['key', 'stable_id as stableId', 'content_hash as hash'])
      .where('version_id', '=', versionId)
      .execute();
  const modules = await db
    .selectFrom('modules')
    .select(['key', 'stable_id as stableId'])
    .where('version_id', '=', versionId)
    .execute();
  const hints = await db
    .selectFrom('hints')
    .innerJoin('steps', 'steps.id', 'hints.step_id')
    .select(['steps.key as stepKey', 'hints.key as key', 'hints.content_hash as hash'])
    .where('hints.version_id', '=', versionId)
    .execute();
  const byKey = (rows: { key: string; stableId: string; hash: string }[]) =>
    new Map(rows.map((row) => [row.key, { stableId: row.stableId, hash: row.hash }]));
  return {
    modules: new Map(modules.map((row) => [row.key, row.stableId])),
    lessons: byKey(await rowsOf('lessons')),
    problems: byKey(await rowsOf('problems')),
    steps: byKey(await rowsOf('steps')),
    hints: new Map(hints.map((row) => [hintKey(row.stepKey, row.key), row.hash])),
  };
}

function countAgainst(
  previous: Previous,
  content: CourseContent,
): Pick<ImportCourseResult, 'lessons' | 'problems' | 'steps' | 'hints'> {
  const lessons = content.modules.flatMap((module) => module.lessons);
  const problems = lessons.flatMap((lesson) => lesson.problems);
  const steps = problems.flatMap((problem) => problem.steps);
  const tally = (items: { before: string | undefined; now: string }[]): ImportCount => {
    const result = { created: 0, updated: 0, unchanged: 0 };
    for (const { before, now } of items) {
      if (before === undefined) result.created += 1;
      else if (before === now) result.unchanged += 1;
      else result.updated += 1;
    }
    return result;
  };
  return {
    lessons: tally(
      lessons.map((lesson) => ({
        before: previous.lessons.get(lesson.key)?.hash,
        now: hashOf({ ...lesson, problems: lesson.problems.map((problem) => problem.key) }),
      })),
    ),
    problems: tally(
      problems.map((problem) => ({
        before: previous.problems.get(problem.key)?.hash,
        now: problemHash(problem),
      })),
    ),
    steps: tally(
      steps.map((step) => ({
        before: previous.steps.get(step.key)?.hash,
        now: stepHash(step),
      })),
    ),
    hints: tally(
      steps.flatMap((step) =>
        step.hints.map((hint) => ({
          before: previous.hints.get(hintKey(step.key, hint.key)),
          now: hashOf(hint),
        })),
      ),
    ),
  };
}

async function ensureSkills(
  em: EntityManager,
  schoolId: string,
  courseId: string,
  content: CourseContent,
): Promise<Map<string, string>> {
  const known = await em.find(Skill, { courseId });
  const byKey = new Map(known.map((skill) => [skill.key, skill]));
  const fresh: { id: string; schoolId: string; courseId: string; key: string; title: string }[] =
    [];
  for (const { key, title } of content.skills) {
    const skill = byKey.get(key);
    if (!skill) fresh.push({ id: newId(), schoolId, courseId, key, title });
    else skill.title = title;
  }
  await em.flush();
  for (const batch of batches(fresh)) await em.insertMany(Skill, batch);
  return new Map([
    ...known.map((skill) => [skill.key, skill.id] as const),
    ...fresh.map((skill) => [skill.key, skill.id] as const),
  ]);
}

interface VersionScope {
  schoolId: string;
  versionId: string;
}

async function insertVersion(
  em: EntityManager,
  scope: VersionScope,
  content: CourseContent,
  context: {
    previous: Previous;
    skillIds: ReadonlyMap<string, string>;
    onProgress: ImportCourseOptions['onProgress'];
  },
): Promise<void> {
  const { previous } = context;
  const skillId = (key: string): string => {
    const id = context.skillIds.get(key);
    if (id === undefined) throw new Error(`The content names a skill it does not declare: ${key}`);
    return id;
  };
  const rows = {
    modules: [] as object[],
    lessons: [] as object[],
    objectives: [] as object[],
    problems: [] as object[],
    steps: [] as object[],
    stepSkills: [] as object[],
    hints: [] as object[],
    keys: [] as object[],
    parameters: content.skills.map((skill) => ({
      ...scope,
      skillId: skillId(skill.key),
      ...skill.parameters,
    })),
  };

  for (const module of content.modules) {
    const moduleId = newId();
    rows.modules.push({
      ...scope,
      id: moduleId,
      stableId: previous.modules.get(module.key) ?? newId(),
      key: module.key,
      title: module.title,
      position: module.position,
    });
    for (const lesson of module.lessons) {
      const lessonId = newId();
      rows.lessons.push({
        ...scope,
        id: lessonId,
        moduleId,
        stableId: previous.lessons.get(lesson.key)?.stableId ?? newId(),
        key: lesson.key,
        title: lesson.title,
        topic: lesson.topic,
        position: lesson.position,
        problemCount: lesson.problems.length,
        contentHash: hashOf({ ...lesson, problems: lesson.problems.map((problem) => problem.key) }),
      });
      for (const objective of lesson.objectives) {
        rows.objectives.push({
          ...scope,
          lessonId,
          skillId: skillId(objective.skillKey),
          target: objective.target,
        });
      }
      for (const problem of lesson.problems) {
        const problemId = newId();
        rows.problems.push({
          ...scope,
          id: problemId,
          lessonId,
          stableId: previous.problems.get(problem.key)?.stableId ?? newId(),
          key: problem.key,
          title: problem.title,
          body: problem.body,
          position: problem.position,
          license: problem.license,
          attribution: problem.source,
          figures: problem.figures,
          contentHash: problemHash(problem),
        });
        for (const step of problem.steps) {
          const stepId = newId();
          rows.steps.push({
            ...scope,
            id: stepId,
            problemId,
            stableId: previous.steps.get(step.key)?.stableId ?? newId(),
            key: step.key,
            title: step.title,
            body: step.body,
            position: step.position,
            kind: lower(step.kind),
            choices: step.choices,
            hintCount: step.hints.length,
            contentHash: stepHash(step),
          });
          if (step.kind !== 'RECORDED') {
            rows.keys.push({ ...scope, id: stepId, kind: lower(step.kind), answers: step.answers });
          }
          for (const key of new Set(step.skills)) {
            rows.stepSkills.push({ ...scope, stepId, skillId: skillId(key) });
          }
          inGivingOrder(step.hints).forEach((hint, position) => {
            const hintId = newId();
            rows.hints.push({
              ...scope,
              id: hintId,
              stepId,
              key: hint.key,
              kind: lower(hint.kind),
              title: hint.title,
              text: hint.text,
              position,
              choices: hint.choices,
              contentHash: hashOf(hint),
            });
            if (hint.answerKind !== undefined) {
              rows.keys.push({
                ...scope,
                id: hintId,
                kind: lower(hint.answerKind),
                answers: hint.answers,
              });
            }
          });
        }
      }
    }
  }

  const tables: [EntityName, object[]][] = [
    [SkillParameters, rows.parameters],
    [Module, rows.modules],
    [Lesson, rows.lessons],
    [LessonObjective, rows.objectives],
    [Problem, rows.problems],
    [Step, rows.steps],
    [StepSkill, rows.stepSkills],
    [Hint, rows.hints],
    [AnswerKey, rows.keys],
  ];
  const total = tables.reduce((sum, [, list]) => sum + list.length, 0);
  let done = 0;
  for (const [entity, list] of tables) {
    for (const batch of batches(list)) {
      await em.insertMany(entity, batch);
      done += batch.length;
      context.onProgress?.(done, total);
    }
  }
}

function* batches<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

function lower<Kind extends string>(kind: Kind): Lowercase<Kind> {
  return kind.toLowerCase() as Lowercase<Kind>;
}

function hintKey(stepKey: string, key: string): string {
  return `${stepKey}\u0000${key}`;
}

function stepHash(step: StepContent): string {
  return hashOf({ ...step, hints: step.hints.map((hint: HintContent) => hint.key) });
}

function problemHash(problem: { steps: StepContent[] }): string {
  return hashOf(problem);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
