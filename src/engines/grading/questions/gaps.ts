import { ids, part } from './choices.js';
import { duplicates, faultIf, idsOf, strangers } from './problems.js';
import { id, list, number, optional, record, type Shape } from './shape.js';
import type { Part, Problem } from './types.js';

/** What belongs in a gap. */
export interface GapKey {
  readonly gap: string;
  /** Any one of these choices is right. */
  readonly accepted: readonly string[];
  /** Its share of the question; default 1. */
  readonly weight?: number;
}

/** A choice that the learner put into a gap. */
export interface FilledGap {
  readonly gap: string;
  readonly choice: string;
}

/** Shares of a question are sensible up to here. */
export const weight: Shape<number> = number({ min: 0, max: 1_000 });

export const gapKeys: Shape<readonly GapKey[]> = list(
  record<GapKey>({ gap: id, accepted: ids, weight: optional(weight) }),
  { min: 1 },
);

export const filledGaps: Shape<readonly FilledGap[]> = list(
  record<FilledGap>({ gap: id, choice: id }),
);

/** Every gap of the key is a part; an empty one is MISSING. */
export function judgeGaps(keys: readonly GapKey[], filled: readonly FilledGap[]): Part[] {
  const choices = new Map(filled.map(({ gap, choice }) => [gap, choice]));
  return keys.map(({ gap, accepted, weight }) => {
    const choice = choices.get(gap);
    if (choice === undefined) return part(gap, 'MISSING', 0, weight);
    return part(gap, accepted.includes(choice) ? 'RIGHT' : 'WRONG', undefined, weight);
  });
}

/** `choicesOf` are the ids that a gap offers; undefined for a gap that is not there. */
export function inspectGaps(
  gaps: readonly { readonly id: string }[],
  keys: readonly GapKey[],
  choicesOf: (gap: string) => readonly string[],
): Problem[] {
  const at = (i: number) => `key.gaps[${i}]`;
  const answered = new Set(keys.map(({ gap }) => gap));
  const isGap = new Set(idsOf(gaps));
  return [
    ...duplicates(idsOf(gaps), (i) => `body.gaps[${i}].id`),
    ...gaps.flatMap((gap, i) => faultIf(!answered.has(gap.id), 'WITHOUT_KEY', `body.gaps[${i}]`)),
    ...keys.flatMap(({ gap, accepted }, i) => {
      if (!isGap.has(gap)) return [{ code: 'UNKNOWN_ID', path: `${at(i)}.gap` } as const];
      const entry = (j: number) => `${at(i)}.accepted[${j}]`;
      return [...strangers(accepted, choicesOf(gap), entry), ...duplicates(accepted, entry)];
    }),
    ...duplicates(
      keys.map(({ gap }) => gap),
      at,
    ),
    ...noWeight(keys, 'key.gaps'),
  ];
}

/** A NO_WEIGHT when nothing of a list counts. */
export function noWeight(keys: readonly { readonly weight?: number }[], path: string): Problem[] {
  return faultIf(!keys.some(({ weight = 1 }) => weight > 0), 'NO_WEIGHT', path);
}

export function checkFilled(
  gaps: readonly { readonly id: string }[],
  filled: readonly FilledGap[],
  choicesOf: (gap: string) => readonly string[],
): Problem[] {
  const isGap = new Set(idsOf(gaps));
  const at = (i: number) => `response.filled[${i}]`;
  return [
    ...filled.flatMap(({ gap, choice }, i) => [
      ...faultIf(!isGap.has(gap), 'UNKNOWN_ID', `${at(i)}.gap`),
      ...faultIf(
        isGap.has(gap) && !choicesOf(gap).includes(choice),
        'UNKNOWN_ID',
        `${at(i)}.choice`,
      ),
    ]),
    ...duplicates(
      filled.map(({ gap }) => gap),
      at,
    ),
  ];
}

/** Filled gaps in the order of the body. */
export function inOrderOfGaps(
  gaps: readonly { readonly id: string }[],
  filled: readonly FilledGap[],
): FilledGap[] {
  const of = new Map(filled.map((one) => [one.gap, one]));
  return gaps.flatMap(({ id }) => of.get(id) ?? []);
}

/** The name under which a filled gap is mapped: "choice gap". */
export function nameOfFilled({ gap, choice }: FilledGap): string {
  return `${choice} ${gap}`;
}
