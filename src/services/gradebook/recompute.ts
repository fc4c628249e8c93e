import type { GradePolicy } from '../../engines/gradebook/index.js';
import {
  countGradedEnrollments,
  gradedEnrollmentsAfter,
  storedGrades,
} from '../../entities/gradebook.repository.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import { transact, type ServiceDeps } from '../transact.js';
import { changeBetween, type GradeChange } from './changes.js';
import { bodyOf, computeGrades } from './learner-grades.js';
import { readBasis, readRecords } from './read-facts.js';
import { refreshGrades, type Graded } from './refresh-grades.js';

export interface RecomputeOptions {
  /** Compute and compare, and write nothing. */
  readonly dryRun?: boolean;
  /** Try this one in place of the course's own; for a dry run alone. */
  readonly policy?: GradePolicy | undefined;
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

export interface RecomputeReport {
  readonly dryRun: boolean;
  /** Learners looked at. */
  readonly learners: number;
  /** Learners of whose grades some number or state differs from what was stored. */
  readonly changed: number;
  /** Of these, those who see it. */
  readonly posted: number;
  /** Learners whose current total rises, and falls. */
  readonly raised: number;
  readonly lowered: number;
  /** The changes that move the current total most, at most LARGEST of them. */
  readonly largest: readonly GradeChange[];
}

export const LARGEST = 100;
/** Learners a transaction. Few: what outlives a batch in memory grows with it, the speed hardly does. */
const BATCH = 3;

/**
 * Computes all grades of a course anew from what is stored and tells how they differ from those
 * computed last. The one use case behind a change of policy, of a due date, of a column or of
 * results. Learner by learner in the order of enrolling, one transaction a batch; a second run
 * finds nothing to change.
 */
export async function recomputeGrades(
  deps: ServiceDeps,
  course: { readonly schoolId: string; readonly courseId: string },
  { dryRun = false, policy, onProgress }: RecomputeOptions = {},
): Promise<RecomputeReport> {
  if (policy && !dryRun) throw new Error('A policy is tried out in a dry run, or set.');
  const total = await countGradedEnrollments(readerOf(deps.em.fork()), course.courseId);
  const tally = new Tally();
  for (let afterId: string | null = null; ;) {
    const db = readerOf(deps.em.fork());
    const learners: Graded[] = await gradedEnrollmentsAfter(db, course.courseId, afterId, BATCH);
    const now = deps.clock();
    const changes = dryRun
      ? await compare(db, course, policy, learners, now)
      : await transact(deps, (tx) => refreshGrades(tx, course, learners, now));
    tally.add(learners.length, changes);
    await onProgress?.(Math.min(tally.learners, total), total);
    afterId = learners.at(-1)?.id ?? null;
    if (learners.length < BATCH) return tally.report(dryRun);
  }
}

async function compare(
  db: Reader,
  { schoolId, courseId }: { readonly schoolId: string; readonly courseId: string },
  policy: GradePolicy | undefined,
  learners: readonly Graded[],
  now: Date,
): Promise<readonly GradeChange[]> {
  const ids = learners.map(({ id }) => id);
  if (ids.length === 0) return [];
  const stored = await readBasis(db, schoolId, courseId);
  const basis = policy ? { ...stored, policy } : stored;
  const records = await readRecords(db, ids);
  const before = new Map(
    (await storedGrades(db, ids)).map((row) => [row.enrollmentId, bodyOf(row)]),
  );
  return [...records].flatMap(([id, record]) => {
    const change = changeBetween(before.get(id) ?? null, computeGrades(basis, id, record, now));
    return change ? [change] : [];
  });
}

class Tally {
  learners = 0;
  #changed = 0;
  #posted = 0;
  #raised = 0;
  #lowered = 0;
  #largest: GradeChange[] = [];

  add(learners: number, changes: readonly GradeChange[]): void {
    this.learners += learners;
    this.#changed += changes.length;
    this.#posted += changes.filter(({ posted }) => posted).length;
    this.#raised += changes.filter((change) => difference(change) > 0).length;
    this.#lowered += changes.filter((change) => difference(change) < 0).length;
    this.#largest = [...this.#largest, ...changes]
      .toSorted((one, other) => Math.abs(difference(other)) - Math.abs(difference(one)))
      .slice(0, LARGEST);
  }

  report(dryRun: boolean): RecomputeReport {
    return {
      dryRun,
      learners: this.learners,
      changed: this.#changed,
      posted: this.#posted,
      raised: this.#raised,
      lowered: this.#lowered,
      largest: this.#largest,
    };
  }
}

/** What begins or ceases to count moves nothing. */
function difference({ before, after }: GradeChange): number {
  return before === null || after === null ? 0 : after - before;
}
