import { memo } from 'react';

import type { LearnCourseQuery } from '../gql/graphql.js';
import { Meter } from '../parts/meter.js';

type Module = NonNullable<LearnCourseQuery['course']>['modules'][number];

/** The course as a tree: modules, their lessons, and how much of each is done. */
export const Lessons = memo(function Lessons({
  modules,
  onStart,
}: {
  modules: readonly Module[];
  onStart: (lessonId: string) => void;
}) {
  const current = modules.findIndex((module) => module.lessons.some(isUnfinished));
  return (
    <section className="card lessons" aria-labelledby="lessons-title">
      <h2 id="lessons-title">Lessons</h2>
      {modules.map((module, index) => (
        <details key={module.id} open={index === Math.max(0, current)}>
          <summary>
            {module.title}
            <small>
              {module.lessons.filter((lesson) => !isUnfinished(lesson)).length} of{' '}
              {module.lessons.length}
            </small>
          </summary>
          <ul>
            {module.lessons.map((lesson) => (
              <li key={lesson.id}>
                <button
                  type="button"
                  className="lesson"
                  disabled={lesson.problemCount === 0}
                  onClick={() => onStart(lesson.id)}
                >
                  <span className="lesson-name">
                    {lesson.title} <small>{lesson.topic}</small>
                  </span>
                  <span className="lesson-count">
                    {lesson.progress?.completed ?? 0}/{lesson.problemCount}
                  </span>
                </button>
                <Meter
                  label={`Done in ${lesson.title}`}
                  value={lesson.progress?.fraction ?? 0}
                  tone="progress"
                />
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
});

function isUnfinished({ progress, problemCount }: Module['lessons'][number]): boolean {
  return problemCount > 0 && (progress?.completed ?? 0) < problemCount;
}
