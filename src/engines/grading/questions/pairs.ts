import { content, limit, part, type Choice } from './choices.js';
import { duplicates, faultIf, idsOf, strangers } from './problems.js';
import { flag, id, optional, record, type Shape } from './shape.js';
import type { Part, Problem } from './types.js';

/** A choice that is paired with others. */
export interface PairChoice extends Choice {
  /** In how many pairs it may be; absent, in any number. */
  readonly maxMatches?: number;
}

export const pairChoice: Shape<PairChoice> = record<PairChoice>({
  id,
  content,
  fixed: optional(flag),
  maxMatches: optional(limit),
});

/** Something that is paired, as far as the rules of pairing go. */
export interface Pairable {
  readonly id: string;
  readonly maxMatches?: number;
}

/** Two ids: a source and a target, or two that belong together in whatever order. */
export type IdPair = readonly [first: string, second: string];

/** The name of a pair, as QTI writes it: ids have no blanks. */
export function nameOfPair([first, second]: IdPair): string {
  return `${first} ${second}`;
}

/**
 * The pairs asked for are the parts. A pair that is not right stands in the place of one that is
 * missing, which is then WRONG; when none is missing it is EXTRA.
 */
export function judgePairs(correct: readonly IdPair[], given: readonly IdPair[]): Part[] {
  return judgeEntries(correct.map(nameOfPair), given.map(nameOfPair));
}

/** The same of any named things that are found or not. */
export function judgeEntries(correct: readonly string[], given: readonly string[]): Part[] {
  const [right, found] = [new Set(correct), new Set(given)];
  const wrong = [...found].filter((name) => !right.has(name));
  let misplaced = wrong.length;
  const asked = [...right].map((name) => {
    if (found.has(name)) return part(name, 'RIGHT');
    misplaced -= 1;
    return part(name, misplaced >= 0 ? 'WRONG' : 'MISSING');
  });
  const beyond = Math.max(0, misplaced);
  return [...asked, ...wrong.slice(wrong.length - beyond).map((name) => part(name, 'EXTRA'))];
}

/** Whether pairs are of known choices; `paths` names the list and the two fields of a pair. */
export function strangersIn(
  pairs: readonly IdPair[],
  [firsts, seconds]: readonly [readonly Pairable[], readonly Pairable[]],
  paths: { readonly list: string; readonly first: string; readonly second: string },
): Problem[] {
  const at = (i: number) => `${paths.list}[${i}]`;
  const [first, second] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
  return [
    ...strangers(first, idsOf(firsts), (i) => `${at(i)}.${paths.first}`),
    ...strangers(second, idsOf(seconds), (i) => `${at(i)}.${paths.second}`),
  ];
}

/** A DUPLICATE for each pair that was in the list before. */
export function repeatedPairs(pairs: readonly IdPair[], path: string): Problem[] {
  return duplicates(pairs.map(nameOfPair), (i) => `${path}[${i}]`);
}

/** An OVERUSED for each choice that stands in more pairs than it may. */
export function overused(
  uses: readonly string[],
  choices: readonly Pairable[],
  path: string,
): Problem[] {
  const count = new Map<string, number>();
  for (const use of uses) count.set(use, (count.get(use) ?? 0) + 1);
  return choices.flatMap(({ id, maxMatches = Infinity }) =>
    faultIf((count.get(id) ?? 0) > maxMatches, 'OVERUSED', path),
  );
}

/** Pairs in the order of the body: by the first id, then by the second. */
export function sortedPairs<P extends IdPair>(
  pairs: readonly P[],
  firsts: readonly string[],
  seconds: readonly string[],
): P[] {
  const place = (ids: readonly string[]) => new Map(ids.map((id, i) => [id, i]));
  const [first, second] = [place(firsts), place(seconds)];
  const at = (places: ReadonlyMap<string, number>, id: string) => places.get(id) ?? -1;
  return pairs.toSorted(
    (a, b) => at(first, a[0]) - at(first, b[0]) || at(second, a[1]) - at(second, b[1]),
  );
}
