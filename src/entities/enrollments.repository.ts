import type { Reader } from './orm.js';

export interface EnrollmentRow {
  id: string;
  schoolId: string;
  courseId: string;
  versionId: string;
  userId: string;
  role: 'learner' | 'instructor' | 'assistant' | 'observer';
  state: 'active' | 'completed' | 'withdrawn';
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
  'state',
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
  const ranked = db
    .selectFrom('enrollments')
    .select(columns)
    .select((eb) =>
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('course_id').orderBy('id'))
        .as('rank'),
    )
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .where('state', '=', 'active')
    .$if(page.role !== null, (query) => query.where('role', '=', page.role))
    .$if(page.afterId !== null, (query) => query.where('id', '>', page.afterId));
  return db
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('rank', '<=', page.limit)
    .orderBy('id')
    .$castTo<EnrollmentRow>()
    .execute();
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
