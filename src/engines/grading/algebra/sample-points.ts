import type { Point } from './evaluate.js';
import { fraction, type Fraction } from './fraction.js';
import { tooComplex } from './refusal.js';

/**
 * How the points differ, one line a point: so that √x, √(1 − x²), √(x − 100) and |x| each have
 * values at some and tell themselves from their neighbours at others.
 */
const POINT_KINDS = [
  { size: 'usual', signs: 'positive' },
  { size: 'usual', signs: 'positive' },
  { size: 'small', signs: 'positive' },
  { size: 'small', signs: 'positive' },
  { size: 'large', signs: 'positive' },
  { size: 'large', signs: 'positive' },
  { size: 'large', signs: 'positive' },
  { size: 'usual', signs: 'mixed' },
  { size: 'usual', signs: 'mixed' },
  { size: 'usual', signs: 'mixed' },
  { size: 'usual', signs: 'mixed' },
  { size: 'small', signs: 'mixed' },
  { size: 'small', signs: 'mixed' },
] as const;

/** Points at which an expression with unknowns is looked at. */
export const POINTS = POINT_KINDS.length;

/** Numerators. Primes share no factor with one another, nor with what exercises are made of. */
const PRIMES = [
  11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149,
] as const;
/** Strides through the 31 primes for the next point and the next unknown: no prime comes twice. */
const POINT_STRIDE = 7;
const SYMBOL_STRIDE = 12;

/**
 * The k-th point, 0 ≤ k < POINTS, for unknowns in a fixed order. Each is a prime over 2, 4 or 8
 * (1.4 to 75), over 64 times that (0.02 to 1.2), or times 64 (88 to 4,768). Fixed once and for all:
 * the same response is looked at in the same places everywhere. Denominators are powers of two, so
 * that the numbers are exact as doubles too.
 */
export function samplePoint(k: number, symbols: readonly string[]): Point {
  if (symbols.length > PRIMES.length) tooComplex();
  const numbers = new Map(symbols.map((symbol, i) => [symbol, sample(k, i)]));
  return (symbol) => numbers.get(symbol) ?? sample(k, symbols.length);
}

function sample(k: number, i: number): Fraction {
  const { size, signs } = POINT_KINDS[k % POINTS] ?? POINT_KINDS[0];
  const prime = BigInt(PRIMES[(k * POINT_STRIDE + i * SYMBOL_STRIDE) % PRIMES.length] ?? PRIMES[0]);
  // The first two unknowns meet in all four pairs of signs.
  const isNegative = signs === 'mixed' && ((k >> (i % 2)) + (i >> 1)) % 2 === 0;
  const numerator = (isNegative ? -prime : prime) * (size === 'large' ? 64n : 1n);
  return fraction(numerator, (2n << BigInt((k + i) % 3)) * (size === 'small' ? 64n : 1n));
}
