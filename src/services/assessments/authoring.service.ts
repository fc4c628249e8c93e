import { LockMode } from '@mikro-orm/core';

import { inspectQuestion } from '../../engines/grading/index.js';
import {
  drawVariables,
  inspectVariables,
  randomFrom,
  substitute,
  type Variables,
} from '../../engines/item-selection/index.js';
import {
  Assessment,
  AssessmentPart,
  Item,
  ItemKey,
  ItemVersion,
  QuestionBank,
  type ReleasePolicy,
} from '../../entities/assessments.js';
import {
  itemKeysOf,
  itemsToAsk,
  latestItemVersions,
} from '../../entities/assessments.repository.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import { RequestError } from '../../errors/index.js';
import { assertCourse, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { isStorableJson, isStorableText } from '../text.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';

/** One thing that is wrong with an input. */
export interface FieldFault {
  code: string;
  path: string;
}

export interface Invalid {
  kind: 'invalid';
  problems: readonly FieldFault[];
}

export interface QuestionInput {
  title: string;
  prompt: string;
  body: Record<string, unknown>;
  key: Record<string, unknown>;
  rule: Record<string, unknown> | null;
  variables: Record<string, unknown>;
  maxPoints: number;
  rationale: string | null;
}

export interface PartInput {
  itemId?: string | undefined;
  bankId?: string | undefined;
  drawCount: number | null;
}

export interface AssessmentSettings {
  title: string;
  type: 'quiz' | 'exam' | 'homework' | 'project';
  mode: 'linear' | 'practice' | 'adaptive';
  passingFraction: number | null;
  timeLimitSeconds: number | null;
  attemptLimit: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  dueAt: Date | null;
  graceMinutes: number;
  shuffle: boolean;
  weight: number;
  category: string | null;
  points: number | null;
  release: ReleasePolicy;
  parts: readonly PartInput[];
}

const MAX_TITLE = 200;
const MAX_TEXT = 20_000;
const MAX_POINTS = 10_000;
const MAX_PARTS = 500;
/** Items an attempt may have: each is a row of it and is graded when it ends. */
const MAX_ITEMS = 500;
const MAX_TIME_LIMIT_SECONDS = 30 * 24 * 60 * 60;
/** Draws of its variables that a question is inspected with before it is stored. */
const SAMPLES = 20;

/** Writes banks, items and assessments, for the staff of a course. */
export class AuthoringService {
  constructor(private readonly deps: ServiceDeps) {}

  async createQuestionBank(
    actor: Actor,
    input: { courseId: string; title: string },
  ): Promise<{ kind: 'created'; bankId: string } | Invalid> {
    return transact(this.deps, async ({ em, db }) => {
      await assertCourse(db, actor.schoolId, input.courseId);
      await assertStaff(db, actor, input.courseId, 'course');
      const problems = titleFaults(input.title, 'title');
      if (problems.length > 0) return { kind: 'invalid', problems };
      const bankId = newId();
      em.create(QuestionBank, {
        id: bankId,
        schoolId: actor.schoolId,
        courseId: input.courseId,
        title: input.title,
        createdAt: this.deps.clock(),
      });
      return { kind: 'created', bankId };
    });
  }

  async createItem(
    actor: Actor,
    input: { bankId: string; question: QuestionInput },
  ): Promise<{ kind: 'created'; itemId: string } | Invalid> {
    return transact(this.deps, async (tx) => {
      const bank = await tx.em.findOne(QuestionBank, {
        id: input.bankId,
        schoolId: actor.schoolId,
      });
      if (!bank) throw RequestError.notFound('question bank');
      await assertStaff(tx.db, actor, bank.courseId, 'question bank');
      const problems = questionFaults(input.question);
      if (problems.length > 0) return { kind: 'invalid', problems };
      const now = this.deps.clock();
      const itemId = newId();
      tx.em.create(Item, {
        id: itemId,
        schoolId: actor.schoolId,
        courseId: bank.courseId,
        bankId: bank.id,
        title: input.question.title,
        latestNumber: 1,
        createdAt: now,
      });
      writeVersion(tx, actor, itemId, 1, input.question, now);
      return { kind: 'created', itemId };
    });
  }

  /** Writes a new version. Attempts that have begun keep the one they were asked. */
  async updateItem(
    actor: Actor,
    input: { itemId: string; question: QuestionInput },
  ): Promise<{ kind: 'updated'; itemId: string } | Invalid> {
    return transact(this.deps, async (tx) => {
      // Locked, so that two authors get two numbers.
      const item = await tx.em.findOne(
        Item,
        { id: input.itemId, schoolId: actor.schoolId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!item) throw RequestError.notFound('item');
      await assertStaff(tx.db, actor, item.courseId, 'item');
      const problems = questionFaults(input.question);
      if (problems.length > 0) return { kind: 'invalid', problems };
      item.title = input.question.title;
      item.latestNumber += 1;
      writeVersion(tx, actor, item.id, item.latestNumber, input.question, this.deps.clock());
      return { kind: 'updated', itemId: item.id };
    });
  }

  /** What the newest version of an item accepts, for those who may change it. */
  async itemKey(actor: Actor, itemId: string): Promise<Record<string, unknown>> {
    const db = readerOf(this.deps.em);
    const item = await this.deps.em.fork().findOne(Item, { id: itemId, schoolId: actor.schoolId });
    if (!item) throw RequestError.notFound('item');
    await assertStaff(db, actor, item.courseId, 'item');
    const [version] = await latestItemVersions(db, actor.schoolId, [itemId]);
    const key = version && (await itemKeysOf(db, [version.id])).get(version.id);
    if (!key) throw new Error(`An item without a version or a key: ${itemId}`);
    return key;
  }

  async createAssessment(
    actor: Actor,
    input: { courseId: string; settings: AssessmentSettings },
  ): Promise<{ kind: 'created'; assessmentId: string } | Invalid> {
    return transact(this.deps, async (tx) => {
      await assertCourse(tx.db, actor.schoolId, input.courseId);
      await assertStaff(tx.db, actor, input.courseId, 'course');
      const problems = settingsFaults(input.settings);
      if (problems.length > 0) return { kind: 'invalid', problems };
      await assertParts(tx.db, actor, input.courseId, input.settings.parts);
      const { parts, ...settings } = input.settings;
      const now = this.deps.clock();
      const assessmentId = newId();
      tx.em.create(Assessment, {
        ...settings,
        id: assessmentId,
        schoolId: actor.schoolId,
        courseId: input.courseId,
        status: 'draft',
        createdAt: now,
        updatedAt: now,
      });
      writeParts(tx, actor, assessmentId, parts);
      return { kind: 'created', assessmentId };
    });
  }

  /** Says everything about an assessment anew. Attempts that have begun keep items and times. */
  async updateAssessment(
    actor: Actor,
    input: { assessmentId: string; settings: AssessmentSettings },
  ): Promise<{ kind: 'updated'; assessmentId: string } | Invalid> {
    return transact(this.deps, async (tx) => {
      const assessment = await this.lockedAssessment(tx, actor, input.assessmentId);
      const problems = settingsFaults(input.settings);
      if (problems.length > 0) return { kind: 'invalid', problems };
      await assertParts(tx.db, actor, assessment.courseId, input.settings.parts);
      if (assessment.status === 'published') {
        const missing = await partFaults(tx.db, actor, input.settings.parts);
        if (missing.length > 0) return { kind: 'invalid', problems: missing };
      }
      const { parts, ...settings } = input.settings;
      tx.em.assign(assessment, { ...settings, updatedAt: this.deps.clock() });
      await tx.em.nativeDelete(AssessmentPart, { assessmentId: assessment.id });
      writeParts(tx, actor, assessment.id, parts);
      return { kind: 'updated', assessmentId: assessment.id };
    });
  }

  /** Lets learners see an assessment; to do so again changes nothing. */
  async publishAssessment(
    actor: Actor,
    assessmentId: string,
  ): Promise<{ kind: 'published'; assessmentId: string } | Invalid> {
    return transact(this.deps, async (tx) => {
      const assessment = await this.lockedAssessment(tx, actor, assessmentId);
      const parts = await tx.em.find(
        AssessmentPart,
        { assessmentId: assessment.id },
        { orderBy: { position: 'asc' } },
      );
      const problems = await partFaults(
        tx.db,
        actor,
        parts.map(({ itemId, bankId, drawCount }) => ({
          itemId: itemId ?? undefined,
          bankId: bankId ?? undefined,
          drawCount: drawCount ?? null,
        })),
      );
      if (problems.length > 0) return { kind: 'invalid', problems };
      assessment.status = 'published';
      return { kind: 'published', assessmentId: assessment.id };
    });
  }

  private async lockedAssessment(tx: Transaction, actor: Actor, assessmentId: string) {
    const assessment = await tx.em.findOne(
      Assessment,
      { id: assessmentId, schoolId: actor.schoolId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!assessment) throw RequestError.notFound('assessment');
    await assertStaff(tx.db, actor, assessment.courseId, 'assessment');
    return assessment;
  }
}

/** Those of the school who are not staff are told that they may not; they may know it is there. */
async function assertStaff(db: Reader, actor: Actor, courseId: string, what: string) {
  if (await mayTeach(db, actor, courseId)) return;
  if (what === 'course') throw RequestError.forbidden('Only staff of the course may write for it.');
  throw RequestError.notFound(what);
}

function writeVersion(
  { em }: Transaction,
  actor: Actor,
  itemId: string,
  number: number,
  question: QuestionInput,
  now: Date,
): void {
  const id = newId();
  em.create(ItemVersion, {
    id,
    schoolId: actor.schoolId,
    itemId,
    number,
    kind: String(question.body['kind']),
    prompt: question.prompt,
    body: question.body,
    rule: question.rule,
    variables: question.variables,
    maxPoints: question.maxPoints,
    rationale: question.rationale,
    createdById: actor.userId,
    createdAt: now,
  });
  em.create(ItemKey, { itemVersionId: id, schoolId: actor.schoolId, key: question.key });
}

function writeParts(
  { em }: Transaction,
  actor: Actor,
  assessmentId: string,
  parts: readonly PartInput[],
): void {
  parts.forEach((part, position) => {
    em.create(AssessmentPart, {
      id: newId(),
      schoolId: actor.schoolId,
      assessmentId,
      position,
      itemId: part.itemId ?? null,
      bankId: part.bankId ?? null,
      drawCount: part.drawCount,
    });
  });
}

/** Throws NOT_FOUND unless every item and bank is of this course. */
async function assertParts(
  db: Reader,
  { schoolId }: Actor,
  courseId: string,
  parts: readonly PartInput[],
): Promise<void> {
  for (const [table, what, named] of [
    ['items', 'item', parts.flatMap(({ itemId }) => itemId ?? [])],
    ['question_banks', 'question bank', parts.flatMap(({ bankId }) => bankId ?? [])],
  ] as const) {
    const ids = [...new Set(named)];
    if (ids.length === 0) continue;
    const known = await db
      .selectFrom(table)
      .select('id')
      .where('school_id', '=', schoolId)
      .where('course_id', '=', courseId)
      .where('id', 'in', ids)
      .execute();
    if (known.length < ids.length) throw RequestError.notFound(what);
  }
}

/** What keeps the parts from being asked: none at all, or a bank with fewer items than are drawn. */
async function partFaults(
  db: Reader,
  { schoolId }: Actor,
  parts: readonly PartInput[],
): Promise<FieldFault[]> {
  if (parts.length === 0) return [{ code: 'EMPTY', path: 'settings.parts' }];
  const bankIds = parts.flatMap(({ bankId }) => bankId ?? []);
  const items = await itemsToAsk(db, schoolId, { itemIds: [], bankIds });
  return parts.flatMap(({ bankId, drawCount }, index) =>
    bankId !== undefined && items.filter((item) => item.bankId === bankId).length < (drawCount ?? 0)
      ? [{ code: 'TOO_FEW', path: `settings.parts[${String(index)}].drawCount` }]
      : [],
  );
}

function titleFaults(title: string, path: string): FieldFault[] {
  if (!isStorableText(title)) return [{ code: 'BAD_TEXT', path }];
  if (title.trim() === '') return [{ code: 'EMPTY', path }];
  return title.length > MAX_TITLE ? [{ code: 'TOO_LONG', path }] : [];
}

function textFaults(text: string, path: string): FieldFault[] {
  if (!isStorableText(text)) return [{ code: 'BAD_TEXT', path }];
  return text.length > MAX_TEXT ? [{ code: 'TOO_LONG', path }] : [];
}

/** Everything that is wrong with a question, for every value its variables were tried with. */
function questionFaults(input: QuestionInput): FieldFault[] {
  const { body, key, rule, variables, maxPoints } = input;
  const said = Object.entries({ body, key, rule, variables }).filter(
    ([, json]) => !isStorableJson(json),
  );
  const faults: FieldFault[] = [
    ...titleFaults(input.title, 'title'),
    ...textFaults(input.prompt, 'prompt'),
    ...textFaults(input.rationale ?? '', 'rationale'),
    ...(maxPoints > 0 && maxPoints <= MAX_POINTS
      ? []
      : [{ code: 'OUT_OF_RANGE', path: 'maxPoints' }]),
    ...said.map(([path]) => ({ code: 'BAD_TEXT', path })),
    ...inspectVariables(variables),
  ];
  return faults.length > 0 ? faults : inspectSamples(input);
}

function inspectSamples({ body, key, rule, variables }: QuestionInput): FieldFault[] {
  // `inspectVariables` has found nothing wrong with them.
  const declared = variables as Variables;
  const count = Object.keys(declared).length === 0 ? 1 : SAMPLES;
  for (let sample = 0; sample < count; sample += 1) {
    const values = drawVariables(declared, randomFrom(`sample ${String(sample)}`));
    const question = { body, key, ...(rule === null ? {} : { rule }) };
    const faults = inspectQuestion(substitute(question, values));
    if (faults.length > 0) return [...faults];
  }
  return [];
}

function settingsFaults(settings: AssessmentSettings): FieldFault[] {
  const { opensAt, closesAt, parts, category } = settings;
  const within = (
    path: keyof AssessmentSettings,
    value: number | null,
    min: number,
    max: number,
  ) =>
    value === null || (value >= min && value <= max)
      ? []
      : [{ code: 'OUT_OF_RANGE', path: `settings.${path}` }];
  return [
    ...titleFaults(settings.title, 'settings.title'),
    ...(category === null ? [] : titleFaults(category, 'settings.category')),
    ...within('passingFraction', settings.passingFraction, 0, 1),
    ...within('timeLimitSeconds', settings.timeLimitSeconds, 1, MAX_TIME_LIMIT_SECONDS),
    ...within('attemptLimit', settings.attemptLimit, 1, 1_000),
    ...within('graceMinutes', settings.graceMinutes, 0, 1_440),
    ...within('weight', settings.weight, 0, MAX_POINTS),
    ...within('points', settings.points, Number.MIN_VALUE, MAX_POINTS),
    ...(opensAt && closesAt && closesAt <= opensAt
      ? [{ code: 'EMPTY_RANGE', path: 'settings.closesAt' }]
      : []),
    ...partsFaults(parts),
  ];
}

function partsFaults(parts: readonly PartInput[]): FieldFault[] {
  if (parts.length > MAX_PARTS) return [{ code: 'TOO_MANY', path: 'settings.parts' }];
  const faults = parts.flatMap(({ itemId, bankId, drawCount }, index) => {
    const path = `settings.parts[${String(index)}]`;
    if ((itemId === undefined) === (bankId === undefined)) return [{ code: 'NOT_ONE_OF', path }];
    if (itemId !== undefined) {
      return drawCount === null ? [] : [{ code: 'NOT_APPLICABLE', path: `${path}.drawCount` }];
    }
    return drawCount !== null && drawCount >= 1 && drawCount <= MAX_ITEMS
      ? []
      : [{ code: 'OUT_OF_RANGE', path: `${path}.drawCount` }];
  });
  const asked = parts.reduce((sum, { drawCount }) => sum + (drawCount ?? 1), 0);
  return faults.length === 0 && asked > MAX_ITEMS
    ? [{ code: 'TOO_MANY', path: 'settings.parts' }]
    : faults;
}
