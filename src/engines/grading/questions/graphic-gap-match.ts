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
import { inspectArea } from './geometry.js';
import { mappingShape, type Mapping } from './mapping.js';
import { hotspots, picture, type Hotspot, type Picture } from './picture.js';
import { checkUses, fillGaps, gapChoice, type GapChoice } from './placing.js';
import { duplicates, idsOf } from './problems.js';
import { flag, kindOf, list, optional, record } from './shape.js';

export interface GraphicGapMatchBody {
  readonly kind: 'graphic_gap_match';
  readonly picture: Picture;
  /** The labels or small pictures that are put into place. */
  readonly choices: readonly GapChoice[];
  readonly gaps: readonly Hotspot[];
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface GraphicGapMatchKey {
  readonly kind: 'graphic_gap_match';
  /** One for each gap. */
  readonly gaps: readonly GapKey[];
  /** Entries are "choice gap". */
  readonly mapping?: Mapping;
}

export interface GraphicGapMatchResponse {
  readonly kind: 'graphic_gap_match';
  readonly filled: readonly FilledGap[];
}

/** Choices put into places on a picture, judged as `gap_match` is. */
export const graphicGapMatch = defineKind<
  GraphicGapMatchBody,
  GraphicGapMatchKey,
  GraphicGapMatchResponse
>({
  name: 'graphic_gap_match',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<GraphicGapMatchBody>({
    kind: kindOf('graphic_gap_match'),
    picture,
    choices: list(gapChoice, { min: 1 }),
    gaps: hotspots,
    shuffle: optional(flag),
  }),
  key: record<GraphicGapMatchKey>({
    kind: kindOf('graphic_gap_match'),
    gaps: gapKeys,
    mapping: optional(mappingShape),
  }),
  response: record<GraphicGapMatchResponse>({
    kind: kindOf('graphic_gap_match'),
    filled: filledGaps,
  }),
  inspect: (body, key) => [
    ...duplicates(idsOf(body.choices), (i) => `body.choices[${i}].id`),
    ...body.gaps.flatMap((gap, i) => inspectArea(gap.area, body.picture, `body.gaps[${i}].area`)),
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
