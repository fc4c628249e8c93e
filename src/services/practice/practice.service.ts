import { LockMode, type InferEntity } from '@mikro-orm/core';

import { gradeResponse, type AnswerKey, type Grade } from '../../engines/grading/index.js';
import { findBlockers, type Blocker, type Blockers } from '../../engines/release/index.js';
import {
  answerKeyOf,
  coursesByIds,
  missingPrerequisites,
} from '../../entities/courses.repository.js';
import { Enrollment } from '../../entities/enrollments.js';
import { lessonProgressOf, type EnrollmentRow } from '../../entities/enrollments.repository.js';
import { LearningEvent } from '../../entities/live.js';
import { readerOf } from '../../entities/orm.js';
import { Attempt, HintRequest, Response } from '../../entities/practice.js';
import {
  attemptsByIds,
  latestRecommendations,
  masteryByEnrollmentIds,
  nextHint,
  type AttemptRow,
} from '../../entities/practice.repository.js';
import type { Outline, StepRow, VersionCache } from '../../entities/version-cache.js';
import { RequestError } from '../../errors/index.js';
import { enrollmentIn } from '../access.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { isStorableText } from '../text.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import { checkClientKey } from './client-key.js';
import { nextItems, recommend, traceMastery, trackProgress } from './learning.js';

export type StartPracticeResult =
  | { kind: 'started'; attemptId: string; resumed: boolean }
  | { kind: 'notEnrolled'; courseId: string }
  | { kind: 'nothingLeft'; courseId: string }
  | { kind: 'prerequisitesMissing'; courseIds: string[] }
  | { kind: 'closed'; blockers: readonly Blocker[]; nextLessonId: string | null };

export interface SubmitResponseInput {
  attemptId: string;
  stepId: string;
  response: string;
  /** The caller's own key for this answer; the same key again gets the same result, graded once. */
  clientKey: string;
}

export type SubmitResponseResult =
  | {
      kind: 'graded';
      responseId: string;
      attemptId: string;
      enrollmentId: string;
      recommendationId: string | null;
      /** True when this key had been answered before. */
      replayed: boolean;
    }
  | { kind: 'unreadable'; stepId: string; outcome: string }
  | { kind: 'stepNotOpen'; attemptId: string; stepId: string; openStepIds: string[] }
  | { kind: 'attemptClosed'; attemptId: string; endedAt: string };

export type RequestHintResult =
  | { kind: 'given'; attemptId: string; hintId: string }
  | { kind: 'noneLeft'; attemptId: string; stepId: string }
  | { kind: 'stepNotOpen'; attemptId: string; stepId: string; openStepIds: string[] }
  | { kind: 'attemptClosed'; attemptId: string; endedAt: string };

/** Outcomes that say nothing about what the learner knows. */
const UNGRADED: ReadonlySet<string> = new Set(['UNREADABLE', 'TOO_LONG', 'TOO_COMPLEX']);

/** Longest answer a learner may give, in characters. */
export const MAX_RESPONSE_LENGTH = 2_000;

export class PracticeService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly versions: VersionCache,
  ) {}

  /**
   * Opens an attempt on a problem: the one named, or the one the recommendation engine chooses in
   * the course or lesson. An open attempt on the same problem is resumed.
   */
  async startPractice(
    actor: Actor,
    input: { courseId: string; lessonId?: string | undefined; problemId?: string | undefined },
  ): Promise<StartPracticeResult> {
    return transact(this.deps, async (tx) => {
      const active = await enrollmentIn(tx.db, actor, input.courseId);
      if (active?.role !== 'learner') {
        const [course] = await coursesByIds(tx.db, actor.schoolId, [input.courseId]);
        const isHidden = course?.status === 'draft' && !active && !actor.isAdministrator;
        if (!course || isHidden) throw RequestError.notFound('course');
        return { kind: 'notEnrolled', courseId: input.courseId };
      }
      // The row lock makes a double click one attempt.
      await tx.em.findOneOrFail(Enrollment, active.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const outline = await this.outlineOf(tx, active);
      if (!(await this.hasBegun(tx, active))) {
        const { schoolId, courseId, userId } = active;
        const courseIds = await missingPrerequisites(tx.db, schoolId, courseId, userId);
        if (courseIds.length > 0) return { kind: 'prerequisitesMissing', courseIds };
      }
      const release = outline.hasRules ? await this.releaseFor(tx, active, outline) : null;
      const closed = (lessonId: string) => (release?.byLesson.get(lessonId) ?? []).length > 0;
      const problemId = await this.chooseProblem(tx, active, outline, input, closed);
      const lessonId =
        problemId === null ? input.lessonId : outline.problemById.get(problemId)?.lessonId;
      if (release && lessonId !== undefined && closed(lessonId)) {
        const blockers = release.byLesson.get(lessonId) ?? [];
        return { kind: 'closed', blockers, nextLessonId: release.nextLessonId };
      }
      if (problemId === null) {
        // What is left may all be closed: then the first such lesson says why.
        const left = release && (await this.chooseProblem(tx, active, outline, input));
        const waiting = left && outline.problemById.get(left)?.lessonId;
        return release && waiting
          ? {
              kind: 'closed',
              blockers: release.byLesson.get(waiting) ?? [],
              nextLessonId: release.nextLessonId,
            }
          : { kind: 'nothingLeft', courseId: input.courseId };
      }
      const problem = outline.problemById.get(problemId);
      if (!problem) throw RequestError.notFound('problem');

      const open = await tx.em.findOne(Attempt, {
        enrollmentId: active.id,
        problemId,
        state: 'in_progress',
      });
      if (open) return { kind: 'started', attemptId: open.id, resumed: true };
      const now = this.deps.clock();
      const attemptId = newId();
      const who = {
        schoolId: active.schoolId,
        enrollmentId: active.id,
        userId: active.userId,
        courseId: active.courseId,
      };
      tx.em.create(Attempt, {
        ...who,
        id: attemptId,
        versionId: active.versionId,
        problemId,
        problemStableId: problem.stableId,
        state: 'in_progress',
        startedAt: now,
        endedAt: null,
      });
      this.logEvent(tx, actor, active.courseId, 'practice_started', { attemptId, problemId }, now);
      tx.report({
        ...who,
        type: 'practice.started',
        attemptId,
        problemId,
        at: now.toISOString(),
      });
      return { kind: 'started', attemptId, resumed: false };
    });
  }

  /**
   * Grades an answer to an open step and stores what follows from it in the same transaction: the
   * response, mastery, progress, the recommendation, the learning event and the outbox items.
   */
  async submitResponse(actor: Actor, input: SubmitResponseInput): Promise<SubmitResponseResult> {
    if (
      input.response.trim() === '' ||
      input.response.length > MAX_RESPONSE_LENGTH ||
      !isStorableText(input.response)
    ) {
      throw RequestError.badInput(
        'response',
        `An answer has 1 to ${String(MAX_RESPONSE_LENGTH)} characters, and no NUL among them.`,
      );
    }
    checkClientKey('clientKey', input.clientKey);
    const attempt = await this.ownAttempt(actor, input.attemptId);
    const step = await this.stepOf(actor, attempt, input.stepId);
    // Before the transaction: keys never change, and algebra must not hold a row lock.
    const grade = await this.grade(actor, step, input.response);
    // A slip of the keyboard is not a wrong answer: nothing is stored and no try is used up.
    if (UNGRADED.has(grade.outcome)) {
      return { kind: 'unreadable', stepId: step.id, outcome: grade.outcome };
    }

    return transact(this.deps, async (tx) => {
      const enrollment = await tx.em.findOneOrFail(Enrollment, attempt.enrollmentId, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      const earlier = await tx.em.findOne(Response, {
        enrollmentId: enrollment.id,
        clientKey: input.clientKey,
      });
      if (earlier) {
        return {
          kind: 'graded',
          responseId: earlier.id,
          attemptId: earlier.attemptId ?? attempt.id,
          enrollmentId: enrollment.id,
          recommendationId: null,
          replayed: true,
        };
      }
      if (enrollment.state !== 'active') {
        throw RequestError.forbidden('This enrollment has ended; its attempts are closed.');
      }
      const gate = await this.openStep(tx, attempt, step);
      if (gate.kind !== 'open') return gate;

      const now = this.deps.clock();
      const responseId = newId();
      enrollment.responseCount += 1;
      const who = {
        schoolId: enrollment.schoolId,
        enrollmentId: enrollment.id,
        userId: enrollment.userId,
        courseId: enrollment.courseId,
      };
      tx.em.create(Response, {
        ...who,
        id: responseId,
        ordinal: enrollment.responseCount,
        attemptId: attempt.id,
        stepId: step.id,
        source: 'practice',
        response: input.response,
        correct: grade.correct,
        score: grade.score,
        outcome: grade.outcome,
        grader: grade.grader.name,
        graderVersion: grade.grader.version,
        firstTry: gate.firstTry,
        hintsUsed: gate.hintsUsed,
        clientKey: input.clientKey,
        occurredAt: now,
        receivedAt: now,
      });
      const isLastStep = grade.correct && gate.openStepIds.every((stepId) => stepId === step.id);
      if (isLastStep) {
        tx.em.assign(gate.attempt, { state: 'completed', endedAt: now });
      }
      await tx.em.flush();

      const fact = {
        responseId,
        stepId: step.id,
        correct: grade.correct,
        firstTry: gate.firstTry,
        hintsUsed: gate.hintsUsed,
      };
      const outline = await this.outlineOf(tx, enrollment);
      const moves = await traceMastery(tx, enrollment, outline, [fact], now);
      await trackProgress(tx, enrollment, outline, [fact], now);
      this.logEvent(
        tx,
        actor,
        enrollment.courseId,
        'response_submitted',
        { responseId, stepId: step.id, correct: grade.correct },
        now,
      );
      tx.report({
        ...who,
        type: 'response.submitted',
        responseId,
        stepId: step.id,
        problemId: step.problemId,
        correct: grade.correct,
        firstTry: gate.firstTry,
        mastery: moves.get(responseId) ?? [],
        at: now.toISOString(),
      });
      const recommendation = await recommend(tx, enrollment, outline, responseId, now);
      return {
        kind: 'graded',
        responseId,
        attemptId: attempt.id,
        enrollmentId: enrollment.id,
        recommendationId: recommendation.id,
        replayed: false,
      };
    });
  }

  /** Gives the next hint of an open step. A hint asked for counts in the mastery update. */
  async requestHint(
    actor: Actor,
    input: { attemptId: string; stepId: string },
  ): Promise<RequestHintResult> {
    const attempt = await this.ownAttempt(actor, input.attemptId);
    const step = await this.stepOf(actor, attempt, input.stepId);
    return transact(this.deps, async (tx) => {
      const enrollment = await tx.em.findOneOrFail(Enrollment, attempt.enrollmentId, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      if (enrollment.state !== 'active') {
        throw RequestError.forbidden('This enrollment has ended; its attempts are closed.');
      }
      const gate = await this.openStep(tx, attempt, step);
      if (gate.kind !== 'open') return gate;
      const hint = await nextHint(tx.db, attempt.id, step.id);
      if (!hint) return { kind: 'noneLeft', attemptId: attempt.id, stepId: step.id };
      const now = this.deps.clock();
      tx.em.create(HintRequest, {
        id: newId(),
        schoolId: attempt.schoolId,
        attemptId: attempt.id,
        stepId: step.id,
        hintId: hint.id,
        requestedAt: now,
      });
      this.logEvent(
        tx,
        actor,
        attempt.courseId,
        'hint_requested',
        { attemptId: attempt.id, stepId: step.id, hintId: hint.id },
        now,
      );
      tx.report({
        type: 'hint.requested',
        schoolId: attempt.schoolId,
        courseId: attempt.courseId,
        enrollmentId: attempt.enrollmentId,
        userId: attempt.userId,
        attemptId: attempt.id,
        stepId: step.id,
        at: now.toISOString(),
      });
      return { kind: 'given', attemptId: attempt.id, hintId: hint.id };
    });
  }

  private async outlineOf(
    tx: Pick<Transaction, 'db'>,
    enrollment: Pick<EnrollmentRow, 'schoolId' | 'versionId'>,
  ): Promise<Outline> {
    const outline = await this.versions.outline(tx.db, enrollment.schoolId, enrollment.versionId);
    if (!outline)
      throw new Error(`An enrollment names a version that is not there: ${enrollment.versionId}`);
    return outline;
  }

  /** Whether the learner has answered anything: what a course requires binds those who begin. */
  private async hasBegun(tx: Transaction, enrollment: EnrollmentRow): Promise<boolean> {
    const { responseCount } = await tx.em.findOneOrFail(Enrollment, enrollment.id);
    return responseCount > 0;
  }

  /** What keeps the lessons of the learner's version closed to them now. */
  private async releaseFor(
    tx: Transaction,
    enrollment: EnrollmentRow,
    outline: Outline,
  ): Promise<Blockers> {
    const [progress] = await lessonProgressOf(tx.db, [enrollment.id]);
    const mastery = await masteryByEnrollmentIds(tx.db, [enrollment.id]);
    return findBlockers(outline.modules, {
      now: this.deps.clock(),
      completed: progress?.completedProblems ?? {},
      mastery: new Map(mastery.map((row) => [row.skillId, row.probability])),
    });
  }

  private async chooseProblem(
    tx: Transaction,
    enrollment: EnrollmentRow,
    outline: Outline,
    input: { lessonId?: string | undefined; problemId?: string | undefined },
    isClosed: (lessonId: string) => boolean = () => false,
  ): Promise<string | null> {
    if (input.problemId !== undefined) return input.problemId;
    if (input.lessonId !== undefined && !outline.lessonById.has(input.lessonId)) {
      throw RequestError.notFound('lesson');
    }
    if (input.lessonId === undefined) {
      const [latest] = await latestRecommendations(tx.db, [enrollment.id]);
      const advised = latest?.items[0];
      const advisedProblem = advised && outline.problemById.get(advised.problemId);
      if (advisedProblem && !isClosed(advisedProblem.lessonId)) return advisedProblem.id;
    }
    const isWanted = (lessonId: string) =>
      input.lessonId === undefined ? !isClosed(lessonId) : lessonId === input.lessonId;
    const [next] = await nextItems(tx, enrollment, outline, 1, isWanted);
    return next?.problemId ?? null;
  }

  /** The attempt, if it is the actor's own; another's is as absent as a random id. */
  private async ownAttempt(actor: Actor, attemptId: string): Promise<AttemptRow> {
    const [attempt] = await attemptsByIds(readerOf(this.deps.em), actor.schoolId, [attemptId]);
    if (attempt?.userId !== actor.userId) throw RequestError.notFound('practice attempt');
    return attempt;
  }

  private async stepOf(actor: Actor, attempt: AttemptRow, stepId: string): Promise<StepRow> {
    const [problem] = await this.versions.problems(readerOf(this.deps.em), actor.schoolId, [
      attempt.problemId,
    ]);
    const step = problem?.steps.find((candidate) => candidate.id === stepId);
    if (!step) throw RequestError.notFound('step');
    return step;
  }

  private async grade(actor: Actor, step: StepRow, response: string): Promise<Grade> {
    const key = await answerKeyOf(readerOf(this.deps.em), actor.schoolId, step.id);
    if (!key)
      throw RequestError.badInput(
        'stepId',
        'This step is answered elsewhere and only recorded here.',
      );
    return gradeResponse(toAnswerKey(key, step, await this.givenWith(actor, step)), response);
  }

  /** The expressions printed in the question: writing one of them again is no answer. */
  private async givenWith(actor: Actor, step: StepRow): Promise<string[]> {
    const [problem] = await this.versions.problems(readerOf(this.deps.em), actor.schoolId, [
      step.problemId,
    ]);
    const texts = [problem?.title, problem?.body, step.title, step.body];
    return texts.flatMap((text) =>
      [...(text ?? '').matchAll(/\$\$(.+?)\$\$/gs)].flatMap(([, math]) => math ?? []),
    );
  }

  private async openStep(
    tx: Transaction,
    row: AttemptRow,
    step: StepRow,
  ): Promise<
    | {
        kind: 'open';
        attempt: InferEntity<typeof Attempt>;
        openStepIds: string[];
        firstTry: boolean;
        hintsUsed: number;
      }
    | Extract<RequestHintResult, { kind: 'stepNotOpen' | 'attemptClosed' }>
  > {
    const attempt = await tx.em.findOneOrFail(Attempt, row.id);
    if (attempt.state !== 'in_progress') {
      const endedAt = (attempt.endedAt ?? attempt.startedAt).toISOString();
      return { kind: 'attemptClosed', attemptId: row.id, endedAt };
    }
    const [problem] = await this.versions.problems(tx.db, row.schoolId, [row.problemId]);
    const responses = await tx.em.find(Response, { attemptId: row.id });
    const answered = new Set(
      responses.filter((response) => response.correct).map((response) => response.stepId),
    );
    const openStepIds = (problem?.steps ?? [])
      .filter((candidate) => !answered.has(candidate.id))
      .map((candidate) => candidate.id);
    if (!openStepIds.includes(step.id)) {
      return { kind: 'stepNotOpen', attemptId: row.id, stepId: step.id, openStepIds };
    }
    const hintsUsed = await tx.em.count(HintRequest, { attemptId: row.id, stepId: step.id });
    return {
      kind: 'open',
      attempt,
      openStepIds,
      firstTry: !responses.some((response) => response.stepId === step.id),
      hintsUsed,
    };
  }

  private logEvent(
    tx: Transaction,
    actor: Actor,
    courseId: string,
    kind: string,
    data: Record<string, unknown>,
    now: Date,
  ): void {
    tx.em.create(LearningEvent, {
      schoolId: actor.schoolId,
      id: newId(),
      actorId: actor.userId,
      courseId,
      kind,
      occurredAt: now,
      receivedAt: now,
      data,
    });
  }
}

function toAnswerKey(
  key: { kind: 'choice' | 'text' | 'algebra'; answers: string[] },
  step: StepRow,
  given: readonly string[],
): AnswerKey {
  switch (key.kind) {
    case 'choice':
      return { kind: 'choice', choices: step.choices, correct: key.answers };
    case 'text':
      return { kind: 'text', accepted: key.answers };
    case 'algebra':
      return { kind: 'algebra', accepted: key.answers, given };
  }
}
