import { foldBlanks } from '../fold-text.js';
import { limit } from './choices.js';
import { defineKind } from './define-kind.js';
import { byHand } from './graded-by-hand.js';
import { faultIf } from './problems.js';
import { kindOf, MAX_TEXT, oneOf, optional, record, text } from './shape.js';
import { lettersOf } from './text-entry.js';

export interface ExtendedTextBody {
  readonly kind: 'extended_text';
  /** Default `plain`. */
  readonly format?: TextFormat;
  /** Words are what stands between blanks and has a letter or a digit. */
  readonly maxWords?: number;
  /** Code points, blanks at the ends aside; absent, 200,000 UTF-16 units. */
  readonly maxLength?: number;
}

export type TextFormat = 'plain' | 'markdown';

export interface ExtendedTextKey {
  readonly kind: 'extended_text';
  /** For those who grade. */
  readonly modelAnswer?: string;
}

export interface ExtendedTextResponse {
  readonly kind: 'extended_text';
  readonly text: string;
}

/** An essay, which people grade. */
export const extendedText = defineKind<ExtendedTextBody, ExtendedTextKey, ExtendedTextResponse>({
  ...byHand,
  name: 'extended_text',
  version: 1,
  body: record<ExtendedTextBody>({
    kind: kindOf('extended_text'),
    format: optional(oneOf<TextFormat>('plain', 'markdown')),
    maxWords: optional(limit),
    maxLength: optional(limit),
  }),
  key: record<ExtendedTextKey>({ kind: kindOf('extended_text'), modelAnswer: optional(text()) }),
  response: record<ExtendedTextResponse>({ kind: kindOf('extended_text'), text: text({ min: 0 }) }),
  inspect: ({ maxLength = 1 }) => faultIf(maxLength > MAX_TEXT, 'OUT_OF_RANGE', 'body.maxLength'),
  check: ({ maxWords = Infinity, maxLength = Infinity }, response) =>
    faultIf(
      wordsOf(response.text) > maxWords || lettersOf(response.text) > maxLength,
      'TOO_LONG',
      'response.text',
    ),
  normalise: (_, response) => (foldBlanks(response.text) === '' ? null : response),
});

function wordsOf(typed: string): number {
  return foldBlanks(typed)
    .split(' ')
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
