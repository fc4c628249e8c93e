import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const points = (...at: [number, number][]) => ({ points: at.map(([x, y]) => ({ x, y })) });
const many = { body: { maxObjects: undefined } };
const overlapping = {
  key: {
    areas: [
      { id: 'left', area: { type: 'rect', x: 0, y: 0, width: 20, height: 10 } },
      { id: 'right', area: { type: 'rect', x: 10, y: 0, width: 20, height: 10 } },
    ],
  },
};
const mapped = {
  key: {
    mapping: {
      entries: [
        { entry: 'malmo', points: 1 },
        { entry: 'kiruna', points: 3 },
      ],
      default: -1,
    },
  },
  ...rule('mapped'),
};

describeKind('position_object', {
  grades: [
    ['both objects in place', {}, points([100, 280], [240, 20]), 1, ['RIGHT', 'RIGHT']],
    ['both objects in another order', {}, points([240, 20], [100, 280]), 1],
    ['one object in place', {}, points([240, 20]), 0.5, ['MISSING', 'RIGHT']],
    ['an object out of place', {}, points([100, 280], [200, 200]), 0.5, ['RIGHT', 'WRONG']],
    ['two objects in one place', {}, points([100, 280], [101, 280]), 0.5],
    ['two objects on one spot', {}, points([100, 280], [100, 280]), 0.5, ['RIGHT', 'WRONG']],
    ['an object on the edge', {}, points([106, 288], [250, 30]), 1],
    ['an object off the edge', {}, points([106, 288.1]), 0],
    ['objects out of place', {}, points([1, 1], [2, 2]), 0, 'WRONG'],
    [
      'objects out of place with a penalty',
      rule('per_part', { penalty: 0.5, floorAtZero: false }),
      points([1, 1], [2, 2]),
      -0.5,
    ],
    [
      'an object too many',
      many,
      points([100, 280], [240, 20], [5, 5]),
      0.5,
      ['RIGHT', 'RIGHT', 'EXTRA'],
    ],
    ['all objects or nothing', rule('all_or_nothing'), points([100, 280], [240, 20]), 1],
    [
      'an object too many or nothing',
      { ...many, ...rule('all_or_nothing') },
      points([100, 280], [240, 20], [5, 5]),
      0,
    ],
    ['one object or nothing', rule('all_or_nothing'), points([100, 280]), 0],
    ['objects that share overlapping places out', overlapping, points([15, 5], [5, 5]), 1],
    ['the same with the other place in common', overlapping, points([15, 5], [25, 5]), 1],
    ['two objects in one of overlapping places', overlapping, points([5, 5], [6, 5]), 0.5],
    ['mapped objects', mapped, points([100, 280], [240, 20]), 1],
    ['a mapped object', mapped, points([240, 20]), 0.75],
    ['a mapped object and one out of place', mapped, points([240, 20], [1, 1]), 0.5],
    ['an empty answer', {}, points(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['an object off the stage', points([400.5, 10]), 'OUTSIDE', 'response.points[0]'],
    ['more objects than there are', points([1, 1], [2, 2], [3, 3]), 'TOO_MANY', 'response.points'],
    ['a place that is no number', points([1, NaN]), 'NOT_FINITE', 'response.points[0].y'],
    ['the name of a place', { points: ['malmo'] }, 'WRONG_TYPE', 'response.points[0]'],
    [
      'an object with a rotation',
      { points: [{ x: 1, y: 1, angle: 90 }] },
      'UNKNOWN_FIELD',
      'response.points[0].angle',
    ],
  ],
  faults: [
    ['more places than objects', { body: { maxObjects: 1 } }, 'UNREACHABLE', 'key'],
    ['no places', { key: { areas: [] } }, 'EMPTY', 'key.areas'],
    [
      'a place off the stage',
      { key: { areas: [{ id: 'a', area: { type: 'rect', x: 0, y: 0, width: 401, height: 1 } }] } },
      'OUTSIDE',
      'key.areas[0].area',
    ],
    [
      'places with one name',
      { key: { areas: [overlapping.key.areas[0], overlapping.key.areas[0]] } },
      'DUPLICATE',
      'key.areas[1].id',
    ],
    ['no object', { body: { object: undefined } }, 'MISSING', 'body.object'],
    [
      'an object without a size',
      { body: { object: { fileId: 'x', width: 0, height: 1 } } },
      'OUT_OF_RANGE',
      'body.object.width',
    ],
  ],
});
