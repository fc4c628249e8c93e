import { describeKind } from './__fixtures__/describe-kind.js';

const plain = { key: { mapping: undefined }, rule: undefined };
const formulaScoring = { ...plain, rule: { type: 'per_part', penalty: 0.25, floorAtZero: false } };
const bounded = (mapping: object, rule: object = {}) => ({
  key: { mapping: { entries: [{ entry: 'affine', points: 2 }], ...mapping } },
  rule: { type: 'mapped', ...rule },
});

describeKind('single_choice', {
  grades: [
    ['the right choice', plain, { choice: 'affine' }, 1, ['RIGHT']],
    ['a wrong choice', plain, { choice: 'linear' }, 0, ['WRONG']],
    ['no answer', plain, null, 0, 'UNANSWERED'],
    ['no answer without a floor', formulaScoring, null, 0, 'UNANSWERED'],
    [
      'a wrong choice with a penalty and the floor',
      { ...plain, rule: { type: 'all_or_nothing', penalty: 1 } },
      { choice: 'none' },
      0,
      'WRONG',
    ],
    ['a wrong choice with a penalty', formulaScoring, { choice: 'none' }, -0.25, 'WRONG'],
    ['a right choice with a penalty', formulaScoring, { choice: 'affine' }, 1, 'RIGHT'],
    [
      'a wrong choice without a floor or a penalty',
      { ...plain, rule: { type: 'per_part', floorAtZero: false } },
      { choice: 'none' },
      0,
      'WRONG',
    ],
    ['the best choice of a mapping', {}, { choice: 'affine' }, 1, 'RIGHT'],
    ['the second best choice of a mapping', {}, { choice: 'linear' }, 0.5, 'PARTLY_RIGHT'],
    ['a choice that is not mapped', {}, { choice: 'quadratic' }, 0, 'WRONG'],
    [
      'a choice by the default of a mapping',
      bounded({ default: 0.5 }),
      { choice: 'quadratic' },
      0.25,
    ],
    ['a negative default on the floor', bounded({ default: -1 }), { choice: 'quadratic' }, 0],
    [
      'a negative default without a floor',
      bounded({ default: -1 }, { floorAtZero: false }),
      { choice: 'quadratic' },
      -0.5,
    ],
    [
      'a negative default on the lower bound',
      bounded({ default: -1, lowerBound: -0.5 }, { floorAtZero: false }),
      { choice: 'none' },
      -0.25,
    ],
    [
      'a default beyond every measure as minus one',
      bounded({ default: -100 }, { floorAtZero: false }),
      { choice: 'none' },
      -1,
    ],
    [
      'a choice with more points than the right one as full marks',
      bounded({ default: 9 }),
      { choice: 'none' },
      1,
    ],
    [
      'the upper bound as full marks',
      bounded({ upperBound: 1, default: 0.5 }),
      { choice: 'none' },
      0.5,
    ],
  ],
  refuses: [
    ['a choice that is not there', { choice: 'cubic' }, 'UNKNOWN_ID', 'response.choice'],
    ['the content of a choice', { choice: 'It is affine.' }, 'NOT_AN_ID', 'response.choice'],
    ['two choices', { choice: ['affine', 'linear'] }, 'WRONG_TYPE', 'response.choice'],
    ['an answer without a choice', {}, 'MISSING', 'response.choice'],
    [
      'an answer of another kind',
      { kind: 'multiple_choice', choice: 'affine' },
      'WRONG_KIND',
      'response.kind',
    ],
    [
      'an answer that brings a score',
      { choice: 'affine', score: 1 },
      'UNKNOWN_FIELD',
      'response.score',
    ],
    ['the name of a prototype', { choice: '__proto__' }, 'UNKNOWN_ID', 'response.choice'],
  ],
  faults: [
    [
      'a right answer that is no choice',
      { key: { correct: 'cubic' } },
      'UNKNOWN_ID',
      'key.correct',
    ],
    [
      'a choice that is there twice',
      {
        body: {
          choices: [
            { id: 'affine', content: 'A' },
            { id: 'affine', content: 'B' },
          ],
        },
      },
      'DUPLICATE',
      'body.choices[1].id',
    ],
    [
      'a single choice',
      { body: { choices: [{ id: 'affine', content: 'A' }] } },
      'TOO_FEW',
      'body.choices',
    ],
    ['no choices', { body: { choices: [] } }, 'EMPTY', 'body.choices'],
    [
      'a choice without content',
      {
        body: {
          choices: [
            { id: 'affine', content: '' },
            { id: 'b', content: 'B' },
          ],
        },
      },
      'EMPTY',
      'body.choices[0].content',
    ],
    [
      'an id with a blank',
      {
        body: {
          choices: [
            { id: 'a b', content: 'A' },
            { id: 'b', content: 'B' },
          ],
        },
      },
      'NOT_AN_ID',
      'body.choices[0].id',
    ],
    [
      'a mapping of what is no choice',
      bounded({ entries: [{ entry: 'cubic', points: 1 }] }),
      'UNKNOWN_ID',
      'key.mapping.entries[0].entry',
    ],
    [
      'a mapping that gives the right answer nothing',
      bounded({ entries: [{ entry: 'linear', points: 1 }] }),
      'NO_POINTS',
      'key.mapping',
    ],
    ['points that are no number', bounded({ default: NaN }), 'NOT_FINITE', 'key.mapping.default'],
    [
      'bounds that overlap',
      bounded({ lowerBound: 2, upperBound: 1 }),
      'EMPTY_RANGE',
      'key.mapping.upperBound',
    ],
    [
      'an entry that is mapped twice',
      bounded({
        entries: [
          { entry: 'affine', points: 2 },
          { entry: 'affine', points: 1 },
        ],
      }),
      'DUPLICATE',
      'key.mapping.entries[1].entry',
    ],
    ['a mapped rule without a mapping', { key: { mapping: undefined } }, 'MISSING', 'key.mapping'],
    [
      'a mapping that no rule reads',
      { rule: { type: 'per_part' } },
      'NOT_APPLICABLE',
      'key.mapping',
    ],
    [
      'a penalty beside a mapping',
      { rule: { type: 'mapped', penalty: 1 } },
      'NOT_APPLICABLE',
      'rule.penalty',
    ],
    [
      'a rule of other kinds',
      { ...plain, rule: { type: 'per_option' } },
      'NOT_APPLICABLE',
      'rule.type',
    ],
    [
      'a penalty above one',
      { ...plain, rule: { type: 'per_part', penalty: 1.1 } },
      'OUT_OF_RANGE',
      'rule.penalty',
    ],
    [
      'the right answer in the body',
      { body: { correct: 'affine' } },
      'UNKNOWN_FIELD',
      'body.correct',
    ],
  ],
});
