import type { Total } from '../../engines/gradebook/index.js';
import type { LearnerGrades } from './learner-grades.js';

/** What became of one learner's grades, in numbers and states; other steps alone are no change. */
export interface GradeChange {
  readonly enrollmentId: string;
  readonly columnIds: readonly string[];
  /** Fraction of the current total as staff see it; null: nothing counts. */
  readonly before: number | null;
  readonly after: number | null;
  /** Whether the learner sees any of it. */
  readonly posted: boolean;
}

type Shown = Pick<LearnerGrades, 'staff' | 'learner'>;

/** Null when nothing changed. `before` is null for grades that were never computed. */
export function changeBetween(
  before: Shown | null,
  after: Shown & Pick<LearnerGrades, 'enrollmentId'>,
): GradeChange | null {
  const columnIds = changedColumns(before, after);
  const posted =
    totalsOf(before, 'learner') !== totalsOf(after, 'learner') ||
    after.learner.columnIds.some((id) => columnIds.includes(id)) ||
    (before !== null && before.learner.columnIds.join() !== after.learner.columnIds.join());
  const changed =
    posted || columnIds.length > 0 || totalsOf(before, 'staff') !== totalsOf(after, 'staff');
  if (!changed) return null;
  return {
    enrollmentId: after.enrollmentId,
    columnIds,
    before: before?.staff.overall.current.fraction ?? null,
    after: after.staff.overall.current.fraction,
    posted,
  };
}

function changedColumns(before: Shown | null, after: Shown): string[] {
  const known = new Map(before?.staff.columns.map((column) => [column.columnId, column]));
  return after.staff.columns
    .filter((now) => {
      const was = known.get(now.columnId);
      if (!was) return now.state !== 'open';
      return (['earned', 'possible', 'grade', 'state'] as const).some(
        (name) => was[name] !== now[name],
      );
    })
    .map(({ columnId }) => columnId);
}

/** The numbers of all totals that have any, as text to compare. */
function totalsOf(grades: Shown | null, view: 'staff' | 'learner'): string {
  if (!grades) return '[]';
  const { overall, periods } = grades[view];
  const totals = [overall, ...periods].flatMap(({ current, final }) => [current, final]);
  return JSON.stringify(totals.map(numbers).filter(hasSome));
}

function numbers({ earned, possible, fraction, grade }: Total, place: number) {
  return { place, earned, possible, fraction, grade };
}

function hasSome({ earned, fraction }: Pick<Total, 'earned' | 'fraction'>): boolean {
  return earned !== null || fraction !== null;
}
