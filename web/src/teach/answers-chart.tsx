import { memo } from 'react';

import { useNow } from '../parts/ago.js';
import { counted } from '../parts/percent.js';
import { MINUTES, type MinuteBar } from './board-state.js';

const WIDTH = 300;
const HEIGHT = 84;
const GAP = 2;
/** A board that was just opened shows fewer minutes than it will. */
const FEWEST_MINUTES = 10;
/** The scale never stretches a single answer to the full height. */
const LEAST = 5;

/** Answers of each of the last minutes; the wrong ones on top of the right ones. */
export const AnswersChart = memo(function AnswersChart({
  minutes,
}: {
  minutes: readonly MinuteBar[];
}) {
  const now = Math.floor(useNow() / 60_000);
  const sinceFirst = now - (minutes[0]?.minute ?? now) + 1;
  const span = Math.min(MINUTES, Math.max(FEWEST_MINUTES, sinceFirst));
  const step = WIDTH / span;
  const shown = minutes.filter((bar) => bar.minute > now - span);
  const most = Math.max(LEAST, ...shown.map(({ correct, incorrect }) => correct + incorrect));
  const correct = shown.reduce((sum, bar) => sum + bar.correct, 0);
  const incorrect = shown.reduce((sum, bar) => sum + bar.incorrect, 0);
  const words = `${counted(correct, 'right answer')} and ${counted(incorrect, 'wrong answer')} in the last ${span} minutes`;
  return (
    <section className="card chart" aria-labelledby="chart-title">
      <header className="card-header">
        <h2 id="chart-title">Answers a minute</h2>
        <p className="legend" aria-hidden="true">
          <span className="legend-right">right</span> <span className="legend-wrong">wrong</span>
        </p>
      </header>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={words}
        preserveAspectRatio="none"
      >
        {[0.5, 1].map((part) => (
          <line
            key={part}
            className="chart-line"
            x2={WIDTH}
            y1={HEIGHT * (1 - part) + 0.5}
            y2={HEIGHT * (1 - part) + 0.5}
          />
        ))}
        {shown.map((bar) => {
          // A bar of the running minute may come a moment before our clock turns.
          const x = Math.min(span - 1, span - 1 - (now - bar.minute)) * step;
          const right = (bar.correct / most) * HEIGHT;
          const wrong = (bar.incorrect / most) * HEIGHT;
          return (
            <g key={bar.minute} transform={`translate(${x} 0)`}>
              <rect className="chart-right" y={HEIGHT - right} width={step - GAP} height={right} />
              <rect
                className="chart-wrong"
                y={HEIGHT - right - wrong}
                width={step - GAP}
                height={wrong}
              />
            </g>
          );
        })}
        <line className="chart-base" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      </svg>
      <p className="chart-scale" aria-hidden="true">
        <span>{span} min ago</span>
        <span>top: {most.toLocaleString('en')} a minute</span>
        <span>now</span>
      </p>
    </section>
  );
});
