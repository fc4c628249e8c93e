import { LockMode } from '@mikro-orm/core';

import { Enrollment } from '../../entities/enrollments.js';
import { Response } from '../../entities/practice.js';
import type { VersionCache } from '../../entities/version-cache.js';
import { RequestError } from '../../errors/index.js';
import { assertCourse } from '../access.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps } from '../transact.js';
import { checkClientKey } from './client-key.js';
import { recommend, traceMastery, trackProgress, type LearningFact } from './learning.js';

/** One outcome that was graded elsewhere. */
export interface RecordedResponseInput {
  learnerId: string;
  stepId: string;
  correct: boolean;
  occurredAt: Date;
  hintsUsed?: number | undefined;
  /** Unique within the learner's enrollment; sending it again changes nothing. */
  clientKey: string;
}

export interface RecordResponsesResult {
  recorded: number;
  duplicates: string[];
}

/** Outcomes a call may carry. */
export const MAX_RECORDED = 200;

const EXTERNAL_GRADER = { grader: 'external', graderVersion: 1, outcome: 'RECORDED' };

export class RecordingService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly versions: VersionCache,
  ) {}

  /**
   * Stores outcomes that another system graded, all or none, exactly once by client key, and lets
   * them move mastery, progress and recommendations like answers given here. Only for service
   * accounts whose key has the scope `responses:record`.
   */
  async recordResponses(
    actor: Actor,
    courseId: string,
    responses: readonly RecordedResponseInput[],
  ): Promise<RecordResponsesResult> {
    if (!actor.scopes.has('responses:record')) {
      throw RequestError.forbidden('This needs a key with the scope responses:record.');
    }
    if (responses.length === 0 || responses.length > MAX_RECORDED) {
      throw RequestError.badInput(
        'responses',
        `Send 1 to ${String(MAX_RECORDED)} responses at a time.`,
      );
    }
    responses.forEach(({ clientKey, hintsUsed = 0 }, index) => {
      const field = `responses.${String(index)}`;
      checkClientKey(`${field}.clientKey`, clientKey);
      if (hintsUsed < 0) {
        throw RequestError.badInput(`${field}.hintsUsed`, 'There are no fewer than 0 hints.');
      }
    });
    return transact(this.deps, async (tx) => {
      const learnerIds = [...new Set(responses.map((response) => response.learnerId))];
      // Locked in one order, so that two batches over the same learners cannot deadlock.
      const enrollments = await tx.em.find(
        Enrollment,
        {
          schoolId: actor.schoolId,
          courseId,
          userId: { $in: learnerIds },
          role: 'learner',
          state: 'active',
        },
        { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (enrollments.length === 0) await assertCourse(tx.db, actor.schoolId, courseId);
      const byLearner = new Map(enrollments.map((enrollment) => [enrollment.userId, enrollment]));
      responses.forEach((response, index) => {
        if (!byLearner.has(response.learnerId)) {
          throw RequestError.badInput(
            `responses.${String(index)}.learnerId`,
            'This person has no active enrollment as a learner in the course.',
          );
        }
      });
      const duplicates: string[] = [];
      let recorded = 0;
      const now = this.deps.clock();
      for (const enrollment of enrollments) {
        const own = responses.filter((response) => response.learnerId === enrollment.userId);
        const outline = await this.versions.outline(tx.db, actor.schoolId, enrollment.versionId);
        if (!outline) throw RequestError.notFound('course version');
        const known = await tx.db
          .selectFrom('responses')
          .select('client_key as clientKey')
          .where('enrollment_id', '=', enrollment.id)
          .where(
            'client_key',
            'in',
            own.map((response) => response.clientKey),
          )
          .execute();
        const seen = new Set(known.map((row) => row.clientKey));
        const tried = await tx.db
          .selectFrom('responses')
          .select('step_id as stepId')
          .distinct()
          .where('enrollment_id', '=', enrollment.id)
          .where(
            'step_id',
            'in',
            own.map((response) => response.stepId),
          )
          .execute();
        const triedSteps = new Set(tried.map((row) => row.stepId));

        const facts: LearningFact[] = [];
        const stored = new Map<string, { problemId: string; occurredAt: Date }>();
        for (const input of own) {
          if (seen.has(input.clientKey)) {
            duplicates.push(input.clientKey);
            continue;
          }
          seen.add(input.clientKey);
          const step = outline.stepById.get(input.stepId);
          if (!step) throw RequestError.notFound('step');
          const fact = {
            responseId: newId(),
            stepId: step.id,
            correct: input.correct,
            firstTry: !triedSteps.has(step.id),
            hintsUsed: input.hintsUsed ?? 0,
          };
          triedSteps.add(step.id);
          enrollment.responseCount += 1;
          tx.em.create(Response, {
            id: fact.responseId,
            schoolId: enrollment.schoolId,
            enrollmentId: enrollment.id,
            ordinal: enrollment.responseCount,
            userId: enrollment.userId,
            courseId,
            attemptId: null,
            stepId: step.id,
            source: 'recorded',
            response: null,
            correct: input.correct,
            score: input.correct ? 1 : 0,
            ...EXTERNAL_GRADER,
            firstTry: fact.firstTry,
            hintsUsed: fact.hintsUsed,
            clientKey: input.clientKey,
            occurredAt: input.occurredAt,
            receivedAt: now,
          });
          facts.push(fact);
          stored.set(fact.responseId, {
            problemId: step.problemId,
            occurredAt: input.occurredAt,
          });
        }
        if (facts.length === 0) continue;
        recorded += facts.length;
        await tx.em.flush();
        const moves = await traceMastery(tx, enrollment, outline, facts, now);
        await trackProgress(tx, enrollment, outline, facts, now);
        for (const fact of facts) {
          const { problemId, occurredAt } = stored.get(fact.responseId) ?? {
            problemId: '',
            occurredAt: now,
          };
          tx.report({
            type: 'response.submitted',
            schoolId: enrollment.schoolId,
            courseId,
            enrollmentId: enrollment.id,
            userId: enrollment.userId,
            responseId: fact.responseId,
            stepId: fact.stepId,
            problemId,
            correct: fact.correct,
            firstTry: fact.firstTry,
            mastery: moves.get(fact.responseId) ?? [],
            at: occurredAt.toISOString(),
          });
        }
        await recommend(tx, enrollment, outline, facts.at(-1)?.responseId ?? null, now);
      }
      return { recorded, duplicates };
    });
  }
}
