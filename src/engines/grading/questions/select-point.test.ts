import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const points = (...at: [number, number][]) => ({ points: at.map(([x, y]) => ({ x, y })) });
const area = (id: string, shape: object) => ({ id, area: shape });
const one = (shape: object) => ({ key: { areas: [area('a', shape)] } });
const circle = one({ type: 'circle', x: 0.1, y: 0.1, radius: 0.2 });
const ellipse = one({ type: 'ellipse', x: 50, y: 50, radiusX: 30, radiusY: 0.3 });
const rect = one({ type: 'rect', x: 0.1, y: 10, width: 0.2, height: 10 });
const corners = (...at: [number, number][]) => one({ type: 'poly', ...points(...at) });
const triangle = corners([0, 0], [10, 0], [0, 10]);
// A notch between (10,0) and (20,0) reaches down to (15,10).
const notched = corners([0, 0], [10, 0], [15, 10], [20, 0], [30, 0], [30, 20], [0, 20]);
const pentagram = corners([50, 0], [80, 90], [2, 35], [98, 35], [20, 90]);
// The small area lies in the large one.
const nested = {
  body: { maxPoints: 3 },
  key: {
    areas: [
      area('large', { type: 'circle', x: 100, y: 100, radius: 50 }),
      area('small', { type: 'circle', x: 100, y: 100, radius: 10 }),
    ],
  },
};
const bullseye = {
  body: { maxPoints: 1 },
  key: {
    areas: nested.key.areas.toReversed(),
    mapping: {
      entries: [
        { entry: 'small', points: 10 },
        { entry: 'large', points: 5 },
      ],
      default: -2,
    },
  },
  rule: { type: 'mapped', floorAtZero: false },
};

describeKind('select_point', {
  grades: [
    ['a point in each area', {}, points([120, 200], [278, 242]), 1, ['RIGHT', 'RIGHT']],
    ['a point in one area', {}, points([120, 200]), 0.5, ['RIGHT', 'MISSING']],
    ['two points in one area', {}, points([120, 200], [121, 201]), 0.5, ['RIGHT', 'WRONG']],
    ['a point in no area', {}, points([0, 0]), 0, ['WRONG', 'MISSING']],
    ['a point in an area and one beside', {}, points([120, 200], [0, 0]), 0.5],
    [
      'points beside with a penalty',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      points([0, 0], [1, 1]),
      -1,
    ],
    [
      'a point beyond the areas',
      { body: { maxPoints: 9 } },
      points([120, 200], [278, 242], [0, 0]),
      0.5,
      ['RIGHT', 'RIGHT', 'EXTRA'],
    ],
    ['all areas or nothing', rule('all_or_nothing'), points([120, 200]), 0],
    ['a point on the edge of a circle, in decimals', circle, points([0.3, 0.1]), 1],
    ['a point off the edge of a circle', circle, points([0.3000001, 0.1]), 0],
    ['a point at the end of an ellipse', ellipse, points([80, 50]), 1],
    ['a point on the edge of an ellipse, in decimals', ellipse, points([50, 50.3]), 1],
    ['a point off the edge of an ellipse', ellipse, points([79, 50.3]), 0],
    ['a point on the corner of a rectangle, in decimals', rect, points([0.3, 20]), 1],
    ['a point off the side of a rectangle', rect, points([0.3001, 15]), 0],
    ['a point on the corner of a triangle', triangle, points([0, 10]), 1],
    ['a point on the side of a triangle', triangle, points([5, 5]), 1],
    ['a point off the side of a triangle', triangle, points([5, 5.001]), 0],
    ['a point on the line of a side, beyond it', triangle, points([11, 0]), 0],
    ['a point level with a corner', notched, points([5, 10]), 1],
    ['a point in a notch', notched, points([15, 5]), 0],
    ['a point at the tip of a notch', notched, points([15, 10]), 1],
    ['a point in the arm of a star', pentagram, points([50, 20]), 1],
    ['a point in the heart of a star, which is outside', pentagram, points([50, 50]), 0],
    [
      'a point in both of two areas, which claims one',
      nested,
      points([100, 100]),
      0.5,
      ['RIGHT', 'MISSING'],
    ],
    ['two points that share two areas out', nested, points([100, 100], [130, 100]), 1],
    ['two points in both areas', nested, points([100, 100], [101, 100]), 1],
    ['the middle of a target', bullseye, points([100, 100]), 1],
    ['the ring of a target', bullseye, points([140, 100]), 0.5],
    ['a point beside a target', bullseye, points([0, 0]), -0.2],
    ['an empty answer', {}, points(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a point off the picture', points([401, 0]), 'OUTSIDE', 'response.points[0]'],
    ['a negative point', points([0, 0], [0, -0.5]), 'OUTSIDE', 'response.points[1]'],
    ['more points than are allowed', points([1, 1], [2, 2], [3, 3]), 'TOO_MANY', 'response.points'],
    ['a point that is no number', points([NaN, 1]), 'NOT_FINITE', 'response.points[0].x'],
    ['a point at infinity', points([1, Infinity]), 'NOT_FINITE', 'response.points[0].y'],
    ['half a point', { points: [{ x: 1 }] }, 'MISSING', 'response.points[0].y'],
    ['a point as a pair', { points: [[1, 2]] }, 'WRONG_TYPE', 'response.points[0]'],
    ['a point in words', { points: [{ x: '1', y: '2' }] }, 'WRONG_TYPE', 'response.points[0].x'],
  ],
  faults: [
    ['more areas than points', { body: { maxPoints: 1 } }, 'UNREACHABLE', 'key'],
    [
      'areas with one name',
      { key: { areas: [...nested.key.areas, nested.key.areas[0]] } },
      'DUPLICATE',
      'key.areas[2].id',
    ],
    ['no areas', { key: { areas: [] } }, 'EMPTY', 'key.areas'],
    [
      'an area off the picture',
      one({ type: 'circle', x: 1, y: 1, radius: 2 }),
      'OUTSIDE',
      'key.areas[0].area',
    ],
    ['a polygon of two corners', corners([0, 0], [1, 1]), 'TOO_FEW', 'key.areas[0].area.points'],
    ['a polygon on one line', corners([0, 0], [1, 1], [2, 2]), 'TOO_SMALL', 'key.areas[0].area'],
    [
      'a radius that is no number',
      one({ type: 'circle', x: 9, y: 9, radius: NaN }),
      'NOT_FINITE',
      'key.areas[0].area.radius',
    ],
    ['an area in the body', { body: { areas: [] } }, 'UNKNOWN_FIELD', 'body.areas'],
    [
      'a mapping of what is no area',
      { key: { mapping: { entries: [{ entry: 'point 1', points: 1 }] } }, ...rule('mapped') },
      'UNKNOWN_ID',
      'key.mapping.entries[0].entry',
    ],
  ],
});
