import { choice, part, type Choice } from './choices.js';
import { defineKind } from './define-kind.js';
import { mappingShape, type Mapping } from './mapping.js';
import { duplicates, faultIf, idsOf } from './problems.js';
import { flag, id, kindOf, list, optional, record } from './shape.js';

export interface SingleChoiceBody {
  readonly kind: 'single_choice';
  /** At least 2. */
  readonly choices: readonly Choice[];
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface SingleChoiceKey {
  readonly kind: 'single_choice';
  readonly correct: string;
  /** Entries are ids of choices. */
  readonly mapping?: Mapping;
}

export interface SingleChoiceResponse {
  readonly kind: 'single_choice';
  readonly choice: string;
}

/** One of several: one part, right or wrong; a mapping may give something for the second best. */
export const singleChoice = defineKind<SingleChoiceBody, SingleChoiceKey, SingleChoiceResponse>({
  name: 'single_choice',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<SingleChoiceBody>({
    kind: kindOf('single_choice'),
    choices: list(choice, { min: 2 }),
    shuffle: optional(flag),
  }),
  key: record<SingleChoiceKey>({
    kind: kindOf('single_choice'),
    correct: id,
    mapping: optional(mappingShape),
  }),
  response: record<SingleChoiceResponse>({ kind: kindOf('single_choice'), choice: id }),
  inspect: ({ choices }, { correct }) => [
    ...duplicates(idsOf(choices), (i) => `body.choices[${i}].id`),
    ...faultIf(!idsOf(choices).includes(correct), 'UNKNOWN_ID', 'key.correct'),
  ],
  check: ({ choices }, response) =>
    faultIf(!idsOf(choices).includes(response.choice), 'UNKNOWN_ID', 'response.choice'),
  normalise: (_, response) => response,
  judge: (_, { correct }, { choice: chosen }) => [
    part('choice', chosen === correct ? 'RIGHT' : 'WRONG'),
  ],
  solution: (_, { correct }) => ({ kind: 'single_choice', choice: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { choice: chosen }) => [chosen],
    possible: ({ choices }) => idsOf(choices),
  },
});
