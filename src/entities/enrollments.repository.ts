import { sql } from 'kysely';

import type { EnrollmentStateName } from './enrollments.js';
import { firstOfEach } from './first-of-each.js';
import type { Reader } from './orm.js';

export interface EnrollmentRow {
  id: string;
  schoolId: string;
  courseId: string;
  versionId: string;
  userId: string;
  role: 'learner' | 'instructor' | 'assistant' | 'observer';
  sectionId: string | null;
  state: EnrollmentStateName;
  waitlistedAt: string | null;
  createdAt: string;
  endedAt: string | null;
}

const columns = [
  'id',
  'school_id as schoolId',
  'course_id as courseId',
  'version_id as versionId',
  'user_id as userId',
  'role',
  'section_id as sectionId',
  'state',
  'waitlisted_at as waitlistedAt',
  'created_at as createdAt',
  'ended_at as endedAt',
] as const;

export async function enrollmentsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<EnrollmentRow[]> {
  return db
    .selectFrom('enrollments')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<EnrollmentRow>()
    .execute();
}

/** The user's active enrollments in these courses: at most one a course. */
export async function activeEnrollments(
  db: Reader,
  schoolId: string,
  userId: string,
  courseIds: readonly string[],
): Promise<EnrollmentRow[]> {
  return db
    .selectFrom('enrollments')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('user_id', '=', userId)
    .where('course_id', 'in', courseIds)
    .where('state', '=', 'active')
    .$castTo<EnrollmentRow>()
    .execute();
}

/** The user's enrollment in a course that has not ended, in whatever state: there is at most one. */
export async function openEnrollment(
  db: Reader,
  schoolId: string,
  userId: string,
  courseId: string,
): Promise<EnrollmentRow | undefined> {
  return db
    .selectFrom('enrollments')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('user_id', '=', userId)
    .where('course_id', '=', courseId)
    .where('state', 'in', ['invited', 'pending', 'waitlisted', 'active', 'suspended'])
    .$castTo<EnrollmentRow>()
    .executeTakeFirst();
}

/** One person's active enrollments after `afterId`; ids are UUIDv7, so this is the order of enrolling. */
export async function enrollmentsOfUserAfter(
  db: Reader,
  schoolId: string,
  userId: string,
  afterId: string | null,
  limit: number,
): Promise<EnrollmentRow[]> {
  let query = db
    .selectFrom('enrollments')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('user_id', '=', userId)
    .where('state', '=', 'active');
  if (afterId !== null) query = query.where('id', '>', afterId);
  return query.orderBy('id').limit(limit).$castTo<EnrollmentRow>().execute();
}

/** What a page of a course's enrollments is asked by; pages of many courses load together. */
export interface EnrollmentPageKey {
  courseId: string;
  role: EnrollmentRow['role'] | null;
  state: EnrollmentStateName;
  sectionId: string | null;
  afterId: string | null;
  limit: number;
}

/** The pages of several courses that agree in everything else, in one statement. */
export async function enrollmentPages(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
  page: Omit<EnrollmentPageKey, 'courseId'>,
): Promise<EnrollmentRow[]> {
  const rows = db
    .selectFrom('enrollments')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .where('state', '=', page.state)
    .$if(page.sectionId !== null, (query) => query.where('section_id', '=', page.sectionId))
    .$if(page.role !== null, (query) => query.where('role', '=', page.role))
    .$if(page.afterId !== null, (query) => query.where('id', '>', page.afterId))
    .$castTo<EnrollmentRow>();
  return firstOfEach(db, rows, 'courseId', page.limit);
}

/** How many enrollments of a course are in this state, of one role or of all. */
export async function countEnrollments(
  db: Reader,
  schoolId: string,
  page: Pick<EnrollmentPageKey, 'courseId' | 'role' | 'state' | 'sectionId'>,
): Promise<number> {
  const { count } = await db
    .selectFrom('enrollments')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('school_id', '=', schoolId)
    .where('course_id', '=', page.courseId)
    .where('state', '=', page.state)
    .$if(page.sectionId !== null, (query) => query.where('section_id', '=', page.sectionId))
    .$if(page.role !== null, (query) => query.where('role', '=', page.role))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How a course takes learners, and how it stands. */
export interface EnrollmentSettingsRow {
  courseId: string;
  capacity: number | null;
  approvalRequired: boolean;
  /** Learners who hold a seat: active or suspended. */
  seatsTaken: number;
  waitlisted: number;
}

/** The settings of these courses; of those without any, what holds by default. */
export async function enrollmentSettingsOf(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<readonly EnrollmentSettingsRow[]> {
  const { rows } = await sql<EnrollmentSettingsRow>`
    select c.id as "courseId", s.capacity,
      coalesce(s.approval_required, false) as "approvalRequired",
      count(*) filter (where e.state in ('active', 'suspended'))::int as "seatsTaken",
      count(*) filter (where e.state = 'waitlisted')::int as "waitlisted"
    from courses c
    left join enrollment_settings s on s.course_id = c.id
    left join enrollments e on e.course_id = c.id and e.role = 'learner'
    where c.school_id = ${schoolId}::uuid and c.id = any(${courseIds}::uuid[])
    group by c.id, s.capacity, s.approval_required`.execute(db);
  return rows;
}

export interface EnrollmentTransitionRow {
  id: string;
  enrollmentId: string;
  courseId: string;
  userId: string;
  fromState: EnrollmentStateName | null;
  toState: EnrollmentStateName;
  actorId: string | null;
  reason: string | null;
  createdAt: string;
}

/** What has happened to these enrollments, oldest first. */
export async function enrollmentTransitionsOf(
  db: Reader,
  schoolId: string,
  enrollmentIds: readonly string[],
): Promise<readonly EnrollmentTransitionRow[]> {
  const { rows } = await sql<EnrollmentTransitionRow>`
    select t.id, t.enrollment_id as "enrollmentId", e.course_id as "courseId",
      e.user_id as "userId", t.from_state as "fromState", t.to_state as "toState",
      t.actor_id as "actorId", t.reason, t.created_at as "createdAt"
    from enrollment_transitions t
    join enrollments e on e.id = t.enrollment_id
    where t.school_id = ${schoolId}::uuid and t.enrollment_id = any(${enrollmentIds}::uuid[])
    order by t.id`.execute(db);
  return rows;
}

/** How many would get a seat before each of these or with it, from 1; none for who does not wait. */
export async function waitlistPositions(
  db: Reader,
  schoolId: string,
  enrollmentIds: readonly string[],
): Promise<readonly { enrollmentId: string; position: number }[]> {
  const { rows } = await sql<{ enrollmentId: string; position: number }>`
    select e.id as "enrollmentId", (
      select count(*)::int from enrollments o
      where o.course_id = e.course_id and o.state = 'waitlisted'
        and (o.waitlisted_at, o.id) <= (e.waitlisted_at, e.id)
    ) as position
    from enrollments e
    where e.school_id = ${schoolId}::uuid and e.id = any(${enrollmentIds}::uuid[])
      and e.state = 'waitlisted'`.execute(db);
  return rows;
}

/** Active enrollments by course and role. */
export async function enrollmentCounts(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<{ courseId: string; role: EnrollmentRow['role']; count: number }[]> {
  const rows = await db
    .selectFrom('enrollments')
    .select(['course_id as courseId', 'role'])
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .where('state', '=', 'active')
    .groupBy(['course_id', 'role'])
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Active enrollments of several people. */
export async function activeEnrollmentsOfUsers(
  db: Reader,
  schoolId: string,
  userIds: readonly string[],
): Promise<EnrollmentRow[]> {
  return db
    .selectFrom('enrollments')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('user_id', 'in', userIds)
    .where('state', '=', 'active')
    .orderBy('id')
    .$castTo<EnrollmentRow>()
    .execute();
}

/** Courses these people are or ever were in, whatever their role. */
export async function coursesOfUsers(
  db: Reader,
  schoolId: string,
  userIds: readonly string[],
): Promise<{ userId: string; courseId: string }[]> {
  return db
    .selectFrom('enrollments')
    .select(['user_id as userId', 'course_id as courseId'])
    .distinct()
    .where('school_id', '=', schoolId)
    .where('user_id', 'in', userIds)
    .execute();
}

export interface LessonProgressRow {
  enrollmentId: string;
  /** By the lesson's stable id; lessons without any are left out. */
  completedProblems: Record<string, number>;
}

/**
 * What these enrollments have completed a problem of: a row for each, as a catalogue reads hundreds
 * of lessons.
 */
export async function lessonProgressOf(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<LessonProgressRow[]> {
  return db
    .selectFrom('lesson_progress')
    .select((e) => [
      'enrollment_id as enrollmentId',
      e
        .fn<Record<string, number>>('json_object_agg', ['lesson_stable_id', 'completed_problems'])
        .as('completedProblems'),
    ])
    .where('enrollment_id', 'in', enrollmentIds)
    .groupBy('enrollment_id')
    .execute();
}

/** Learners' enrollments in every state after `afterId`, of one school or course or of all. */
export async function learnerEnrollmentsAfter(
  db: Reader,
  scope: { schoolId?: string | undefined; courseId?: string | undefined },
  afterId: string | null,
  limit: number,
): Promise<EnrollmentRow[]> {
  let query = db.selectFrom('enrollments').select(columns).where('role', '=', 'learner');
  if (scope.schoolId !== undefined) query = query.where('school_id', '=', scope.schoolId);
  if (scope.courseId !== undefined) query = query.where('course_id', '=', scope.courseId);
  if (afterId !== null) query = query.where('id', '>', afterId);
  return query.orderBy('id').limit(limit).$castTo<EnrollmentRow>().execute();
}

/** How many of them there are. */
export async function countLearnerEnrollments(
  db: Reader,
  scope: { schoolId?: string | undefined; courseId?: string | undefined },
): Promise<number> {
  let query = db
    .selectFrom('enrollments')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('role', '=', 'learner');
  if (scope.schoolId !== undefined) query = query.where('school_id', '=', scope.schoolId);
  if (scope.courseId !== undefined) query = query.where('course_id', '=', scope.courseId);
  return Number((await query.executeTakeFirstOrThrow()).count);
}
