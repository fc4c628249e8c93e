import { memo } from 'react';

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
        <strong>{activity.enrollment?.user.name ?? 'Somebody'}</strong>{' '}
        <span className="river-deed">{deedOf(activity)}</span>
      </p>
      <Ago at={activity.at} />
      <Matter activity={activity} />
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

function deedOf(activity: Activity): string {
  switch (activity.__typename) {
    case 'ResponseActivity':
      if (!activity.correct) return 'answered wrongly';
      return activity.firstTry ? 'answered right at once' : 'answered right';
    case 'HintActivity':
      return 'took a hint';
    case 'PracticeActivity':
      return 'opened a problem';
    case 'EnrollmentActivity':
      return activity.joined ? 'joined the class' : 'left the class';
  }
}

/** What it was about: the question, and what the answer moved. */
function Matter({ activity }: { activity: Activity }) {
  switch (activity.__typename) {
    case 'ResponseActivity':
      return (
        <div className="river-matter">
          <Question step={activity.step} />
          {!activity.correct && typeof activity.response?.response === 'string' && (
            <p className="river-answer">
              “<MathText text={activity.response.response} />”
            </p>
          )}
          {activity.mastery.map(({ skill, probability }) => (
            <p key={skill?.id ?? ''} className="river-move">
              {skill?.title ?? 'a skill'} → {percent(probability)}
            </p>
          ))}
        </div>
      );
    case 'HintActivity':
      return (
        <div className="river-matter">
          <Question step={activity.step} />
        </div>
      );
    case 'PracticeActivity':
      return (
        <div className="river-matter">
          <p className="river-question">
            <MathText text={activity.problem?.title ?? 'A problem'} />
          </p>
        </div>
      );
    case 'EnrollmentActivity':
      return null;
  }
}

/** The problem and, where it says more, the step: steps are often a mere “x = 5”. */
function Question({ step }: { step: { title: string; problem: { title: string } } | null }) {
  if (!step) return null;
  const { title, problem } = step;
  const text =
    title === '' || title === problem.title ? problem.title : `${problem.title}: ${title}`;
  return (
    <p className="river-question">
      <MathText text={text} />
    </p>
  );
}
