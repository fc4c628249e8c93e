import { memo } from 'react';

import { MathText, plainText } from '../parts/math-text.js';
import type { Recommended, RecommendedItem } from './learn-documents.js';
import { wordsOf } from './reason-words.js';

/** What to do next and why. Arrives over the socket after each answer. */
export const Recommendation = memo(function Recommendation({
  recommendation,
  arrivedId,
  onStart,
}: {
  recommendation: Recommended | null;
  arrivedId: string | null;
  onStart: (problemId: string) => void;
}) {
  const [best, ...others] = recommendation?.items ?? [];
  const isNew = recommendation !== null && recommendation.id === arrivedId;
  return (
    <section className="card next" aria-labelledby="next-title">
      <h2 id="next-title">Next for you</h2>
      <p className="visually-hidden" role="status">
        {isNew && best ? `New recommendation: ${plainText(best.problem.title)}` : ''}
      </p>
      {recommendation === null && (
        <p className="muted">After your first answer this says what to do next, and why.</p>
      )}
      {recommendation !== null && !best && <p>Nothing is left. You have done it all.</p>}
      {best && (
        <div key={recommendation?.id} className={isNew ? 'arrived' : undefined}>
          <Item item={best} onStart={onStart} />
          {others.length > 0 && (
            <details>
              <summary>or one of {others.length} others</summary>
              {others.map((item) => (
                <Item key={item.problem.id} item={item} onStart={onStart} />
              ))}
            </details>
          )}
        </div>
      )}
    </section>
  );
});

function Item({ item, onStart }: { item: RecommendedItem; onStart: (problemId: string) => void }) {
  // Titles repeat within a lesson; the first question tells its problems apart.
  const question = item.problem.steps[0]?.title;
  return (
    <article className="next-item">
      <p className="eyebrow">
        {item.lesson.title} · {item.lesson.topic}
      </p>
      <h3>
        <MathText text={item.problem.title} />
      </h3>
      {question !== undefined && question !== item.problem.title && (
        <p>
          <MathText text={question} />
        </p>
      )}
      <ul className="reasons">
        {item.reasons.map((reason) => (
          <li key={reason.code}>
            <span
              className="reason-weight"
              style={{ inlineSize: `${reason.weight * 100}%` }}
              aria-hidden="true"
            />
            {wordsOf(reason)}
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={() => onStart(item.problem.id)}>
        Practise this
      </button>
    </article>
  );
}
