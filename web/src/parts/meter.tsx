import { percent } from './percent.js';

/** A bar from 0 to 1 that glides when it moves. */
export function Meter({
  label,
  value,
  tone = 'mastery',
}: {
  label: string;
  value: number;
  tone?: 'mastery' | 'progress';
}) {
  const whole = Math.round(value * 100);
  return (
    <div
      className={`meter meter-${tone}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={whole}
      aria-valuetext={percent(value)}
    >
      <div className="meter-fill" style={{ transform: `scaleX(${value})` }} />
    </div>
  );
}
