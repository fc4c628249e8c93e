import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const perPart = rule('per_part');
const mapping = {
  key: {
    mapping: {
      entries: [
        { entry: 'old', points: 3 },
        { entry: 'soundly', points: 1 },
        { entry: 'dog', points: -1 },
      ],
    },
  },
  ...rule('mapped'),
};

describeKind('hot_text', {
  grades: [
    [
      'the right words',
      perPart,
      { choices: ['old', 'soundly'] },
      1,
      ['RIGHT', 'LEFT_OUT', 'LEFT_OUT', 'RIGHT'],
    ],
    ['the right words in another order', perPart, { choices: ['soundly', 'old'] }, 1],
    ['one right word', perPart, { choices: ['old'] }, 0.5],
    ['one right and one wrong word', perPart, { choices: ['old', 'dog'] }, 0],
    ['every word', perPart, { choices: ['old', 'dog', 'sleeps', 'soundly'] }, 0],
    ['both right words and a wrong one', perPart, { choices: ['old', 'dog', 'soundly'] }, 0.5],
    ['wrong words', perPart, { choices: ['dog'] }, 0, 'WRONG'],
    [
      'wrong words with a penalty and no floor',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      { choices: ['dog'] },
      -0.5,
    ],
    [
      'a wrong word by a quarter',
      rule('per_part', { penalty: 0.25 }),
      { choices: ['old', 'dog'] },
      0.375,
    ],
    ['every option: all four', {}, { choices: ['old', 'soundly'] }, 1],
    ['every option: three of four', {}, { choices: ['old'] }, 0.75],
    ['every option: two of four', {}, { choices: ['old', 'dog'] }, 0.5],
    ['every option: none', {}, { choices: ['dog', 'sleeps'] }, 0],
    ['all words or nothing', rule('all_or_nothing'), { choices: ['old', 'soundly'] }, 1],
    ['one word or nothing', rule('all_or_nothing'), { choices: ['old'] }, 0],
    ['mapped words', mapping, { choices: ['old'] }, 0.75],
    ['a mapped word that costs', mapping, { choices: ['old', 'dog'] }, 0.5],
    ['an empty answer', {}, { choices: [] }, 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a word that may not be chosen', { choices: ['The'] }, 'UNKNOWN_ID', 'response.choices[0]'],
    ['a word chosen twice', { choices: ['old', 'old'] }, 'DUPLICATE', 'response.choices[1]'],
    [
      'more words than are allowed',
      { choices: ['old', 'dog'] },
      'TOO_MANY',
      'response.choices',
      { body: { maxChoices: 1 } },
    ],
    ['a word with its place', { choices: [{ id: 'old' }] }, 'WRONG_TYPE', 'response.choices[0]'],
    ['an answer without words', {}, 'MISSING', 'response.choices'],
  ],
  faults: [
    ['a text without a choice', { body: { runs: [{ text: 'The dog' }] } }, 'TOO_FEW', 'body.runs'],
    [
      'a text with one choice',
      { body: { runs: [{ text: 'a', id: 'old' }] } },
      'TOO_FEW',
      'body.runs',
    ],
    ['no text', { body: { runs: [] } }, 'EMPTY', 'body.runs'],
    [
      'words with one name',
      {
        body: {
          runs: [
            { text: 'a', id: 'old' },
            { text: 'b', id: 'old' },
          ],
        },
      },
      'DUPLICATE',
      'body.runs',
    ],
    [
      'a right word that may not be chosen',
      { key: { correct: ['cat'] } },
      'UNKNOWN_ID',
      'key.correct[0]',
    ],
    ['no right word', { key: { correct: [] } }, 'EMPTY', 'key.correct'],
    ['more right words than may be chosen', { body: { maxChoices: 1 } }, 'UNREACHABLE', 'key'],
  ],
});
