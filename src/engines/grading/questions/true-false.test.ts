import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const guess = rule('per_part', { penalty: 1, floorAtZero: false });
const isTrue = { key: { correct: true } };

describeKind('true_false', {
  grades: [
    ['a statement that is rightly false', {}, { value: false }, 1, ['RIGHT']],
    ['a statement that is wrongly true', {}, { value: true }, 0, ['WRONG']],
    ['a statement that is rightly true', isTrue, { value: true }, 1, 'RIGHT'],
    ['a statement that is wrongly false', isTrue, { value: false }, 0, 'WRONG'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
    ['no answer where a guess costs', guess, null, 0, 'UNANSWERED'],
    ['a wrong guess that costs a mark', guess, { value: true }, -1, 'WRONG'],
    ['a right guess', guess, { value: false }, 1, 'RIGHT'],
    [
      'a wrong guess that costs half a mark',
      rule('all_or_nothing', { penalty: 0.5, floorAtZero: false }),
      { value: true },
      -0.5,
    ],
    ['a wrong guess on the floor', rule('all_or_nothing', { penalty: 0.5 }), { value: true }, 0],
  ],
  refuses: [
    ['a word', { value: 'false' }, 'WRONG_TYPE', 'response.value'],
    ['a number', { value: 0 }, 'WRONG_TYPE', 'response.value'],
    ['nothing', { value: null }, 'MISSING', 'response.value'],
    ['no value', {}, 'MISSING', 'response.value'],
    ['a list', { value: [false] }, 'WRONG_TYPE', 'response.value'],
    ['an object', { value: {} }, 'WRONG_TYPE', 'response.value'],
    ['another kind', { kind: 'single_choice', value: false }, 'WRONG_KIND', 'response.kind'],
    ['a kind that is none', { kind: 7, value: false }, 'WRONG_KIND', 'response.kind'],
    ['a field too many', { value: false, sure: true }, 'UNKNOWN_FIELD', 'response.sure'],
    [
      'the right answer beside the value',
      { value: false, correct: false },
      'UNKNOWN_FIELD',
      'response.correct',
    ],
  ],
  faults: [
    ['a key without an answer', { key: { correct: undefined } }, 'MISSING', 'key.correct'],
    ['an answer that is a word', { key: { correct: 'true' } }, 'WRONG_TYPE', 'key.correct'],
    ['the answer in the body', { body: { correct: true } }, 'UNKNOWN_FIELD', 'body.correct'],
    ['a key of another kind', { key: { kind: 'slider' } }, 'WRONG_KIND', 'key.kind'],
    ['a kind that is none', { body: { kind: 'riddle' } }, 'UNKNOWN_KIND', 'body.kind'],
    ['a rule it does not have', rule('mapped'), 'NOT_APPLICABLE', 'rule.type'],
    [
      'a penalty that is no number',
      rule('per_part', { penalty: Infinity }),
      'NOT_FINITE',
      'rule.penalty',
    ],
  ],
});
