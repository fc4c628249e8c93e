import type { GradingLimits } from '../types.js';
import type { Answer } from './expression.js';
import { foldNotation } from './notation.js';
import { commasIn, splitLists, type Commas } from './numerals.js';
import { readAnswers } from './reader.js';
import { LIKELIEST, type Open, type ReadingOptions } from './reading-options.js';
import { Refusal } from './refusal.js';
import { tokenise, type Token } from './tokens.js';
import { texOfTypedMatrix } from './typed-matrix.js';
import { VERDICTS } from './words.js';

/** What a text says: one answer, or the several that together make it ("x=2 or x=3", "±2"). */
export type Reading = readonly Answer[];

/** One reading per way to understand a text, the likeliest first, or why there is none. */
export type Readings =
  | { readonly readings: readonly [Reading, ...Reading[]] }
  | { readonly refused: 'UNREADABLE' | 'TOO_COMPLEX' };

/** Enough for three ambiguities at once; the likeliest are kept. */
const MOST_READINGS = 8;

const ALTERNATIVES: readonly { open: keyof ReadingOptions; choice: Partial<ReadingOptions> }[] = [
  { open: 'juxtaposition', choice: { juxtaposition: 'tight' } },
  { open: 'wholes', choice: { wholes: 'mixed' } },
  { open: 'braces', choice: { braces: 'last' } },
  { open: 'percent', choice: { percent: 'bare' } },
];

/**
 * Reads LaTeX, or what one types in its place. Notation that people use in two ways is read in
 * both, and a response is right when one of its readings is: to refuse "1/2x" for x/2, or "1,5" for
 * 1.5, would be to mark the notation. `letters` tells whether X and x are one unknown.
 */
export function readText(
  text: string,
  limits: GradingLimits,
  letters: 'as typed' | 'lower case',
): Readings {
  try {
    const folded = foldNotation(text);
    if (VERDICTS.has(folded.toLowerCase())) return { refused: 'UNREADABLE' };
    const typed = tokenise(texOfTypedMatrix(folded));
    const tokens = letters === 'as typed' ? typed : typed.map(lowerCase);
    const [first, ...others] = allReadings(tokens, limits).slice(0, MOST_READINGS);
    return first === undefined ? { refused: 'UNREADABLE' } : { readings: [first, ...others] };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.outcome };
    throw error;
  }
}

function lowerCase(token: Token): Token {
  return token.kind === 'symbol' ? { ...token, name: token.name.toLowerCase() } : token;
}

function allReadings(tokens: readonly Token[], limits: GradingLimits): Reading[] {
  return commasIn(tokens).flatMap((commas) => {
    const split = commas === 'list' ? splitLists(tokens) : tokens;
    return readingsBy(commas, (options) => readAnswers(split, options, limits));
  });
}

type Read = (options: ReadingOptions) => { answers: Answer[]; open: Open };

function readingsBy(commas: Commas, read: Read): Reading[] {
  const likeliest = { ...LIKELIEST, commas };
  const first = attempt(read, likeliest);
  if (first === undefined) return [];
  return combinations(likeliest, first.open).flatMap((options) => {
    const upper = attempt(read, options);
    const lower = first.open.has('plusMinus')
      ? attempt(read, { ...options, plusMinus: -1 })
      : upper;
    if (upper === undefined || lower === undefined) return [];
    return upper === lower ? [upper.answers] : [[...upper.answers, ...lower.answers]];
  });
}

function combinations(likeliest: ReadingOptions, open: ReadonlySet<string>): ReadingOptions[] {
  return ALTERNATIVES.filter((alternative) => open.has(alternative.open)).reduce(
    (all, { choice }) => [...all, ...all.map((options) => ({ ...options, ...choice }))],
    [likeliest],
  );
}

/** One unreadable reading does not spoil the others; one that is too complex does. */
function attempt(read: Read, options: ReadingOptions): ReturnType<Read> | undefined {
  try {
    return read(options);
  } catch (error) {
    if (error instanceof Refusal && error.outcome === 'UNREADABLE') return undefined;
    throw error;
  }
}
