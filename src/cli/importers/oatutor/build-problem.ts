import type { ProblemContent } from '../../../services/courses/course-content.js';
import { buildStep, type StepBuilding } from './build-step.js';
import type { ProblemFolder } from './content-pool.js';
import { naturalOrder } from './natural-order.js';
import type { PlanCourse, RawProblem } from './schemas.js';
import { figuresIn, toReference, toText, toTitle } from './text.js';

/**
 * A problem of this course with its steps in natural order of their ids; nothing when no step of it
 * is left.
 */
export function buildProblem(
  raw: RawProblem,
  folder: ProblemFolder,
  course: PlanCourse,
  building: StepBuilding,
): Omit<ProblemContent, 'position'> | undefined {
  const steps = [...folder.steps]
    .toSorted(([a], [b]) => naturalOrder(a, b))
    .flatMap(([, step]) => buildStep(step, building) ?? [])
    .map((step, position) => ({ ...step, position }));
  if (steps.length === 0) {
    building.notes.skip(folder.path, 'has no step that can be answered');
    return undefined;
  }
  const problem = {
    key: raw.id,
    title: toTitle(raw.title),
    body: toText(raw.body),
    license: toReference(raw.license || course.courseLicense),
    source: toReference(raw.oer || course.courseOER),
    steps,
  };
  return { ...problem, figures: figuresIn(...textsOf(problem)) };
}

function textsOf({
  title,
  body,
  steps,
}: Pick<ProblemContent, 'title' | 'body' | 'steps'>): string[] {
  return [
    title,
    body,
    ...steps.flatMap((step) => [
      step.title,
      step.body,
      ...step.choices,
      ...step.hints.flatMap((hint) => [hint.title, hint.text, ...hint.choices]),
    ]),
  ];
}
