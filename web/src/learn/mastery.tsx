import { memo, useState } from 'react';

import { Meter } from '../parts/meter.js';
import { percent } from '../parts/percent.js';
import type { Learner } from './learn-documents.js';

const FEW = 6;

/** Mastery of each skill met, those at work first, then the latest moved. */
export const Mastery = memo(function Mastery({
  mastery,
  atWork,
}: {
  mastery: Learner['mastery'];
  atWork: ReadonlySet<string>;
}) {
  const [all, setAll] = useState(false);
  const sorted = mastery.toSorted(
    (one, other) =>
      Number(atWork.has(other.skill.id)) - Number(atWork.has(one.skill.id)) ||
      Date.parse(other.updatedAt) - Date.parse(one.updatedAt),
  );
  const shown = all ? sorted : sorted.slice(0, FEW);
  return (
    <section className="card mastery" aria-labelledby="mastery-title">
      <h2 id="mastery-title">Mastery</h2>
      {mastery.length === 0 && <p className="muted">Your first answer starts the first bar.</p>}
      <ul>
        {shown.map(({ skill, probability }) => (
          <li key={skill.id} className={atWork.has(skill.id) ? 'at-work' : undefined}>
            <span className="mastery-name">{skill.title}</span>
            <span className="mastery-value">{percent(probability)}</span>
            <Meter label={skill.title} value={probability} />
          </li>
        ))}
      </ul>
      {sorted.length > FEW && (
        <button type="button" className="button button-quiet" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${sorted.length} skills`}
        </button>
      )}
    </section>
  );
});
