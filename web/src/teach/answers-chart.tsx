import { memo } from 'react';

import { useNow } from '../parts/ago.js';
import { counted } from '../parts/percent.js';
import { MINUTES, type MinuteBar } from './board-state.js';

const WIDTH = 300;
const HEIGHT = 84;
const STEP = WIDTH / MINUTES;
const GAP = 2;
/** The scale never stretches a single answer to the full height. */
const LEAST = 5;

/** Answers of each of the last 30 minutes; the right ones full, the wrong ones on top of them. */
export const AnswersChart = memo(function AnswersChart({
  minutes,
}: {
  minutes: readonly MinuteBar[];
}) {
  const now = Math.floor(useNow() / 60_000);
  const shown = minutes.filter((bar) => bar.minute > now - MINUTES);
  const most = Math.max(LEAST, ...shown.map(({ correct, incorrect }) => correct + incorrect));
  const correct = shown.reduce((sum, bar) => sum + bar.correct, 0);
  const incorrect = shown.reduce((sum, bar) => sum + bar.incorrect, 0);
  const words = `${counted(correct, 'right answer')} and ${counted(incorrect, 'wrong answer')} in the last ${MINUTES} minutes`;
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
          const x = Math.min(MINUTES - 1, MINUTES - 1 - (now - bar.minute)) * STEP;
          const right = (bar.correct / most) * HEIGHT;
          const wrong = (bar.incorrect / most) * HEIGHT;
          return (
            <g key={bar.minute} transform={`translate(${x} 0)`}>
              <rect className="chart-right" y={HEIGHT - right} width={STEP - GAP} height={right} />
              <rect
                className="chart-wrong"
                y={HEIGHT - right - wrong}
                width={STEP - GAP}
                height={wrong}
              />
            </g>
          );
        })}
        <line className="chart-base" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      </svg>
      <p className="chart-scale" aria-hidden="true">
        <span>{MINUTES} min ago</span>
        <span>top: {most} a minute</span>
        <span>now</span>
      </p>
    </section>
  );
});
