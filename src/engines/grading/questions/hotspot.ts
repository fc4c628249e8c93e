import { checkChosen, ids, inOrderOf, inspectCorrect, judgeChoices, limit } from './choices.js';
import { defineKind } from './define-kind.js';
import { mappingShape, type Mapping } from './mapping.js';
import { hotspots, inspectHotspots, picture, type Hotspot, type Picture } from './picture.js';
import { idsOf } from './problems.js';
import { id, kindOf, list, optional, record } from './shape.js';

export interface HotspotBody {
  readonly kind: 'hotspot';
  readonly picture: Picture;
  readonly hotspots: readonly Hotspot[];
  /** Absent, all may be chosen. */
  readonly maxChoices?: number;
}

export interface HotspotKey {
  readonly kind: 'hotspot';
  readonly correct: readonly string[];
  /** Entries are ids of hotspots. */
  readonly mapping?: Mapping;
}

export interface HotspotResponse {
  readonly kind: 'hotspot';
  readonly choices: readonly string[];
}

/** Places that can be seen on a picture, chosen and judged as in `multiple_choice`. */
export const hotspot = defineKind<HotspotBody, HotspotKey, HotspotResponse>({
  name: 'hotspot',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'per_option', 'mapped'],
  body: record<HotspotBody>({
    kind: kindOf('hotspot'),
    picture,
    hotspots,
    maxChoices: optional(limit),
  }),
  key: record<HotspotKey>({
    kind: kindOf('hotspot'),
    correct: ids,
    mapping: optional(mappingShape),
  }),
  response: record<HotspotResponse>({ kind: kindOf('hotspot'), choices: list(id) }),
  inspect: (body, { correct }) => [
    ...inspectHotspots(body.hotspots, body.picture, 'body.hotspots'),
    ...inspectCorrect(idsOf(body.hotspots), correct),
  ],
  check: (body, { choices }) => checkChosen(idsOf(body.hotspots), choices, body.maxChoices),
  normalise: (body, { kind, choices }) =>
    choices.length === 0 ? null : { kind, choices: inOrderOf(idsOf(body.hotspots), choices) },
  judge: (body, { correct }, { choices }) => judgeChoices(idsOf(body.hotspots), correct, choices),
  solution: (_, { kind, correct }) => ({ kind, choices: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, __, { choices }) => choices,
    possible: (body) => idsOf(body.hotspots),
  },
});
