import type { CourseContent } from '../../services/courses/course-content.js';

export interface ContentCounts {
  modules: number;
  lessons: number;
  problems: number;
  steps: number;
  /** Hints, scaffolds and sub-hints together. */
  hints: number;
}

/** How much material a course holds; what a dry run shows. */
export function countContent(course: CourseContent): ContentCounts {
  const lessons = course.modules.flatMap((module) => module.lessons);
  const problems = lessons.flatMap((lesson) => lesson.problems);
  const steps = problems.flatMap((problem) => problem.steps);
  return {
    modules: course.modules.length,
    lessons: lessons.length,
    problems: problems.length,
    steps: steps.length,
    hints: steps.reduce((sum, step) => sum + step.hints.length, 0),
  };
}
