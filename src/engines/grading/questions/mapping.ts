import { duplicates, faultIf, strangers } from './problems.js';
import { list, number, optional, record, text, type Shape } from './shape.js';
import type { MappedPoints, Problem } from './types.js';

/**
 * What each entry of an answer is worth, in points of the author's own scale. After map_response of
 * 1EdTech, "Question and Test Interoperability: Assessment, Section and Item Information Model 3.0"
 * (2022). An entry is the id of a choice or an area, or a pair with a blank between its ids.
 */
export interface Mapping {
  readonly entries: readonly MapEntry[];
  /** Points of what is not among the entries; default 0. */
  readonly default?: number;
  /** The sum counts for no less than this. */
  readonly lowerBound?: number;
  /** The sum counts for no more than this. */
  readonly upperBound?: number;
}

export interface MapEntry {
  readonly entry: string;
  /** May be negative. */
  readonly points: number;
}

const POINTS = number({ min: -1e6, max: 1e6 });

export const mappingShape: Shape<Mapping> = record<Mapping>({
  entries: list(record<MapEntry>({ entry: text({ max: 200 }), points: POINTS }), { min: 1 }),
  default: optional(POINTS),
  lowerBound: optional(POINTS),
  upperBound: optional(POINTS),
});

/**
 * Points of an answer beside those of the key's own answer. Entries count once each and are summed
 * in the order given, which for both is that of the body, so equal answers have equal sums.
 */
export function mappedPoints(
  mapping: Mapping,
  given: readonly string[],
  correct: readonly string[],
): MappedPoints {
  return { earned: sum(mapping, given), full: sum(mapping, correct) };
}

export function inspectMapping(mapping: Mapping, possible: readonly string[]): Problem[] {
  const entries = mapping.entries.map(({ entry }) => entry);
  const at = (i: number) => `key.mapping.entries[${i}].entry`;
  const { lowerBound = -Infinity, upperBound = Infinity } = mapping;
  return [
    ...duplicates(entries, at),
    ...strangers(entries, possible, at),
    ...faultIf(lowerBound >= upperBound, 'EMPTY_RANGE', 'key.mapping.upperBound'),
  ];
}

function sum(mapping: Mapping, entries: readonly string[]): number {
  const points = new Map(mapping.entries.map((entry) => [entry.entry, entry.points]));
  const total = [...new Set(entries)].reduce(
    (all, entry) => all + (points.get(entry) ?? mapping.default ?? 0),
    0,
  );
  const { lowerBound = -Infinity, upperBound = Infinity } = mapping;
  return Math.min(upperBound, Math.max(lowerBound, total));
}
