import { LockMode } from '@mikro-orm/core';

import { Enrollment, LessonProgress } from '../../entities/enrollments.js';
import {
  countLearnerEnrollments,
  learnerEnrollmentsAfter,
  type EnrollmentRow,
} from '../../entities/enrollments.repository.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import { MasteryState } from '../../entities/practice.js';
import {
  derivedRows,
  responsesInOrder,
  type ResponseRow,
} from '../../entities/practice.repository.js';
import type { VersionCache } from '../../entities/version-cache.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import { traceMastery, trackProgress, type LearningFact } from './learning.js';

export interface RebuildScope {
  readonly schoolId?: string | undefined;
  readonly courseId?: string | undefined;
}

export interface RebuildOptions {
  /** Compare and write nothing. */
  readonly dryRun?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Rows of one table after the rebuild, and how many were otherwise, absent or too many before. */
export interface RebuildTally {
  rows: number;
  differed: number;
}

export interface RebuildReport {
  enrollments: number;
  responses: number;
  masteryStates: RebuildTally;
  lessonProgress: RebuildTally;
}

const TABLES = { masteryStates: 'mastery_states', lessonProgress: 'lesson_progress' } as const;
const PAGE = 200;

/** Ends a transaction whose writes were only made to be looked at. */
class NothingToKeep extends Error {}

/**
 * Computes mastery and progress anew from the stored responses, in their order and by the functions
 * that answers use, and tells how many rows differ from what was stored. One transaction for each
 * enrollment, behind its row lock: answers may come in meanwhile.
 */
export async function rebuildLearning(
  deps: ServiceDeps,
  versions: VersionCache,
  scope: RebuildScope = {},
  options: RebuildOptions = {},
): Promise<RebuildReport> {
  const report: RebuildReport = {
    enrollments: 0,
    responses: 0,
    masteryStates: { rows: 0, differed: 0 },
    lessonProgress: { rows: 0, differed: 0 },
  };
  const db = readerOf(deps.em.fork());
  const total = await countLearnerEnrollments(db, scope);
  let afterId: string | null = null;
  for (;;) {
    const page: EnrollmentRow[] = await learnerEnrollmentsAfter(db, scope, afterId, PAGE);
    for (const enrollment of page) {
      const part = await rebuildEnrollment(deps, versions, enrollment, options.dryRun === true);
      add(report, part);
      options.onProgress?.(Math.min(report.enrollments, total), total);
    }
    afterId = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return report;
  }
}

async function rebuildEnrollment(
  deps: ServiceDeps,
  versions: VersionCache,
  { id, schoolId, versionId }: EnrollmentRow,
  dryRun: boolean,
): Promise<RebuildReport> {
  const outline = await versions.outline(readerOf(deps.em.fork()), schoolId, versionId);
  if (!outline) throw new Error(`Enrollment ${id} names a version that is not there: ${versionId}`);
  let report: RebuildReport | undefined;
  try {
    return await transact(deps, async (tx) => {
      const enrollment = await tx.em.findOneOrFail(Enrollment, id, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      const before = await snapshot(tx.db, id);
      const responses = await responsesInOrder(tx.db, id);
      await tx.em.nativeDelete(MasteryState, { enrollmentId: id });
      await tx.em.nativeDelete(LessonProgress, { enrollmentId: id });
      const facts = responses.map(toFact);
      const now = lastReceived(responses) ?? deps.clock();
      await traceMastery(tx, enrollment, outline, facts, now);
      await trackProgress(tx, enrollment, outline, facts, now);
      await dateMastery(tx, id, responses);
      report = compare(before, await snapshot(tx.db, id), responses.length);
      if (dryRun || !hasDifference(report)) throw new NothingToKeep();
      return report;
    });
  } catch (error) {
    if (error instanceof NothingToKeep && report) return report;
    throw error;
  }
}

function toFact(response: ResponseRow): LearningFact {
  const { id, stepId, correct, firstTry, hintsUsed } = response;
  return { responseId: id, stepId, correct, firstTry, hintsUsed };
}

/** Mastery moved when its last response came in, not now. */
async function dateMastery(
  tx: Transaction,
  enrollmentId: string,
  responses: readonly ResponseRow[],
): Promise<void> {
  const receivedAt = new Map(responses.map((row) => [row.id, new Date(row.receivedAt)]));
  for (const state of await tx.em.find(MasteryState, { enrollmentId })) {
    state.updatedAt = receivedAt.get(state.lastResponseId) ?? state.updatedAt;
  }
  await tx.em.flush();
}

function lastReceived(responses: readonly ResponseRow[]): Date | undefined {
  const last = responses.at(-1);
  return last && new Date(last.receivedAt);
}

type Snapshot = Record<keyof typeof TABLES, Map<string, string>>;

async function snapshot(db: Reader, enrollmentId: string): Promise<Snapshot> {
  return {
    masteryStates: await derivedRows(db, TABLES.masteryStates, enrollmentId),
    lessonProgress: await derivedRows(db, TABLES.lessonProgress, enrollmentId),
  };
}

function compare(before: Snapshot, after: Snapshot, responses: number): RebuildReport {
  const tally = (table: keyof Snapshot): RebuildTally => {
    const keys = new Set([...before[table].keys(), ...after[table].keys()]);
    const differed = [...keys].filter((key) => before[table].get(key) !== after[table].get(key));
    return { rows: after[table].size, differed: differed.length };
  };
  return {
    enrollments: 1,
    responses,
    masteryStates: tally('masteryStates'),
    lessonProgress: tally('lessonProgress'),
  };
}

function hasDifference(report: RebuildReport): boolean {
  return report.masteryStates.differed + report.lessonProgress.differed > 0;
}

function add(report: RebuildReport, part: RebuildReport): void {
  report.enrollments += part.enrollments;
  report.responses += part.responses;
  for (const table of ['masteryStates', 'lessonProgress'] as const) {
    report[table].rows += part[table].rows;
    report[table].differed += part[table].differed;
  }
}
