/**
 * An exact number n/d, d > 0. Not reduced: the greatest common divisor of large numbers costs more
 * than carrying it along.
 */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
  /** Upper bound of the binary digits of |n| and of d, kept so that they need not be counted. */
  readonly bits: number;
}

export function fraction(n: bigint, d: bigint): Fraction {
  return { n, d, bits: Math.max(bitsOf(n), bitsOf(d)) };
}

export const ZERO = fraction(0n, 1n);
export const ONE = fraction(1n, 1n);

export function integer(value: number): Fraction {
  return fraction(BigInt(value), 1n);
}

/** The number a decimal spells: digits, a point, a power of ten. */
export function decimal(digits: string, fractionDigits: string, powerOfTen: number): Fraction {
  const n = BigInt(digits + fractionDigits);
  const power = powerOfTen - fractionDigits.length;
  return power >= 0 ? fraction(n * 10n ** BigInt(power), 1n) : fraction(n, 10n ** BigInt(-power));
}

/** The number that a finite double prints as: 0.1 is one tenth, not the double nearest to it. */
export function fractionOf(value: number): Fraction {
  const [mantissa = '', power = '0'] = Math.abs(value).toString().split('e');
  const [digits = '', fractionDigits = ''] = mantissa.split('.');
  const size = decimal(digits, fractionDigits, Number(power));
  return value < 0 ? negate(size) : size;
}

export function negate(a: Fraction): Fraction {
  return { ...a, n: -a.n };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.d === b.d) return { n: a.n + b.n, d: a.d, bits: Math.max(a.bits, b.bits) + 1 };
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d, bits: a.bits + b.bits + 1 };
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d, bits: a.bits + b.bits };
}

/** 1/a; a is not zero. */
export function invert(a: Fraction): Fraction {
  return a.n < 0n ? { n: -a.d, d: -a.n, bits: a.bits } : { n: a.d, d: a.n, bits: a.bits };
}

export function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function absolute(a: Fraction): Fraction {
  return a.n < 0n ? negate(a) : a;
}

/** Lowest terms, by Euclid's algorithm. */
export function reduce(a: Fraction): Fraction {
  let [x, y] = [a.n < 0n ? -a.n : a.n, a.d];
  while (y !== 0n) [x, y] = [y, x % y];
  return fraction(a.n / x, a.d / x);
}

/** The nearest double, give or take its last digit; ±Infinity beyond the doubles. */
export function toDouble(a: Fraction): number {
  const [n, d] = [leadingBits(a.n), leadingBits(a.d)];
  return (n.value / d.value) * 2 ** (n.shift - d.shift);
}

/** Doubles have 53 binary digits and hold 1,023 of them before the point; 600 is between. */
const LEADING_BITS = 600;

function leadingBits(value: bigint): { value: number; shift: number } {
  const shift = Math.max(0, bitsOf(value) - LEADING_BITS);
  return { value: Number(value >> BigInt(shift)), shift };
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * 4;
}
