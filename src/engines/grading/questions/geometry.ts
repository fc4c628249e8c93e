import {
  absolute,
  add,
  compare,
  fractionOf,
  multiply,
  negate,
  ZERO,
  type Fraction,
} from '../algebra/fraction.js';
import { faultIf } from './problems.js';
import { list, number, oneOf, record, variant, type Shape } from './shape.js';
import type { Problem } from './types.js';

/** Pixels of the picture from its upper left corner, x to the right, y down; may have decimals. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Circle {
  readonly type: 'circle';
  /** The centre. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Rectangle {
  readonly type: 'rect';
  /** The upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Ellipse {
  readonly type: 'ellipse';
  /** The centre. */
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
}

/** Closed by itself: the last corner is joined to the first. */
export interface Polygon {
  readonly type: 'poly';
  readonly points: readonly Point[];
}

export type Area = Circle | Rectangle | Ellipse | Polygon;

const coordinate = number({ min: -1e6, max: 1e6 });
const size = number({ min: 0, max: 1e6 });

export const point: Shape<Point> = record<Point>({ x: coordinate, y: coordinate });

export const area: Shape<Area> = variant<Area>('type', {
  circle: record<Circle>({ type: oneOf('circle'), x: coordinate, y: coordinate, radius: size }),
  rect: record<Rectangle>({
    type: oneOf('rect'),
    x: coordinate,
    y: coordinate,
    width: size,
    height: size,
  }),
  ellipse: record<Ellipse>({
    type: oneOf('ellipse'),
    x: coordinate,
    y: coordinate,
    radiusX: size,
    radiusY: size,
  }),
  poly: record<Polygon>({ type: oneOf('poly'), points: list(point, { min: 3, max: 100 }) }),
});

/**
 * Whether a point lies in an area. Its boundary belongs to it. Decided exactly on the decimals as
 * they print, so that 0.3 lies on the edge of a circle of radius 0.2 about 0.1. A polygon that
 * crosses itself contains what a ray out of it leaves through an odd number of sides (even-odd
 * rule): Shimrat (1962), "Algorithm 112: Position of point relative to polygon".
 */
export function contains(shape: Area, at: Point): boolean {
  const [px, py] = [fractionOf(at.x), fractionOf(at.y)];
  switch (shape.type) {
    case 'circle': {
      const radius = square(fractionOf(shape.radius));
      const distance = add(square(minus(px, shape.x)), square(minus(py, shape.y)));
      return compare(distance, radius) <= 0;
    }
    case 'rect':
      return (
        isBetween(px, fractionOf(shape.x), add(fractionOf(shape.x), fractionOf(shape.width))) &&
        isBetween(py, fractionOf(shape.y), add(fractionOf(shape.y), fractionOf(shape.height)))
      );
    case 'ellipse': {
      // (dx/a)² + (dy/b)² ≤ 1 without a division.
      const [a, b] = [square(fractionOf(shape.radiusX)), square(fractionOf(shape.radiusY))];
      const dx = multiply(square(minus(px, shape.x)), b);
      const dy = multiply(square(minus(py, shape.y)), a);
      const isFlat = a.n === 0n || b.n === 0n;
      return !isFlat && compare(add(dx, dy), multiply(a, b)) <= 0;
    }
    case 'poly':
      return polygonContains(shape.points, at);
  }
}

function polygonContains(points: readonly Point[], at: Point): boolean {
  const [px, py] = [fractionOf(at.x), fractionOf(at.y)];
  let isInside = false;
  for (const [i, corner] of points.entries()) {
    const before = points.at(i - 1) ?? corner;
    // Sides above or below matter to no ray; doubles compare as the decimals they print.
    if (Math.min(before.y, corner.y) > at.y || Math.max(before.y, corner.y) < at.y) continue;
    const [ax, ay] = [fractionOf(before.x), fractionOf(before.y)];
    const [bx, by] = [fractionOf(corner.x), fractionOf(corner.y)];
    const [dx, dy] = [difference(bx, ax), difference(by, ay)];
    // On which side of the line through a and b the point lies; 0 on it.
    const side = compare(multiply(dx, difference(py, ay)), multiply(dy, difference(px, ax)));
    if (side === 0 && isAmong(px, ax, bx) && isAmong(py, ay, by)) return true;
    const isAbove = compare(ay, py) > 0;
    if (isAbove !== compare(by, py) > 0 && side > 0 === !isAbove) isInside = !isInside;
  }
  return isInside;
}

/** A point inside, or on the boundary. */
export function somePointOf(shape: Area): Point {
  switch (shape.type) {
    case 'circle':
    case 'ellipse':
      return { x: shape.x, y: shape.y };
    case 'rect':
      return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
    case 'poly':
      return shape.points[0] ?? { x: 0, y: 0 };
  }
}

/** A picture by its size in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Whether an area has an inside, and lies on its picture. */
export function inspectArea(shape: Area, frame: Frame, path: string): Problem[] {
  const [left, top, right, bottom] = boundsOf(shape);
  return [
    ...faultIf(!hasInside(shape), 'TOO_SMALL', path),
    ...faultIf(
      left < 0 || top < 0 || right > frame.width || bottom > frame.height,
      'OUTSIDE',
      path,
    ),
  ];
}

type Box = [left: number, top: number, right: number, bottom: number];

function boundsOf(shape: Area): Box {
  switch (shape.type) {
    case 'circle':
      return around(shape, shape.radius, shape.radius);
    case 'ellipse':
      return around(shape, shape.radiusX, shape.radiusY);
    case 'rect':
      return [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height];
    case 'poly': {
      const [xs, ys] = [shape.points.map(({ x }) => x), shape.points.map(({ y }) => y)];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    }
  }
}

function around({ x, y }: Point, rx: number, ry: number): Box {
  return [x - rx, y - ry, x + rx, y + ry];
}

function hasInside(shape: Area): boolean {
  switch (shape.type) {
    case 'circle':
      return shape.radius > 0;
    case 'ellipse':
      return shape.radiusX > 0 && shape.radiusY > 0;
    case 'rect':
      return shape.width > 0 && shape.height > 0;
    case 'poly':
      return compare(absolute(doubleArea(shape.points)), ZERO) > 0;
  }
}

/** The shoelace formula; 0 for corners on one line, and for an eight whose halves cancel out. */
function doubleArea(points: readonly Point[]): Fraction {
  return points.reduce((sum, corner, i) => {
    const before = points.at(i - 1) ?? corner;
    const [ax, ay] = [fractionOf(before.x), fractionOf(before.y)];
    const [bx, by] = [fractionOf(corner.x), fractionOf(corner.y)];
    return add(sum, difference(multiply(ax, by), multiply(bx, ay)));
  }, ZERO);
}

function square(a: Fraction): Fraction {
  return multiply(a, a);
}

function difference(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b));
}

function minus(a: Fraction, b: number): Fraction {
  return difference(a, fractionOf(b));
}

function isBetween(a: Fraction, low: Fraction, high: Fraction): boolean {
  return compare(low, a) <= 0 && compare(a, high) <= 0;
}

function isAmong(a: Fraction, b: Fraction, c: Fraction): boolean {
  return compare(b, c) <= 0 ? isBetween(a, b, c) : isBetween(a, c, b);
}
