import { foldBlanks } from '../fold-text.js';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻';
const PLAIN_OF_SUPERSCRIPT = '0123456789+-';
const SUPERSCRIPT_RUN = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+/gu;
const VULGAR_FRACTION = /(\d ?)?([¼-¾⅐-⅞])/gu;

/** What a keyboard, a phone or a word processor writes, and the sign it stands for. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/[×·⋅∙•]/gu, '*'],
  [/[÷∕⁄]/gu, '/'],
  [/√/gu, ' sqrt '],
  [/∛/gu, ' cbrt '],
  [/[πΠ]/gu, '\\pi '],
  [/∣/gu, '|'],
  [/±|\+\/-/gu, '\\pm '],
  [/∓/gu, '\\mp '],
  [/\*\*/gu, '^'],
  // The end of a matrix row, which must not be taken for a blank below.
  [/\\\\/gu, ' \\cr '],
  // Marks that print a number without changing it: math delimiters, currency, degrees.
  [/\\?\$/gu, ' '],
  [/\^? ?\{? ?\\circ ?\}?|°/gu, ' '],
  [/\\%/gu, '%'],
  // 48{,}300 keeps the comma together in TeX.
  [/\{,\}/gu, ','],
  // TeX's blanks.
  [/\\(?:[,;:! ]|q?quad(?![a-z]))|~/gu, ' '],
];

/**
 * Brings the many ways to write a sign down to one, TeX's commands aside. `²` becomes `^(2)`, `1½`
 * becomes `1 1/2`, letters and digits of other widths and styles become plain ones (NFKC).
 */
export function foldNotation(text: string): string {
  const plain = text
    .replace(VULGAR_FRACTION, (_, whole: string | undefined, fraction: string) => {
      const parts = fraction.normalize('NFKC').replace('⁄', '/');
      return whole === undefined ? `(${parts})` : `${whole.trim()} ${parts}`;
    })
    .replace(SUPERSCRIPT_RUN, (run) => `^(${fromSuperscript(run)})`)
    .normalize('NFKC');
  const signs = SIGNS.reduce((folded, [sign, meaning]) => folded.replace(sign, meaning), plain);
  return foldBlanks(signs).replace(/^= ?/u, '').replace(/ ?\.$/u, '');
}

/** Without blanks, save between digits, where they tell "1 1/2" from "11/2". */
export function foldSpelling(text: string): string {
  return foldNotation(text).replace(/ (?!\d)|(?<!\d) /gu, '');
}

function fromSuperscript(run: string): string {
  return Array.from(run, (sign) => PLAIN_OF_SUPERSCRIPT[SUPERSCRIPTS.indexOf(sign)] ?? '').join('');
}
