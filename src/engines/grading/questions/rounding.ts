import { absolute, compare, fraction, reduce, type Fraction } from '../algebra/fraction.js';

/** value · 10^places as a whole number, halves away from zero; places may be negative. */
function scaled(value: Fraction, places: number): bigint {
  const power = 10n ** BigInt(Math.abs(places));
  const [n, d] = places >= 0 ? [value.n * power, value.d] : [value.n, value.d * power];
  const size = n < 0n ? -n : n;
  const rounded = (2n * size + d) / (2n * d);
  return n < 0n ? -rounded : rounded;
}

/** The nearest number with so many decimal places, halves away from zero. */
export function toPlaces(value: Fraction, places: number): Fraction {
  const power = 10n ** BigInt(Math.abs(places));
  const whole = scaled(value, places);
  return places >= 0 ? fraction(whole, power) : fraction(whole * power, 1n);
}

/** The nearest number with so many significant figures, halves away from zero; 0 has any number. */
export function toFigures(value: Fraction, figures: number): Fraction {
  return value.n === 0n ? value : toPlaces(value, figures - 1 - magnitude(value));
}

/** The power of ten of the first digit: 2 for 345, −2 for 0.0345. Not for 0. */
function magnitude(value: Fraction): number {
  const size = absolute(value);
  const guess = size.n.toString().length - size.d.toString().length;
  const power = 10n ** BigInt(Math.abs(guess));
  const least = guess >= 0 ? fraction(power, 1n) : fraction(1n, power);
  return compare(size, least) < 0 ? guess - 1 : guess;
}

/** Decimals as they are written, without an exponent. A value without an end is rounded. */
export function decimalText(value: Fraction, figures: number, mark: '.' | ','): string {
  const places = Math.max(0, exactPlaces(value) ?? roundedPlaces(value, figures));
  const whole = scaled(value, places);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, '0');
  const sign = whole < 0n ? '-' : '';
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}${mark}${digits.slice(-places)}`;
}

/** The places of a decimal that ends, up to 40. */
export function exactPlaces(value: Fraction): number | undefined {
  const { d } = reduce(value);
  for (let places = 0; places <= 40; places += 1) {
    if (10n ** BigInt(places) % d === 0n) return places;
  }
  return undefined;
}

function roundedPlaces(value: Fraction, figures: number): number {
  return value.n === 0n ? 0 : figures - 1 - magnitude(value);
}
