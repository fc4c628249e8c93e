import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { add, compare, divide, exact, multiply, subtract, toNumber, ZERO } from './fraction.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });

describe('an exact fraction', () => {
  it('takes a number for the decimal it prints as', () => {
    expect(add(exact(0.1), exact(0.2))).toEqual(exact(0.3));
    expect(multiply(exact(1.1), exact(3))).toEqual(exact(3.3));
    expect(exact(2.5e-7)).toEqual({ n: 1n, d: 4_000_000n });
    expect(exact(-1e21)).toEqual({ n: -(10n ** 21n), d: 1n });
  });

  it('comes back as the double it came from', () => {
    fc.assert(fc.property(finite, (value) => toNumber(exact(value)) === value || value === 0));
  });

  // n/d and (n f)/(d f) are one number, but only the first is short enough to be divided as doubles.
  it('is rounded to the nearest double also where its parts are no doubles', () => {
    fc.assert(
      fc.property(whole, whole, fc.bigInt(10n ** 17n, 10n ** 40n), (n, d, factor) => {
        fc.pre(d > 0);
        const long = { n: BigInt(n) * factor, d: BigInt(d) * factor };
        expect(toNumber(long)).toBe(n === 0 ? 0 : n / d);
      }),
    );
  });

  it('stays within the doubles', () => {
    const huge = multiply(exact(Number.MAX_VALUE), exact(Number.MAX_VALUE));
    expect(toNumber(huge)).toBe(Number.MAX_VALUE);
    expect(toNumber(subtract(ZERO, huge))).toBe(-Number.MAX_VALUE);
  });

  it('undoes an addition by a subtraction and a multiplication by a division', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        const [a, b] = [exact(x), exact(y)];
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(divide(multiply(a, b), b)).toEqual(y === 0 ? null : a);
      }),
    );
  });

  it('is ordered as numbers are', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        expect(compare(exact(x), exact(y))).toBe(x === y ? 0 : x < y ? -1 : 1);
      }),
    );
  });
});
