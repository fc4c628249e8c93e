import type { Absence, Statistic } from './types.js';

export function present(value: number): Statistic {
  return { value, absence: null };
}

export function absent(absence: Absence): Statistic {
  return { value: null, absence };
}

/** A correlation, kept within the bounds that rounding may overstep. */
export function correlation(value: number): Statistic {
  return present(Math.min(1, Math.max(-1, value)));
}
