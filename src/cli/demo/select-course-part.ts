import type {
  CourseContent,
  LessonContent,
  ProblemContent,
} from '../../services/courses/course-content.js';

export interface CoursePart {
  key: string;
  title: string;
  /** Added to the attribution: the license asks that changes are named. */
  changes: string;
  /** Titles of the lessons to take. */
  lessons: readonly string[];
  problemsPerLesson: number;
  /** Which problems may be taken. */
  isFit: (problem: ProblemContent) => boolean;
}

/**
 * A part of a course that is a course again: the named lessons, in each the problems that between
 * them train every skill by every kind of question as evenly as they can, and no skill that none of
 * them trains. Keys are the whole course's own. The same course gives the same part.
 */
export function selectCoursePart(course: CourseContent, part: CoursePart): CourseContent {
  const modules = course.modules
    .map((module) => ({
      ...module,
      lessons: renumber(
        module.lessons
          .filter((lesson) => part.lessons.includes(lesson.title))
          .map((lesson) => selectProblems(lesson, part)),
      ),
    }))
    .filter((module) => module.lessons.length > 0);
  const trained = new Set(
    modules
      .flatMap((module) => module.lessons)
      .flatMap((lesson) => lesson.problems.flatMap(skillsOf)),
  );
  return {
    ...course,
    key: part.key,
    title: part.title,
    source: `${course.source}; ${part.changes}`,
    skills: course.skills.filter((skill) => trained.has(skill.key)),
    modules: renumber(modules),
  };
}

function selectProblems(lesson: LessonContent, part: CoursePart): LessonContent {
  const open = lesson.problems.filter(part.isFit);
  const practice = new Map<string, number>();
  const taken = new Set<ProblemContent>();
  while (taken.size < part.problemsPerLesson) {
    const next = leastPractised(
      open.filter((problem) => !taken.has(problem)),
      practice,
    );
    if (!next) break;
    taken.add(next);
    for (const exercise of exercisesOf(next))
      practice.set(exercise, (practice.get(exercise) ?? 0) + 1);
  }
  // Back in the order of the lesson, which leads from easy to hard.
  const problems = renumber(open.filter((problem) => taken.has(problem)));
  const trained = new Set(problems.flatMap(skillsOf));
  return {
    ...lesson,
    problems,
    objectives: lesson.objectives.filter(({ skillKey }) => trained.has(skillKey)),
  };
}

/** The first of the problems that hold an exercise which was practised least so far. */
function leastPractised(
  problems: readonly ProblemContent[],
  practice: ReadonlyMap<string, number>,
): ProblemContent | undefined {
  const rarest = (problem: ProblemContent): number =>
    Math.min(...exercisesOf(problem).map((exercise) => practice.get(exercise) ?? 0));
  return problems.toSorted((a, b) => rarest(a) - rarest(b))[0];
}

/** A skill with the kind of question that trains it. */
function exercisesOf(problem: ProblemContent): string[] {
  return problem.steps.flatMap((step) => step.skills.map((skill) => `${step.kind} ${skill}`));
}

function skillsOf(problem: ProblemContent): string[] {
  return problem.steps.flatMap((step) => step.skills);
}

function renumber<T extends { position: number }>(items: readonly T[]): T[] {
  return items.map((item, position) => ({ ...item, position }));
}
