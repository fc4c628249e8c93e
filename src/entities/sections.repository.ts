import { sql } from 'kysely';

import type { Reader } from './orm.js';

export interface TermRow {
  id: string;
  schoolId: string;
  name: string;
  startsAt: string;
  endsAt: string;
}

export interface SectionRow {
  id: string;
  schoolId: string;
  courseId: string;
  termId: string | null;
  name: string;
}

export interface CohortRow {
  id: string;
  schoolId: string;
  name: string;
}

/** Where a page begins: after this id. Ids are UUIDv7, so pages are in the order of making. */
export interface PageStart {
  afterId: string | null;
  limit: number;
}

const termColumns = [
  'id',
  'school_id as schoolId',
  'name',
  'starts_at as startsAt',
  'ends_at as endsAt',
] as const;

const sectionColumns = [
  'id',
  'school_id as schoolId',
  'course_id as courseId',
  'term_id as termId',
  'name',
] as const;

const cohortColumns = ['id', 'school_id as schoolId', 'name'] as const;

export async function termsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<TermRow[]> {
  return db
    .selectFrom('terms')
    .select(termColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<TermRow>()
    .execute();
}

export async function termsAfter(
  db: Reader,
  schoolId: string,
  { afterId, limit }: PageStart,
): Promise<TermRow[]> {
  return db
    .selectFrom('terms')
    .select(termColumns)
    .where('school_id', '=', schoolId)
    .$if(afterId !== null, (query) => query.where('id', '>', afterId))
    .orderBy('id')
    .limit(limit)
    .$castTo<TermRow>()
    .execute();
}

export async function sectionsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<SectionRow[]> {
  return db
    .selectFrom('sections')
    .select(sectionColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<SectionRow>()
    .execute();
}

/** Every section of these courses, by name. A course has few. */
export async function sectionsOfCourses(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<SectionRow[]> {
  return db
    .selectFrom('sections')
    .select(sectionColumns)
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .orderBy('name')
    .$castTo<SectionRow>()
    .execute();
}

export async function cohortsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<CohortRow[]> {
  return db
    .selectFrom('cohorts')
    .select(cohortColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<CohortRow>()
    .execute();
}

export async function cohortsAfter(
  db: Reader,
  schoolId: string,
  { afterId, limit }: PageStart,
): Promise<CohortRow[]> {
  return db
    .selectFrom('cohorts')
    .select(cohortColumns)
    .where('school_id', '=', schoolId)
    .$if(afterId !== null, (query) => query.where('id', '>', afterId))
    .orderBy('id')
    .limit(limit)
    .$castTo<CohortRow>()
    .execute();
}

/** How many terms or cohorts a school has. */
export async function countOf(
  db: Reader,
  table: 'terms' | 'cohorts',
  schoolId: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}
    where school_id = ${schoolId}::uuid`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Members of a cohort after `afterId`, by user id. */
export async function cohortMembersAfter(
  db: Reader,
  cohortId: string,
  { afterId, limit }: PageStart,
): Promise<{ userId: string }[]> {
  return db
    .selectFrom('cohort_members')
    .select('user_id as userId')
    .where('cohort_id', '=', cohortId)
    .$if(afterId !== null, (query) => query.where('user_id', '>', afterId))
    .orderBy('user_id')
    .limit(limit)
    .execute();
}

/** How many members each of these cohorts has; none for an empty one. */
export async function cohortSizes(
  db: Reader,
  cohortIds: readonly string[],
): Promise<readonly { cohortId: string; count: number }[]> {
  const { rows } = await sql<{ cohortId: string; count: number }>`
    select cohort_id as "cohortId", count(*)::int as count from cohort_members
    where cohort_id = any(${cohortIds}::uuid[]) group by cohort_id`.execute(db);
  return rows;
}

/** Adds those who are not in the cohort yet. Returns how many that were. */
export async function addCohortMembers(
  db: Reader,
  cohort: { id: string; schoolId: string; at: Date },
  userIds: readonly string[],
): Promise<number> {
  const { rows } = await sql`
    insert into cohort_members (cohort_id, user_id, school_id, created_at)
    select ${cohort.id}::uuid, id, ${cohort.schoolId}::uuid, ${cohort.at.toISOString()}::timestamptz
    from unnest(${userIds}::uuid[]) as added (id)
    on conflict do nothing
    returning user_id`.execute(db);
  return rows.length;
}

/** Takes people out of a cohort. Returns how many were in it. */
export async function removeCohortMembers(
  db: Reader,
  cohortId: string,
  userIds: readonly string[],
): Promise<number> {
  const { rows } = await sql`
    delete from cohort_members
    where cohort_id = ${cohortId}::uuid and user_id = any(${userIds}::uuid[])
    returning user_id`.execute(db);
  return rows.length;
}
