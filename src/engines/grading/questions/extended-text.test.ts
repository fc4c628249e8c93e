import { describeKind } from './__fixtures__/describe-kind.js';

const text = (typed: string) => ({ text: typed });
const short = { body: { maxWords: 3, maxLength: 20 } };
const any = { body: { maxWords: undefined, maxLength: undefined } };

describeKind('extended_text', {
  grades: [
    ['an essay by leaving it to people', {}, text('It was hunger.'), null, ['NEEDS_GRADING']],
    ['one word', {}, text('Hunger'), null, 'NEEDS_GRADING'],
    [
      'the model answer like any other',
      {},
      text('Names both causes and weighs them.'),
      null,
      'NEEDS_GRADING',
    ],
    [
      'an essay without a model answer',
      { key: { modelAnswer: undefined } },
      text('Hunger'),
      null,
      'NEEDS_GRADING',
    ],
    ['as many words as are allowed', short, text('one two three'), null, 'NEEDS_GRADING'],
    ['dashes, which are no words', short, text('one - two - three'), null, 'NEEDS_GRADING'],
    ['as many letters as are allowed', short, text('x'.repeat(20)), null, 'NEEDS_GRADING'],
    [
      'blanks at the ends, which are no letters',
      short,
      text(`  ${'x'.repeat(20)}\n`),
      null,
      'NEEDS_GRADING',
    ],
    [
      'letters beyond the basic plane, each as one',
      short,
      text('😀'.repeat(20)),
      null,
      'NEEDS_GRADING',
    ],
    ['words of another script', short, text('这是 一个 答案'), null, 'NEEDS_GRADING'],
    ['a long essay without limits', any, text('word '.repeat(10_000)), null, 'NEEDS_GRADING'],
    [
      'markup, which nobody runs here',
      {},
      text('<script>alert(1)</script>'),
      null,
      'NEEDS_GRADING',
    ],
    ['an empty essay', {}, text(''), 0, 'UNANSWERED'],
    ['blanks', {}, text(' \n\t\u00a0'), 0, 'UNANSWERED'],
    ['invisible characters', {}, text('\u200b\ufeff'), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a word too many', text('one two three four'), 'TOO_LONG', 'response.text', short],
    ['a letter too many', text('x'.repeat(21)), 'TOO_LONG', 'response.text', short],
    ['a text over every limit', text('x'.repeat(200_001)), 'TOO_LONG', 'response.text', any],
    ['half a surrogate pair', text('a\udc00'), 'BAD_TEXT', 'response.text'],
    ['a NUL', text('\0'), 'BAD_TEXT', 'response.text'],
    ['a list of paragraphs', { text: ['one'] }, 'WRONG_TYPE', 'response.text'],
    ['no text', { text: null }, 'MISSING', 'response.text'],
  ],
  faults: [
    ['a limit of no words', { body: { maxWords: 0 } }, 'OUT_OF_RANGE', 'body.maxWords'],
    ['a limit that is not whole', { body: { maxWords: 2.5 } }, 'NOT_WHOLE', 'body.maxWords'],
    [
      'a limit over every limit',
      { body: { maxLength: 1_000_000 } },
      'OUT_OF_RANGE',
      'body.maxLength',
    ],
    ['a format that is none', { body: { format: 'pdf' } }, 'NOT_ONE_OF', 'body.format'],
    ['a rule, which people do not need', { rule: { type: 'per_part' } }, 'NOT_APPLICABLE', 'rule'],
    [
      'a model answer in the body',
      { body: { modelAnswer: 'x' } },
      'UNKNOWN_FIELD',
      'body.modelAnswer',
    ],
    ['an empty model answer', { key: { modelAnswer: '' } }, 'EMPTY', 'key.modelAnswer'],
  ],
});
