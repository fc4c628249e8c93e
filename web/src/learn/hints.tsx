import { MathText } from '../parts/math-text.js';
import type { AttemptStep } from './learn-documents.js';

/** The hints asked for, in the order they were given. */
export function Hints({ hints }: { hints: AttemptStep['hints'] }) {
  const ordered = hints.toSorted((one, other) => one.position - other.position);
  return (
    <ol className="hints" aria-label="Hints" aria-live="polite">
      {ordered.map((hint) => (
        <li key={hint.position} className={hint.kind === 'SCAFFOLD' ? 'hint scaffold' : 'hint'}>
          <p className="eyebrow">
            {hint.kind === 'SCAFFOLD' ? 'A smaller question' : 'Hint'}
            {hint.title !== '' && (
              <>
                {' · '}
                <MathText text={hint.title} />
              </>
            )}
          </p>
          <p className="prose">
            <MathText text={hint.text} />
          </p>
          {hint.choices.length > 0 && (
            <ul className="hint-choices">
              {hint.choices.map((choice) => (
                <li key={choice}>
                  <MathText text={choice} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
