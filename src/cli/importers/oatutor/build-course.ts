import type {
  CourseContent,
  LessonContent,
  ModuleContent,
  SkillContent,
  SkillParameters,
} from '../../../services/courses/course-content.js';
import type { FilledLessons } from './fill-lessons.js';
import type { PlanCourseWithKey } from './place-problems.js';
import type { ReadNotes } from './read-notes.js';
import type { Plan } from './read-plan.js';
import type { PlanLesson } from './schemas.js';
import { PLAN_FILES } from './source-paths.js';
import { toReference, toSkillTitle, toTitle } from './text.js';

/**
 * For a skill without parameters: what `defaultBKTParams.json` of OATutor gives each of the 201
 * skills of OpenStax Elementary Algebra (Pardos et al. 2023, doi 10.1145/3544548.3581574), as a
 * start before any learner has answered.
 */
export const DEFAULT_SKILL_PARAMETERS: SkillParameters = {
  prior: 0.1,
  transit: 0.1,
  slip: 0.1,
  guess: 0.1,
};

/** One course of the plan with the problems that were found for it. */
export function buildCourse(
  course: PlanCourseWithKey,
  plan: Plan,
  filled: FilledLessons,
  notes: ReadNotes,
): CourseContent {
  const modules = buildModules(course.lessons, filled);
  for (const { title, problems } of modules.flatMap((module) => module.lessons)) {
    if (problems.length === 0)
      notes.warn(`${plan.root}${PLAN_FILES.PLAN}`, `${title} has no problems`);
  }
  const credits = new Set([
    toReference(course.courseOER),
    ...(filled.credits.get(course.key) ?? []),
  ]);
  return {
    key: course.key,
    title: toTitle(course.courseName),
    language: course.language,
    license: toReference(course.courseLicense),
    source: [...credits].filter((credit) => credit !== '').join('; '),
    skills: buildSkills(modules, plan, notes),
    modules,
  };
}

/**
 * OATutor has no modules: "Lesson 5.2" goes into "Chapter 5". Lessons without such a number share
 * one module.
 */
function buildModules(lessons: readonly PlanLesson[], filled: FilledLessons): ModuleContent[] {
  const modules = new Map<string, ModuleContent>();
  for (const lesson of lessons) {
    const chapter = /(?<chapter>\d+)\.\d+/u.exec(lesson.name)?.groups?.['chapter'];
    const key = chapter === undefined ? 'lessons' : `chapter-${chapter}`;
    const title = chapter === undefined ? 'Lessons' : `Chapter ${chapter}`;
    const module = modules.get(key) ?? { key, title, position: modules.size, lessons: [] };
    module.lessons.push(buildLesson(lesson, module.lessons.length, filled));
    modules.set(key, module);
  }
  return [...modules.values()];
}

function buildLesson(
  lesson: PlanLesson,
  position: number,
  { problems }: FilledLessons,
): LessonContent {
  return {
    key: lesson.id,
    title: toTitle(lesson.name),
    topic: toTitle(lesson.topics),
    position,
    objectives: Object.entries(lesson.learningObjectives).map(([skillKey, target]) => ({
      skillKey,
      target,
    })),
    problems: problems.get(lesson.id) ?? [],
  };
}

/**
 * Every skill that the lessons aim at or the steps train, in the order of their first appearance.
 */
function buildSkills(
  modules: readonly ModuleContent[],
  plan: Plan,
  notes: ReadNotes,
): SkillContent[] {
  const keys = modules
    .flatMap((module) => module.lessons)
    .flatMap((lesson) => [
      ...lesson.objectives.map(({ skillKey }) => skillKey),
      ...lesson.problems.flatMap((problem) => problem.steps.flatMap((step) => step.skills)),
    ]);
  return [...new Set(keys)].map((key) => ({
    key,
    title: toSkillTitle(key),
    parameters: parametersOf(key, plan, notes),
  }));
}

function parametersOf(
  key: string,
  { root, skillParameters }: Plan,
  notes: ReadNotes,
): SkillParameters {
  const raw = skillParameters.get(key);
  if (!raw) {
    notes.warn(
      `${root}${PLAN_FILES.PARAMETERS}`,
      `has no parameters for the skill ${key}; defaults are taken`,
    );
    return { ...DEFAULT_SKILL_PARAMETERS };
  }
  return {
    prior: raw.probMastery,
    transit: raw.probTransit,
    slip: raw.probSlip,
    guess: raw.probGuess,
  };
}
