import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const perPart = rule('per_part');
const perOption = rule('per_option');
const water = {
  body: {
    choices: ['H', 'He', 'C', 'O', 'N', 'Cl'].map((id) => ({ id, content: id })),
  },
  key: {
    correct: ['H', 'O'],
    mapping: {
      entries: [
        { entry: 'H', points: 1 },
        { entry: 'O', points: 1 },
        { entry: 'Cl', points: -1 },
      ],
      default: -2,
      lowerBound: 0,
      upperBound: 2,
    },
  },
  ...rule('mapped'),
};

describeKind('multiple_choice', {
  grades: [
    [
      'all right choices',
      perPart,
      { choices: ['two', 'eleven'] },
      1,
      ['RIGHT', 'LEFT_OUT', 'RIGHT', 'LEFT_OUT'],
    ],
    ['all right choices in another order', perPart, { choices: ['eleven', 'two'] }, 1],
    [
      'one of two right choices',
      perPart,
      { choices: ['two'] },
      0.5,
      ['RIGHT', 'LEFT_OUT', 'MISSING', 'LEFT_OUT'],
    ],
    [
      'one right and one wrong choice',
      perPart,
      { choices: ['two', 'nine'] },
      0,
      ['RIGHT', 'EXTRA', 'MISSING', 'LEFT_OUT'],
    ],
    ['all right choices and a wrong one', perPart, { choices: ['two', 'eleven', 'nine'] }, 0.5],
    ['every choice', perPart, { choices: ['two', 'nine', 'eleven', 'fifteen'] }, 0, 'WRONG'],
    [
      'every choice when nothing is taken off',
      rule('per_part', { penalty: 0 }),
      { choices: ['two', 'nine', 'eleven', 'fifteen'] },
      1,
    ],
    [
      'a wrong choice by half a part',
      rule('per_part', { penalty: 0.5 }),
      { choices: ['two', 'nine'] },
      0.25,
    ],
    [
      'two wrong choices without a floor or a penalty',
      rule('per_part', { floorAtZero: false }),
      { choices: ['nine', 'fifteen'] },
      0,
    ],
    [
      'two wrong choices with a penalty and no floor',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      { choices: ['nine', 'fifteen'] },
      -1,
    ],
    ['two wrong choices on the floor', perPart, { choices: ['nine', 'fifteen'] }, 0],
    ['all right choices or nothing', rule('all_or_nothing'), { choices: ['two', 'eleven'] }, 1],
    ['one right choice or nothing', rule('all_or_nothing'), { choices: ['two'] }, 0],
    [
      'a choice too many or nothing',
      rule('all_or_nothing'),
      { choices: ['two', 'eleven', 'nine'] },
      0,
    ],
    [
      'a missing choice without a penalty',
      rule('all_or_nothing', { penalty: 0.5, floorAtZero: false }),
      { choices: ['two'] },
      0,
    ],
    [
      'a wrong choice with a penalty',
      rule('all_or_nothing', { penalty: 0.5, floorAtZero: false }),
      { choices: ['nine'] },
      -0.5,
    ],
    ['every option: three of four', perOption, { choices: ['two'] }, 0.75],
    ['every option: two of four', perOption, { choices: ['two', 'nine'] }, 0.5],
    ['every option: none of four', perOption, { choices: ['nine', 'fifteen'] }, 0],
    [
      'every option with a penalty',
      rule('per_option', { penalty: 1 }),
      { choices: ['two', 'nine'] },
      0.25,
    ],
    ['an empty answer', perOption, { choices: [] }, 0, 'UNANSWERED'],
    ['no answer', perPart, null, 0, 'UNANSWERED'],
    // The item of the QTI guide: H and O make water.
    ['a mapped answer', water, { choices: ['H', 'O'] }, 1],
    ['a mapped half', water, { choices: ['O'] }, 0.5],
    ['a mapped answer with a wrong choice', water, { choices: ['H', 'O', 'Cl'] }, 0.5],
    [
      'a mapped answer with an unmapped choice on the lower bound',
      water,
      { choices: ['H', 'He'] },
      0,
    ],
  ],
  refuses: [
    [
      'a choice that is not there',
      { choices: ['two', 'three'] },
      'UNKNOWN_ID',
      'response.choices[1]',
    ],
    ['a choice given twice', { choices: ['two', 'two'] }, 'DUPLICATE', 'response.choices[1]'],
    [
      'more choices than are allowed',
      { choices: ['two', 'nine'] },
      'TOO_MANY',
      'response.choices',
      { body: { maxChoices: 1 } },
    ],
    ['a list that is none', { choices: 'two' }, 'WRONG_TYPE', 'response.choices'],
    ['a choice that is a number', { choices: [2] }, 'WRONG_TYPE', 'response.choices[0]'],
    ['a list of a thousand', { choices: Array(1_000).fill('two') }, 'TOO_MANY', 'response.choices'],
  ],
  faults: [
    ['nothing that is right', { key: { correct: [] } }, 'EMPTY', 'key.correct'],
    [
      'a right answer that is no choice',
      { key: { correct: ['two', 'three'] } },
      'UNKNOWN_ID',
      'key.correct[1]',
    ],
    [
      'a right answer given twice',
      { key: { correct: ['two', 'two'] } },
      'DUPLICATE',
      'key.correct[1]',
    ],
    ['more right answers than may be chosen', { body: { maxChoices: 1 } }, 'UNREACHABLE', 'key'],
    ['a limit of no choices', { body: { maxChoices: 0 } }, 'OUT_OF_RANGE', 'body.maxChoices'],
    ['a limit that is not whole', { body: { maxChoices: 1.5 } }, 'NOT_WHOLE', 'body.maxChoices'],
    ['a rule that is none', { rule: { type: 'best_of' } }, 'NOT_ONE_OF', 'rule.type'],
    [
      'a negative penalty',
      { rule: { type: 'per_part', penalty: -1 } },
      'OUT_OF_RANGE',
      'rule.penalty',
    ],
    [
      'a mapping that gives nothing',
      { key: { mapping: { entries: [{ entry: 'nine', points: 1 }] } }, ...rule('mapped') },
      'NO_POINTS',
      'key.mapping',
    ],
  ],
});
