import type { Plan } from './read-plan.js';
import type { PlanLesson, RawProblem } from './schemas.js';

export type PlanCourseWithKey = Plan['courses'][number];

/** Where a problem belongs in the plan. */
export interface Place {
  course: PlanCourseWithKey;
  lesson: PlanLesson;
  /** False when the lesson was found by skills. */
  isNamed: boolean;
}

export type Placer = (problem: RawProblem, skills: ReadonlySet<string>) => Place | undefined;

/**
 * A problem belongs to the lesson that its `lessonId` names. Where that names none, it belongs to
 * the lesson most of whose objectives its steps' skills meet, which is how OATutor itself picks
 * problems for a lesson; of equals, the first in the plan. When the problem names a course of the
 * plan, only that one is searched. OATutor may show such a problem in several lessons; here it has
 * one place, so that it is imported once.
 */
export function createPlacer(courses: readonly PlanCourseWithKey[]): Placer {
  const places = courses.flatMap((course) => course.lessons.map((lesson) => ({ course, lesson })));
  const byLessonId = new Map(places.map((place) => [place.lesson.id, place]));
  return ({ lessonId, courseName }, skills) => {
    const named = byLessonId.get(lessonId ?? '');
    if (named) return { ...named, isNamed: true };
    const own = places.filter(({ course }) => course.courseName === courseName);
    const [best] = (own.length > 0 ? own : places)
      .map((place) => ({ ...place, met: countMet(place.lesson, skills) }))
      .filter(({ met }) => met > 0)
      .toSorted((a, b) => b.met - a.met);
    return best && { course: best.course, lesson: best.lesson, isNamed: false };
  };
}

function countMet(lesson: PlanLesson, skills: ReadonlySet<string>): number {
  return Object.keys(lesson.learningObjectives).filter((skill) => skills.has(skill)).length;
}
