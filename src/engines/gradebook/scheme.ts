import { compare, exact, type Fraction } from './fraction.js';
import type { SchemeGrade } from './policy.js';

/**
 * The name with the highest bound that the fraction reaches, a bound being reached by what is
 * exactly on it: 27 of 30 points reach 0.9. Null below every bound and for nothing. Nothing is
 * rounded first.
 */
export function gradeName(
  scheme: readonly SchemeGrade[],
  fraction: Fraction | null,
): string | null {
  if (fraction === null) return null;
  const reached = scheme.filter(({ from }) => compare(fraction, exact(from)) >= 0);
  if (reached.length === 0) return null;
  return reached.reduce((a, b) => (b.from > a.from ? b : a)).name;
}
