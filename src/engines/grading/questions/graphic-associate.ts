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
import { hotspotFields, inspectHotspots, picture, type Hotspot, type Picture } from './picture.js';
import { kindOf, list, optional, record } from './shape.js';

export interface GraphicAssociateBody {
  readonly kind: 'graphic_associate';
  readonly picture: Picture;
  /** At least 2. */
  readonly hotspots: readonly PairHotspot[];
  /** Absent, any number of pairs. */
  readonly maxPairs?: number;
}

/** A place that is paired with others. */
export interface PairHotspot extends Hotspot {
  /** In how many pairs it may be; absent, in any number. */
  readonly maxMatches?: number;
}

export interface GraphicAssociateKey {
  readonly kind: 'graphic_associate';
  readonly correct: readonly Association[];
  /** Entries are "first second", the one that comes first in the body first. */
  readonly mapping?: Mapping;
}

export interface GraphicAssociateResponse {
  readonly kind: 'graphic_associate';
  readonly pairs: readonly Association[];
}

/** Places on a picture joined by lines, judged as `associate` is. */
export const graphicAssociate = defineKind<
  GraphicAssociateBody,
  GraphicAssociateKey,
  GraphicAssociateResponse
>({
  name: 'graphic_associate',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<GraphicAssociateBody>({
    kind: kindOf('graphic_associate'),
    picture,
    hotspots: list(record<PairHotspot>({ ...hotspotFields, maxMatches: optional(limit) }), {
      min: 2,
    }),
    maxPairs: optional(limit),
  }),
  key: record<GraphicAssociateKey>({
    kind: kindOf('graphic_associate'),
    correct: list(association, { min: 1 }),
    mapping: optional(mappingShape),
  }),
  response: record<GraphicAssociateResponse>({
    kind: kindOf('graphic_associate'),
    pairs: list(association),
  }),
  inspect: (body, { correct }) => [
    ...inspectHotspots(body.hotspots, body.picture, 'body.hotspots'),
    ...checkAssociations(body.hotspots, correct, 'key.correct'),
  ],
  check: ({ hotspots, maxPairs }, { pairs }) => [
    ...checkAssociations(hotspots, pairs, 'response.pairs'),
    ...checkLimits(hotspots, pairs, maxPairs),
  ],
  normalise: ({ hotspots }, { kind, pairs }) =>
    pairs.length === 0 ? null : { kind, pairs: inOrderOfChoices(hotspots, pairs) },
  judge: ({ hotspots }, { correct }, { pairs }) => judgeAssociations(hotspots, correct, pairs),
  solution: (_, { kind, correct }) => ({ kind, pairs: correct }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: ({ hotspots }, _, { pairs }) => namesOfAssociations(hotspots, pairs),
    possible: ({ hotspots }) => possibleAssociations(hotspots),
  },
});
