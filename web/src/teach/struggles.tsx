import { memo } from 'react';

import { percent } from '../parts/percent.js';
import type { SkillRow } from './board-state.js';

const MOST = 4;
/** Fewer answers say nothing yet. */
const ENOUGH = 3;

/** The skills that go wrong most often while the board is open: what to talk about next. */
export const Struggles = memo(function Struggles({
  skills,
}: {
  skills: ReadonlyMap<string, SkillRow>;
}) {
  const hardest = [...skills.values()]
    .filter(({ answers, correct }) => answers >= ENOUGH && correct < answers)
    .sort((one, other) => one.correct / one.answers - other.correct / other.answers)
    .slice(0, MOST);
  return (
    <section className="card struggles" aria-labelledby="struggles-title">
      <h2 id="struggles-title">Hardest right now</h2>
      {hardest.length === 0 ? (
        <p className="muted">Nothing stands out yet.</p>
      ) : (
        <ol>
          {hardest.map(({ id, title, answers, correct }) => (
            <li key={id}>
              <span>{title}</span>
              <small>
                {percent(correct / answers)} right of {answers}
              </small>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
});
