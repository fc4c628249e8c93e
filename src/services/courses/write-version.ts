import { createHash } from 'node:crypto';
import type { InferEntity, RequiredEntityData } from '@mikro-orm/core';
import { sql } from 'kysely';

import {
  CourseVersion,
  Lesson,
  LessonContent,
  Module,
  ModulePrerequisite,
  type DraftModuleData,
} from '../../entities/courses.js';
import type { Reader } from '../../entities/orm.js';
import type { Outline } from '../../entities/version-cache.js';
import { newId } from '../ids.js';
import type { Transaction } from '../transact.js';
import { isAlwaysOpen } from './draft-changes.js';

/**
 * Writes a draft as a new version. A module or lesson with the key of one in the version before
 * keeps its stable id, and a lesson its problems with all that hangs off them, as new rows with the
 * stable ids they had. Returns the id of the version.
 */
export async function writeVersion(
  { em, db }: Transaction,
  course: { id: string; schoolId: string },
  before: Outline | undefined,
  modules: readonly DraftModuleData[],
  now: Date,
): Promise<string> {
  const { schoolId } = course;
  const last = await db
    .selectFrom('course_versions')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('course_id', '=', course.id)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const versionId = newId();
  em.create(CourseVersion, {
    id: versionId,
    schoolId,
    courseId: course.id,
    number,
    contentHash: hashOf([course.id, number, modules]),
    publishedAt: now,
  });
  await em.flush();

  const oldModules = new Map((before?.modules ?? []).map((module) => [module.key, module]));
  const oldLessons = new Map(
    [...(before?.lessonById.values() ?? [])].map((lesson) => [lesson.key, lesson]),
  );
  const moduleIds = new Map(modules.map((module) => [module.key, newId()]));
  const idOfModule = (key: string): string => {
    const id = moduleIds.get(key);
    if (id === undefined) throw new Error(`A draft names a module it does not have: ${key}`);
    return id;
  };
  const lessonIds = new Map<string, string>();
  const scope = { schoolId, versionId };
  const lessons: RequiredEntityData<InferEntity<typeof Lesson>>[] = [];
  const contents: RequiredEntityData<InferEntity<typeof LessonContent>>[] = [];
  for (const module of modules) {
    for (const [position, lesson] of module.lessons.entries()) {
      const lessonId = newId();
      const old = oldLessons.get(lesson.key);
      if (old) lessonIds.set(old.id, lessonId);
      lessons.push({
        ...scope,
        id: lessonId,
        moduleId: idOfModule(module.key),
        stableId: old?.stableId ?? newId(),
        key: lesson.key,
        title: lesson.title,
        topic: lesson.topic,
        position,
        problemCount: old?.problemCount ?? 0,
        difficulty: lesson.difficulty,
        estimatedDuration: lesson.estimatedDuration,
        release: isAlwaysOpen(lesson.release) ? null : lesson.release,
        contentHash: hashOf(lesson),
      });
      lesson.contents.forEach((data, place) => {
        contents.push({ ...scope, id: newId(), lessonId, position: place, data });
      });
    }
  }
  if (modules.length > 0) {
    await em.insertMany(
      Module,
      modules.map((module, position) => ({
        ...scope,
        id: idOfModule(module.key),
        stableId: oldModules.get(module.key)?.stableId ?? newId(),
        key: module.key,
        title: module.title,
        position,
        difficulty: module.difficulty,
        estimatedDuration: module.estimatedDuration,
        release: isAlwaysOpen(module.release) ? null : module.release,
      })),
    );
  }
  const requirements = modules.flatMap((module) =>
    module.requires.map((key) => ({
      ...scope,
      moduleId: idOfModule(module.key),
      requiredModuleId: idOfModule(key),
    })),
  );
  if (requirements.length > 0) await em.insertMany(ModulePrerequisite, requirements);
  for (const batch of batches(lessons)) await em.insertMany(Lesson, batch);
  for (const batch of batches(contents)) await em.insertMany(LessonContent, batch);
  if (before) await copyProblems(db, before.versionId, versionId, lessonIds);
  return versionId;
}

/** Rows a statement: well under PostgreSQL's 65,535 parameters for the widest table. */
const BATCH = 500;

function* batches<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

/** Copies what hangs off the lessons that stay, table by table; `lessons` is old ids to new ones. */
async function copyProblems(
  db: Reader,
  oldVersionId: string,
  versionId: string,
  lessons: ReadonlyMap<string, string>,
): Promise<void> {
  const freshIds = async (table: 'problems' | 'steps' | 'hints') => {
    const parent = { problems: 'lesson_id', steps: 'problem_id', hints: 'step_id' } as const;
    const { rows } = await sql<{ id: string; parent: string }>`
      select id, ${sql.ref(parent[table])} as parent from ${sql.table(table)}
      where version_id = ${oldVersionId}::uuid order by id`.execute(db);
    return rows;
  };
  const within = (
    rows: readonly { id: string; parent: string }[],
    parents: ReadonlyMap<string, string>,
  ) => new Map(rows.filter((row) => parents.has(row.parent)).map((row) => [row.id, newId()]));
  const problems = within(await freshIds('problems'), lessons);
  const steps = within(await freshIds('steps'), problems);
  const hints = within(await freshIds('hints'), steps);

  const version = sql`${versionId}::uuid`;
  const pairs = (ids: ReadonlyMap<string, string>) =>
    sql`unnest(${[...ids.keys()]}::uuid[], ${[...ids.values()]}::uuid[])`;
  await sql`
    insert into skill_parameters (version_id, skill_id, school_id, prior, transit, slip, guess)
    select ${version}, skill_id, school_id, prior, transit, slip, guess
    from skill_parameters where version_id = ${oldVersionId}::uuid`.execute(db);
  await sql`
    insert into lesson_objectives (lesson_id, skill_id, school_id, version_id, target)
    select lesson.fresh, skill_id, school_id, ${version}, target
    from lesson_objectives join ${pairs(lessons)} as lesson (old, fresh) on old = lesson_id`.execute(
    db,
  );
  await sql`
    insert into problems (id, school_id, version_id, lesson_id, stable_id, key, title, body,
      position, license, attribution, figures, content_hash)
    select problem.fresh, school_id, ${version}, lesson.fresh, stable_id, key, title, body,
      position, license, attribution, figures, content_hash
    from problems
      join ${pairs(problems)} as problem (old, fresh) on problem.old = id
      join ${pairs(lessons)} as lesson (old, fresh) on lesson.old = lesson_id`.execute(db);
  await sql`
    insert into steps (id, school_id, version_id, problem_id, stable_id, key, title, body,
      position, kind, choices, hint_count, content_hash)
    select step.fresh, school_id, ${version}, problem.fresh, stable_id, key, title, body,
      position, kind, choices, hint_count, content_hash
    from steps
      join ${pairs(steps)} as step (old, fresh) on step.old = id
      join ${pairs(problems)} as problem (old, fresh) on problem.old = problem_id`.execute(db);
  await sql`
    insert into step_skills (step_id, skill_id, school_id, version_id)
    select step.fresh, skill_id, school_id, ${version}
    from step_skills join ${pairs(steps)} as step (old, fresh) on old = step_id`.execute(db);
  await sql`
    insert into hints (id, school_id, version_id, step_id, key, kind, title, text, position,
      choices, content_hash)
    select hint.fresh, school_id, ${version}, step.fresh, key, kind, title, text, position,
      choices, content_hash
    from hints
      join ${pairs(hints)} as hint (old, fresh) on hint.old = id
      join ${pairs(steps)} as step (old, fresh) on step.old = step_id`.execute(db);
  await sql`
    insert into answer_keys (id, school_id, version_id, kind, answers)
    select owner.fresh, school_id, ${version}, kind, answers
    from answer_keys
      join ${pairs(new Map([...steps, ...hints]))} as owner (old, fresh) on old = id`.execute(db);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
