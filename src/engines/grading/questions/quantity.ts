import type { Fraction } from '../algebra/fraction.js';
import { foldBlanks } from '../fold-text.js';
import { readNumber, type Notation } from './numerals.js';

/** A number with the unit it was typed with. */
export interface Quantity {
  readonly number: Fraction;
  /** A unit of the table as it is spelled there, `unknown` for another one, undefined for none. */
  readonly unit: { readonly known: string } | 'unknown' | undefined;
}

/** Longer words are no units. */
const MAX_UNIT = 40;
/** Begins with a letter or a sign, and is no exponent. */
const UNKNOWN_UNIT = /^(?![eE][+-]?\d)[\p{L}\p{Sc}%°]/u;

/**
 * Reads "9.81 m/s²", "5km", "€ 3,50". The unit is the longest one of the table that a number stands
 * before (or behind, for a currency); else the number stands alone; else what follows it is taken
 * as an unknown unit. Units are told by case ("mW", "MW"), not by blanks, `^`, or by how ², µ or Ω
 * are composed.
 */
export function readQuantity(
  text: string,
  units: readonly string[],
  notation: Notation,
  maxExponent: number,
): Quantity | undefined {
  const typed = foldBlanks(text);
  const read = (part: string) => readNumber(part, notation, maxExponent);
  const table = new Map(units.map((unit) => [foldUnit(unit), unit]));
  for (const [part, rest] of cuts(typed)) {
    const known = table.get(foldUnit(rest));
    const number = known === undefined ? undefined : read(part);
    if (known !== undefined && number !== undefined) return { number, unit: { known } };
  }
  const alone = read(typed);
  if (alone !== undefined) return { number: alone, unit: undefined };
  for (const [part, rest] of cuts(typed)) {
    const number = UNKNOWN_UNIT.test(rest) ? read(part) : undefined;
    if (number !== undefined) return { number, unit: 'unknown' };
  }
  return undefined;
}

/** A number apart from the unit after it, the longest unit first; then currencies before it. */
function cuts(typed: string): [number: string, unit: string][] {
  const first = Math.max(1, typed.length - MAX_UNIT);
  const after = Array.from(
    { length: Math.max(0, typed.length - first) },
    (_, i): [string, string] => [typed.slice(0, first + i), typed.slice(first + i).trim()],
  );
  const currency = /^([+-]?) ?(\p{Sc}) ?(.+)$/u.exec(typed);
  const [, sign = '', mark = '', size = ''] = currency ?? [];
  return currency === null ? after : [...after, [sign + size, mark]];
}

export function foldUnit(unit: string): string {
  return unit.normalize('NFKC').replace(/[\s^]/gu, '').replace(/[⋅∙•]/gu, '·');
}
