import { memo, type ReactNode } from 'react';

import { Ago } from '../parts/ago.js';
import { MathText } from '../parts/math-text.js';
import { percent } from '../parts/percent.js';
import type { Activity } from './board-documents.js';
import type { RiverRow } from './board-state.js';

/** What happens, the newest on top. Not read out: a class says too much for that. */
export const River = memo(function River({ rows }: { rows: readonly RiverRow[] }) {
  return (
    <section className="card river" aria-labelledby="river-title">
      <h2 id="river-title">Happening now</h2>
      <ol role="log" aria-live="off" aria-label="Activity" tabIndex={0}>
        {rows.map((row) => (
          <Row key={row.cursor} row={row} />
        ))}
      </ol>
      {rows.length === 0 && <p className="muted">Quiet. The next answer appears here at once.</p>}
    </section>
  );
});

const Row = memo(function Row({ row: { activity, cursor } }: { row: RiverRow }) {
  return (
    <li className={`river-row river-${toneOf(activity)}`} data-cursor={cursor}>
      <span className="river-sign" aria-hidden="true" />
      <p>
        <strong>{activity.enrollment?.user.name ?? 'Somebody'}</strong> {deedOf(activity)}
      </p>
      <Ago at={activity.at} />
    </li>
  );
});

function toneOf(activity: Activity): string {
  switch (activity.__typename) {
    case 'ResponseActivity':
      return activity.correct ? 'right' : 'wrong';
    case 'HintActivity':
      return 'hint';
    case 'PracticeActivity':
      return 'start';
    case 'EnrollmentActivity':
      return 'class';
  }
}

function deedOf(activity: Activity): ReactNode {
  switch (activity.__typename) {
    case 'ResponseActivity': {
      const answer = activity.response?.response ?? null;
      return (
        <>
          answered <Question step={activity.step} />{' '}
          {activity.correct ? (activity.firstTry ? 'right, first try' : 'right') : 'wrongly'}
          {!activity.correct && answer !== null && (
            <>
              : <MathText text={answer} />
            </>
          )}
          {activity.mastery.map(({ skill, probability }) => (
            <small key={skill?.id ?? ''} className="river-move">
              {skill?.title ?? 'a skill'} → {percent(probability)}
            </small>
          ))}
        </>
      );
    }
    case 'HintActivity':
      return (
        <>
          took a hint for <Question step={activity.step} />
        </>
      );
    case 'PracticeActivity':
      return (
        <>
          opened <q>{<MathText text={activity.problem?.title ?? 'a problem'} />}</q>
        </>
      );
    case 'EnrollmentActivity':
      return activity.joined ? 'joined the class' : 'left the class';
  }
}

/** The problem and, where it says more, the step: steps are often a mere “x = 5”. */
function Question({ step }: { step: { title: string; problem: { title: string } } | null }) {
  if (!step) return <q>a question</q>;
  const { title, problem } = step;
  const text =
    title === '' || title === problem.title ? problem.title : `${problem.title}: ${title}`;
  return (
    <q>
      <MathText text={text} />
    </q>
  );
}
