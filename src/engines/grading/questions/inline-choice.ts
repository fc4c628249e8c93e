import { choice, type Choice } from './choices.js';
import { defineKind } from './define-kind.js';
import {
  checkFilled,
  filledGaps,
  gapKeys,
  inOrderOfGaps,
  inspectGaps,
  judgeGaps,
  nameOfFilled,
  type FilledGap,
  type GapKey,
} from './gaps.js';
import { mappingShape, type Mapping } from './mapping.js';
import { duplicates, idsOf } from './problems.js';
import { flag, id, kindOf, list, optional, record } from './shape.js';

export interface InlineChoiceBody {
  readonly kind: 'inline_choice';
  /** The menus that the prompt refers to. */
  readonly gaps: readonly ChoiceGap[];
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

/** A gap with choices of its own; at least 2. */
export interface ChoiceGap {
  readonly id: string;
  readonly choices: readonly Choice[];
}

export interface InlineChoiceKey {
  readonly kind: 'inline_choice';
  /** One for each gap. */
  readonly gaps: readonly GapKey[];
  /** Entries are "choice gap". */
  readonly mapping?: Mapping;
}

export interface InlineChoiceResponse {
  readonly kind: 'inline_choice';
  readonly filled: readonly FilledGap[];
}

/** A choice from the menu in each gap of a text; every gap is a part. */
export const inlineChoice = defineKind<InlineChoiceBody, InlineChoiceKey, InlineChoiceResponse>({
  name: 'inline_choice',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<InlineChoiceBody>({
    kind: kindOf('inline_choice'),
    gaps: list(record<ChoiceGap>({ id, choices: list(choice, { min: 2 }) }), { min: 1 }),
    shuffle: optional(flag),
  }),
  key: record<InlineChoiceKey>({
    kind: kindOf('inline_choice'),
    gaps: gapKeys,
    mapping: optional(mappingShape),
  }),
  response: record<InlineChoiceResponse>({ kind: kindOf('inline_choice'), filled: filledGaps }),
  inspect: (body, key) => [
    ...body.gaps.flatMap(({ choices }, i) =>
      duplicates(idsOf(choices), (j) => `body.gaps[${i}].choices[${j}].id`),
    ),
    ...inspectGaps(body.gaps, key.gaps, choicesIn(body)),
  ],
  check: (body, { filled }) => checkFilled(body.gaps, filled, choicesIn(body)),
  normalise: ({ gaps }, { kind, filled }) =>
    filled.length === 0 ? null : { kind, filled: inOrderOfGaps(gaps, filled) },
  judge: (_, { gaps }, { filled }) => judgeGaps(gaps, filled),
  solution: (_, { kind, gaps }) => ({
    kind,
    filled: gaps.flatMap(({ gap, accepted: [first] }) =>
      first === undefined ? [] : [{ gap, choice: first }],
    ),
  }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { filled }) => filled.map(nameOfFilled),
    possible: ({ gaps }) =>
      gaps.flatMap((gap) =>
        idsOf(gap.choices).map((one) => nameOfFilled({ gap: gap.id, choice: one })),
      ),
  },
});

function choicesIn({ gaps }: InlineChoiceBody): (gap: string) => readonly string[] {
  const offered = new Map(gaps.map(({ id: name, choices }) => [name, idsOf(choices)]));
  return (gap) => offered.get(gap) ?? [];
}
