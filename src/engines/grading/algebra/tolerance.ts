import type { Tolerance } from '../types.js';
import { absolute, compare, fractionOf, multiply } from './fraction.js';
import { difference, toRounded, type Value } from './value.js';

/**
 * Whether |found − expected| ≤ absolute, or ≤ relative · |expected|. The bounds belong to it: 10
 * within 0.5 of 10.5 is. Exact numbers are compared exactly, with 0.1 meaning one tenth.
 */
export function isWithin(tolerance: Tolerance, expected: Value, found: Value): boolean {
  const gap = difference(found, expected);
  const bounds = [
    { factor: usable(tolerance.absolute), of: undefined },
    { factor: usable(tolerance.relative), of: expected },
  ];
  return bounds.some(({ factor, of }) => {
    if (factor === undefined || gap === undefined) return false;
    if (gap.kind === 'exact' && of?.kind !== 'rounded') {
      const share = fractionOf(factor);
      const bound = of === undefined ? share : multiply(share, absolute(of.fraction));
      return compare(absolute(gap.fraction), bound) <= 0;
    }
    const [size, scale] = [toRounded(gap), of === undefined ? 1 : toRounded(of)?.value];
    if (size === undefined || scale === undefined) return false;
    return Math.abs(size.value) <= factor * Math.abs(scale) + size.error;
  });
}

function usable(bound: number | undefined): number | undefined {
  return bound !== undefined && Number.isFinite(bound) && bound >= 0 ? bound : undefined;
}
