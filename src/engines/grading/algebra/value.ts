import { add, compare, multiply, ONE, toDouble, ZERO, type Fraction } from './fraction.js';

/**
 * The value of an expression at a point: exact while it is rational and of moderate size, else a
 * double with a bound of its own rounding error. `undefined` stands for no value (1/0, √−1).
 */
export type Value =
  | { readonly kind: 'exact'; readonly fraction: Fraction }
  | { readonly kind: 'rounded'; readonly value: number; readonly error: number }
  | undefined;

export type Rounded = Extract<Value, { kind: 'rounded' }>;

/**
 * Relative error of one operation. IEEE 754 rounds sums and products to half of this, and V8's
 * elementary functions, ports of fdlibm, err by less than one unit in the last place, which is
 * this.
 */
export const ROUNDING = Number.EPSILON;

/** Exact numbers larger than this many binary digits go on as doubles. */
const MAX_BITS = 4_096;

export function exact(fraction: Fraction): Value {
  return fraction.bits > MAX_BITS ? round(fraction) : { kind: 'exact', fraction };
}

/** A double, or no value when it is none. */
export function rounded(value: number, error: number): Rounded | undefined {
  return Number.isFinite(value) && Number.isFinite(error)
    ? { kind: 'rounded', value, error }
    : undefined;
}

/** The double near a fraction: numerator, denominator and quotient are rounded by half a unit each. */
export function round(fraction: Fraction): Rounded | undefined {
  const value = toDouble(fraction);
  return rounded(value, Math.abs(value) * 2 * ROUNDING);
}

export function toRounded(value: Value): Rounded | undefined {
  return value?.kind === 'exact' ? round(value.fraction) : value;
}

export const NOTHING = exact(ZERO);
export const UNIT = exact(ONE);

export function sum(a: Value, b: Value): Value {
  if (a?.kind === 'exact' && b?.kind === 'exact') return exact(add(a.fraction, b.fraction));
  const [x, y] = [toRounded(a), toRounded(b)];
  if (x === undefined || y === undefined) return undefined;
  const value = x.value + y.value;
  return rounded(value, x.error + y.error + Math.abs(value) * ROUNDING);
}

export function product(a: Value, b: Value): Value {
  if (a?.kind === 'exact' && b?.kind === 'exact') return exact(multiply(a.fraction, b.fraction));
  const [x, y] = [toRounded(a), toRounded(b)];
  if (x === undefined || y === undefined) return undefined;
  const value = x.value * y.value;
  const spread = Math.abs(x.value) * y.error + Math.abs(y.value) * x.error + x.error * y.error;
  return rounded(value, spread + Math.abs(value) * ROUNDING);
}

export function difference(a: Value, b: Value): Value {
  return sum(a, product(exact({ n: -1n, d: 1n, bits: 1 }), b));
}

/** Bounds of rounding errors are sums of first-order terms; this covers the rest. */
const SAFETY = 4;

/**
 * A rounded value says nothing when its error bound exceeds this, beside 1 or its own size:
 * 10^30·√2 − 10^30·√2 is anything within 10^15. So no two numbers that differ by more pass as equal.
 */
const MAX_BLUR = 1e-9;

/** Equal, different, or undefined when the values are too blurred (or not there) to tell. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a?.kind === 'exact' && b?.kind === 'exact') return compare(a.fraction, b.fraction) === 0;
  const [x, y] = [toRounded(a), toRounded(b)];
  if (x === undefined || y === undefined) return undefined;
  const blur = SAFETY * (x.error + y.error);
  const size = Math.max(1, Math.abs(x.value), Math.abs(y.value));
  return blur > MAX_BLUR * size ? undefined : Math.abs(x.value - y.value) <= blur;
}
