import { sql } from 'kysely';

import type { ContentData, DraftModuleData, Level } from './courses.js';
import type { Reader } from './orm.js';

/** Plain rows of the course tables. Times are ISO-like strings as the driver gives them. */
export interface CourseRow {
  id: string;
  schoolId: string;
  key: string;
  title: string;
  description: string;
  language: string;
  license: string | null;
  attribution: string | null;
  status: 'draft' | 'published' | 'archived';
  publishedVersionId: string | null;
  category: string | null;
  level: Level | null;
  estimatedDuration: string | null;
  objectives: string[];
  draftRevision: number;
  createdAt: string;
}

export interface CourseVersionRow {
  id: string;
  schoolId: string;
  courseId: string;
  number: number;
  contentHash: string;
  publishedAt: string;
}

export interface SkillRow {
  id: string;
  schoolId: string;
  courseId: string;
  key: string;
  title: string;
}

const courseColumns = [
  'id',
  'school_id as schoolId',
  'key',
  'title',
  'description',
  'language',
  'license',
  'attribution',
  'status',
  'published_version_id as publishedVersionId',
  'category',
  'level',
  'estimated_duration as estimatedDuration',
  'objectives',
  'draft_revision as draftRevision',
  'created_at as createdAt',
] as const;

const versionColumns = [
  'id',
  'school_id as schoolId',
  'course_id as courseId',
  'number',
  'content_hash as contentHash',
  'published_at as publishedAt',
] as const;

const skillColumns = [
  'id',
  'school_id as schoolId',
  'course_id as courseId',
  'key',
  'title',
] as const;

export async function coursesByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<CourseRow[]> {
  return db
    .selectFrom('courses')
    .select(courseColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<CourseRow>()
    .execute();
}

export async function courseByKey(
  db: Reader,
  schoolId: string,
  key: string,
): Promise<CourseRow | undefined> {
  return db
    .selectFrom('courses')
    .select(courseColumns)
    .where('school_id', '=', schoolId)
    .where('key', '=', key)
    .$castTo<CourseRow>()
    .executeTakeFirst();
}

/** Published courses of a school after the position (title, id), in that order. */
export async function publishedCoursesAfter(
  db: Reader,
  schoolId: string,
  after: { title: string; id: string } | null,
  limit: number,
): Promise<CourseRow[]> {
  let query = db
    .selectFrom('courses')
    .select(courseColumns)
    .where('school_id', '=', schoolId)
    .where('status', '=', 'published');
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('title', 'id'), '>', eb.tuple(after.title, after.id)),
    );
  }
  return query.orderBy('title').orderBy('id').limit(limit).$castTo<CourseRow>().execute();
}

export async function countPublishedCourses(db: Reader, schoolId: string): Promise<number> {
  const row = await db
    .selectFrom('courses')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('school_id', '=', schoolId)
    .where('status', '=', 'published')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function versionsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<CourseVersionRow[]> {
  return db
    .selectFrom('course_versions')
    .select(versionColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<CourseVersionRow>()
    .execute();
}

export async function skillsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<SkillRow[]> {
  return db
    .selectFrom('skills')
    .select(skillColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<SkillRow>()
    .execute();
}

export async function skillsByCourseIds(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<SkillRow[]> {
  return db
    .selectFrom('skills')
    .select(skillColumns)
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .orderBy('title')
    .orderBy('id')
    .$castTo<SkillRow>()
    .execute();
}

/** What a step or scaffold accepts: for grading alone. */
export async function answerKeyOf(
  db: Reader,
  schoolId: string,
  id: string,
): Promise<{ kind: 'choice' | 'text' | 'algebra'; answers: string[] } | undefined> {
  return db
    .selectFrom('answer_keys')
    .select(['kind', 'answers'])
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The version each of these modules belongs to. */
export async function moduleVersions(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('modules')
    .select(['id', 'version_id as versionId'])
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.versionId]));
}

/** The version each of these lessons belongs to. */
export async function lessonVersions(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('lessons')
    .select(['id', 'version_id as versionId'])
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.versionId]));
}

/** Ids within one version, by the keys of the source. */
export async function idsByKey(
  db: Reader,
  schoolId: string,
  versionId: string,
  table: 'problems' | 'steps',
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom(table)
    .select(['id', 'key'])
    .where('school_id', '=', schoolId)
    .where('version_id', '=', versionId)
    .execute();
  return new Map(rows.map((row) => [row.key, row.id]));
}

export interface CourseStaffRow {
  courseId: string;
  userId: string;
  name: string;
  role: 'instructor' | 'assistant';
}

/** Who teaches these courses now, in the order they began. */
export async function staffOfCourses(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<CourseStaffRow[]> {
  return db
    .selectFrom('enrollments')
    .innerJoin('users', 'users.id', 'enrollments.user_id')
    .select([
      'enrollments.course_id as courseId',
      'users.id as userId',
      'users.name as name',
      'enrollments.role as role',
    ])
    .where('enrollments.school_id', '=', schoolId)
    .where('enrollments.course_id', 'in', courseIds)
    .where('enrollments.state', '=', 'active')
    .where('enrollments.role', 'in', ['instructor', 'assistant'])
    .orderBy('enrollments.id')
    .$castTo<CourseStaffRow>()
    .execute();
}

/** What must be completed before these courses, by title. */
export async function prerequisitesOfCourses(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<{ courseId: string; requiredCourseId: string }[]> {
  return db
    .selectFrom('course_prerequisites')
    .innerJoin('courses', 'courses.id', 'course_prerequisites.required_course_id')
    .select([
      'course_prerequisites.course_id as courseId',
      'course_prerequisites.required_course_id as requiredCourseId',
    ])
    .where('course_prerequisites.school_id', '=', schoolId)
    .where('course_prerequisites.course_id', 'in', courseIds)
    .orderBy('courses.title')
    .orderBy('courses.id')
    .execute();
}

/** Every prerequisite of a school: what a cycle is looked for in. */
export async function coursePrerequisites(
  db: Reader,
  schoolId: string,
): Promise<{ courseId: string; requiredCourseId: string }[]> {
  return db
    .selectFrom('course_prerequisites')
    .select(['course_id as courseId', 'required_course_id as requiredCourseId'])
    .where('school_id', '=', schoolId)
    .orderBy('required_course_id')
    .execute();
}

/**
 * The courses that must be completed before this one and that the person has not: neither an
 * enrollment that is completed, nor one in which every problem of its version is done.
 */
export async function missingPrerequisites(
  db: Reader,
  schoolId: string,
  courseId: string,
  userId: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.required_course_id as id
    from course_prerequisites p
    where p.school_id = ${schoolId}::uuid and p.course_id = ${courseId}::uuid
      and not exists (
        select 1 from enrollments e
        where e.course_id = p.required_course_id and e.user_id = ${userId}::uuid
          and e.role = 'learner'
          and (e.state = 'completed' or (
            exists (select 1 from problems q where q.version_id = e.version_id)
            and not exists (
              select 1 from lessons l
              left join lesson_progress done
                on done.enrollment_id = e.id and done.lesson_stable_id = l.stable_id
              where l.version_id = e.version_id
                and coalesce(done.completed_problems, 0) < l.problem_count
            )
          ))
      )
    order by p.required_course_id`.execute(db);
  return rows.map((row) => row.id);
}

export interface CourseDraftRow {
  courseId: string;
  modules: readonly DraftModuleData[];
  savedAt: string;
}

export async function draftOfCourse(
  db: Reader,
  schoolId: string,
  courseId: string,
): Promise<CourseDraftRow | undefined> {
  return db
    .selectFrom('course_drafts')
    .select(['course_id as courseId', 'modules', 'saved_at as savedAt'])
    .where('school_id', '=', schoolId)
    .where('course_id', '=', courseId)
    .$castTo<CourseDraftRow>()
    .executeTakeFirst();
}

export interface LessonContentRow {
  id: string;
  lessonId: string;
  data: ContentData;
}

/** The contents of these lessons, in order. */
export async function contentsOfLessons(
  db: Reader,
  schoolId: string,
  lessonIds: readonly string[],
): Promise<LessonContentRow[]> {
  return db
    .selectFrom('lesson_contents')
    .select(['id', 'lesson_id as lessonId', 'data'])
    .where('school_id', '=', schoolId)
    .where('lesson_id', 'in', lessonIds)
    .orderBy('position')
    .$castTo<LessonContentRow>()
    .execute();
}

/** How many active learners have completed a problem of each lesson (stable id) of a course. */
export async function learnersByLesson(
  db: Reader,
  schoolId: string,
  courseId: string,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('lesson_progress')
    .innerJoin('enrollments', 'enrollments.id', 'lesson_progress.enrollment_id')
    .select('lesson_progress.lesson_stable_id as stableId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('enrollments.school_id', '=', schoolId)
    .where('enrollments.course_id', '=', courseId)
    .where('enrollments.state', '=', 'active')
    .where('lesson_progress.completed_problems', '>', 0)
    .groupBy('lesson_progress.lesson_stable_id')
    .execute();
  return new Map(rows.map((row) => [row.stableId, Number(row.count)]));
}
