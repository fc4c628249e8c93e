import { isDeepStrictEqual } from 'node:util';
import { LockMode, type InferEntity } from '@mikro-orm/core';

import { readResponse, type QuestionBody } from '../../engines/grading/index.js';
import type { Asked } from '../../engines/item-selection/index.js';
import {
  Assessment,
  AssessmentAttempt,
  AssessmentPart,
  AttemptItem,
  ItemGrade,
  ItemVersion,
  SavedResponse,
} from '../../entities/assessments.js';
import {
  assessmentAttemptsByIds,
  attemptItemsByAttemptIds,
  attemptItemsByIds,
  attemptsToSettle,
  itemGradesOf,
  itemsToAsk,
  type AssessmentAttemptRow,
  type AssessmentRow,
  type AttemptItemRow,
} from '../../entities/assessments.repository.js';
import { Enrollment } from '../../entities/enrollments.js';
import { readerOf } from '../../entities/orm.js';
import { RequestError } from '../../errors/index.js';
import { enrollmentIn, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { checkClientKey } from '../practice/client-key.js';
import { isStorableText } from '../text.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import type { FieldFault, Invalid } from './authoring.service.js';
import { composePool, selectNext, selectorOf } from './compose.js';
import { deadlinesOf, isOpen, type Conditions } from './conditions.js';
import {
  attemptResult,
  itemResult,
  type AttemptResult,
  type ItemResult,
  type Judged,
  type Onlooker,
} from './feedback.js';
import { gradeItems, sumUp } from './grade-items.js';
import { recordAttemptResult } from './record-attempt-result.js';
import { variantOf, type Variant } from './variant.js';

type AttemptEntity = InferEntity<typeof AssessmentAttempt>;
type AssessmentEntity = InferEntity<typeof Assessment>;

export type StartAttemptResult =
  | { kind: 'started'; attemptId: string; resumed: boolean }
  | { kind: 'notEnrolled' }
  | { kind: 'notOpen'; opensAt: Date | null; closesAt: Date | null }
  | { kind: 'limitReached'; limit: number };

export interface SaveResponseInput {
  attemptItemId: string;
  /** The version that is saved over; 0 for none. */
  version: number;
  /** As the engine of questions reads it; null takes the answer back. */
  response: Record<string, unknown> | null;
}

export type SaveResponseResult =
  | { kind: 'saved'; attemptItemId: string }
  | { kind: 'stale'; attemptItemId: string }
  | { kind: 'refused'; problems: readonly FieldFault[] }
  | { kind: 'notOpen'; attemptId: string };

export type SubmitAttemptResult =
  { kind: 'submitted'; attemptId: string } | { kind: 'notOpen'; attemptId: string };

const MAX_COMMENT = 20_000;
/** Attempts settled by one run of the schedule; the next run takes up the rest. */
const SETTLE_AT_ONCE = 500;

/** Takes, grades and shows attempts at assessments. */
export class AttemptsService {
  constructor(private readonly deps: ServiceDeps) {}

  /**
   * Opens an attempt, or takes up the one that is open. The row lock on the enrollment makes one
   * attempt of a double click and keeps two devices within the limit.
   */
  async startAttempt(
    actor: Actor,
    input: { assessmentId: string; clientKey: string },
  ): Promise<StartAttemptResult> {
    checkClientKey('clientKey', input.clientKey);
    return transact(this.deps, async (tx) => {
      const assessment = await tx.em.findOne(Assessment, {
        id: input.assessmentId,
        schoolId: actor.schoolId,
        status: 'published',
      });
      if (!assessment) throw RequestError.notFound('assessment');
      const active = await enrollmentIn(tx.db, actor, assessment.courseId);
      if (active?.role !== 'learner') return { kind: 'notEnrolled' };
      await lockEnrollment(tx, active.id);
      const now = this.deps.clock();
      const earlier = await tx.em.find(
        AssessmentAttempt,
        { userId: actor.userId, assessmentId: assessment.id },
        { orderBy: { number: 'asc' } },
      );
      const again = earlier.find(({ startKey }) => startKey === input.clientKey);
      if (again) return { kind: 'started', attemptId: again.id, resumed: true };
      const running = earlier.find(({ state }) => state === 'in_progress');
      if (running && !isOver(running, now)) {
        return { kind: 'started', attemptId: running.id, resumed: true };
      }
      if (running) await this.finish(tx, running, assessment, null);

      const conditions = conditionsOf(assessment);
      if (!isOpen(conditions, now)) {
        const { opensAt, closesAt } = conditions;
        return { kind: 'notOpen', opensAt, closesAt };
      }
      const used = earlier.filter(({ state }) => state !== 'voided').length;
      const { attemptLimit: limit } = conditions;
      if (limit !== null && used >= limit) return { kind: 'limitReached', limit };

      const seed = newId();
      const { pool, count } = await this.poolOf(tx, assessment, seed);
      const attempt = tx.em.create(AssessmentAttempt, {
        id: newId(),
        schoolId: actor.schoolId,
        courseId: assessment.courseId,
        assessmentId: assessment.id,
        enrollmentId: active.id,
        userId: actor.userId,
        number: (earlier.at(-1)?.number ?? 0) + 1,
        state: 'in_progress',
        seed,
        pool,
        itemCount: count,
        startedAt: now,
        ...deadlinesOf(now, conditions),
        submittedAt: null,
        receivedAt: null,
        pointsEarned: null,
        pointsPossible: 0,
        gradesReleasedAt: null,
        startKey: input.clientKey,
        submitKey: null,
      });
      await tx.em.flush();
      const atOnce = assessment.mode === 'adaptive' ? Math.min(1, count) : count;
      await this.askMore(tx, attempt, assessment, [], atOnce);
      tx.report({ type: 'attempt.started', ...factsOf(attempt), at: now.toISOString() });
      return { kind: 'started', attemptId: attempt.id, resumed: false };
    });
  }

  /**
   * Saves an answer over the version the learner saw. What is sent again after it was saved is not
   * saved twice; what comes late is refused with what is there, never dropped in silence.
   */
  async saveResponse(actor: Actor, input: SaveResponseInput): Promise<SaveResponseResult> {
    const [item] = await attemptItemsByIds(readerOf(this.deps.em), actor.schoolId, [
      input.attemptItemId,
    ]);
    if (item?.userId !== actor.userId) throw RequestError.notFound('attempt item');
    // Before the transaction: what is asked never changes.
    const reading = readResponse(variantOf(item).body as unknown as QuestionBody, input.response);
    if ('refused' in reading) return { kind: 'refused', problems: reading.refused };
    const response = reading.response as Record<string, unknown> | null;

    return transact(this.deps, async (tx) => {
      const attempt = await this.lockedAttempt(tx, actor.schoolId, item.attemptId);
      const assessment = await tx.em.findOneOrFail(Assessment, attempt.assessmentId);
      await assertActive(tx, attempt);
      const now = this.deps.clock();
      if (attempt.state === 'in_progress' && isOver(attempt, now)) {
        await this.finish(tx, attempt, assessment, null);
      }
      const isFrozen = attempt.deadlineAt != null && now > attempt.deadlineAt;
      if (attempt.state !== 'in_progress' || isFrozen) {
        return { kind: 'notOpen', attemptId: attempt.id };
      }
      const latest = await tx.em.findOne(
        SavedResponse,
        { attemptItemId: item.id },
        { orderBy: { version: 'desc' } },
      );
      const version = latest?.version ?? 0;
      if (version !== input.version) {
        const isRetry =
          version === input.version + 1 &&
          isDeepStrictEqual(plain(latest?.response), plain(response));
        return { kind: isRetry ? 'saved' : 'stale', attemptItemId: item.id };
      }
      tx.em.create(SavedResponse, {
        attemptItemId: item.id,
        version: version + 1,
        schoolId: attempt.schoolId,
        response,
        savedAt: now,
      });
      await tx.em.flush();
      if (assessment.mode !== 'linear') await gradeItems(tx, [item], now);
      if (assessment.mode === 'adaptive') await this.askNext(tx, attempt, assessment, item);
      tx.report({
        type: 'attempt.saved',
        ...factsOf(attempt),
        attemptItemId: item.id,
        at: now.toISOString(),
      });
      return { kind: 'saved', attemptItemId: item.id };
    });
  }

  /** Hands an attempt in and grades what no person is needed for. */
  async submitAttempt(
    actor: Actor,
    input: { attemptId: string; clientKey: string },
  ): Promise<SubmitAttemptResult> {
    checkClientKey('clientKey', input.clientKey);
    return transact(this.deps, async (tx) => {
      const attempt = await this.lockedAttempt(tx, actor.schoolId, input.attemptId);
      if (attempt.userId !== actor.userId) throw RequestError.notFound('assessment attempt');
      if (attempt.submitKey === input.clientKey && attempt.state !== 'voided') {
        return { kind: 'submitted', attemptId: attempt.id };
      }
      if (attempt.state !== 'in_progress') return { kind: 'notOpen', attemptId: attempt.id };
      const assessment = await tx.em.findOneOrFail(Assessment, attempt.assessmentId);
      if (isOver(attempt, this.deps.clock())) {
        await this.finish(tx, attempt, assessment, null);
        return { kind: 'notOpen', attemptId: attempt.id };
      }
      await assertActive(tx, attempt);
      await this.finish(tx, attempt, assessment, input.clientKey);
      return { kind: 'submitted', attemptId: attempt.id };
    });
  }

  /** Hands in, with what was saved, every attempt whose grace is over. Returns how many. */
  async settle(): Promise<number> {
    const now = this.deps.clock();
    const over = await attemptsToSettle(readerOf(this.deps.em), now, SETTLE_AT_ONCE);
    for (const { id, schoolId } of over) {
      await transact(this.deps, async (tx) => {
        const attempt = await this.lockedAttempt(tx, schoolId, id);
        // Its learner, or another node, may have been quicker.
        if (attempt.state !== 'in_progress' || !isOver(attempt, now)) return;
        const assessment = await tx.em.findOneOrFail(Assessment, attempt.assessmentId);
        await this.finish(tx, attempt, assessment, null);
      });
    }
    return over.length;
  }

  /** Gives points and a comment for one answer, over whatever judgement there was. For staff. */
  async gradeItem(
    actor: Actor,
    input: { attemptItemId: string; points: number; comment: string | null },
  ): Promise<
    | { kind: 'graded'; attemptItemId: string }
    | Invalid
    | { kind: 'notSubmitted'; attemptId: string }
  > {
    const [item] = await attemptItemsByIds(readerOf(this.deps.em), actor.schoolId, [
      input.attemptItemId,
    ]);
    return transact(this.deps, async (tx) => {
      if (!item || !(await mayTeach(tx.db, actor, item.courseId))) {
        throw RequestError.notFound('attempt item');
      }
      const problems = [
        ...(input.points >= 0 && input.points <= item.maxPoints
          ? []
          : [{ code: 'OUT_OF_RANGE', path: 'points' }]),
        ...(input.comment === null || isStorableText(input.comment)
          ? []
          : [{ code: 'BAD_TEXT', path: 'comment' }]),
        ...((input.comment ?? '').length > MAX_COMMENT
          ? [{ code: 'TOO_LONG', path: 'comment' }]
          : []),
      ];
      if (problems.length > 0) return { kind: 'invalid', problems };
      const attempt = await this.lockedAttempt(tx, actor.schoolId, item.attemptId);
      if (attempt.state === 'in_progress' || attempt.state === 'voided') {
        return { kind: 'notSubmitted', attemptId: attempt.id };
      }
      const now = this.deps.clock();
      const before = await itemGradesOf(tx.db, [item.id]);
      tx.em.create(ItemGrade, {
        attemptItemId: item.id,
        number: (before.at(-1)?.number ?? 0) + 1,
        schoolId: attempt.schoolId,
        points: input.points,
        outcome:
          input.points === item.maxPoints ? 'RIGHT' : input.points > 0 ? 'PARTLY_RIGHT' : 'WRONG',
        grader: 'person',
        graderVersion: null,
        gradedById: actor.userId,
        comment: input.comment,
        gradedAt: now,
      });
      await tx.em.flush();
      const assessment = await tx.em.findOneOrFail(Assessment, attempt.assessmentId);
      await sumUp(tx, attempt, await itemsOf(tx, attempt));
      await recordAttemptResult(tx, { attempt, worth: assessment.points ?? null, at: now });
      return { kind: 'graded', attemptItemId: item.id };
    });
  }

  /** Shows learners what the policy of an assessment releases by hand, in every ended attempt. */
  async releaseGrades(actor: Actor, assessmentId: string): Promise<{ released: number }> {
    return transact(this.deps, async (tx) => {
      const assessment = await tx.em.findOne(Assessment, {
        id: assessmentId,
        schoolId: actor.schoolId,
      });
      if (!assessment || !(await mayTeach(tx.db, actor, assessment.courseId))) {
        throw RequestError.notFound('assessment');
      }
      const released = await tx.em.nativeUpdate(
        AssessmentAttempt,
        {
          assessmentId,
          gradesReleasedAt: null,
          state: { $in: ['submitted', 'auto_submitted', 'graded'] },
        },
        { gradesReleasedAt: this.deps.clock() },
      );
      return { released };
    });
  }

  /** Makes an attempt count for nothing; to do so again changes nothing. For staff. */
  async voidAttempt(actor: Actor, attemptId: string): Promise<{ attemptId: string }> {
    return transact(this.deps, async (tx) => {
      const attempt = await this.lockedAttempt(tx, actor.schoolId, attemptId);
      if (!(await mayTeach(tx.db, actor, attempt.courseId))) {
        throw RequestError.notFound('assessment attempt');
      }
      if (attempt.state !== 'voided') {
        const assessment = await tx.em.findOneOrFail(Assessment, attempt.assessmentId);
        const now = this.deps.clock();
        attempt.state = 'voided';
        attempt.submittedAt ??= now;
        await recordAttemptResult(tx, { attempt, worth: assessment.points ?? null, at: now });
      }
      return { attemptId };
    });
  }

  /** The question as this attempt asks it. */
  variantOf(item: AttemptItemRow): Variant {
    return variantOf(item);
  }

  /** Where an attempt is in its life by the clock. */
  stateOf(attempt: AssessmentAttemptRow): AssessmentAttemptRow['state'] | 'overdue' {
    const isPast = attempt.deadlineAt !== null && this.deps.clock() > new Date(attempt.deadlineAt);
    return attempt.state === 'in_progress' && isPast ? 'overdue' : attempt.state;
  }

  attemptResult(
    actor: Actor,
    attempt: AssessmentAttemptRow,
    assessment: AssessmentRow,
    grades: readonly Judged[],
  ): AttemptResult {
    return attemptResult(attempt, assessment, grades, this.onlooker(actor, attempt));
  }

  itemResult(
    actor: Actor,
    item: AttemptItemRow,
    grade: Judged | null,
    attempt: AssessmentAttemptRow,
    assessment: AssessmentRow,
  ): ItemResult {
    const { rationale } = variantOf(item);
    return itemResult(grade, rationale, attempt, assessment, this.onlooker(actor, attempt));
  }

  /** Rules have let them see the attempt: whose it is not, is staff. */
  private onlooker(actor: Actor, attempt: { userId: string }): Onlooker {
    return { isStaff: actor.userId !== attempt.userId, now: this.deps.clock() };
  }

  /** Behind the lock of its enrollment, as every change of a learner's work: one order of locks. */
  private async lockedAttempt(tx: Transaction, schoolId: string, id: string) {
    const [row] = await assessmentAttemptsByIds(tx.db, schoolId, [id]);
    if (!row) throw RequestError.notFound('assessment attempt');
    await lockEnrollment(tx, row.enrollmentId);
    return tx.em.findOneOrFail(AssessmentAttempt, id);
  }

  /** Ends an attempt: by the learner with this key, or by time without one. */
  private async finish(
    tx: Transaction,
    attempt: AttemptEntity,
    assessment: AssessmentEntity,
    submitKey: string | null,
  ): Promise<void> {
    const now = this.deps.clock();
    attempt.state = submitKey === null ? 'auto_submitted' : 'submitted';
    attempt.submitKey = submitKey;
    attempt.receivedAt = submitKey === null ? null : now;
    // What time hands in was frozen at the deadline, whenever it is noticed.
    attempt.submittedAt = submitKey === null ? (attempt.deadlineAt ?? now) : now;
    const items = await itemsOf(tx, attempt);
    const graded = new Set(
      (
        await itemGradesOf(
          tx.db,
          items.map(({ id }) => id),
        )
      ).map(({ attemptItemId }) => attemptItemId),
    );
    // The others were graded as they were saved.
    await gradeItems(
      tx,
      items.filter(({ id }) => !graded.has(id)),
      now,
    );
    await sumUp(tx, attempt, items);
    await tx.em.flush();
    tx.report({ type: 'attempt.submitted', ...factsOf(attempt), at: now.toISOString() });
    await recordAttemptResult(tx, { attempt, worth: assessment.points ?? null, at: now });
  }

  /** What may be asked, drawn by the seed from the newest versions of the items. */
  private async poolOf(tx: Transaction, assessment: AssessmentEntity, seed: string) {
    const parts = await tx.em.find(
      AssessmentPart,
      { assessmentId: assessment.id },
      { orderBy: { position: 'asc' } },
    );
    const items = await itemsToAsk(tx.db, assessment.schoolId, {
      itemIds: parts.flatMap(({ itemId }) => itemId ?? []),
      bankIds: parts.flatMap(({ bankId }) => bankId ?? []),
    });
    const filled = parts.map((part) => ({
      drawCount: part.drawCount ?? null,
      candidates: items
        .filter(({ id, bankId }) =>
          part.itemId == null ? bankId === part.bankId : id === part.itemId,
        )
        .map(({ versionId }) => versionId),
    }));
    const { ids, count } = composePool(filled, {
      seed,
      shuffle: assessment.shuffle,
      adaptive: assessment.mode === 'adaptive',
    });
    return { pool: [...ids], count };
  }

  /** Asks so many items more, each chosen by the selector of the mode. */
  private async askMore(
    tx: Transaction,
    attempt: AttemptEntity,
    assessment: AssessmentEntity,
    asked: readonly Asked[],
    count: number,
  ): Promise<void> {
    const selector = selectorOf(assessment.mode);
    const known = [...asked];
    const chosen = [];
    while (chosen.length < count) {
      const selection = selectNext(selector, attempt.seed, attempt.pool, known);
      if (!selection) break;
      chosen.push(selection);
      known.push({ id: selection.id, score: null });
    }
    const versions = await tx.em.find(ItemVersion, { id: { $in: chosen.map(({ id }) => id) } });
    const points = new Map(versions.map(({ id, maxPoints }) => [id, maxPoints]));
    chosen.forEach(({ id, reasons }, index) => {
      const maxPoints = points.get(id) ?? 0;
      attempt.pointsPossible += maxPoints;
      tx.em.create(AttemptItem, {
        id: newId(),
        schoolId: attempt.schoolId,
        attemptId: attempt.id,
        position: asked.length + index,
        itemVersionId: id,
        maxPoints,
        selector: selector.name,
        selectorVersion: selector.version,
        reasons: [...reasons],
      });
    });
    await tx.em.flush();
  }

  /** In adaptive mode: once the newest item is answered, the next is chosen. */
  private async askNext(
    tx: Transaction,
    attempt: AttemptEntity,
    assessment: AssessmentEntity,
    answered: AttemptItemRow,
  ): Promise<void> {
    const items = await itemsOf(tx, attempt);
    if (items.at(-1)?.id !== answered.id || items.length >= attempt.itemCount) return;
    const grades = await itemGradesOf(
      tx.db,
      items.map(({ id }) => id),
    );
    const newest = new Map(grades.map((grade) => [grade.attemptItemId, grade.points]));
    const asked = items.map(({ id, itemVersionId, maxPoints }) => {
      const points = newest.get(id) ?? null;
      return { id: itemVersionId, score: points === null ? null : points / maxPoints };
    });
    await this.askMore(tx, attempt, assessment, asked, 1);
  }
}

/** Past its deadline and its grace. */
function isOver({ graceUntil }: AttemptEntity, now: Date): boolean {
  return graceUntil != null && now > graceUntil;
}

function itemsOf(tx: Transaction, attempt: AttemptEntity): Promise<AttemptItemRow[]> {
  return attemptItemsByAttemptIds(tx.db, attempt.schoolId, [attempt.id]);
}

function conditionsOf(assessment: AssessmentEntity): Conditions {
  return {
    opensAt: assessment.opensAt ?? null,
    closesAt: assessment.closesAt ?? null,
    timeLimitSeconds: assessment.timeLimitSeconds ?? null,
    attemptLimit: assessment.attemptLimit ?? null,
    graceMinutes: assessment.graceMinutes,
  };
}

function factsOf(attempt: AttemptEntity) {
  return {
    schoolId: attempt.schoolId,
    courseId: attempt.courseId,
    enrollmentId: attempt.enrollmentId,
    userId: attempt.userId,
    attemptId: attempt.id,
    assessmentId: attempt.assessmentId,
  };
}

async function lockEnrollment(tx: Transaction, enrollmentId: string): Promise<void> {
  await tx.em.findOneOrFail(Enrollment, enrollmentId, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

async function assertActive(tx: Transaction, attempt: AttemptEntity): Promise<void> {
  const enrollment = await tx.em.findOneOrFail(Enrollment, attempt.enrollmentId);
  if (enrollment.state !== 'active') {
    throw RequestError.forbidden('This enrollment has ended; its attempts are closed.');
  }
}

/** As it is after being stored. */
function plain(json: unknown): unknown {
  return json == null ? null : JSON.parse(JSON.stringify(json));
}
