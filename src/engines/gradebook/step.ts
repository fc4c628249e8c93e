import type { ColumnOverride, TotalOverride } from './facts.js';
import { toNumber, type Fraction } from './fraction.js';
import type { GradeStep, StepCode } from './types.js';

/** A step in doubles; the arithmetic itself goes on with the fractions. */
export function step(
  code: StepCode,
  before: Fraction | null,
  after: Fraction | null,
  ids: readonly string[],
  values: Readonly<Record<string, Fraction | number>> = {},
): GradeStep {
  return {
    code,
    before: before && toNumber(before),
    after: after && toNumber(after),
    ids,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'number' ? value : toNumber(value),
      ]),
    ),
  };
}

/** The last step of what was set by hand. */
export function overridden(
  { actor, at, reason }: ColumnOverride | TotalOverride,
  before: Fraction | null,
  after: Fraction,
): GradeStep {
  const values: Record<string, number> = Number.isFinite(at) ? { at } : {};
  return { ...step('OVERRIDDEN', before, after, [actor], values), reason };
}
