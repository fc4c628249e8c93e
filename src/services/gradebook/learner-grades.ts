import {
  computeGrade,
  gradebookEngine,
  type ColumnGrade,
  type GradeFacts,
  type GradePolicy,
  type PeriodTotals,
  type Totals,
} from '../../engines/gradebook/index.js';
import type { GradesToStore, StoredGradesRow } from '../../entities/gradebook.repository.js';
import { factsOf, type CourseBasis, type LearnerRecords } from './read-facts.js';

export interface StaffGrades {
  readonly columns: readonly ColumnGrade[];
  readonly periods: readonly PeriodTotals[];
  readonly overall: Totals;
}

export interface PostedGrades {
  /** The columns posted. */
  readonly columnIds: readonly string[];
  /** Of these alone, so that nothing of the others can be found from a total. */
  readonly periods: readonly PeriodTotals[];
  readonly overall: Totals;
}

/** The grades of one learner in one course, as staff and as the learner see them. */
export interface LearnerGrades {
  readonly enrollmentId: string;
  readonly policyVersion: number;
  readonly engine: string;
  readonly engineVersion: number;
  readonly computedAt: Date;
  /** When the next due date passes, which may change them; null when none will. */
  readonly staleAt: Date | null;
  readonly staff: StaffGrades;
  readonly learner: PostedGrades;
}

/** Computes the grades of one learner from the facts. The same input gives the same grades. */
export function computeGrades(
  basis: CourseBasis,
  enrollmentId: string,
  records: LearnerRecords,
  now: Date,
): LearnerGrades {
  const facts = factsOf(basis, records);
  const asOf = now.getTime();
  const staff = computeGrade(basis.policy, facts, asOf, 'staff');
  const posted = facts.columns.filter((column) => column.posted);
  // With everything posted both see the same.
  const learner =
    posted.length === facts.columns.length
      ? staff
      : computeGrade(basis.policy, facts, asOf, 'learner');
  return {
    enrollmentId,
    policyVersion: basis.policyVersion,
    engine: gradebookEngine.name,
    engineVersion: gradebookEngine.version,
    computedAt: now,
    staleAt: firstDue(basis.policy, facts, now),
    staff: { columns: staff.columns, periods: staff.periods, overall: staff.overall },
    learner: {
      columnIds: learner.columns.map(({ columnId }) => columnId),
      periods: learner.periods,
      overall: learner.overall,
    },
  };
}

/**
 * Stored grades, unless something they rest on has changed since: the policy, a column, the engine,
 * or the clock past a due date. Results and decisions renew them when they are written.
 */
export function freshGrades(
  row: StoredGradesRow,
  { revision }: Pick<CourseBasis, 'revision'>,
  now: Date,
): LearnerGrades | null {
  const { name, version } = gradebookEngine;
  if (row.revision !== revision || row.engine !== name || row.engineVersion !== version)
    return null;
  const staleAt = row.staleAt === null ? null : new Date(row.staleAt);
  if (staleAt !== null && staleAt <= now) return null;
  return { ...row, ...bodyOf(row), computedAt: new Date(row.computedAt), staleAt };
}

/** What is stored, in date or not. */
export function bodyOf(
  row: Pick<StoredGradesRow, 'staff' | 'learner'>,
): Pick<LearnerGrades, 'staff' | 'learner'> {
  return { staff: row.staff as StaffGrades, learner: row.learner as PostedGrades };
}

export function toStore(basis: CourseBasis, grades: LearnerGrades): GradesToStore {
  const { schoolId, courseId, revision } = basis;
  return { ...grades, schoolId, courseId, revision };
}

const MINUTE = 60_000;

/** The first moment after `now` at which something may become overdue. */
function firstDue({ late, columnRules }: GradePolicy, { columns }: GradeFacts, now: Date) {
  const moments = columns.flatMap(({ id, dueAt, attempts }) => {
    const own = columnRules.find((rule) => rule.columnId === id)?.late;
    const grace = (own === undefined ? late : own)?.graceMinutes ?? 0;
    return (
      [dueAt, ...attempts.map(({ extendedDueAt }) => extendedDueAt)]
        .filter((due) => due !== null)
        // In time up to and with the last moment of the grace.
        .map((due) => due + grace * MINUTE + 1)
        .filter((moment) => moment > now.getTime())
    );
  });
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}
