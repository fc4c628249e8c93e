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
