import { checkChosen, ids, inOrderOf, inspectCorrect, judgeChoices, limit } from './choices.js';
import { defineKind } from './define-kind.js';
import { mappingShape, type Mapping } from './mapping.js';
import { duplicates, faultIf } from './problems.js';
import { id, kindOf, list, optional, record, text } from './shape.js';

export interface HotTextBody {
  readonly kind: 'hot_text';
  /** The text in its order, cut where something may be chosen. */
  readonly runs: readonly TextRun[];
  /** Absent, all may be chosen. */
  readonly maxChoices?: number;
}

/** A stretch of text; one with an id may be chosen. */
export interface TextRun {
  readonly text: string;
  readonly id?: string;
}

export interface HotTextKey {
  readonly kind: 'hot_text';
  readonly correct: readonly string[];
  /** Entries are ids of runs. */
  readonly mapping?: Mapping;
}

export interface HotTextResponse {
  readonly kind: 'hot_text';
  readonly choices: readonly string[];
}

/** Words or sentences chosen in a text, judged as `multiple_choice` is. */
export const hotText = defineKind<HotTextBody, HotTextKey, HotTextResponse>({
  name: 'hot_text',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'per_option', 'mapped'],
  body: record<HotTextBody>({
    kind: kindOf('hot_text'),
    runs: list(record<TextRun>({ text: text({ max: 10_000 }), id: optional(id) }), {
      min: 1,
      max: 2_000,
    }),
    maxChoices: optional(limit),
  }),
  key: record<HotTextKey>({
    kind: kindOf('hot_text'),
    correct: ids,
    mapping: optional(mappingShape),
  }),
  response: record<HotTextResponse>({ kind: kindOf('hot_text'), choices: list(id) }),
  inspect: (body, { correct }) => [
    ...faultIf(optionsOf(body).length < 2, 'TOO_FEW', 'body.runs'),
    ...duplicates(optionsOf(body), () => 'body.runs'),
    ...inspectCorrect(optionsOf(body), correct),
  ],
  check: (body, { choices }) => checkChosen(optionsOf(body), choices, body.maxChoices),
  normalise: (body, { kind, choices }) =>
    choices.length === 0 ? null : { kind, choices: inOrderOf(optionsOf(body), choices) },
  judge: (body, { correct }, { choices }) => judgeChoices(optionsOf(body), correct, choices),
  solution: (_, { kind, correct }) => ({ kind, choices: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { choices }) => choices,
    possible: optionsOf,
  },
});

function optionsOf({ runs }: HotTextBody): string[] {
  return runs.flatMap((run) => run.id ?? []);
}
