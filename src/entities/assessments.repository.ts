import type { ReleasePolicy } from './assessments.js';
import { firstOfEach } from './first-of-each.js';
import type { Reader } from './orm.js';

export interface QuestionBankRow {
  id: string;
  courseId: string;
  title: string;
  createdAt: string;
}

export interface ItemRow {
  id: string;
  courseId: string;
  bankId: string;
  title: string;
  createdAt: string;
}

/** A version without its key. */
export interface ItemVersionRow {
  id: string;
  itemId: string;
  number: number;
  kind: string;
  prompt: string;
  body: Record<string, unknown>;
  rule: Record<string, unknown> | null;
  variables: Record<string, unknown>;
  maxPoints: number;
  rationale: string | null;
  createdAt: string;
}

export interface AssessmentRow {
  id: string;
  courseId: string;
  title: string;
  type: string;
  mode: 'linear' | 'practice' | 'adaptive';
  status: 'draft' | 'published';
  passingFraction: number | null;
  timeLimitSeconds: number | null;
  attemptLimit: number | null;
  opensAt: string | null;
  closesAt: string | null;
  dueAt: string | null;
  graceMinutes: number;
  shuffle: boolean;
  weight: number;
  category: string | null;
  points: number | null;
  release: ReleasePolicy;
}

export interface AssessmentPartRow {
  id: string;
  assessmentId: string;
  courseId: string;
  itemId: string | null;
  bankId: string | null;
  drawCount: number | null;
}

export interface AssessmentAttemptRow {
  id: string;
  courseId: string;
  assessmentId: string;
  enrollmentId: string;
  userId: string;
  number: number;
  state: 'in_progress' | 'submitted' | 'auto_submitted' | 'graded' | 'voided';
  itemCount: number;
  startedAt: string;
  deadlineAt: string | null;
  graceUntil: string | null;
  submittedAt: string | null;
  receivedAt: string | null;
  pointsEarned: number | null;
  pointsPossible: number;
  gradesReleasedAt: string | null;
}

/** An item of an attempt, with what it asks and whose attempt it is. */
export interface AttemptItemRow {
  id: string;
  schoolId: string;
  attemptId: string;
  position: number;
  itemVersionId: string;
  maxPoints: number;
  selector: string;
  selectorVersion: number;
  reasons: { code: string; value: number }[];
  kind: string;
  prompt: string;
  body: Record<string, unknown>;
  rule: Record<string, unknown> | null;
  variables: Record<string, unknown>;
  rationale: string | null;
  courseId: string;
  userId: string;
  seed: string;
}

export interface SavedResponseRow {
  attemptItemId: string;
  version: number;
  response: Record<string, unknown> | null;
  savedAt: string;
}

export interface ItemGradeRow {
  attemptItemId: string;
  number: number;
  points: number | null;
  outcome: string;
  grader: string;
  graderVersion: number | null;
  gradedById: string | null;
  comment: string | null;
  gradedAt: string;
}

const bankColumns = ['id', 'course_id as courseId', 'title', 'created_at as createdAt'] as const;

const itemColumns = [
  'id',
  'course_id as courseId',
  'bank_id as bankId',
  'title',
  'created_at as createdAt',
] as const;

const assessmentColumns = [
  'id',
  'course_id as courseId',
  'title',
  'type',
  'mode',
  'status',
  'passing_fraction as passingFraction',
  'time_limit_seconds as timeLimitSeconds',
  'attempt_limit as attemptLimit',
  'opens_at as opensAt',
  'closes_at as closesAt',
  'due_at as dueAt',
  'grace_minutes as graceMinutes',
  'shuffle',
  'weight',
  'category',
  'points',
  'release',
] as const;

const attemptColumns = [
  'id',
  'course_id as courseId',
  'assessment_id as assessmentId',
  'enrollment_id as enrollmentId',
  'user_id as userId',
  'number',
  'state',
  'item_count as itemCount',
  'started_at as startedAt',
  'deadline_at as deadlineAt',
  'grace_until as graceUntil',
  'submitted_at as submittedAt',
  'received_at as receivedAt',
  'points_earned as pointsEarned',
  'points_possible as pointsPossible',
  'grades_released_at as gradesReleasedAt',
] as const;

export async function questionBanksByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<QuestionBankRow[]> {
  return db
    .selectFrom('question_banks')
    .select(bankColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<QuestionBankRow>()
    .execute();
}

export async function questionBanksByCourseIds(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<QuestionBankRow[]> {
  return db
    .selectFrom('question_banks')
    .select(bankColumns)
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .orderBy('id')
    .$castTo<QuestionBankRow>()
    .execute();
}

export async function itemsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<ItemRow[]> {
  return db
    .selectFrom('items')
    .select(itemColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<ItemRow>()
    .execute();
}

/** What a page of something's children is asked by; pages of many parents load together. */
export interface ChildPageKey {
  parentId: string;
  afterId: string | null;
  limit: number;
}

/** The items of several banks, each from the same place on, in one statement. */
export async function itemPages(
  db: Reader,
  schoolId: string,
  bankIds: readonly string[],
  page: Omit<ChildPageKey, 'parentId'>,
): Promise<ItemRow[]> {
  const rows = db
    .selectFrom('items')
    .select(itemColumns)
    .where('school_id', '=', schoolId)
    .where('bank_id', 'in', bankIds)
    .$if(page.afterId !== null, (query) => query.where('id', '>', page.afterId))
    .$castTo<ItemRow>();
  return firstOfEach(db, rows, 'bankId', page.limit);
}

/** How many items each bank has. */
export async function itemCounts(
  db: Reader,
  schoolId: string,
  bankIds: readonly string[],
): Promise<{ bankId: string; count: number }[]> {
  const rows = await db
    .selectFrom('items')
    .select('bank_id as bankId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('school_id', '=', schoolId)
    .where('bank_id', 'in', bankIds)
    .groupBy('bank_id')
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** The newest version of each item. */
export async function latestItemVersions(
  db: Reader,
  schoolId: string,
  itemIds: readonly string[],
): Promise<ItemVersionRow[]> {
  return db
    .selectFrom('item_versions as version')
    .innerJoin('items as item', (join) =>
      join
        .onRef('item.id', '=', 'version.item_id')
        .onRef('item.latest_number', '=', 'version.number'),
    )
    .select([
      'version.id as id',
      'version.item_id as itemId',
      'version.number as number',
      'version.kind as kind',
      'version.prompt as prompt',
      'version.body as body',
      'version.rule as rule',
      'version.variables as variables',
      'version.max_points as maxPoints',
      'version.rationale as rationale',
      'version.created_at as createdAt',
    ])
    .where('version.school_id', '=', schoolId)
    .where('version.item_id', 'in', itemIds)
    .$castTo<ItemVersionRow>()
    .execute();
}

/** Items that may be asked: of a bank all, by bank; the newest version and points of each. */
export async function itemsToAsk(
  db: Reader,
  schoolId: string,
  of: { itemIds: readonly string[]; bankIds: readonly string[] },
): Promise<{ id: string; bankId: string; versionId: string; maxPoints: number }[]> {
  if (of.itemIds.length + of.bankIds.length === 0) return [];
  return db
    .selectFrom('items as item')
    .innerJoin('item_versions as version', (join) =>
      join
        .onRef('item.id', '=', 'version.item_id')
        .onRef('item.latest_number', '=', 'version.number'),
    )
    .select([
      'item.id as id',
      'item.bank_id as bankId',
      'version.id as versionId',
      'version.max_points as maxPoints',
    ])
    .where('item.school_id', '=', schoolId)
    .where((eb) =>
      eb.or([
        ...(of.itemIds.length > 0 ? [eb('item.id', 'in', of.itemIds)] : []),
        ...(of.bankIds.length > 0 ? [eb('item.bank_id', 'in', of.bankIds)] : []),
      ]),
    )
    .orderBy('item.id')
    .execute();
}

/** What item versions accept. For grading and authors alone: no loader calls this. */
export async function itemKeysOf(
  db: Reader,
  versionIds: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const rows = await db
    .selectFrom('item_keys')
    .select(['item_version_id as id', 'key'])
    .where('item_version_id', 'in', versionIds)
    .$castTo<{ id: string; key: Record<string, unknown> }>()
    .execute();
  return new Map(rows.map(({ id, key }) => [id, key]));
}

export async function assessmentsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<AssessmentRow[]> {
  return db
    .selectFrom('assessments')
    .select(assessmentColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<AssessmentRow>()
    .execute();
}

export async function assessmentsByCourseIds(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<AssessmentRow[]> {
  return db
    .selectFrom('assessments')
    .select(assessmentColumns)
    .where('school_id', '=', schoolId)
    .where('course_id', 'in', courseIds)
    .orderBy('id')
    .$castTo<AssessmentRow>()
    .execute();
}

export async function partsByAssessmentIds(
  db: Reader,
  schoolId: string,
  assessmentIds: readonly string[],
): Promise<AssessmentPartRow[]> {
  return db
    .selectFrom('assessment_parts as part')
    .innerJoin('assessments as assessment', 'assessment.id', 'part.assessment_id')
    .select([
      'part.id as id',
      'part.assessment_id as assessmentId',
      'assessment.course_id as courseId',
      'part.item_id as itemId',
      'part.bank_id as bankId',
      'part.draw_count as drawCount',
    ])
    .where('part.school_id', '=', schoolId)
    .where('part.assessment_id', 'in', assessmentIds)
    .orderBy('part.position')
    .$castTo<AssessmentPartRow>()
    .execute();
}

export async function assessmentAttemptsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<AssessmentAttemptRow[]> {
  return db
    .selectFrom('assessment_attempts')
    .select(attemptColumns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<AssessmentAttemptRow>()
    .execute();
}

/** One person's attempts at these assessments, oldest first. */
export async function assessmentAttemptsOf(
  db: Reader,
  schoolId: string,
  userId: string,
  assessmentIds: readonly string[],
): Promise<AssessmentAttemptRow[]> {
  return db
    .selectFrom('assessment_attempts')
    .select(attemptColumns)
    .where('school_id', '=', schoolId)
    .where('user_id', '=', userId)
    .where('assessment_id', 'in', assessmentIds)
    .orderBy('number')
    .$castTo<AssessmentAttemptRow>()
    .execute();
}

/** Everyone's attempts at several assessments, each from the same place on, in one statement. */
export async function assessmentAttemptPages(
  db: Reader,
  schoolId: string,
  assessmentIds: readonly string[],
  page: Omit<ChildPageKey, 'parentId'>,
): Promise<AssessmentAttemptRow[]> {
  const rows = db
    .selectFrom('assessment_attempts')
    .select(attemptColumns)
    .where('school_id', '=', schoolId)
    .where('assessment_id', 'in', assessmentIds)
    .$if(page.afterId !== null, (query) => query.where('id', '>', page.afterId))
    .$castTo<AssessmentAttemptRow>();
  return firstOfEach(db, rows, 'assessmentId', page.limit);
}

/** How many attempts each assessment has. */
export async function assessmentAttemptCounts(
  db: Reader,
  schoolId: string,
  assessmentIds: readonly string[],
): Promise<{ assessmentId: string; count: number }[]> {
  const rows = await db
    .selectFrom('assessment_attempts')
    .select('assessment_id as assessmentId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('school_id', '=', schoolId)
    .where('assessment_id', 'in', assessmentIds)
    .groupBy('assessment_id')
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Attempts that nobody has handed in although their grace is over, the longest over first. */
export async function attemptsToSettle(
  db: Reader,
  now: Date,
  limit: number,
): Promise<{ id: string; schoolId: string }[]> {
  return db
    .selectFrom('assessment_attempts')
    .select(['id', 'school_id as schoolId'])
    .where('state', '=', 'in_progress')
    .where('grace_until', '<', now)
    .orderBy('grace_until')
    .limit(limit)
    .execute();
}

function attemptItems(db: Reader, schoolId: string) {
  return db
    .selectFrom('attempt_items as asked')
    .innerJoin('assessment_attempts as attempt', 'attempt.id', 'asked.attempt_id')
    .innerJoin('item_versions as version', 'version.id', 'asked.item_version_id')
    .select([
      'asked.id as id',
      'asked.school_id as schoolId',
      'asked.attempt_id as attemptId',
      'asked.position as position',
      'asked.item_version_id as itemVersionId',
      'asked.max_points as maxPoints',
      'asked.selector as selector',
      'asked.selector_version as selectorVersion',
      'asked.reasons as reasons',
      'version.kind as kind',
      'version.prompt as prompt',
      'version.body as body',
      'version.rule as rule',
      'version.variables as variables',
      'version.rationale as rationale',
      'attempt.course_id as courseId',
      'attempt.user_id as userId',
      'attempt.seed as seed',
    ])
    .where('asked.school_id', '=', schoolId)
    .orderBy('asked.position')
    .$castTo<AttemptItemRow>();
}

export async function attemptItemsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<AttemptItemRow[]> {
  return attemptItems(db, schoolId).where('asked.id', 'in', ids).execute();
}

export async function attemptItemsByAttemptIds(
  db: Reader,
  schoolId: string,
  attemptIds: readonly string[],
): Promise<AttemptItemRow[]> {
  return attemptItems(db, schoolId).where('asked.attempt_id', 'in', attemptIds).execute();
}

/** The newest answer to each of these, where there is one. */
export async function latestSavedResponses(
  db: Reader,
  attemptItemIds: readonly string[],
): Promise<SavedResponseRow[]> {
  return db
    .selectFrom('saved_responses')
    .distinctOn('attempt_item_id')
    .select(['attempt_item_id as attemptItemId', 'version', 'response', 'saved_at as savedAt'])
    .where('attempt_item_id', 'in', attemptItemIds)
    .orderBy('attempt_item_id')
    .orderBy('version', 'desc')
    .$castTo<SavedResponseRow>()
    .execute();
}

/** Every judgement of these, oldest first. */
export async function itemGradesOf(
  db: Reader,
  attemptItemIds: readonly string[],
): Promise<ItemGradeRow[]> {
  return db
    .selectFrom('item_grades')
    .select([
      'attempt_item_id as attemptItemId',
      'number',
      'points',
      'outcome',
      'grader',
      'grader_version as graderVersion',
      'graded_by_id as gradedById',
      'comment',
      'graded_at as gradedAt',
    ])
    .where('attempt_item_id', 'in', attemptItemIds)
    .orderBy('number')
    .$castTo<ItemGradeRow>()
    .execute();
}
