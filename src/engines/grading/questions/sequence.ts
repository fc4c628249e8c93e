import { part } from './choices.js';
import { duplicates, faultIf, strangers } from './problems.js';
import type { Part, Problem } from './types.js';

/**
 * Every thing to be ordered is a part. Those in a longest run of things that follow each other as
 * in the key, with others between them or not, are RIGHT, so that moving one thing costs one part;
 * the others are WRONG, and what was not placed is MISSING. Of several longest runs the one that
 * ends with the earliest things of the key counts. One thing alone is in order with nothing, so a
 * run of one is none: the reverse order is worth 0.
 *
 * Longest increasing subsequence: Schensted (1961), "Longest increasing and decreasing
 * subsequences".
 */
export function judgeOrder(correct: readonly string[], given: readonly string[]): Part[] {
  const places = new Map(correct.map((id, i) => [id, i]));
  const run = longestIncreasing(given.flatMap((id) => places.get(id) ?? []));
  const kept = new Set(run.length > 1 ? run : []);
  const placed = new Set(given);
  return correct.map((id, i) => {
    if (!placed.has(id)) return part(id, 'MISSING');
    return part(id, kept.has(i) ? 'RIGHT' : 'WRONG');
  });
}

/** A longest increasing subsequence of different numbers, by patience sorting. */
function longestIncreasing(numbers: readonly number[]): number[] {
  /** For each length the smallest last number of a run of that length, with the run before it. */
  const tails: { readonly value: number; readonly before: number[] }[] = [];
  for (const value of numbers) {
    const first = tails.findIndex((tail) => tail.value > value);
    const length = first === -1 ? tails.length : first;
    const shorter = tails[length - 1];
    const before = shorter === undefined ? [] : [...shorter.before, shorter.value];
    tails[length] = { value, before };
  }
  const longest = tails.at(-1);
  return longest === undefined ? [] : [...longest.before, longest.value];
}

export function inspectOrder(options: readonly string[], correct: readonly string[]): Problem[] {
  const at = (i: number) => `key.correct[${i}]`;
  const named = new Set(correct);
  return [
    ...strangers(correct, options, at),
    ...duplicates(correct, at),
    ...faultIf(!options.every((id) => named.has(id)), 'INCOMPLETE', 'key.correct'),
  ];
}

/** An order of some or all options, each once. */
export function checkOrder(options: readonly string[], given: readonly string[]): Problem[] {
  const at = (i: number) => `response.order[${i}]`;
  return [...strangers(given, options, at), ...duplicates(given, at)];
}
