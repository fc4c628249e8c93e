import { describeKind } from './__fixtures__/describe-kind.js';

const exactly = { rule: { type: 'all_or_nothing' } };
const noFloor = { rule: { type: 'per_part', penalty: 0.5, floorAtZero: false } };
const spot = (id: string, area: object) => ({ id, area });
const circle = { type: 'circle', x: 50, y: 50, radius: 5 };
const spots = (...areas: object[]) => ({
  body: { hotspots: [spot('malmo', circle), ...areas.map((area, i) => spot(`s${i}`, area))] },
  key: { correct: ['malmo', ...areas.map((_, i) => `s${i}`)] },
});

describeKind('graphic_order', {
  grades: [
    ['the right order', {}, { order: ['malmo', 'stockholm', 'umea', 'kiruna'] }, 1, 'RIGHT'],
    ['one out of place', {}, { order: ['stockholm', 'umea', 'kiruna', 'malmo'] }, 0.75],
    ['two neighbours swapped', {}, { order: ['malmo', 'umea', 'stockholm', 'kiruna'] }, 0.75],
    ['two halves swapped', {}, { order: ['umea', 'kiruna', 'malmo', 'stockholm'] }, 0.5],
    ['the reverse order', {}, { order: ['kiruna', 'umea', 'stockholm', 'malmo'] }, 0, 'WRONG'],
    [
      'three of four in order',
      {},
      { order: ['malmo', 'stockholm', 'kiruna'] },
      0.75,
      ['RIGHT', 'RIGHT', 'MISSING', 'RIGHT'],
    ],
    ['two of four in order', {}, { order: ['malmo', 'kiruna'] }, 0.5],
    [
      'two of four out of order',
      {},
      { order: ['kiruna', 'malmo'] },
      0,
      ['WRONG', 'MISSING', 'MISSING', 'WRONG'],
    ],
    ['one alone', {}, { order: ['kiruna'] }, 0, 'WRONG'],
    ['an empty order', {}, { order: [] }, 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
    ['the right order or nothing', exactly, { order: ['malmo', 'stockholm', 'umea', 'kiruna'] }, 1],
    [
      'one out of place or nothing',
      exactly,
      { order: ['stockholm', 'malmo', 'umea', 'kiruna'] },
      0,
    ],
    ['part of the order or nothing', exactly, { order: ['malmo', 'stockholm'] }, 0],
    [
      'one out of place with a penalty',
      noFloor,
      { order: ['stockholm', 'umea', 'kiruna', 'malmo'] },
      0.625,
    ],
    [
      'the reverse order without a floor',
      noFloor,
      { order: ['kiruna', 'umea', 'stockholm', 'malmo'] },
      -0.5,
    ],
  ],
  refuses: [
    ['a place that is not there', { order: ['oslo'] }, 'UNKNOWN_ID', 'response.order[0]'],
    ['a place given twice', { order: ['malmo', 'malmo'] }, 'DUPLICATE', 'response.order[1]'],
    ['a point', { order: [{ x: 1, y: 1 }] }, 'WRONG_TYPE', 'response.order[0]'],
    ['no order', { order: null }, 'MISSING', 'response.order'],
    [
      'the answer of a plain order',
      { kind: 'order', order: ['malmo'] },
      'WRONG_KIND',
      'response.kind',
    ],
  ],
  faults: [
    [
      'a place off the picture',
      spots({ type: 'circle', x: 395, y: 50, radius: 10 }),
      'OUTSIDE',
      'body.hotspots[1].area',
    ],
    [
      'a circle without an inside',
      spots({ type: 'circle', x: 5, y: 5, radius: 0 }),
      'TOO_SMALL',
      'body.hotspots[1].area',
    ],
    [
      'a polygon of two corners',
      spots({
        type: 'poly',
        points: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      }),
      'TOO_FEW',
      'body.hotspots[1].area.points',
    ],
    [
      'a polygon on one line',
      spots({
        type: 'poly',
        points: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
          { x: 3, y: 3 },
        ],
      }),
      'TOO_SMALL',
      'body.hotspots[1].area',
    ],
    [
      'a shape that is none',
      spots({ type: 'star', x: 1, y: 1 }),
      'NOT_ONE_OF',
      'body.hotspots[1].area.type',
    ],
    ['a place alone', spots(), 'TOO_FEW', 'body.hotspots'],
    [
      'an order that leaves a place out',
      { key: { correct: ['malmo', 'umea', 'kiruna'] } },
      'INCOMPLETE',
      'key.correct',
    ],
    [
      'a picture without a size',
      { body: { picture: { fileId: 'map' } } },
      'MISSING',
      'body.picture.width',
    ],
  ],
});
