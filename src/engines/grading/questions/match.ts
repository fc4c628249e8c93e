import { limit } from './choices.js';
import { defineKind } from './define-kind.js';
import { mappingShape, type Mapping } from './mapping.js';
import {
  judgePairs,
  nameOfPair,
  overused,
  pairChoice,
  repeatedPairs,
  sortedPairs,
  strangersIn,
  type IdPair,
  type PairChoice,
} from './pairs.js';
import { duplicates, faultIf, idsOf } from './problems.js';
import { flag, id, kindOf, list, optional, record, type Shape } from './shape.js';
import type { Problem } from './types.js';

/** Two sets whose members are matched, as the rows and the columns of a matrix. */
export interface MatchBody {
  readonly kind: 'match';
  readonly sources: readonly PairChoice[];
  readonly targets: readonly PairChoice[];
  /** Absent, any number of pairs. */
  readonly maxPairs?: number;
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface MatchKey {
  readonly kind: 'match';
  /** Many to many; a choice without a pair is a distractor. */
  readonly correct: readonly MatchPair[];
  /** Entries are "source target". */
  readonly mapping?: Mapping;
}

export interface MatchPair {
  readonly source: string;
  readonly target: string;
}

export interface MatchResponse {
  readonly kind: 'match';
  readonly pairs: readonly MatchPair[];
}

const pair: Shape<MatchPair> = record<MatchPair>({ source: id, target: id });

/** Members of one set matched with those of another; the pairs asked for are the parts (pairs.ts). */
export const match = defineKind<MatchBody, MatchKey, MatchResponse>({
  name: 'match',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<MatchBody>({
    kind: kindOf('match'),
    sources: list(pairChoice, { min: 1 }),
    targets: list(pairChoice, { min: 1 }),
    maxPairs: optional(limit),
    shuffle: optional(flag),
  }),
  key: record<MatchKey>({
    kind: kindOf('match'),
    correct: list(pair, { min: 1 }),
    mapping: optional(mappingShape),
  }),
  response: record<MatchResponse>({ kind: kindOf('match'), pairs: list(pair) }),
  inspect: ({ sources, targets }, { correct }) => [
    ...duplicates(idsOf(sources), (i) => `body.sources[${i}].id`),
    ...duplicates(idsOf(targets), (i) => `body.targets[${i}].id`),
    ...checkPairs({ sources, targets }, correct, 'key.correct'),
  ],
  check: ({ sources, targets, maxPairs = Infinity }, { pairs }) => [
    ...checkPairs({ sources, targets }, pairs, 'response.pairs'),
    ...overused(
      pairs.map(({ source }) => source),
      sources,
      'response.pairs',
    ),
    ...overused(
      pairs.map(({ target }) => target),
      targets,
      'response.pairs',
    ),
    ...faultIf(pairs.length > maxPairs, 'TOO_MANY', 'response.pairs'),
  ],
  normalise: ({ sources, targets }, { kind, pairs }) =>
    pairs.length === 0
      ? null
      : {
          kind,
          pairs: sortedPairs(pairs.map(asIds), idsOf(sources), idsOf(targets)).map(
            ([source, target]) => ({ source, target }),
          ),
        },
  judge: (_, { correct }, { pairs }) => judgePairs(correct.map(asIds), pairs.map(asIds)),
  solution: (_, { kind, correct }) => ({ kind, pairs: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { pairs }) => pairs.map((one) => nameOfPair(asIds(one))),
    possible: ({ sources, targets }) =>
      idsOf(sources).flatMap((source) => idsOf(targets).map((to) => nameOfPair([source, to]))),
  },
});

function checkPairs(
  { sources, targets }: Pick<MatchBody, 'sources' | 'targets'>,
  pairs: readonly MatchPair[],
  path: string,
): Problem[] {
  const given = pairs.map(asIds);
  const fields = { list: path, first: 'source', second: 'target' };
  return [...strangersIn(given, [sources, targets], fields), ...repeatedPairs(given, path)];
}

function asIds({ source, target }: MatchPair): IdPair {
  return [source, target];
}
