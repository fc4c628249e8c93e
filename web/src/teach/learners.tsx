import { memo, useId, useMemo, useState } from 'react';

import { Ago } from '../parts/ago.js';
import { Meter } from '../parts/meter.js';
import { percent } from '../parts/percent.js';
import { RECENT, type LearnerRow } from './board-state.js';

type Order = 'name' | 'activity' | 'mastery';

const COMPARE: Record<Order, (one: LearnerRow, other: LearnerRow) => number> = {
  name: (one, other) => one.name.localeCompare(other.name),
  activity: (one, other) => (other.lastAt ?? '').localeCompare(one.lastAt ?? ''),
  mastery: (one, other) => (one.average ?? -1) - (other.average ?? -1),
};

export const Learners = memo(function Learners({
  learners,
  skillCount,
}: {
  learners: ReadonlyMap<string, LearnerRow>;
  skillCount: number;
}) {
  const [order, setOrder] = useState<Order>('name');
  const id = useId();
  const sorted = useMemo(
    () =>
      [...learners.values()].sort(
        (one, other) => COMPARE[order](one, other) || COMPARE.name(one, other),
      ),
    [learners, order],
  );
  return (
    <section className="card learners" aria-labelledby={`${id}-title`}>
      <header className="card-header">
        <h2 id={`${id}-title`}>Learners</h2>
        <label>
          Order by{' '}
          <select value={order} onChange={(event) => setOrder(event.target.value as Order)}>
            <option value="name">name</option>
            <option value="activity">last activity</option>
            <option value="mastery">lowest mastery</option>
          </select>
        </label>
      </header>
      <div className="table-frame" tabIndex={0} role="region" aria-label="Table of learners">
        <table>
          <thead>
            <tr>
              <th scope="col">Learner</th>
              <th scope="col">Mastery</th>
              <th scope="col">Latest answers</th>
              <th scope="col" className="number">
                Answers
              </th>
              <th scope="col" className="number">
                Hints
              </th>
              <th scope="col" className="number">
                Done
              </th>
              <th scope="col">Last activity</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <Row key={row.id} row={row} skillCount={skillCount} />
            ))}
          </tbody>
        </table>
        {sorted.length === 0 && <p className="muted">Nobody learns in this course yet.</p>}
      </div>
    </section>
  );
});

/** Drawn again only when this learner did something. */
const Row = memo(function Row({ row, skillCount }: { row: LearnerRow; skillCount: number }) {
  const moves = row.answers + row.hints;
  return (
    <tr data-learner={row.name}>
      <th scope="row">
        {/* A new key starts the flash again. */}
        {moves > 0 && <span key={moves} className="flash" aria-hidden="true" />}
        {row.name}
      </th>
      <td>
        <div className="learner-mastery">
          <Meter label={`Mean mastery of ${row.name}`} value={row.average ?? 0} />
          <span>{row.average === null ? '–' : percent(row.average)}</span>
          <small>
            {row.mastery.size} of {skillCount} skills
          </small>
        </div>
      </td>
      <td>
        <Recent answers={row.recent} />
      </td>
      <td className="number">{row.answers === 0 ? '–' : `${row.correct}/${row.answers}`}</td>
      <td className="number">{row.hints === 0 ? '–' : row.hints}</td>
      <td className="number">{row.total === 0 ? '–' : `${row.completed}/${row.total}`}</td>
      <td className="last-activity">{row.lastAt === null ? 'not yet' : <Ago at={row.lastAt} />}</td>
    </tr>
  );
});

/** Right is a full dot, wrong a ring: colour is not all there is to see. */
function Recent({ answers }: { answers: readonly boolean[] }) {
  const words = answers.map((correct) => (correct ? 'right' : 'wrong')).join(', ');
  return (
    <svg
      className="recent"
      viewBox={`0 0 ${RECENT * 10} 10`}
      role="img"
      aria-label={words === '' ? 'No answers yet' : words}
    >
      {Array.from({ length: RECENT }, (_, index) => {
        const correct = answers[index];
        const name =
          correct === undefined ? 'recent-none' : correct ? 'recent-right' : 'recent-wrong';
        return (
          <circle
            key={index}
            className={name}
            cx={index * 10 + 5}
            cy={5}
            r={correct === undefined ? 1 : correct ? 3.6 : 2.9}
          />
        );
      })}
    </svg>
  );
}
