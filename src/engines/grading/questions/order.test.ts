import { describeKind } from './__fixtures__/describe-kind.js';

const exactly = { rule: { type: 'all_or_nothing' } };
const penalty = { rule: { type: 'per_part', penalty: 0.5 } };
const noFloor = { rule: { type: 'per_part', penalty: 1, floorAtZero: false } };

describeKind('order', {
  grades: [
    [
      'the right order',
      {},
      { order: ['a', 'b', 'c', 'd'] },
      1,
      ['RIGHT', 'RIGHT', 'RIGHT', 'RIGHT'],
    ],
    [
      'the last one first',
      {},
      { order: ['d', 'a', 'b', 'c'] },
      0.75,
      ['RIGHT', 'RIGHT', 'RIGHT', 'WRONG'],
    ],
    [
      'the first one last',
      {},
      { order: ['b', 'c', 'd', 'a'] },
      0.75,
      ['WRONG', 'RIGHT', 'RIGHT', 'RIGHT'],
    ],
    ['two neighbours swapped', {}, { order: ['a', 'c', 'b', 'd'] }, 0.75],
    [
      'both ends swapped',
      {},
      { order: ['d', 'b', 'c', 'a'] },
      0.5,
      ['WRONG', 'RIGHT', 'RIGHT', 'WRONG'],
    ],
    ['two pairs swapped', {}, { order: ['b', 'a', 'd', 'c'] }, 0.5],
    [
      'two halves swapped',
      {},
      { order: ['c', 'd', 'a', 'b'] },
      0.5,
      ['RIGHT', 'RIGHT', 'WRONG', 'WRONG'],
    ],
    [
      'the reverse order',
      {},
      { order: ['d', 'c', 'b', 'a'] },
      0,
      ['WRONG', 'WRONG', 'WRONG', 'WRONG'],
    ],
    [
      'the right order of what was placed',
      {},
      { order: ['a', 'c', 'd'] },
      0.75,
      ['RIGHT', 'MISSING', 'RIGHT', 'RIGHT'],
    ],
    ['two placed in order', {}, { order: ['b', 'd'] }, 0.5],
    ['two placed out of order', {}, { order: ['d', 'b'] }, 0],
    ['one placed alone', {}, { order: ['a'] }, 0, ['WRONG', 'MISSING', 'MISSING', 'MISSING']],
    ['an empty order', {}, { order: [] }, 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
    ['the right order or nothing', exactly, { order: ['a', 'b', 'c', 'd'] }, 1],
    ['a nearly right order or nothing', exactly, { order: ['a', 'b', 'd', 'c'] }, 0],
    ['part of the right order or nothing', exactly, { order: ['a', 'b', 'c'] }, 0],
    ['one out of place with a penalty', penalty, { order: ['d', 'a', 'b', 'c'] }, 0.625],
    ['missing ones without a penalty', penalty, { order: ['a', 'b'] }, 0.5],
    ['the reverse order without a floor', noFloor, { order: ['d', 'c', 'b', 'a'] }, -1],
  ],
  refuses: [
    ['a choice that is not there', { order: ['a', 'e'] }, 'UNKNOWN_ID', 'response.order[1]'],
    ['a choice placed twice', { order: ['a', 'b', 'a'] }, 'DUPLICATE', 'response.order[2]'],
    ['positions', { order: [1, 2, 3, 4] }, 'WRONG_TYPE', 'response.order[0]'],
    ['a text', { order: 'abcd' }, 'WRONG_TYPE', 'response.order'],
    ['an answer without an order', {}, 'MISSING', 'response.order'],
  ],
  faults: [
    [
      'an order that leaves a choice out',
      { key: { correct: ['a', 'b', 'c'] } },
      'INCOMPLETE',
      'key.correct',
    ],
    [
      'an order with a stranger',
      { key: { correct: ['a', 'b', 'c', 'e'] } },
      'UNKNOWN_ID',
      'key.correct[3]',
    ],
    [
      'an order that repeats a choice',
      { key: { correct: ['a', 'b', 'c', 'c'] } },
      'DUPLICATE',
      'key.correct[3]',
    ],
    [
      'a choice to be ordered alone',
      { body: { choices: [{ id: 'a', content: 'A' }] }, key: { correct: ['a'] } },
      'TOO_FEW',
      'body.choices',
    ],
    [
      'choices with one name',
      {
        body: {
          choices: [
            { id: 'a', content: 'A' },
            { id: 'a', content: 'B' },
          ],
        },
        key: { correct: ['a'] },
      },
      'DUPLICATE',
      'body.choices[1].id',
    ],
    [
      'a mapping, which orders do not have',
      { key: { mapping: { entries: [{ entry: 'a', points: 1 }] } } },
      'UNKNOWN_FIELD',
      'key.mapping',
    ],
  ],
});
