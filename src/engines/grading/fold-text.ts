const DASHES = /[\u2010-\u2015\u2212\uFE63\uFF0D]/gu;
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/gu;

/**
 * Takes out what a reader does not see: Unicode composition (NFC), invisible characters, the kind
 * and number of blanks, blanks at both ends.
 */
export function foldBlanks(text: string): string {
  return text.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

/**
 * Folds a typed answer further: every dash is a minus sign, `**` is `^`, the `$$` that mark
 * mathematics go, and so do blanks beside a sign: "( 0, 13 )" is "(0,13)".
 */
export function foldAnswer(text: string): string {
  return foldBlanks(text.replaceAll('$$', ' ').replace(DASHES, '-'))
    .replaceAll('**', '^')
    .replace(/ ?([-+*/^=<>|,;:()[\]{}]) ?/gu, '$1');
}
