import { foldBlanks } from '../fold-text.js';
import { limit, part } from './choices.js';
import { defineKind } from './define-kind.js';
import { editDistance } from './edit-distance.js';
import { duplicates, faultIf } from './problems.js';
import { flag, kindOf, list, number, oneOf, optional, record, text, whole } from './shape.js';
import type { Part, PartOutcome } from './types.js';

export interface TextEntryBody {
  readonly kind: 'text_entry';
  /** Most letters (code points) of an answer; absent, 1,000. */
  readonly maxLength?: number;
}

export interface TextEntryKey {
  readonly kind: 'text_entry';
  /** At most 50, at least one of them with full credit. */
  readonly accepted: readonly AcceptedText[];
  /** Default false: "paris" is "Paris". */
  readonly caseSensitive?: boolean;
  /** Default false: "Malmo" is not "Malmö". */
  readonly ignoreAccents?: boolean;
  /**
   * Blanks at the ends never count. Between words: `fold` (default) takes many as one, `ignore`
   * takes them all out, `exact` leaves them.
   */
  readonly blanks?: BlankRule;
  /**
   * Letters that may be wrong, missing, too many or swapped (edit-distance.ts); default 0, at most
   * 5. Never as many as the accepted text has letters.
   */
  readonly maxEdits?: number;
  /** The share of its credit that a misspelt text keeps, in (0, 1]; default 1. */
  readonly misspeltCredit?: number;
}

export interface AcceptedText {
  readonly text: string;
  /** In (0, 1]; default 1. */
  readonly credit?: number;
}

export type BlankRule = 'fold' | 'ignore' | 'exact';

export interface TextEntryResponse {
  readonly kind: 'text_entry';
  readonly text: string;
}

export const share = number({ min: 0, max: 1 });

/** The longest answer of a line, in code points, where the body does not say. */
export const LINE = 1_000;
const APOSTROPHES = /[\u2018\u2019\u02BC\u2032]/gu;
const QUOTES = /[\u201C-\u201F\u2033]/gu;
const ACCENTS = /\p{M}/gu;

/**
 * Words as they are spelled, one part. The accepted text that is worth most counts; one that is
 * spelled exactly goes before one that is misspelt. Composition (NFC), invisible characters and the
 * shape of quotation marks never count, since keyboards choose them.
 */
export const textEntry = defineKind<TextEntryBody, TextEntryKey, TextEntryResponse>({
  name: 'text_entry',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<TextEntryBody>({ kind: kindOf('text_entry'), maxLength: optional(limit) }),
  key: record<TextEntryKey>({
    kind: kindOf('text_entry'),
    accepted: list(record<AcceptedText>({ text: text({ max: LINE }), credit: optional(share) }), {
      min: 1,
      max: 50,
    }),
    caseSensitive: optional(flag),
    ignoreAccents: optional(flag),
    blanks: optional(oneOf<BlankRule>('fold', 'ignore', 'exact')),
    maxEdits: optional(whole({ min: 0, max: 5 })),
    misspeltCredit: optional(share),
  }),
  response: record<TextEntryResponse>({ kind: kindOf('text_entry'), text: text({ min: 0 }) }),
  inspect: (_, key) => [
    ...key.accepted.flatMap((accepted, i) => [
      ...faultIf(fold(accepted.text, key) === '', 'EMPTY', `key.accepted[${i}].text`),
      ...faultIf(accepted.credit === 0, 'OUT_OF_RANGE', `key.accepted[${i}].credit`),
    ]),
    ...duplicates(
      key.accepted.map((accepted) => fold(accepted.text, key)),
      (i) => `key.accepted[${i}].text`,
    ),
    ...faultIf(key.misspeltCredit === 0, 'OUT_OF_RANGE', 'key.misspeltCredit'),
    ...faultIf(
      key.misspeltCredit !== undefined && (key.maxEdits ?? 0) === 0,
      'NOT_APPLICABLE',
      'key.misspeltCredit',
    ),
  ],
  check: ({ maxLength = LINE }, response) =>
    faultIf(lettersOf(response.text) > maxLength, 'TOO_LONG', 'response.text'),
  normalise: (_, response) => (foldBlanks(response.text) === '' ? null : response),
  judge: (_, key, response) => [bestMatch(key, response.text)],
  solution: (_, { kind, accepted }) => {
    const full = accepted.find(({ credit = 1 }) => credit === 1) ?? accepted[0];
    return full === undefined ? null : { kind, text: full.text };
  },
});

/** Letters as the learner counts them: code points of the text without blanks at its ends. */
export function lettersOf(typed: string): number {
  return Array.from(typed.trim()).length;
}

function bestMatch(key: TextEntryKey, typed: string): Part {
  const answer = fold(typed, key);
  const { maxEdits = 0, misspeltCredit = 1 } = key;
  let best: { outcome: PartOutcome; credit: number } = { outcome: 'WRONG', credit: 0 };
  for (const { text: accepted, credit = 1 } of key.accepted) {
    const folded = fold(accepted, key);
    if (folded === answer) {
      return part('text', credit === 1 ? 'RIGHT' : 'PARTLY_RIGHT', credit);
    }
    const most = Math.min(maxEdits, lettersOf(folded) - 1);
    const isNear = most > 0 && editDistance(folded, answer, most) <= most;
    if (isNear && credit * misspeltCredit > best.credit) {
      best = { outcome: 'MISSPELT', credit: credit * misspeltCredit };
    }
  }
  return part('text', best.outcome, best.credit);
}

function fold(typed: string, { caseSensitive, ignoreAccents, blanks }: TextEntryKey): string {
  const plain = typed.replace(APOSTROPHES, "'").replace(QUOTES, '"');
  const spaced = blanks === 'exact' ? keepBlanks(plain) : foldBlanks(plain);
  const words = blanks === 'ignore' ? spaced.replaceAll(' ', '') : spaced;
  const letters =
    ignoreAccents === true ? words.normalize('NFD').replace(ACCENTS, '').normalize('NFC') : words;
  return caseSensitive === true ? letters : letters.toLowerCase();
}

/** As foldBlanks word by word, the blanks between them as typed. */
function keepBlanks(typed: string): string {
  return typed
    .trim()
    .split(/(\s+)/u)
    .map((piece) => (piece.trim() === '' ? piece : foldBlanks(piece)))
    .join('');
}
