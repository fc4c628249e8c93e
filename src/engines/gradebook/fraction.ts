/** An exact number n/d in lowest terms, d > 0. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Fraction = { n: 0n, d: 1n };

/** The number that a finite double prints as: 0.1 is one tenth, not the double nearest to it. */
export function exact(value: number): Fraction {
  if (Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n };
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const digits = BigInt(whole + decimals);
  const power = Number(exponent) - decimals.length;
  return power < 0
    ? reduced(digits, 10n ** BigInt(-power))
    : { n: digits * 10n ** BigInt(power), d: 1n };
}

/** As `exact`, and null for null and for what is not finite. */
export function known(value: number | null): Fraction | null {
  return value !== null && Number.isFinite(value) ? exact(value) : null;
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  return reduced(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { n: -b.n, d: b.d });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  if (a.d === 1n && b.d === 1n) return { n: a.n * b.n, d: 1n };
  return reduced(a.n * b.n, a.d * b.d);
}

/** a/b, or null when b is 0. */
export function divide(a: Fraction, b: Fraction): Fraction | null {
  if (b.n === 0n) return null;
  return b.n < 0n ? reduced(-a.n * b.d, -b.n * a.d) : reduced(a.n * b.d, b.n * a.d);
}

/** Below 0, 0 or above 0, as a is below, at or above b. */
export function compare(a: Fraction, b: Fraction): number {
  const [left, right] = [a.n * b.d, b.n * a.d];
  return left === right ? 0 : left < right ? -1 : 1;
}

export function least(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

export function most(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}

export function sum(parts: Iterable<Fraction>): Fraction {
  let total = ZERO;
  for (const part of parts) total = add(total, part);
  return total;
}

/** The double nearest to it; beyond the doubles, the largest of its sign. */
export function toNumber({ n, d }: Fraction): number {
  if (n === 0n) return 0;
  if (n < 0n) return -toNumber({ n: -n, d });
  // Within these bounds both are doubles themselves, and their quotient is rounded once.
  if (n < EXACT && d < EXACT) return Number(n) / Number(d);
  // A quotient of 64 bits or more, made odd if something is left over, rounds as the whole does.
  const shift = bits(d) - bits(n) + 68;
  const [dividend, divisor] = shift >= 0 ? [n << BigInt(shift), d] : [n, d << BigInt(-shift)];
  const sticky = dividend % divisor === 0n ? 0n : 1n;
  const quotient = Number((dividend / divisor) | sticky);
  const half = Math.trunc(-shift / 2);
  return Math.min(quotient * 2 ** half * 2 ** (-shift - half), Number.MAX_VALUE);
}

const EXACT = 2n ** 53n;

/** Number of binary digits, to within 3. */
function bits(value: bigint): number {
  return value.toString(16).length * 4;
}

function reduced(n: bigint, d: bigint): Fraction {
  let [x, y] = [n < 0n ? -n : n, d];
  while (y !== 0n) [x, y] = [y, x % y];
  return { n: n / x, d: d / x };
}
