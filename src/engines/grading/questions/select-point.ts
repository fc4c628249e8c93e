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

export interface SelectPointBody {
  readonly kind: 'select_point';
  readonly picture: Picture;
  /** Absent, any number of points. */
  readonly maxPoints?: number;
}

export interface SelectPointKey {
  readonly kind: 'select_point';
  readonly areas: readonly KeyArea[];
  /** Entries are ids of areas; a point in none of them has the default. */
  readonly mapping?: Mapping;
}

export interface SelectPointResponse {
  readonly kind: 'select_point';
  readonly points: readonly Point[];
}

/** Points set on a picture whose right areas are not shown; points.ts has who claims which. */
export const selectPoint = defineKind<SelectPointBody, SelectPointKey, SelectPointResponse>({
  name: 'select_point',
  version: 1,
  rules: ['all_or_nothing', 'per_part', 'mapped'],
  body: record<SelectPointBody>({
    kind: kindOf('select_point'),
    picture,
    maxPoints: optional(limit),
  }),
  key: record<SelectPointKey>({
    kind: kindOf('select_point'),
    areas: keyAreas,
    mapping: optional(mappingShape),
  }),
  response: record<SelectPointResponse>({ kind: kindOf('select_point'), points }),
  inspect: (body, { areas }) => inspectKeyAreas(areas, body.picture),
  check: (body, response) => checkPoints(response.points, body.picture, body.maxPoints),
  normalise: (_, response) =>
    response.points.length === 0
      ? null
      : { kind: response.kind, points: sortedPoints(response.points) },
  judge: (_, { areas }, response) => judgePoints(areas, response.points),
  solution: ({ maxPoints }, { kind, areas }) => ({ kind, points: pointsInAreas(areas, maxPoints) }),
  mapped: {
    mapping: ({ mapping }) => mapping,
    entries: (_, { areas }, response) => entriesOfPoints(areas, response.points),
    possible: (_, { areas }) => idsOf(areas),
  },
});
