import type { ProblemContent } from '../../../services/courses/course-content.js';
import { buildProblem } from './build-problem.js';
import type { StepBuilding } from './build-step.js';
import type { ContentPool, ProblemFolder } from './content-pool.js';
import { naturalOrder } from './natural-order.js';
import { createPlacer, type Place, type Placer } from './place-problems.js';
import type { ReadNotes } from './read-notes.js';
import type { Plan } from './read-plan.js';
import { hasVariables, type RawProblem } from './schemas.js';
import { toReference } from './text.js';

export interface FilledLessons {
  /** By lesson id, in natural order of the problems' ids. */
  problems: Map<string, ProblemContent[]>;
  /** By course key: who made what is in it. */
  credits: Map<string, Set<string>>;
  figuresNamed: number;
  figuresAbsent: number;
}

interface PlacedProblem {
  raw: RawProblem;
  path: string;
  place: Place;
}

/** Puts every problem of the pool into its lesson, or says in the notes why it stays out. */
export function fillLessons(plan: Plan, pool: ContentPool, notes: ReadNotes): FilledLessons {
  const filled: FilledLessons = {
    problems: new Map(),
    credits: new Map(),
    figuresNamed: 0,
    figuresAbsent: 0,
  };
  const building: StepBuilding = { skillModel: plan.skillModel, notes, seenSteps: new Set() };
  const placer = createPlacer(plan.courses);
  for (const [, folder] of [...pool].toSorted(([a], [b]) => naturalOrder(a, b))) {
    const placed = placeFolder(folder, placer, building);
    const problem = placed && buildProblem(placed.raw, folder, placed.place.course, building);
    if (!problem) continue;
    const { course, lesson } = placed.place;
    const shelf = entryOf(filled.problems, lesson.id, (): ProblemContent[] => []);
    shelf.push({ ...problem, position: shelf.length });
    const credits = entryOf(filled.credits, course.key, () => new Set<string>());
    for (const credit of creditsOf(placed.raw, folder)) credits.add(credit);
    filled.figuresNamed += Number(problem.figures.length > 0);
    filled.figuresAbsent += Number(problem.figures.some((name) => !folder.figures.has(name)));
  }
  return filled;
}

function placeFolder(
  folder: ProblemFolder,
  placer: Placer,
  { skillModel, notes }: StepBuilding,
): PlacedProblem | undefined {
  if (folder.problem === 'DAMAGED') return undefined;
  if (!folder.problem) {
    notes.skip(folder.path, 'the problem itself is missing');
    return undefined;
  }
  const { path, value: raw } = folder.problem;
  if (hasVariables(raw)) {
    notes.skip(path, 'has variables, which are not supported');
    return undefined;
  }
  const skills = new Set([...folder.steps.keys()].flatMap((step) => skillModel.get(step) ?? []));
  const place = placer(raw, skills);
  if (!place) {
    notes.skip(path, 'belongs to no lesson: neither its lessonId nor its skills lead to one');
    return undefined;
  }
  if (!place.isNamed && raw.lessonId) {
    notes.warn(
      path,
      `its lessonId names no lesson; by its skills it belongs to ${place.lesson.name}`,
    );
  }
  return { raw, path, place };
}

function creditsOf(raw: RawProblem, folder: ProblemFolder): Set<string> {
  const pathways = [...folder.steps.values()].flatMap(({ pathway }) =>
    pathway && pathway !== 'DAMAGED' ? pathway.value : [],
  );
  return new Set([raw.oer, ...pathways.map((hint) => hint.oer)].map(toReference));
}

function entryOf<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
