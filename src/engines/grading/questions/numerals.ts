import { fraction, negate, type Fraction } from '../algebra/fraction.js';
import { foldNotation } from '../algebra/notation.js';
import { readNumeral } from '../algebra/numerals.js';
import { Refusal } from '../algebra/refusal.js';

/** How numbers are typed. */
export interface Notation {
  /**
   * The mark before the decimals; default `either`. With `point` "1,234" is 1234, with `comma` it
   * is 1.234. With `either` the mark that comes last of two is the decimal one and a mark that is
   * repeated is not; a single point is decimal; a single comma is, unless it may stand between
   * thousands: "1,5" and "0,375" have decimals, "1,234" is 1234.
   */
  readonly decimalMark?: DecimalMark;
  /** Default true: thousands may be set off by a blank, an apostrophe or the other mark. */
  readonly thousands?: boolean;
  /** Default true: 1.5e3, 1.5·10³. */
  readonly exponents?: boolean;
  /** Default false: 3/4, 1 1/2, ½. */
  readonly fractions?: boolean;
}

export type DecimalMark = 'point' | 'comma' | 'either';

const EXPONENT = /^(.*?\d[.,]?)(?:[eE]([+-]?\d{1,4})| ?[*xX] ?10 ?\^ ?\(?([+-]?\d{1,4})\)?)$/u;
const FRACTION = /^(?:(\d+) )?\(?(\d+) ?\/ ?(\d+)\)?$/u;
const BLANK_THOUSANDS = /^[1-9]\d{0,2}(?:[ ']\d{3})+(?![\d '])/u;
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/u;
const PLAIN = /^(?:\d+\.?\d*|\.\d+)$/u;
const EITHER = /^[\d.,]*\d[\d.,]*$/u;

/** The exact number that a text spells; undefined when it spells none, or has too large a power. */
export function readNumber(
  text: string,
  notation: Notation,
  maxExponent: number,
): Fraction | undefined {
  const folded = foldNotation(text.replace(/[\u2019\u02BC]/gu, "'"));
  const [, sign = '', size = ''] = /^([+-]?) ?(.*)$/u.exec(folded) ?? [];
  const value = readSize(size, notation, maxExponent);
  return sign === '-' && value !== undefined ? negate(value) : value;
}

function readSize(size: string, notation: Notation, maxExponent: number): Fraction | undefined {
  const [, whole = '0', top, bottom] = FRACTION.exec(size) ?? [];
  if (top !== undefined && bottom !== undefined) {
    const d = BigInt(bottom);
    const isAllowed = notation.fractions === true && d !== 0n;
    return isAllowed ? fraction(BigInt(whole) * d + BigInt(top), d) : undefined;
  }
  const [, digits = size, typed, spoken] = EXPONENT.exec(size) ?? [];
  const power = typed ?? spoken;
  if (power !== undefined && notation.exponents === false) return undefined;
  const numeral = plainNumeral(digits.trim(), notation);
  return numeral === undefined ? undefined : read(`${numeral}e${power ?? '0'}`, maxExponent);
}

/** The digits with a point, or with what only readNumeral can tell. */
function plainNumeral(typed: string, notation: Notation): string | undefined {
  const { decimalMark = 'either', thousands = true } = notation;
  const grouped = thousands ? BLANK_THOUSANDS.exec(typed)?.[0] : undefined;
  const digits =
    grouped === undefined ? typed : grouped.replace(/[ ']/gu, '') + typed.slice(grouped.length);
  if (decimalMark === 'either') {
    if (!thousands || grouped !== undefined) return ifPlain(digits.replace(',', '.'));
    return EITHER.test(digits) ? digits : undefined;
  }
  const pointed = decimalMark === 'comma' ? digits.replace(/[.,]/gu, swap) : digits;
  const isGrouped = thousands && grouped === undefined && GROUPED.test(pointed);
  return isGrouped ? pointed.replaceAll(',', '') : ifPlain(pointed);
}

function ifPlain(digits: string): string | undefined {
  return PLAIN.test(digits) ? digits : undefined;
}

function swap(mark: string): string {
  return mark === ',' ? '.' : ',';
}

function read(numeral: string, maxExponent: number): Fraction | undefined {
  try {
    return readNumeral(numeral, 'thousands', maxExponent);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
