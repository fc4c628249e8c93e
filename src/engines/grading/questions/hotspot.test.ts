import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const free = { body: { maxChoices: undefined } };
const mapping = {
  key: {
    mapping: {
      entries: [
        { entry: 'umea', points: 1 },
        { entry: 'kiruna', points: 3 },
        { entry: 'stockholm', points: -2 },
      ],
    },
  },
  ...rule('mapped'),
};
const only = (area: object) => ({
  body: { hotspots: [{ id: 'umea', area }], maxChoices: undefined },
  key: { correct: ['umea'] },
});

describeKind('hotspot', {
  grades: [
    [
      'the right places',
      {},
      { choices: ['umea', 'kiruna'] },
      1,
      ['LEFT_OUT', 'LEFT_OUT', 'RIGHT', 'RIGHT'],
    ],
    ['the right places in another order', {}, { choices: ['kiruna', 'umea'] }, 1],
    ['one right place', {}, { choices: ['umea'] }, 0.5],
    ['a right and a wrong place', {}, { choices: ['umea', 'malmo'] }, 0],
    ['a wrong place', {}, { choices: ['malmo'] }, 0, 'WRONG'],
    ['every place', free, { choices: ['malmo', 'stockholm', 'umea', 'kiruna'] }, 0],
    ['a place too many', free, { choices: ['malmo', 'umea', 'kiruna'] }, 0.5],
    [
      'two wrong places with a penalty and no floor',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      { choices: ['malmo', 'stockholm'] },
      -1,
    ],
    [
      'two wrong places with half the penalty',
      rule('per_part', { floorAtZero: false, penalty: 0.5 }),
      { choices: ['malmo', 'stockholm'] },
      -0.5,
    ],
    ['every option: three of four', rule('per_option'), { choices: ['umea'] }, 0.75],
    ['every option: none of four', rule('per_option'), { choices: ['malmo', 'stockholm'] }, 0],
    ['all places or nothing', rule('all_or_nothing'), { choices: ['umea', 'kiruna'] }, 1],
    ['one place or nothing', rule('all_or_nothing'), { choices: ['umea'] }, 0],
    ['mapped places', mapping, { choices: ['umea', 'kiruna'] }, 1],
    ['a mapped place', mapping, { choices: ['kiruna'] }, 0.75],
    ['a mapped place that costs', mapping, { choices: ['stockholm', 'kiruna'] }, 0.25],
    ['an empty answer', {}, { choices: [] }, 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a place that is not there', { choices: ['oslo'] }, 'UNKNOWN_ID', 'response.choices[0]'],
    ['a place given twice', { choices: ['umea', 'umea'] }, 'DUPLICATE', 'response.choices[1]'],
    [
      'more places than are allowed',
      { choices: ['umea', 'kiruna', 'malmo'] },
      'TOO_MANY',
      'response.choices',
    ],
    ['a point', { choices: [{ x: 260, y: 90 }] }, 'WRONG_TYPE', 'response.choices[0]'],
    ['points', { points: [{ x: 260, y: 90 }] }, 'UNKNOWN_FIELD', 'response.points'],
  ],
  faults: [
    [
      'a right place that is not there',
      { key: { correct: ['oslo'] } },
      'UNKNOWN_ID',
      'key.correct[0]',
    ],
    ['more right places than may be chosen', { body: { maxChoices: 1 } }, 'UNREACHABLE', 'key'],
    [
      'a negative radius',
      only({ type: 'circle', x: 50, y: 50, radius: -1 }),
      'OUT_OF_RANGE',
      'body.hotspots[0].area.radius',
    ],
    [
      'an ellipse without an inside',
      only({ type: 'ellipse', x: 50, y: 50, radiusX: 3, radiusY: 0 }),
      'TOO_SMALL',
      'body.hotspots[0].area',
    ],
    [
      'a rectangle over the edge',
      only({ type: 'rect', x: 390, y: 0, width: 20, height: 9 }),
      'OUTSIDE',
      'body.hotspots[0].area',
    ],
    [
      'coordinates that are no numbers',
      only({ type: 'rect', x: NaN, y: 0, width: 20, height: 9 }),
      'NOT_FINITE',
      'body.hotspots[0].area.x',
    ],
    ['no places', { body: { hotspots: [] } }, 'EMPTY', 'body.hotspots'],
  ],
});
