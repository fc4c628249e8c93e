import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  add,
  compare,
  fraction,
  fractionOf,
  invert,
  multiply,
  reduce,
  toDouble,
} from './fraction.js';

const whole = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const natural = fc.bigInt({ min: 1n, max: 10n ** 40n });
const any = fc.tuple(whole, natural).map(([n, d]) => fraction(n, d));

/** Below this doubles have fewer digits. */
const SUBNORMAL = 2 ** -1022;

describe('a fraction', () => {
  it('adds and multiplies as fractions do', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(compare(add(a, b), add(b, a))).toBe(0);
        expect(compare(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0);
      }),
    );
  });

  it('keeps a bound of its size that holds', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        for (const { n, d, bits } of [add(a, b), multiply(a, b)]) {
          expect(n.toString(2).replace('-', '').length).toBeLessThanOrEqual(bits);
          expect(d.toString(2).length).toBeLessThanOrEqual(bits);
        }
      }),
    );
  });

  it('stays the same number in lowest terms and turned over twice', () => {
    fc.assert(
      fc.property(any, (a) => {
        expect(compare(reduce(a), a)).toBe(0);
        if (a.n !== 0n) expect(compare(invert(invert(a)), a)).toBe(0);
      }),
    );
  });

  it('is what a double prints as', () => {
    expect(reduce(fractionOf(0.1))).toMatchObject({ n: 1n, d: 10n });
    expect(reduce(fractionOf(-2.5e-7))).toMatchObject({ n: -1n, d: 4_000_000n });
    expect(reduce(fractionOf(1e21))).toMatchObject({ n: 10n ** 21n, d: 1n });
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const gap = Math.abs(toDouble(fractionOf(value)) - value);
        expect(gap <= 2 * Number.EPSILON * Math.abs(value) || Math.abs(value) < SUBNORMAL).toBe(
          true,
        );
      }),
    );
  });

  it('is near its double even where numerator and denominator are none', () => {
    expect(toDouble(fraction(3n ** 2_000n, 2n * 3n ** 2_000n))).toBeCloseTo(0.5, 15);
    expect(toDouble(fraction(10n ** 400n, 1n))).toBe(Infinity);
  });
});
