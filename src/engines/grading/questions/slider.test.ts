import { describeKind } from './__fixtures__/describe-kind.js';

const noNearby = { key: { nearby: undefined } };
const exactly = { key: { nearby: undefined, tolerance: undefined } };
const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const thirds = {
  body: { min: 0, max: 3, step: 0.3 },
  key: { correct: 0.9, tolerance: 0, nearby: undefined },
};

describeKind('slider', {
  grades: [
    ['the right value', {}, { value: 0.7 }, 1, ['RIGHT']],
    ['a value at the upper tolerance, in decimals', {}, { value: 0.8 }, 1, ['WITHIN_TOLERANCE']],
    ['a value at the lower tolerance, in decimals', {}, { value: 0.6 }, 1, ['WITHIN_TOLERANCE']],
    ['a value nearby', {}, { value: 0.5 }, 0.5, ['NEARBY']],
    ['a value at the edge of nearby, above', {}, { value: 1 }, 0.5, ['NEARBY']],
    ['a value at the edge of nearby, below', {}, { value: 0.4 }, 0.5, ['NEARBY']],
    ['a value too far away', {}, { value: 0.3 }, 0, ['WRONG']],
    ['a value nearby that nothing is given for', noNearby, { value: 0.5 }, 0],
    ['a value within nothing but itself', exactly, { value: 0.7 }, 1],
    ['a value beside it', exactly, { value: 0.8 }, 0],
    ['the least value', {}, { value: -1 }, 0, 'WRONG'],
    ['the greatest value', { key: { correct: 1, nearby: undefined } }, { value: 1 }, 1],
    ['nought', { key: { correct: 0, nearby: undefined } }, { value: 0 }, 1],
    ['nought with a sign', { key: { correct: 0, nearby: undefined } }, { value: -0 }, 1],
    ['a value that three steps reach', thirds, { value: 0.9 }, 1],
    ['a value nearby or nothing', rule('all_or_nothing'), { value: 0.5 }, 0],
    [
      'a wrong value with a penalty',
      rule('per_part', { penalty: 0.5, floorAtZero: false }),
      { value: -1 },
      -0.5,
    ],
    [
      'a value nearby with a penalty',
      rule('per_part', { penalty: 0.5, floorAtZero: false }),
      { value: 0.5 },
      0.5,
    ],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a value between two steps', { value: 0.75 }, 'NOT_ON_STEP', 'response.value'],
    ['a value of binary rounding', { value: 0.1 + 0.2 }, 'NOT_ON_STEP', 'response.value'],
    ['a value above the scale', { value: 1.1 }, 'OUT_OF_RANGE', 'response.value'],
    ['a value below the scale', { value: -1.1 }, 'OUT_OF_RANGE', 'response.value'],
    ['a value that is no number', { value: NaN }, 'NOT_FINITE', 'response.value'],
    ['infinity', { value: Infinity }, 'NOT_FINITE', 'response.value'],
    ['a value in words', { value: '0.7' }, 'WRONG_TYPE', 'response.value'],
    ['no value', {}, 'MISSING', 'response.value'],
  ],
  faults: [
    ['bounds that overlap', { body: { min: 1, max: -1 } }, 'EMPTY_RANGE', 'body.max'],
    ['bounds that are one', { body: { min: 1, max: 1 } }, 'EMPTY_RANGE', 'body.max'],
    ['a step of nothing', { body: { step: 0 } }, 'OUT_OF_RANGE', 'body.step'],
    ['a negative step', { body: { step: -0.1 } }, 'OUT_OF_RANGE', 'body.step'],
    ['a scale that its steps do not fit', { body: { step: 0.3 } }, 'NOT_ON_STEP', 'body.max'],
    ['a right value between two steps', { key: { correct: 0.75 } }, 'NOT_ON_STEP', 'key.correct'],
    ['a right value off the scale', { key: { correct: 2 } }, 'OUT_OF_RANGE', 'key.correct'],
    ['a negative tolerance', { key: { tolerance: -0.1 } }, 'OUT_OF_RANGE', 'key.tolerance'],
    ['a tolerance that is no number', { key: { tolerance: NaN } }, 'NOT_FINITE', 'key.tolerance'],
    [
      'a nearby that is not wider',
      { key: { nearby: { tolerance: 0.1, credit: 0.5 } } },
      'EMPTY_RANGE',
      'key.nearby.tolerance',
    ],
    [
      'a nearby that is worth all',
      { key: { nearby: { tolerance: 0.3, credit: 1 } } },
      'OUT_OF_RANGE',
      'key.nearby.credit',
    ],
    ['a scale to infinity', { body: { max: Infinity } }, 'NOT_FINITE', 'body.max'],
  ],
});
