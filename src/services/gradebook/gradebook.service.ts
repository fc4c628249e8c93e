import type { GradePolicy } from '../../engines/gradebook/index.js';
import { Assessment, AssessmentAttempt } from '../../entities/assessments.js';
import { Enrollment } from '../../entities/enrollments.js';
import {
  GradeColumn,
  GradeDecision,
  GradePolicyVersion,
  GradeResult,
} from '../../entities/gradebook.js';
import {
  currentDecisions,
  currentResults,
  gradeColumnsByIds,
  lockEnrollments,
  nextRevision,
  type GradebookRow,
  type GradeColumnRow,
  type GradeDecisionRow,
} from '../../entities/gradebook.repository.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import { RequestError } from '../../errors/index.js';
import { assertCourse, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { factOf } from '../assessments/record-attempt-result.js';
import { newId } from '../ids.js';
import type { JobsService } from '../jobs/jobs.service.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import {
  ofCount,
  ofFraction,
  ofPlace,
  ofPoints,
  ofPointsPossible,
  ofPolicy,
  ofReason,
  ofTitle,
  type FieldProblem,
} from './problems.js';
import { policyOf, readBasis, type CourseBasis } from './read-facts.js';
import { gradesReader, type GradesKey, type ViewedGrades } from './read-grades.js';
import { writeResult } from './record-result.js';
import { refreshGrades } from './refresh-grades.js';

export interface Invalid {
  readonly kind: 'invalid';
  readonly problems: readonly FieldProblem[];
}

export interface NotALearner {
  readonly kind: 'notALearner';
}

/** A change that all grades of the course follow, in a job that has been asked for. */
export interface CourseChange {
  readonly kind: 'changed';
  readonly courseId: string;
  readonly jobId: string;
}

export interface ColumnChange extends CourseChange {
  readonly columnId: string;
}

/** A change of one learner's grades, which are renewed already. */
export interface LearnerChange {
  readonly kind: 'changed';
  readonly enrollmentId: string;
}

export interface ColumnInput {
  readonly title: string;
  readonly pointsPossible: number;
  readonly categoryId: string | null;
  readonly periodId: string | null;
  readonly dueAt: Date | null;
  readonly extraCredit: boolean;
  readonly posted: boolean;
  /** Last when absent. */
  readonly position?: number | undefined;
  /** Whose attempts are its results; filled by people when absent. */
  readonly assessmentId?: string | undefined;
}

export interface GradeInput {
  readonly enrollmentId: string;
  readonly columnId: string;
  /** Null takes back what was given. */
  readonly points: number | null;
  /** Which attempt; the last one when absent. */
  readonly attempt?: number | undefined;
}

export interface OverrideInput {
  readonly enrollmentId: string;
  /** Null: the total. */
  readonly columnId: string | null;
  /** One of the two; a total has a fraction. */
  readonly points: number | null;
  readonly fraction: number | null;
  readonly reason: string;
}

export interface ExemptionInput {
  readonly enrollmentId: string;
  readonly columnId: string;
  readonly kind: 'excused' | 'late_waived';
  readonly granted: boolean;
  readonly reason: string;
}

/**
 * Grades of a course: how they are made, what is graded, and what people decide by hand. For those
 * who teach the course. What concerns one learner is computed at once; what concerns all of them is
 * computed by a job, and until it has come to a learner, reading computes.
 */
export class GradebookService {
  readonly #reader;

  constructor(
    private readonly deps: ServiceDeps,
    private readonly jobs: JobsService,
  ) {
    this.#reader = gradesReader(deps);
  }

  /** The grades of an enrollment that the actor may see; everything for staff, else what is posted. */
  async gradesOf(actor: Actor, enrollment: GradesKey['enrollment']): Promise<ViewedGrades> {
    return this.#reader.load({ actor, enrollment });
  }

  /** The policy of a gradebook or of one of its versions; the default where none was ever set. */
  policyOf(row: Pick<GradebookRow, 'policy'>): GradePolicy {
    return policyOf(row);
  }

  /** Sets how the course is graded, from now on and for what is graded already. */
  async setPolicy(
    actor: Actor,
    courseId: string,
    policy: GradePolicy,
    reason: string,
  ): Promise<(CourseChange & { readonly version: number }) | Invalid> {
    await this.#assertStaff(actor, courseId);
    return this.#changing(
      actor,
      courseId,
      async (tx, basis, now): Promise<Invalid | (CourseChange & { version: number })> => {
        const columnIds = new Set(basis.columns.map(({ id }) => id));
        const problems = [
          ...ofPolicy(policy, columnIds).map(({ code, field }) => ({
            code,
            field: `policy.${field}`,
          })),
          ...ofReason('reason', reason),
        ];
        if (problems.length > 0) return { kind: 'invalid', problems };
        const version = basis.policyVersion + 1;
        tx.em.create(GradePolicyVersion, {
          id: newId(),
          schoolId: actor.schoolId,
          courseId,
          version,
          policy: { ...policy },
          reason,
          actorId: actor.userId,
          createdAt: now,
        });
        const change = await this.#recompute(tx, actor, courseId, 'policy', null, now);
        return { ...change, version };
      },
    );
  }

  async createColumn(
    actor: Actor,
    courseId: string,
    input: ColumnInput,
  ): Promise<ColumnChange | Invalid> {
    await this.#assertStaff(actor, courseId);
    return this.#changing(
      actor,
      courseId,
      async (tx, basis, now): Promise<Invalid | ColumnChange> => {
        const { assessmentId = null } = input;
        const problems = [
          ...ofColumn(input),
          ...ofPlace(basis.policy, input),
          ...(await ofAssessment(tx, courseId, assessmentId)),
        ];
        if (problems.length > 0) return { kind: 'invalid', problems };
        const last = basis.columns.at(-1)?.position ?? -1;
        const column = tx.em.create(GradeColumn, {
          ...input,
          id: newId(),
          schoolId: actor.schoolId,
          courseId,
          assessmentId,
          position: input.position ?? last + 1,
          createdAt: now,
          updatedAt: now,
        });
        await tx.em.flush();
        if (assessmentId !== null) await takeUpAttempts(tx, assessmentId, column.id, now);
        const change = await this.#recompute(tx, actor, courseId, 'column', column.id, now);
        return { ...change, columnId: column.id };
      },
    );
  }

  /** Changes what is named and leaves the rest. */
  async updateColumn(
    actor: Actor,
    columnId: string,
    changes: Partial<Omit<ColumnInput, 'posted'>>,
  ): Promise<ColumnChange | Invalid> {
    const { courseId } = await this.#columnToTeach(actor, columnId);
    return this.#changing(
      actor,
      courseId,
      async (tx, basis, now): Promise<Invalid | ColumnChange> => {
        const problems = [...ofColumn(changes), ...ofPlace(basis.policy, changes)];
        if (problems.length > 0) return { kind: 'invalid', problems };
        const column = await tx.em.findOneOrFail(GradeColumn, columnId);
        tx.em.assign(column, { ...defined(changes), updatedAt: now });
        const change = await this.#recompute(tx, actor, courseId, 'column', columnId, now);
        return { ...change, columnId };
      },
    );
  }

  /** Shows a column to learners, or hides it from them, from this moment on. */
  async post(
    actor: Actor,
    columnId: string,
    posted: boolean,
  ): Promise<ColumnChange | { readonly kind: 'unchanged' }> {
    const { courseId } = await this.#columnToTeach(actor, columnId);
    return this.#changing(
      actor,
      courseId,
      async (tx, _basis, now): Promise<ColumnChange | { readonly kind: 'unchanged' }> => {
        const column = await tx.em.findOneOrFail(GradeColumn, columnId);
        if (column.posted === posted) return { kind: 'unchanged' };
        tx.em.assign(column, { posted, updatedAt: now });
        const change = await this.#recompute(tx, actor, courseId, 'column', columnId, now);
        return { ...change, columnId };
      },
    );
  }

  /** Enters the points of an attempt; of the first one when there is none yet. */
  async recordGrade(
    actor: Actor,
    { enrollmentId, columnId, points, attempt }: GradeInput,
  ): Promise<LearnerChange | Invalid | NotALearner> {
    const problems = [
      ...(points === null ? [] : ofPoints('points', points)),
      ...(attempt === undefined ? [] : ofCount('attempt', attempt)),
      ...(attempt === 0 ? [{ code: 'TOO_SMALL', field: 'attempt' }] : []),
    ];
    return this.#deciding(actor, enrollmentId, columnId, problems, async (tx, column, now) => {
      const results = (await currentResults(tx.db, [enrollmentId])).filter(
        (row) => row.columnId === columnId,
      );
      const number = attempt ?? results.at(-1)?.number ?? 1;
      const before = results.find((row) => row.number === number);
      await writeResult(
        tx,
        {
          schoolId: actor.schoolId,
          enrollmentId,
          columnId,
          number,
          attemptId: before?.attemptId ?? null,
          pointsEarned: points,
          pointsPossible: before?.pointsPossible ?? column?.pointsPossible ?? 0,
          submittedAt: dateOf(before?.submittedAt),
          extendedDueAt: dateOf(before?.extendedDueAt),
          voided: before?.voided ?? false,
          source: 'manual',
          actorId: actor.userId,
        },
        now,
      );
    });
  }

  /** Puts a number in the place of what attempts and rules say, of a column or of the total. */
  async setOverride(
    actor: Actor,
    { enrollmentId, columnId, points, fraction, reason }: OverrideInput,
  ): Promise<LearnerChange | Invalid | NotALearner> {
    const problems = [
      ...(points === null ? [] : ofPoints('points', points)),
      ...(fraction === null ? [] : ofFraction('fraction', fraction)),
      ...((points === null) === (fraction === null)
        ? [{ code: 'ONE_OF_TWO', field: 'points' }]
        : []),
      ...(columnId === null && points !== null
        ? [{ code: 'NOT_OF_A_TOTAL', field: 'points' }]
        : []),
      ...ofReason('reason', reason),
    ];
    return this.#deciding(actor, enrollmentId, columnId, problems, async (tx, _column, now) => {
      const value = { inForce: true, points, fraction, reason };
      await this.#decide(tx, actor, enrollmentId, columnId, 'override', value, now);
    });
  }

  /** Takes an override back: what attempts and rules say stands again. */
  async clearOverride(
    actor: Actor,
    { enrollmentId, columnId, reason }: Pick<OverrideInput, 'enrollmentId' | 'columnId' | 'reason'>,
  ): Promise<LearnerChange | Invalid | NotALearner | { readonly kind: 'noOverride' }> {
    const problems = ofReason('reason', reason);
    try {
      return await this.#deciding(
        actor,
        enrollmentId,
        columnId,
        problems,
        async (tx, _column, now) => {
          const decisions = await currentDecisions(tx.db, [enrollmentId]);
          const isOverride = (row: GradeDecisionRow) =>
            row.columnId === columnId && row.kind === 'override' && row.inForce;
          if (!decisions.some(isOverride)) throw new NothingToKeep();
          const value = { inForce: false, points: null, fraction: null, reason };
          await this.#decide(tx, actor, enrollmentId, columnId, 'override', value, now);
        },
      );
    } catch (error) {
      if (error instanceof NothingToKeep) return { kind: 'noOverride' };
      throw error;
    }
  }

  /** Excuses a learner from a column, or waives lateness there; or takes that back. */
  async setExemption(
    actor: Actor,
    { enrollmentId, columnId, kind, granted, reason }: ExemptionInput,
  ): Promise<LearnerChange | Invalid | NotALearner> {
    const problems = ofReason('reason', reason);
    return this.#deciding(actor, enrollmentId, columnId, problems, async (tx, _column, now) => {
      const value = { inForce: granted, points: null, fraction: null, reason };
      await this.#decide(tx, actor, enrollmentId, columnId, kind, value, now);
    });
  }

  /** Asks for all grades of the course to be computed anew, or, in a dry run, what would change. */
  async requestRecompute(
    actor: Actor,
    courseId: string,
    { dryRun, policy }: { readonly dryRun: boolean; readonly policy: GradePolicy | null },
  ): Promise<CourseChange | Invalid> {
    await this.#assertStaff(actor, courseId);
    if (policy) {
      const { columns } = await readBasis(readerOf(this.deps.em), actor.schoolId, courseId);
      const problems = ofPolicy(policy, new Set(columns.map(({ id }) => id))).map(
        ({ code, field }) => ({ code, field: `policy.${field}` }),
      );
      if (!dryRun) problems.push({ code: 'DRY_RUN_ONLY', field: 'policy' });
      if (problems.length > 0) return { kind: 'invalid', problems };
    }
    const input = { courseId, dryRun, ...(policy ? { policy } : {}) };
    const jobId = await transact(this.deps, (tx) =>
      this.jobs.requestIn(tx, actor, 'recompute_grades', input),
    );
    return { kind: 'changed', courseId, jobId };
  }

  /** Runs a change of the whole gradebook, one at a time in each course. */
  async #changing<T extends { readonly kind: string }>(
    actor: Actor,
    courseId: string,
    change: (tx: Transaction, basis: CourseBasis, now: Date) => Promise<T>,
  ): Promise<T> {
    let refused: T | undefined;
    try {
      return await transact(this.deps, async (tx) => {
        const now = this.deps.clock();
        await nextRevision(tx.db, actor.schoolId, courseId, now);
        const result = await change(tx, await readBasis(tx.db, actor.schoolId, courseId), now);
        if (result.kind === 'changed') return result;
        refused = result;
        throw new NothingToKeep();
      });
    } catch (error) {
      if (error instanceof NothingToKeep && refused) return refused;
      throw error;
    }
  }

  async #recompute(
    tx: Transaction,
    actor: Actor,
    courseId: string,
    what: 'policy' | 'column',
    columnId: string | null,
    now: Date,
  ): Promise<CourseChange> {
    tx.report({
      type: 'gradebook.changed',
      schoolId: actor.schoolId,
      courseId,
      what,
      columnId,
      at: now.toISOString(),
    });
    // One run serves all changes made before it begins.
    const waiting = await this.jobs.waitingRecompute(tx, actor, courseId);
    const input = { courseId, dryRun: false };
    const jobId = waiting ?? (await this.jobs.requestIn(tx, actor, 'recompute_grades', input));
    return { kind: 'changed', courseId, jobId };
  }

  /** Runs a change of one learner's grades behind the lock of their enrollment, and renews them. */
  async #deciding(
    actor: Actor,
    enrollmentId: string,
    columnId: string | null,
    problems: readonly FieldProblem[],
    decide: (tx: Transaction, column: GradeColumnRow | undefined, now: Date) => Promise<void>,
  ): Promise<LearnerChange | Invalid | NotALearner> {
    return transact(this.deps, async (tx) => {
      const enrollment = await tx.em.findOne(Enrollment, {
        id: enrollmentId,
        schoolId: actor.schoolId,
      });
      if (!enrollment || !(await mayTeach(tx.db, actor, enrollment.courseId))) {
        throw RequestError.notFound('enrollment');
      }
      const column = await columnIn(tx.db, enrollment, columnId);
      if (enrollment.role !== 'learner') return { kind: 'notALearner' };
      if (problems.length > 0) return { kind: 'invalid', problems };
      const now = this.deps.clock();
      await lockEnrollments(tx.db, [enrollmentId]);
      await decide(tx, column, now);
      await tx.em.flush();
      await refreshGrades(tx, enrollment, [enrollment], now);
      return { kind: 'changed', enrollmentId };
    });
  }

  async #decide(
    tx: Transaction,
    actor: Actor,
    enrollmentId: string,
    columnId: string | null,
    kind: GradeDecisionRow['kind'],
    value: Pick<GradeDecisionRow, 'inForce' | 'points' | 'fraction' | 'reason'>,
    now: Date,
  ): Promise<void> {
    const before = (await currentDecisions(tx.db, [enrollmentId])).find(
      (row) => row.columnId === columnId && row.kind === kind,
    );
    tx.em.create(GradeDecision, {
      ...value,
      id: newId(),
      schoolId: actor.schoolId,
      enrollmentId,
      columnId,
      kind,
      revision: (before?.revision ?? 0) + 1,
      actorId: actor.userId,
      decidedAt: now,
    });
  }

  async #assertStaff(actor: Actor, courseId: string): Promise<void> {
    const db = readerOf(this.deps.em);
    await assertCourse(db, actor.schoolId, courseId);
    if (await mayTeach(db, actor, courseId)) return;
    throw RequestError.forbidden('Only staff of the course may change its gradebook.');
  }

  /** A column of a course that the actor teaches; NOT_FOUND to everyone else. */
  async #columnToTeach(actor: Actor, columnId: string): Promise<GradeColumnRow> {
    const db = readerOf(this.deps.em);
    const [column] = await gradeColumnsByIds(db, actor.schoolId, [columnId]);
    if (!column || !(await mayTeach(db, actor, column.courseId))) {
      throw RequestError.notFound('grade column');
    }
    return column;
  }
}

/** Ends a transaction that has nothing to store. */
class NothingToKeep extends Error {}

async function columnIn(
  db: Reader,
  { schoolId, courseId }: { readonly schoolId: string; readonly courseId: string },
  columnId: string | null,
): Promise<GradeColumnRow | undefined> {
  if (columnId === null) return undefined;
  const [column] = await gradeColumnsByIds(db, schoolId, [columnId]);
  if (column?.courseId !== courseId) throw RequestError.notFound('grade column');
  return column;
}

function ofColumn({ title, pointsPossible, position }: Partial<ColumnInput>): FieldProblem[] {
  return [
    ...(title === undefined ? [] : ofTitle('title', title)),
    ...(pointsPossible === undefined ? [] : ofPointsPossible('pointsPossible', pointsPossible)),
    ...(position === undefined ? [] : ofCount('position', position)),
  ];
}

/** One column at most is an assessment's. Throws NOT_FOUND when the course has no such assessment. */
async function ofAssessment(
  { em }: Transaction,
  courseId: string,
  assessmentId: string | null,
): Promise<FieldProblem[]> {
  if (assessmentId === null) return [];
  if (!(await em.findOne(Assessment, { id: assessmentId, courseId }))) {
    throw RequestError.notFound('assessment');
  }
  const other = await em.findOne(GradeColumn, { assessmentId });
  return other ? [{ code: 'TAKEN', field: 'assessmentId' }] : [];
}

/** Results of attempts that ended before the column was there. */
async function takeUpAttempts(
  { em }: Transaction,
  assessmentId: string,
  columnId: string,
  now: Date,
): Promise<void> {
  const attempts = await em.find(AssessmentAttempt, {
    assessmentId,
    state: { $ne: 'in_progress' },
  });
  for (const attempt of attempts) {
    em.create(GradeResult, {
      ...factOf(attempt, columnId),
      id: newId(),
      revision: 1,
      recordedAt: now,
    });
  }
  await em.flush();
}

function defined<T extends object>(value: T) {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

function dateOf(time: string | null | undefined): Date | null {
  return time == null ? null : new Date(time);
}
