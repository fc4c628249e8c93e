import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { fraction, fractionOf } from './fraction.js';
import { power } from './powers.js';
import { equal, exact, product, round, rounded, sum, toRounded, type Value } from './value.js';

/** Numbers of the size that exercises have; below 1e-300 doubles lose digits. */
const double = fc
  .double({ min: -1e6, max: 1e6, noNaN: true })
  .filter((value) => value === 0 || Math.abs(value) > 1e-100);
const LARGEST_EXPONENT = 200;

/** The exact value beside the rounded one it should be near. */
const contains = (blurred: Value, truth: Value) => {
  const [a, b] = [toRounded(blurred), toRounded(truth)];
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a.value - b.value) <= a.error + b.error;
};

describe('a rounded value', () => {
  it('has an error bound that holds for sums and products', () => {
    fc.assert(
      fc.property(double, double, (x, y) => {
        const [a, b] = [fractionOf(x), fractionOf(y)];
        expect(contains(sum(round(a), round(b)), sum(exact(a), exact(b)))).toBe(true);
        expect(contains(product(round(a), round(b)), product(exact(a), exact(b)))).toBe(true);
      }),
    );
  });

  it('has an error bound that holds for whole powers', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.integer({ min: -20, max: 20 }),
        (x, p) => {
          const [base, exponent] = [fractionOf(x), exact(fraction(BigInt(p), 1n))];
          const truth = power(exact(base), exponent, LARGEST_EXPONENT);
          expect(contains(power(round(base), exponent, LARGEST_EXPONENT), truth)).toBe(true);
        },
      ),
    );
  });

  it('gives its root back when squared', () => {
    const half = exact(fraction(1n, 2n));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (n) => {
        const number = exact(fraction(BigInt(n), 1n));
        const root = power(number, half, LARGEST_EXPONENT);
        expect(equal(product(root, root), number)).toBe(true);
        expect(equal(product(root, root), exact(fraction(BigInt(n) + 1n, 1n)))).toBe(false);
      }),
    );
  });

  it('says nothing when it is blurred, or nothing at all', () => {
    expect(equal(rounded(1, 1e-3), rounded(1, 0))).toBeUndefined();
    expect(equal(rounded(1, 1e-3), rounded(5, 0))).toBeUndefined();
    expect(equal(undefined, rounded(5, 0))).toBeUndefined();
    expect(rounded(Infinity, 0)).toBeUndefined();
    expect(rounded(NaN, 0)).toBeUndefined();
  });
});

describe('a power', () => {
  const number = (n: number, d = 1) => exact(fraction(BigInt(n), BigInt(d)));
  const raise = (base: Value, exponent: Value) => power(base, exponent, LARGEST_EXPONENT);

  it('is exact where it is rational', () => {
    expect(equal(raise(number(2, 3), number(-3)), number(27, 8))).toBe(true);
    expect(raise(number(4, 9), number(1, 2))).toMatchObject({ kind: 'exact' });
    expect(equal(raise(number(4, 9), number(-3, 2)), number(27, 8))).toBe(true);
    expect(equal(raise(number(18, 2), number(1, 2)), number(3))).toBe(true);
  });

  it('takes the real root of a negative number where there is one', () => {
    expect(equal(raise(number(-8), number(1, 3)), number(-2))).toBe(true);
    expect(equal(raise(number(-8), number(2, 3)), number(4))).toBe(true);
    expect(equal(raise(number(-8), number(2, 6)), number(-2))).toBe(true);
    expect(raise(number(-8), number(1, 2))).toBeUndefined();
    expect(toRounded(raise(number(-2), number(1, 3)))?.value).toBeCloseTo(-(2 ** (1 / 3)), 12);
  });

  it('has no value for 0^0 and 0^(−1)', () => {
    expect(raise(number(0), number(0))).toBeUndefined();
    expect(raise(number(0), number(-1))).toBeUndefined();
    expect(equal(raise(number(0), number(1, 2)), number(0))).toBe(true);
    expect(equal(raise(number(-5), number(0)), number(1))).toBe(true);
  });

  it('goes on as a double where it is too large to write out', () => {
    expect(raise(number(123), number(200))).toMatchObject({ kind: 'exact' });
    expect(raise(number(10_000_001, 10_000_000), number(200))).toMatchObject({ kind: 'rounded' });
    expect(raise(number(1_234_567_890), number(200))).toBeUndefined();
  });
});
