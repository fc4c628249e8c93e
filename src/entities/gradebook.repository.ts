import { sql } from 'kysely';

import type { Reader } from './orm.js';

/** A course's gradebook as a whole. Without a policy of its own the version is 0. */
export interface GradebookRow {
  courseId: string;
  schoolId: string;
  revision: number;
  policyVersion: number;
  policy: Record<string, unknown> | null;
}

export interface GradePolicyRow {
  id: string;
  schoolId: string;
  courseId: string;
  version: number;
  policy: Record<string, unknown>;
  reason: string;
  actorId: string;
  createdAt: string;
}

export interface GradeColumnRow {
  id: string;
  schoolId: string;
  courseId: string;
  assessmentId: string | null;
  title: string;
  categoryId: string | null;
  periodId: string | null;
  pointsPossible: number;
  dueAt: string | null;
  extraCredit: boolean;
  posted: boolean;
  position: number;
}

export interface GradeResultRow {
  id: string;
  enrollmentId: string;
  columnId: string;
  number: number;
  revision: number;
  attemptId: string | null;
  pointsEarned: number | null;
  pointsPossible: number;
  submittedAt: string | null;
  extendedDueAt: string | null;
  voided: boolean;
}

export interface GradeDecisionRow {
  id: string;
  enrollmentId: string;
  columnId: string | null;
  kind: 'override' | 'excused' | 'late_waived';
  revision: number;
  inForce: boolean;
  points: number | null;
  fraction: number | null;
  reason: string;
  actorId: string;
  decidedAt: string;
}

/** Grades as they were last computed. */
export interface StoredGradesRow {
  enrollmentId: string;
  revision: number;
  policyVersion: number;
  engine: string;
  engineVersion: number;
  staff: unknown;
  learner: unknown;
  computedAt: string;
  staleAt: string | null;
}

const columnColumns = [
  'id',
  'school_id as schoolId',
  'course_id as courseId',
  'assessment_id as assessmentId',
  'title',
  'category_id as categoryId',
  'period_id as periodId',
  'points_possible as pointsPossible',
  'due_at as dueAt',
  'extra_credit as extraCredit',
  'posted',
  'position',
] as const;

/** One row for each course that the school has. */
export async function gradebooksOf(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<GradebookRow[]> {
  return db
    .selectFrom('courses as c')
    .leftJoin('gradebooks as g', 'g.course_id', 'c.id')
    .leftJoin('grade_policies as p', 'p.course_id', 'c.id')
    .distinctOn('c.id')
    .select((eb) => [
      'c.id as courseId',
      'c.school_id as schoolId',
      eb.fn.coalesce('g.revision', sql<number>`0`).as('revision'),
      eb.fn.coalesce('p.version', sql<number>`0`).as('policyVersion'),
      'p.policy',
    ])
    .where('c.school_id', '=', schoolId)
    .where('c.id', 'in', courseIds)
    .orderBy('c.id')
    .orderBy('p.version', (order) => order.desc().nullsLast())
    .$castTo<GradebookRow>()
    .execute();
}

/** The versions of a course's policy below `before`, newest first. */
export async function gradePoliciesBefore(
  db: Reader,
  schoolId: string,
  courseId: string,
  before: number | null,
  limit: number,
): Promise<GradePolicyRow[]> {
  return db
    .selectFrom('grade_policies')
    .select([
      'id',
      'school_id as schoolId',
      'course_id as courseId',
      'version',
      'policy',
      'reason',
      'actor_id as actorId',
      'created_at as createdAt',
    ])
    .where('school_id', '=', schoolId)
    .where('course_id', '=', courseId)
    .$if(before !== null, (query) => query.where('version', '<', before))
    .orderBy('version', 'desc')
    .limit(limit)
    .$castTo<GradePolicyRow>()
    .execute();
}

/** By position in each course. */
export async function gradeColumnsOf(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<GradeColumnRow[]> {
  return db
    .selectFrom('grade_columns')
    .select(columnColumns)
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .orderBy('position')
    .orderBy('id')
    .$castTo<GradeColumnRow>()
    .execute();
}

export async function gradeColumnsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<GradeColumnRow[]> {
  return db
    .selectFrom('grade_columns')
    .select(columnColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<GradeColumnRow>()
    .execute();
}

/** The newest revision of every attempt. */
export async function currentResults(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<GradeResultRow[]> {
  return db
    .selectFrom('grade_results')
    .distinctOn(['enrollment_id', 'column_id', 'number'])
    .select([
      'id',
      'enrollment_id as enrollmentId',
      'column_id as columnId',
      'number',
      'revision',
      'attempt_id as attemptId',
      'points_earned as pointsEarned',
      'points_possible as pointsPossible',
      'submitted_at as submittedAt',
      'extended_due_at as extendedDueAt',
      'voided',
    ])
    .where('enrollment_id', 'in', enrollmentIds)
    .orderBy('enrollment_id')
    .orderBy('column_id')
    .orderBy('number')
    .orderBy('revision', 'desc')
    .$castTo<GradeResultRow>()
    .execute();
}

/** The newest revision of every decision, also of those taken back. */
export async function currentDecisions(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<GradeDecisionRow[]> {
  return db
    .selectFrom('grade_decisions')
    .distinctOn(['enrollment_id', 'column_id', 'kind'])
    .select([
      'id',
      'enrollment_id as enrollmentId',
      'column_id as columnId',
      'kind',
      'revision',
      'in_force as inForce',
      'points',
      'fraction',
      'reason',
      'actor_id as actorId',
      'decided_at as decidedAt',
    ])
    .where('enrollment_id', 'in', enrollmentIds)
    .orderBy('enrollment_id')
    .orderBy('column_id')
    .orderBy('kind')
    .orderBy('revision', 'desc')
    .$castTo<GradeDecisionRow>()
    .execute();
}

export async function storedGrades(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<StoredGradesRow[]> {
  return db
    .selectFrom('grades')
    .select([
      'enrollment_id as enrollmentId',
      'revision',
      'policy_version as policyVersion',
      'engine',
      'engine_version as engineVersion',
      'staff',
      'learner',
      'computed_at as computedAt',
      'stale_at as staleAt',
    ])
    .where('enrollment_id', 'in', enrollmentIds)
    .$castTo<StoredGradesRow>()
    .execute();
}

export interface GradedEnrollment {
  id: string;
  userId: string;
  name: string;
  email: string;
}

/** Everyone who learns or learned in a course, by enrollment. */
export async function gradedEnrollmentsAfter(
  db: Reader,
  courseId: string,
  afterId: string | null,
  limit: number,
): Promise<GradedEnrollment[]> {
  return db
    .selectFrom('enrollments as e')
    .innerJoin('users as u', 'u.id', 'e.user_id')
    .select(['e.id', 'e.user_id as userId', 'u.name', 'u.email'])
    .where('e.course_id', '=', courseId)
    .where('e.role', '=', 'learner')
    .$if(afterId !== null, (query) => query.where('e.id', '>', afterId))
    .orderBy('e.id')
    .limit(limit)
    .$castTo<GradedEnrollment>()
    .execute();
}

export async function countGradedEnrollments(db: Reader, courseId: string): Promise<number> {
  const { count } = await db
    .selectFrom('enrollments')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('course_id', '=', courseId)
    .where('role', '=', 'learner')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Locks enrollments against other writers of their grades, in the one order that all take. */
export async function lockEnrollments(db: Reader, ids: readonly string[]): Promise<void> {
  await db
    .selectFrom('enrollments')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Makes the gradebook's row if need be, locks it, and gives its next revision. */
export async function nextRevision(
  db: Reader,
  schoolId: string,
  courseId: string,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    insert into gradebooks (course_id, school_id, revision, updated_at)
    values (${courseId}::uuid, ${schoolId}::uuid, 1, ${now.toISOString()}::timestamptz)
    on conflict (course_id) do update
      set revision = gradebooks.revision + 1, updated_at = excluded.updated_at
    returning revision`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('An upsert returned no row.');
  return row.revision;
}

export interface GradesToStore extends Omit<StoredGradesRow, 'computedAt' | 'staleAt'> {
  readonly schoolId: string;
  readonly courseId: string;
  readonly computedAt: Date;
  readonly staleAt: Date | null;
}

/** Stores computed grades, one statement for all. */
export async function storeGrades(db: Reader, rows: readonly GradesToStore[]): Promise<void> {
  if (rows.length === 0) return;
  const texts = <T>(pick: (row: GradesToStore) => T) => rows.map(pick);
  await sql`
    insert into grades (enrollment_id, school_id, course_id, revision, policy_version, engine,
      engine_version, staff, learner, computed_at, stale_at)
    select enrollment_id, school_id, course_id, revision, policy_version, engine, engine_version,
      staff::jsonb, learner::jsonb, computed_at, stale_at
    from unnest(
      ${texts((row) => row.enrollmentId)}::uuid[],
      ${texts((row) => row.schoolId)}::uuid[],
      ${texts((row) => row.courseId)}::uuid[],
      ${texts((row) => row.revision)}::int[],
      ${texts((row) => row.policyVersion)}::int[],
      ${texts((row) => row.engine)}::text[],
      ${texts((row) => row.engineVersion)}::int[],
      ${texts((row) => JSON.stringify(row.staff))}::text[],
      ${texts((row) => JSON.stringify(row.learner))}::text[],
      ${texts((row) => row.computedAt.toISOString())}::timestamptz[],
      ${texts((row) => row.staleAt?.toISOString() ?? null)}::timestamptz[]
    ) as row (enrollment_id, school_id, course_id, revision, policy_version, engine,
      engine_version, staff, learner, computed_at, stale_at)
    on conflict (enrollment_id) do update set
      revision = excluded.revision, policy_version = excluded.policy_version,
      engine = excluded.engine, engine_version = excluded.engine_version,
      staff = excluded.staff, learner = excluded.learner,
      computed_at = excluded.computed_at, stale_at = excluded.stale_at`.execute(db);
}
