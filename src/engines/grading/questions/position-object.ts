import { limit } from './choices.js';
import { defineKind } from './define-kind.js';
import type { Point } from './geometry.js';
import { mappingShape, type Mapping } from './mapping.js';
import { picture, type Picture } from './picture.js';
import {
  checkPoints,
  entriesOfPoints,
  inspectKeyAreas,
  judgePoints,
  keyAreas,
  points,
  pointsInAreas,
  sortedPoints,
  type KeyArea,
} from './points.js';
import { idsOf } from './problems.js';
import { kindOf, optional, record } from './shape.js';

export interface PositionObjectBody {
  readonly kind: 'position_object';
  /** The stage that objects are put on. */
  readonly picture: Picture;
  /** The object; every copy of it is the same. */
  readonly object: Picture;
  /** How many copies there are; absent, as many as one likes. */
  readonly maxObjects?: number;
}

export interface PositionObjectKey {
  readonly kind: 'position_object';
  readonly areas: readonly KeyArea[];
  /** Entries are ids of areas; an object in none of them has the default. */
  readonly mapping?: Mapping;
}

export interface PositionObjectResponse {
  readonly kind: 'position_object';
  /** The centre of each object that was placed. */
  readonly points: readonly Point[];
}

/** Copies of an object put on a picture, judged as the points of `select_point` are. */
export const positionObject = defineKind<
  PositionObjectBody,
  PositionObjectKey,
  PositionObjectResponse
>({
  name: 'position_object',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<PositionObjectBody>({
    kind: kindOf('position_object'),
    picture,
    object: picture,
    maxObjects: optional(limit),
  }),
  key: record<PositionObjectKey>({
    kind: kindOf('position_object'),
    areas: keyAreas,
    mapping: optional(mappingShape),
  }),
  response: record<PositionObjectResponse>({ kind: kindOf('position_object'), points }),
  inspect: (body, { areas }) => inspectKeyAreas(areas, body.picture),
  check: (body, response) => checkPoints(response.points, body.picture, body.maxObjects),
  normalise: (_, response) =>
    response.points.length === 0
      ? null
      : { kind: response.kind, points: sortedPoints(response.points) },
  judge: (_, { areas }, response) => judgePoints(areas, response.points),
  solution: ({ maxObjects }, { kind, areas }) => ({
    kind,
    points: pointsInAreas(areas, maxObjects),
  }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, { areas }, response) => entriesOfPoints(areas, response.points),
    possible: (_, { areas }) => idsOf(areas),
  },
});
