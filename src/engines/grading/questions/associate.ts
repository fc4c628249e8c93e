import {
  association,
  checkAssociations,
  checkLimits,
  inOrderOfChoices,
  judgeAssociations,
  namesOfAssociations,
  possibleAssociations,
  type Association,
} from './association.js';
import { limit } from './choices.js';
import { defineKind } from './define-kind.js';
import { mappingShape, type Mapping } from './mapping.js';
import { pairChoice, type PairChoice } from './pairs.js';
import { duplicates, idsOf } from './problems.js';
import { flag, kindOf, list, optional, record } from './shape.js';

export interface AssociateBody {
  readonly kind: 'associate';
  /** At least 2. */
  readonly choices: readonly PairChoice[];
  /** Absent, any number of pairs. */
  readonly maxPairs?: number;
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface AssociateKey {
  readonly kind: 'associate';
  readonly correct: readonly Association[];
  /** Entries are "first second", the one that comes first in the body first. */
  readonly mapping?: Mapping;
}

export interface AssociateResponse {
  readonly kind: 'associate';
  readonly pairs: readonly Association[];
}

/** Members of one set paired with each other; the pairs asked for are the parts. */
export const associate = defineKind<AssociateBody, AssociateKey, AssociateResponse>({
  name: 'associate',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<AssociateBody>({
    kind: kindOf('associate'),
    choices: list(pairChoice, { min: 2 }),
    maxPairs: optional(limit),
    shuffle: optional(flag),
  }),
  key: record<AssociateKey>({
    kind: kindOf('associate'),
    correct: list(association, { min: 1 }),
    mapping: optional(mappingShape),
  }),
  response: record<AssociateResponse>({ kind: kindOf('associate'), pairs: list(association) }),
  inspect: ({ choices }, { correct }) => [
    ...duplicates(idsOf(choices), (i) => `body.choices[${i}].id`),
    ...checkAssociations(choices, correct, 'key.correct'),
  ],
  check: ({ choices, maxPairs }, { pairs }) => [
    ...checkAssociations(choices, pairs, 'response.pairs'),
    ...checkLimits(choices, pairs, maxPairs),
  ],
  normalise: ({ choices }, { kind, pairs }) =>
    pairs.length === 0 ? null : { kind, pairs: inOrderOfChoices(choices, pairs) },
  judge: ({ choices }, { correct }, { pairs }) => judgeAssociations(choices, correct, pairs),
  solution: (_, { kind, correct }) => ({ kind, pairs: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: ({ choices }, _, { pairs }) => namesOfAssociations(choices, pairs),
    possible: ({ choices }) => possibleAssociations(choices),
  },
});
