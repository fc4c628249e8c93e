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
import { checkUses, fillGaps, gapChoice, type GapChoice } from './placing.js';
import { duplicates, idsOf } from './problems.js';
import { flag, id, kindOf, list, optional, record, text } from './shape.js';

export interface GapMatchBody {
  readonly kind: 'gap_match';
  readonly choices: readonly GapChoice[];
  /** The gaps that the prompt refers to. */
  readonly gaps: readonly Gap[];
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface Gap {
  readonly id: string;
  /** What the gap is called for those who cannot see where it is. */
  readonly label?: string;
}

export interface GapMatchKey {
  readonly kind: 'gap_match';
  /** One for each gap. */
  readonly gaps: readonly GapKey[];
  /** Entries are "choice gap". */
  readonly mapping?: Mapping;
}

export interface GapMatchResponse {
  readonly kind: 'gap_match';
  readonly filled: readonly FilledGap[];
}

/** Choices put into the gaps of a text; every gap is a part. */
export const gapMatch = defineKind<GapMatchBody, GapMatchKey, GapMatchResponse>({
  name: 'gap_match',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<GapMatchBody>({
    kind: kindOf('gap_match'),
    choices: list(gapChoice, { min: 1 }),
    gaps: list(record<Gap>({ id, label: optional(text({ max: 1_000 })) }), { min: 1 }),
    shuffle: optional(flag),
  }),
  key: record<GapMatchKey>({
    kind: kindOf('gap_match'),
    gaps: gapKeys,
    mapping: optional(mappingShape),
  }),
  response: record<GapMatchResponse>({ kind: kindOf('gap_match'), filled: filledGaps }),
  inspect: (body, key) => [
    ...duplicates(idsOf(body.choices), (i) => `body.choices[${i}].id`),
    ...inspectGaps(body.gaps, key.gaps, () => idsOf(body.choices)),
  ],
  check: ({ choices, gaps }, { filled }) => [
    ...checkFilled(gaps, filled, () => idsOf(choices)),
    ...checkUses(choices, filled),
  ],
  normalise: ({ gaps }, { kind, filled }) =>
    filled.length === 0 ? null : { kind, filled: inOrderOfGaps(gaps, filled) },
  judge: (_, { gaps }, { filled }) => judgeGaps(gaps, filled),
  solution: ({ choices }, { kind, gaps }) => ({ kind, filled: fillGaps(choices, gaps) }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { filled }) => filled.map(nameOfFilled),
    possible: ({ choices, gaps }) =>
      idsOf(gaps).flatMap((gap) => idsOf(choices).map((one) => nameOfFilled({ gap, choice: one }))),
  },
});
