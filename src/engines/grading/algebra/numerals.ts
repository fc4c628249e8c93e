import { decimal, type Fraction } from './fraction.js';
import { tooComplex, unreadable } from './refusal.js';
import type { Token } from './tokens.js';

/** What a comma between digits is: 1,234 may be 1234, or 1.234, or the two numbers 1 and 234. */
export type Commas = 'thousands' | 'decimal' | 'list';

const PARTS = /^([\d.,]*)(?:[eE]([+-]?\d+))?$/u;
const THOUSANDS = /^[1-9]\d{0,2}(?:,\d{3})+$/u;
const ENGLISH = /^[1-9]\d{0,2}(?:,\d{3})+\.\d+$/u;
const CONTINENTAL = /^[1-9]\d{0,2}(?:\.\d{3})+,\d+$/u;
const CONTINENTAL_THOUSANDS = /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/u;

/** The ways the commas of a text can be meant, the likeliest first. */
export function commasIn(tokens: readonly Token[]): readonly Commas[] {
  const numerals = tokens.flatMap((token) => (token.kind === 'numeral' ? [token.text] : []));
  const plain = numerals.filter((numeral) => numeral.includes(',') && !numeral.includes('.'));
  if (plain.length === 0) return ['thousands'];
  if (plain.some((numeral) => THOUSANDS.test(numeral))) return ['thousands', 'decimal', 'list'];
  return ['decimal', 'list'];
}

/** The numerals of a list apart: "1,2" becomes "1", a comma, "2". */
export function splitLists(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token): Token[] => {
    if (token.kind !== 'numeral' || !token.text.includes(',')) return [token];
    return token.text.split(',').flatMap((text, i): Token[] => {
      const numeral = { kind: 'numeral', text, afterBlank: false } as const;
      return i === 0 ? [numeral] : [{ kind: 'sign', text: ',' }, numeral];
    });
  });
}

/** The number a numeral spells; `commas` decides where commas leave it open. */
export function readNumeral(numeral: string, commas: Commas, maxExponent: number): Fraction {
  const [, digits = '', power = '0'] = PARTS.exec(numeral) ?? unreadable();
  if (Math.abs(Number(power)) > maxExponent) tooComplex();
  const [whole = '', rest = '', more] = plainDigits(digits, commas).split('.');
  if (more !== undefined || /\D/u.test(whole + rest)) unreadable();
  return decimal(whole, rest, Number(power));
}

/** The digits with a point before the decimals and nothing between the thousands. */
function plainDigits(digits: string, commas: Commas): string {
  if (ENGLISH.test(digits)) return digits.replaceAll(',', '');
  if (CONTINENTAL.test(digits)) return digits.replaceAll('.', '').replace(',', '.');
  if (CONTINENTAL_THOUSANDS.test(digits)) return digits.replaceAll('.', '');
  return commas === 'thousands' && THOUSANDS.test(digits)
    ? digits.replaceAll(',', '')
    : digits.replace(',', '.');
}
