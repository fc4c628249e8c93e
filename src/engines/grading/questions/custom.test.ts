import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const choices = ['a', 'b', 'c', 'd'].map((id) => ({ id, content: id }));
const field = (id: string, body: object) => ({ id, body });
const graded = (name: string, key: object, weight?: number) => ({ field: name, weight, key });
const given = (...entries: [name: string, response: object][]) => ({
  fields: entries.map(([name, response]) => ({ field: name, response })),
});
const area = { kind: 'numeric', value: '42', unit: 'cm²' };
const why = { kind: 'formula', accepted: ['ab'] };
const number = (text: string) => ({ kind: 'numeric', text });
const formula = (text: string) => ({ kind: 'formula', text });
const weighted = (first: number, second: number) => ({
  key: { fields: [graded('area', area, first), graded('why', why, second)] },
});
const all = {
  body: {
    fields: [
      field('tf', { kind: 'true_false' }),
      field('one', { kind: 'single_choice', choices }),
      field('some', { kind: 'multiple_choice', choices }),
      field('order', { kind: 'order', choices }),
      field('text', { kind: 'text_entry' }),
      field('number', { kind: 'numeric' }),
      field('formula', { kind: 'formula' }),
      field('slider', { kind: 'slider', min: 0, max: 10, step: 1 }),
    ],
  },
  key: {
    fields: [
      graded('tf', { kind: 'true_false', correct: true }),
      graded('one', { kind: 'single_choice', correct: 'a' }),
      graded('some', { kind: 'multiple_choice', correct: ['a', 'b'] }),
      graded('order', { kind: 'order', correct: ['a', 'b', 'c', 'd'] }),
      graded('text', { kind: 'text_entry', accepted: [{ text: 'Oslo' }] }),
      graded('number', { kind: 'numeric', value: '6*7' }),
      graded('formula', { kind: 'formula', accepted: ['2x'] }),
      graded('slider', { kind: 'slider', correct: 7 }),
    ],
  },
};
const everything = given(
  ['tf', { kind: 'true_false', value: true }],
  ['one', { kind: 'single_choice', choice: 'a' }],
  ['some', { kind: 'multiple_choice', choices: ['b', 'a'] }],
  ['order', { kind: 'order', order: ['a', 'b', 'c', 'd'] }],
  ['text', { kind: 'text_entry', text: 'oslo' }],
  ['number', { kind: 'numeric', text: '42' }],
  ['formula', { kind: 'formula', text: 'x+x' }],
  ['slider', { kind: 'slider', value: 7 }],
);

describeKind('custom', {
  grades: [
    [
      'all graded fields',
      {},
      given(['area', number('42 cm²')], ['why', formula('ab')]),
      1,
      ['RIGHT', 'RIGHT'],
    ],
    [
      'all graded fields in another order',
      {},
      given(['why', formula('ba')], ['area', number('42')]),
      1,
    ],
    ['one field', {}, given(['area', number('42')]), 0.5, ['RIGHT', 'MISSING']],
    [
      'one field wrong',
      {},
      given(['area', number('42')], ['why', formula('a')]),
      0.5,
      ['RIGHT', 'WRONG'],
    ],
    [
      'one field unreadable',
      {},
      given(['area', number('42')], ['why', formula('a+')]),
      0.5,
      ['RIGHT', 'UNREADABLE'],
    ],
    [
      'a field that is left blank',
      {},
      given(['area', number('42')], ['why', formula(' ')]),
      0.5,
      ['RIGHT', 'MISSING'],
    ],
    [
      'a field that is not graded',
      {},
      given(['sure', { kind: 'true_false', value: true }]),
      0,
      ['MISSING', 'MISSING'],
    ],
    [
      'fields that are all blank',
      {},
      given(['area', number('')], ['why', formula('')]),
      0,
      'UNANSWERED',
    ],
    ['no fields', {}, given(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
    ['all fields or nothing', rule('all_or_nothing'), given(['area', number('42')]), 0],
    [
      'a wrong field with a penalty',
      rule('per_part', { penalty: 0.5 }),
      given(['area', number('42')], ['why', formula('a')]),
      0.25,
    ],
    [
      'wrong fields without a floor',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      given(['area', number('4')], ['why', formula('a')]),
      -1,
    ],
    ['a field that is worth more', weighted(3, 1), given(['area', number('42')]), 0.75],
    ['a field that is worth nothing', weighted(1, 0), given(['area', number('42')]), 1],
    ['a field of every type', all, everything, 1],
    [
      'a field that is half right',
      all,
      given(['some', { kind: 'multiple_choice', choices: ['a'] }]),
      0.5 / 8,
      ['MISSING', 'MISSING', 'PARTLY_RIGHT', 'MISSING', 'MISSING', 'MISSING', 'MISSING', 'MISSING'],
    ],
    [
      'an order that is half right',
      all,
      given(['order', { kind: 'order', order: ['d', 'b', 'c', 'a'] }]),
      0.5 / 8,
    ],
  ],
  refuses: [
    [
      'a field that is not there',
      given(['volume', number('42')]),
      'UNKNOWN_ID',
      'response.fields[0].field',
    ],
    [
      'a field given twice',
      given(['area', number('42')], ['area', number('43')]),
      'DUPLICATE',
      'response.fields[1]',
    ],
    [
      'a field of another type',
      given(['area', formula('42')]),
      'WRONG_KIND',
      'response.fields[0].response.kind',
    ],
    [
      'a field of no type',
      given(['area', { text: '42' }]),
      'NOT_ONE_OF',
      'response.fields[0].response.kind',
    ],
    [
      'a field of a type that fields do not have',
      given(['area', { kind: 'upload', files: [] }]),
      'NOT_ONE_OF',
      'response.fields[0].response.kind',
    ],
    [
      'a field whose answer is refused',
      given(['area', { kind: 'numeric', text: 42 }]),
      'WRONG_TYPE',
      'response.fields[0].response.text',
    ],
    [
      'a choice that a field does not have',
      given(['one', { kind: 'single_choice', choice: 'e' }]),
      'UNKNOWN_ID',
      'response.fields[0].response.choice',
      all,
    ],
    [
      'a field without an answer',
      { fields: [{ field: 'area' }] },
      'MISSING',
      'response.fields[0].response',
    ],
    ['a table of fields', { fields: { area: '42' } }, 'WRONG_TYPE', 'response.fields'],
  ],
  faults: [
    ['no fields', { body: { fields: [] } }, 'EMPTY', 'body.fields'],
    [
      'a field of a type that there is not',
      { body: { fields: [field('area', { kind: 'colour' })] } },
      'NOT_ONE_OF',
      'body.fields[0].body.kind',
    ],
    [
      'a question in a question in a question',
      { body: { fields: [field('area', { kind: 'custom', fields: [] })] } },
      'NOT_ONE_OF',
      'body.fields[0].body.kind',
    ],
    [
      'fields with one name',
      {
        body: { fields: [field('area', { kind: 'numeric' }), field('area', { kind: 'numeric' })] },
      },
      'DUPLICATE',
      'body.fields[1].id',
    ],
    [
      'a key for no field',
      { key: { fields: [graded('volume', area)] } },
      'UNKNOWN_ID',
      'key.fields[0].field',
    ],
    [
      'two keys for a field',
      { key: { fields: [graded('area', area), graded('area', area)] } },
      'DUPLICATE',
      'key.fields[1]',
    ],
    [
      'a key of another type',
      { key: { fields: [graded('area', why)] } },
      'WRONG_KIND',
      'key.fields[0].key.kind',
    ],
    [
      'a fault in a key',
      { key: { fields: [graded('area', { ...area, value: 'x' })] } },
      'NOT_MATHEMATICS',
      'key.fields[0].key.value',
    ],
    [
      'a fault in a body',
      {
        body: { fields: [field('s', { kind: 'slider', min: 1, max: 0, step: 1 })] },
        key: { fields: [graded('s', { kind: 'slider', correct: 0 })] },
      },
      'EMPTY_RANGE',
      'body.fields[0].body.max',
    ],
    ['nothing that is graded', { key: { fields: [] } }, 'EMPTY', 'key.fields'],
    ['weights that sum to nothing', weighted(0, 0), 'NO_WEIGHT', 'key.fields'],
    ['a negative weight', weighted(-1, 1), 'OUT_OF_RANGE', 'key.fields[0].weight'],
    [
      'a key that its field cannot reach',
      { key: { fields: [graded('area', { kind: 'numeric', value: '1/3', unit: 'cm²' })] } },
      'UNREACHABLE',
      'key',
    ],
  ],
});
