import { sql } from 'kysely';

import type { Reader } from './orm.js';
import type { RecommendationItemData } from './practice.js';

export interface AttemptRow {
  id: string;
  schoolId: string;
  enrollmentId: string;
  userId: string;
  courseId: string;
  versionId: string;
  problemId: string;
  state: 'in_progress' | 'completed' | 'abandoned';
  startedAt: string;
  endedAt: string | null;
}

export interface ResponseRow {
  id: string;
  schoolId: string;
  enrollmentId: string;
  ordinal: number;
  userId: string;
  courseId: string;
  attemptId: string | null;
  stepId: string;
  source: 'practice' | 'recorded';
  response: string | null;
  correct: boolean;
  score: number;
  outcome: string;
  grader: string;
  graderVersion: number;
  firstTry: boolean;
  hintsUsed: number;
  occurredAt: string;
  receivedAt: string;
}

export interface HintRow {
  id: string;
  schoolId: string;
  stepId: string;
  kind: 'hint' | 'scaffold';
  title: string;
  text: string;
  position: number;
  choices: string[];
}

export interface MasteryRow {
  enrollmentId: string;
  skillId: string;
  engine: string;
  engineVersion: number;
  probability: number;
  observations: number;
  lastResponseId: string;
  updatedAt: string;
}

export interface RecommendationRow {
  id: string;
  schoolId: string;
  enrollmentId: string;
  responseId: string | null;
  engine: string;
  engineVersion: number;
  items: RecommendationItemData[];
  createdAt: string;
}

const attemptColumns = [
  'id',
  'school_id as schoolId',
  'enrollment_id as enrollmentId',
  'user_id as userId',
  'course_id as courseId',
  'version_id as versionId',
  'problem_id as problemId',
  'state',
  'started_at as startedAt',
  'ended_at as endedAt',
] as const;

const responseColumns = [
  'id',
  'school_id as schoolId',
  'enrollment_id as enrollmentId',
  'ordinal',
  'user_id as userId',
  'course_id as courseId',
  'attempt_id as attemptId',
  'step_id as stepId',
  'source',
  'response',
  'correct',
  'score',
  'outcome',
  'grader',
  'grader_version as graderVersion',
  'first_try as firstTry',
  'hints_used as hintsUsed',
  'occurred_at as occurredAt',
  'received_at as receivedAt',
] as const;

const masteryColumns = [
  'enrollment_id as enrollmentId',
  'skill_id as skillId',
  'engine',
  'engine_version as engineVersion',
  'probability',
  'observations',
  'last_response_id as lastResponseId',
  'updated_at as updatedAt',
] as const;

const recommendationColumns = [
  'id',
  'school_id as schoolId',
  'enrollment_id as enrollmentId',
  'response_id as responseId',
  'engine',
  'engine_version as engineVersion',
  'items',
  'created_at as createdAt',
] as const;

export async function attemptsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<AttemptRow[]> {
  return db
    .selectFrom('attempts')
    .select(attemptColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<AttemptRow>()
    .execute();
}

export async function responsesByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<ResponseRow[]> {
  return db
    .selectFrom('responses')
    .select(responseColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<ResponseRow>()
    .execute();
}

export async function responsesByAttemptIds(
  db: Reader,
  attemptIds: readonly string[],
): Promise<ResponseRow[]> {
  return db
    .selectFrom('responses')
    .select(responseColumns)
    .where('attempt_id', 'in', attemptIds)
    .orderBy('ordinal')
    .$castTo<ResponseRow>()
    .execute();
}

/** Hints a learner has asked for in these attempts, in the order they were given. */
export async function askedHintsByAttemptIds(
  db: Reader,
  attemptIds: readonly string[],
): Promise<(HintRow & { attemptId: string })[]> {
  return db
    .selectFrom('hint_requests')
    .innerJoin('hints', 'hints.id', 'hint_requests.hint_id')
    .select([
      'hint_requests.attempt_id as attemptId',
      'hints.id as id',
      'hints.school_id as schoolId',
      'hints.step_id as stepId',
      'hints.kind as kind',
      'hints.title as title',
      'hints.text as text',
      'hints.position as position',
      'hints.choices as choices',
    ])
    .where('hint_requests.attempt_id', 'in', attemptIds)
    .orderBy('hints.position')
    .execute();
}

export async function masteryByEnrollmentIds(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<MasteryRow[]> {
  return db
    .selectFrom('mastery_states')
    .select(masteryColumns)
    .where('enrollment_id', 'in', enrollmentIds)
    .orderBy('skill_id')
    .$castTo<MasteryRow>()
    .execute();
}

export async function recommendationsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<RecommendationRow[]> {
  return db
    .selectFrom('recommendations')
    .select(recommendationColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<RecommendationRow>()
    .execute();
}

/** The newest recommendation of each of these enrollments. */
export async function latestRecommendations(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<RecommendationRow[]> {
  return db
    .selectFrom('recommendations')
    .distinctOn('enrollment_id')
    .select(recommendationColumns)
    .where('enrollment_id', 'in', enrollmentIds)
    .orderBy('enrollment_id')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .$castTo<RecommendationRow>()
    .execute();
}

/** Steps the enrollment has answered correctly at least once: what completion is made of. */
export async function correctStepIds(db: Reader, enrollmentId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('responses')
    .select('step_id as stepId')
    .distinct()
    .where('enrollment_id', '=', enrollmentId)
    .where('correct', '=', true)
    .execute();
  return new Set(rows.map((row) => row.stepId));
}

/** The last responses of an enrollment with their step, newest first. */
export async function recentResponses(
  db: Reader,
  enrollmentId: string,
  limit: number,
): Promise<{ id: string; stepId: string; correct: boolean; ordinal: number }[]> {
  return db
    .selectFrom('responses')
    .select(['id', 'step_id as stepId', 'correct', 'ordinal'])
    .where('enrollment_id', '=', enrollmentId)
    .orderBy('ordinal', 'desc')
    .limit(limit)
    .execute();
}

/** The next hint of a step that this attempt has not asked for, in order of position. */
export async function nextHint(
  db: Reader,
  attemptId: string,
  stepId: string,
): Promise<HintRow | undefined> {
  return db
    .selectFrom('hints')
    .select([
      'id',
      'school_id as schoolId',
      'step_id as stepId',
      'kind',
      'title',
      'text',
      'position',
      'choices',
    ])
    .where('step_id', '=', stepId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('hint_requests')
            .select(sql`1`.as('one'))
            .where('hint_requests.attempt_id', '=', attemptId)
            .whereRef('hint_requests.hint_id', '=', 'hints.id'),
        ),
      ),
    )
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
}

/** Every response of an enrollment in the order of replay: the facts that all else is made from. */
export async function responsesInOrder(db: Reader, enrollmentId: string): Promise<ResponseRow[]> {
  return db
    .selectFrom('responses')
    .select(responseColumns)
    .where('enrollment_id', '=', enrollmentId)
    .orderBy('ordinal')
    .$castTo<ResponseRow>()
    .execute();
}

/** What `rebuild` holds against what it computes: a text for each row, by the row's key. */
export async function derivedRows(
  db: Reader,
  table: 'mastery_states' | 'lesson_progress',
  enrollmentId: string,
): Promise<Map<string, string>> {
  // By column, so that a column added later is compared too. When progress moved is not kept by
  // any fact; when mastery did is the time of its last response.
  const { rows } =
    table === 'mastery_states'
      ? await sql<{ key: string; value: string }>`
          select skill_id::text as key, to_jsonb(row)::text as value
          from mastery_states as row where enrollment_id = ${enrollmentId}::uuid`.execute(db)
      : await sql<{ key: string; value: string }>`
          select lesson_stable_id::text as key, (to_jsonb(row) - 'updated_at')::text as value
          from lesson_progress as row where enrollment_id = ${enrollmentId}::uuid`.execute(db);
  return new Map(rows.map(({ key, value }) => [key, value]));
}
