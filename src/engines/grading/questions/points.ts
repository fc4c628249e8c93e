import { assign } from './assignment.js';
import {
  area,
  contains,
  inspectArea,
  point,
  somePointOf,
  type Area,
  type Frame,
  type Point,
} from './geometry.js';
import { judgeEntries } from './pairs.js';
import { duplicates, faultIf, idsOf } from './problems.js';
import { id, list, record, type Shape } from './shape.js';
import type { Part, Problem } from './types.js';

/** A place of the key where a point belongs. */
export interface KeyArea {
  readonly id: string;
  readonly area: Area;
}

export const keyAreas: Shape<readonly KeyArea[]> = list(record<KeyArea>({ id, area }), { min: 1 });

/** More points than anybody sets are refused before they are looked at. */
export const points = list(point, { max: 100 });

export function inspectKeyAreas(areas: readonly KeyArea[], frame: Frame): Problem[] {
  return [
    ...duplicates(idsOf(areas), (i) => `key.areas[${i}].id`),
    ...areas.flatMap((one, i) => inspectArea(one.area, frame, `key.areas[${i}].area`)),
  ];
}

/**
 * The areas are the parts. An area is claimed by one point, and a point claims one area: where
 * areas overlap, the points are shared out so that as many areas as possible are claimed, the
 * earlier ones of the key first. A point that claims none stands in the place of an area that
 * nobody claimed; when there is none left it is EXTRA.
 */
export function judgePoints(areas: readonly KeyArea[], given: readonly Point[]): Part[] {
  const claims = claimedBy(areas, given);
  return judgeEntries(
    idsOf(areas),
    given.map((_, i) => claims[i] ?? nameOfStray(i)),
  );
}

/** The areas that are claimed, and a name for each point that claims none. */
export function entriesOfPoints(areas: readonly KeyArea[], given: readonly Point[]): string[] {
  const claims = claimedBy(areas, given);
  const strays = given.flatMap((_, i) => (claims[i] === undefined ? [nameOfStray(i)] : []));
  const claimed = new Set(claims);
  return [...idsOf(areas).filter((name) => claimed.has(name)), ...strays];
}

/** No id has a blank, so a stray point is never taken for an area. */
function nameOfStray(i: number): string {
  return `point ${i + 1}`;
}

function claimedBy(areas: readonly KeyArea[], given: readonly Point[]): (string | undefined)[] {
  const fits = areas.map(({ area: shape }) =>
    given.flatMap((at, i) => (contains(shape, at) ? [i] : [])),
  );
  const claims: (string | undefined)[] = given.map(() => undefined);
  for (const [place, thing] of assign(fits).entries()) {
    if (thing !== undefined) claims[thing] = areas[place]?.id;
  }
  return claims;
}

export function checkPoints(
  given: readonly Point[],
  frame: Frame,
  most: number | undefined,
): Problem[] {
  return [
    ...faultIf(given.length > (most ?? Infinity), 'TOO_MANY', 'response.points'),
    ...given.flatMap(({ x, y }, i) =>
      faultIf(
        x < 0 || y < 0 || x > frame.width || y > frame.height,
        'OUTSIDE',
        `response.points[${i}]`,
      ),
    ),
  ];
}

/** Points from left to right and from top to bottom, so that the order of setting changes nothing. */
export function sortedPoints(given: readonly Point[]): Point[] {
  return given.toSorted((a, b) => a.x - b.x || a.y - b.y);
}

/** A point for each area, as far as the learner may set points. */
export function pointsInAreas(areas: readonly KeyArea[], most = Infinity): Point[] {
  return areas.slice(0, most).map(({ area: shape }) => somePointOf(shape));
}
