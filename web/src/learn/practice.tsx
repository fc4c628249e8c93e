import { useMutation } from '@apollo/client/react';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';

import { wordsFor } from '../graph/errors.js';
import { MathText } from '../parts/math-text.js';
import { Notice } from '../parts/notice.js';
import { startPracticeDocument, type Attempt, type RecommendedItem } from './learn-documents.js';
import { StepCard } from './step-card.js';

/** What to practise: a problem, a lesson, or what the engine chooses. */
export interface Wish {
  readonly problemId?: string;
  readonly lessonId?: string;
}

export interface PracticeHandle {
  start(wish: Wish): void;
}

/** One problem at a time, from opening it to its last right answer. */
export function Practice({
  ref,
  courseId,
  next,
  onSkills,
}: {
  ref: Ref<PracticeHandle>;
  courseId: string;
  next: RecommendedItem | null;
  onSkills: (skillIds: ReadonlySet<string>) => void;
}) {
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [wish, setWish] = useState<Wish>({});
  const [startPractice, { loading }] = useMutation(startPracticeDocument);
  const heading = useRef<HTMLHeadingElement>(null);
  const attemptId = attempt?.id;

  async function start(wanted: Wish) {
    setWish(wanted);
    setProblem(null);
    try {
      const { data } = await startPractice({ variables: { input: { courseId, ...wanted } } });
      if (data?.startPractice.__typename === 'StartPracticeSuccess') {
        setAttempt(data.startPractice.attempt);
      } else if (data) setProblem(data.startPractice.message);
    } catch (error) {
      setProblem(wordsFor(error));
    }
  }
  useImperativeHandle(ref, () => ({ start: (wanted) => void start(wanted) }));

  useEffect(() => {
    if (attemptId === undefined) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [attemptId]);
  useEffect(() => {
    onSkills(
      new Set(attempt?.steps.flatMap(({ step }) => step.skills.map((skill) => skill.id)) ?? []),
    );
  }, [attempt, onSkills]);

  const failure = problem !== null && (
    <Notice tone="error" onRetry={() => void start(wish)}>
      {problem}
    </Notice>
  );
  if (!attempt) {
    return (
      <section className="card practice practice-idle" aria-labelledby="practice-title">
        <h2 id="practice-title">Ready when you are</h2>
        <p className="muted">
          One problem at a time. Take a hint whenever you are stuck; every answer moves your
          mastery.
        </p>
        {failure}
        <button
          type="button"
          className="button button-main"
          disabled={loading}
          onClick={() => void start({})}
        >
          {loading ? 'Choosing a problem…' : 'Start practising'}
        </button>
      </section>
    );
  }
  const { problem: shown, steps } = attempt;
  const isDone = attempt.state === 'COMPLETED';
  return (
    <section className="card practice" aria-labelledby="problem-title" aria-busy={loading}>
      <p className="eyebrow">
        {shown.lesson.title} · {shown.lesson.topic}
      </p>
      <h2 id="problem-title" ref={heading} tabIndex={-1}>
        <MathText text={shown.title} />
      </h2>
      {shown.body !== '' && (
        <p className="prose">
          <MathText text={shown.body} />
        </p>
      )}
      {shown.figures.length > 0 && (
        <p className="fine-print">
          The source names figures that it does not ship: {shown.figures.join(', ')}.
        </p>
      )}
      <ol className={steps.length > 1 ? 'steps steps-many' : 'steps'}>
        {steps.map((each) => (
          <li key={each.step.id}>
            <StepCard
              attemptId={attempt.id}
              attemptStep={each}
              problemTitle={shown.title}
              isClosed={attempt.state !== 'IN_PROGRESS'}
              onAttempt={setAttempt}
            />
          </li>
        ))}
      </ol>
      {failure}
      <footer className="practice-footer">
        {isDone && <Solved />}
        {isDone && (
          <button
            type="button"
            className="button button-main"
            disabled={loading}
            onClick={() => void start(next ? { problemId: next.problem.id } : {})}
          >
            {loading ? 'Opening…' : 'Next problem'}
          </button>
        )}
        {(shown.attribution !== null || shown.license !== null) && (
          <p className="fine-print">
            {[shown.attribution, shown.license].filter(Boolean).join('. ')}
          </p>
        )}
      </footer>
    </section>
  );
}

function Solved() {
  return (
    <p className="solved" role="status">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="m5 12.5 4.5 4.5L19 7.5" />
      </svg>
      Solved
    </p>
  );
}
