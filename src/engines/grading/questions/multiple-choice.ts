import {
  checkChosen,
  choice,
  ids,
  inOrderOf,
  inspectCorrect,
  judgeChoices,
  limit,
  type Choice,
} from './choices.js';
import { defineKind } from './define-kind.js';
import { mappingShape, type Mapping } from './mapping.js';
import { duplicates, idsOf } from './problems.js';
import { flag, id, kindOf, list, optional, record } from './shape.js';

export interface MultipleChoiceBody {
  readonly kind: 'multiple_choice';
  /** At least 2. */
  readonly choices: readonly Choice[];
  /** Absent, all may be chosen. */
  readonly maxChoices?: number;
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface MultipleChoiceKey {
  readonly kind: 'multiple_choice';
  /** At least 1: to choose nothing is no answer. */
  readonly correct: readonly string[];
  /** Entries are ids of choices. */
  readonly mapping?: Mapping;
}

export interface MultipleChoiceResponse {
  readonly kind: 'multiple_choice';
  readonly choices: readonly string[];
}

/**
 * Any of several. Under `per_part` the right choices are the parts and each wrong one takes a part
 * off: right minus wrong, over right. Under `per_option` every choice is a part, also one that was
 * rightly left out.
 */
export const multipleChoice = defineKind<
  MultipleChoiceBody,
  MultipleChoiceKey,
  MultipleChoiceResponse
>({
  name: 'multiple_choice',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'per_option', 'mapped'],
  body: record<MultipleChoiceBody>({
    kind: kindOf('multiple_choice'),
    choices: list(choice, { min: 2 }),
    maxChoices: optional(limit),
    shuffle: optional(flag),
  }),
  key: record<MultipleChoiceKey>({
    kind: kindOf('multiple_choice'),
    correct: ids,
    mapping: optional(mappingShape),
  }),
  response: record<MultipleChoiceResponse>({ kind: kindOf('multiple_choice'), choices: list(id) }),
  inspect: ({ choices }, { correct }) => [
    ...duplicates(idsOf(choices), (i) => `body.choices[${i}].id`),
    ...inspectCorrect(idsOf(choices), correct),
  ],
  check: (body, { choices }) => checkChosen(idsOf(body.choices), choices, body.maxChoices),
  normalise: (body, { kind, choices }) =>
    choices.length === 0 ? null : { kind, choices: inOrderOf(idsOf(body.choices), choices) },
  judge: (body, { correct }, { choices }) => judgeChoices(idsOf(body.choices), correct, choices),
  solution: (_, { kind, correct }) => ({ kind, choices: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { choices }) => choices,
    possible: ({ choices }) => idsOf(choices),
  },
});
