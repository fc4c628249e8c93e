import { useQuery } from '@apollo/client/react';
import { useCallback, useRef, useState } from 'react';

import { Failure } from '../parts/failure.js';
import { Notice, Waiting } from '../parts/notice.js';
import { percent } from '../parts/percent.js';
import { StreamState } from '../parts/stream-state.js';
import { courseDocument } from './learn-documents.js';
import { Lessons } from './lessons.js';
import { Mastery } from './mastery.js';
import { Practice, type PracticeHandle } from './practice.js';
import { Recommendation } from './recommendation.js';
import { useRecommendations } from './use-recommendations.js';

import './learn.css';

const NO_SKILLS: ReadonlySet<string> = new Set();

/** A learner's course: what to do now, what comes next, and how far they are. */
export function Learn({ courseId }: { courseId: string }) {
  const { data, error, refetch } = useQuery(courseDocument, {
    variables: { id: courseId },
  });
  const pushes = useRecommendations(courseId);
  const practice = useRef<PracticeHandle>(null);
  const [skillsAtWork, setSkillsAtWork] = useState(NO_SKILLS);
  const startProblem = useCallback(
    (problemId: string) => practice.current?.start({ problemId }),
    [],
  );
  const startLesson = useCallback((lessonId: string) => practice.current?.start({ lessonId }), []);

  const course = data?.course;
  if (error && !course) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!course) return <Waiting>Opening the course…</Waiting>;
  const enrollment = course.viewerEnrollment;
  if (enrollment?.role !== 'LEARNER') {
    return <Notice tone="info">You do not learn in this course. Join it from “Courses”.</Notice>;
  }
  if (pushes.end?.kind === 'revoked') {
    return <Notice tone="error">You are no longer in this course: {pushes.end.message}</Notice>;
  }
  const { progress } = enrollment;
  const next = enrollment.recommendation?.items[0];
  return (
    <div className="learn">
      <header className="learn-header">
        <div>
          <h1>{course.title}</h1>
          <p className="muted">
            {progress.completed} of {progress.total} problems done
            {progress.fraction !== null && ` · ${percent(progress.fraction)}`}
          </p>
        </div>
        <StreamState status={pushes.status} />
      </header>
      <Practice ref={practice} courseId={courseId} next={next ?? null} onSkills={setSkillsAtWork} />
      <aside className="learn-side">
        <Recommendation
          recommendation={enrollment.recommendation}
          arrivedId={pushes.arrivedId}
          onStart={startProblem}
        />
        <Mastery mastery={enrollment.mastery} atWork={skillsAtWork} />
        <Lessons modules={course.modules} onStart={startLesson} />
        {course.attribution !== null && (
          <p className="fine-print">
            {course.attribution}. {course.license}
          </p>
        )}
      </aside>
    </div>
  );
}
