import {
  gradeColumnsOf,
  gradedEnrollmentsAfter,
  type GradedEnrollment,
} from '../../entities/gradebook.repository.js';
import { readerOf } from '../../entities/orm.js';
import type { ServiceDeps } from '../transact.js';
import { csvLine } from './csv.js';
import { currentGrades, gradesIn } from './read-grades.js';

/** Learners read at once. */
const BATCH = 50;

/**
 * A gradebook as CSV, line by line: one line of headings, then one for each learner in the order of
 * enrolling, with the points of every column and the totals as staff see them. What is not graded
 * is empty, never 0.
 */
export async function* exportGradebook(
  deps: ServiceDeps,
  { schoolId, courseId }: { readonly schoolId: string; readonly courseId: string },
): AsyncGenerator<string> {
  const db = readerOf(deps.em.fork());
  const columns = await gradeColumnsOf(db, schoolId, [courseId]);
  yield csvLine([
    'Enrollment',
    'Name',
    'Email',
    ...columns.map(({ title, pointsPossible }) => `${title} (${String(pointsPossible)})`),
    'Earned',
    'Possible',
    'Current',
    'Final',
    'Grade',
  ]);
  for (let afterId: string | null = null; ;) {
    const learners: GradedEnrollment[] = await gradedEnrollmentsAfter(db, courseId, afterId, BATCH);
    if (learners.length === 0) return;
    const enrollments = learners.map(({ id }) => ({ id, courseId }));
    const grades = await currentGrades(db, schoolId, enrollments, deps.clock());
    for (const { id, name, email } of learners) {
      const { staff } = gradesIn(grades, id);
      const earned = new Map(staff.columns.map((column) => [column.columnId, column.earned]));
      const { current, final } = staff.overall;
      yield csvLine([
        id,
        name,
        email,
        ...columns.map((column) => earned.get(column.id) ?? null),
        current.earned,
        current.possible,
        current.fraction,
        final.fraction,
        current.grade,
      ]);
    }
    if (learners.length < BATCH) return;
    afterId = learners.at(-1)?.id ?? null;
  }
}
