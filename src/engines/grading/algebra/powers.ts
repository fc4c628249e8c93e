import { fraction, invert, reduce, type Fraction } from './fraction.js';
import {
  exact,
  round,
  rounded,
  ROUNDING,
  toRounded,
  UNIT,
  type Rounded,
  type Value,
} from './value.js';

/** The q-th root of a number is tried for exactness up to this size times 1/q. */
const MAX_ROOT_BITS = 1_024;
/** Larger exact exponents are taken as doubles; bringing them to lowest terms would cost too much. */
const MAX_EXPONENT_BITS = 128;

/**
 * base^exponent among the real numbers. A rational exponent p/q in lowest terms is the q-th root
 * to the p: of a negative base real for odd q, (−8)^(2/3) = 4, and without a value for even q.
 * 0^0 and 0 to a negative power have no value. Where p or q exceeds `maxExponent` the power is not
 * worked out exactly, and of a negative base not at all.
 */
export function power(base: Value, exponent: Value, maxExponent: number): Value {
  if (base === undefined || exponent === undefined) return undefined;
  if (exponent.kind === 'rounded') return realPower(toRounded(base), exponent);
  const ratio = smallRatio(exponent.fraction, maxExponent);
  if (ratio === undefined) {
    const real = toRounded(exponent);
    return real && realPower(toRounded(base), real);
  }
  const [p, q] = ratio;
  if (base.kind === 'rounded') return rationalPower(base, p, q);
  if (base.fraction.n === 0n) return p > 0 ? base : undefined;
  const root = q === 1 ? base.fraction : exactRoot(base.fraction, q);
  if (root === undefined) return rationalPower(round(base.fraction), p, q);
  return integerPower(root, p);
}

/** p and q of an exponent in lowest terms, when they are small enough to work with. */
function smallRatio(exponent: Fraction, maxExponent: number): [number, number] | undefined {
  if (exponent.bits > MAX_EXPONENT_BITS) return undefined;
  const { n, d } = reduce(exponent);
  const [p, q] = [Number(n), Number(d)];
  return Math.max(Math.abs(p), q) > maxExponent ? undefined : [p, q];
}

function integerPower(base: Fraction, p: number): Value {
  if (p === 0) return UNIT;
  const size = BigInt(Math.abs(p));
  const bits = base.bits * Math.abs(p);
  // Too large to write out: go on with doubles, which may in turn have no room for it.
  if (exact({ ...base, bits })?.kind !== 'exact') return rationalPower(round(base), p, 1);
  const raised = { n: base.n ** size, d: base.d ** size, bits };
  return exact(p > 0 ? raised : invert(raised));
}

/** |base|^(p/q) with the sign of a real root; p/q is in lowest terms. */
function rationalPower(base: Rounded | undefined, p: number, q: number): Value {
  if (base === undefined) return undefined;
  const size = Math.abs(base.value);
  if (size <= base.error) return undefined;
  if (base.value < 0 && q % 2 === 0) return undefined;
  const value = size ** (p / q);
  const spread = (Math.abs(p / q) * base.error) / (size - base.error);
  const sign = base.value < 0 && p % 2 !== 0 ? -1 : 1;
  return rounded(sign * value, value * (spread + exponentRounding(size, p / q)));
}

function realPower(base: Rounded | undefined, exponent: Rounded): Value {
  if (base === undefined || base.value <= base.error) return undefined;
  const value = base.value ** exponent.value;
  const spread =
    (Math.abs(exponent.value) * base.error) / (base.value - base.error) +
    Math.abs(Math.log(base.value)) * exponent.error;
  return rounded(value, value * (spread + exponentRounding(base.value, exponent.value)));
}

/** b^x = e^(x ln b): the rounding of x counts ln b times, and the result is rounded once more. */
function exponentRounding(base: number, exponent: number): number {
  return (1 + Math.abs(exponent * Math.log(base))) * ROUNDING;
}

/**
 * The q-th root when it is rational. n/d is (n·d^(q−1)) / d^q, so it suffices to look at a whole
 * number, and no lowest terms are needed.
 */
function exactRoot(base: Fraction, q: number): Fraction | undefined {
  if (base.bits * q > MAX_ROOT_BITS || (base.n < 0n && q % 2 === 0)) return undefined;
  const size = base.n < 0n ? -base.n : base.n;
  const root = wholeRoot(size * base.d ** BigInt(q - 1), q);
  return root === undefined ? undefined : fraction(base.n < 0n ? -root : root, base.d);
}

/** The q-th root of a natural number when it is natural, by Newton's method from above. */
function wholeRoot(value: bigint, q: number): bigint | undefined {
  const degree = BigInt(q);
  let root = 1n << BigInt(Math.ceil((value.toString(16).length * 4) / q));
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree;
    if (next >= root) return root ** degree === value ? root : undefined;
    root = next;
  }
}
