import { describeKind } from './__fixtures__/describe-kind.js';

const accepts = (...accepted: string[]) => ({ key: { accepted, given: undefined } });
const text = (typed: string) => ({ text: typed });

describeKind('formula', {
  grades: [
    ['the formula as it is written', {}, text('x^2+3x'), 1, ['RIGHT']],
    ['the formula in another order', {}, text('3x + x**2'), 1, ['RIGHT']],
    ['the formula in TeX', {}, text('$$x^{2}+3\\cdot x$$'), 1],
    ['an equal formula', {}, text('x^2+6x/2'), 1],
    ['the question again', {}, text('(x+3)x'), 0, ['RESTATED']],
    ['the question where it may be given again', { key: { given: undefined } }, text('x(x+3)'), 1],
    ['another formula', {}, text('x^2+2x'), 0, ['WRONG']],
    ['a formula of another unknown', {}, text('y^2+3y'), 0, ['WRONG']],
    ['words', {}, text('I do not know the answer'), 0, ['UNREADABLE']],
    ['a formula cut short', {}, text('x^2+3('), 0, ['UNREADABLE']],
    ['a tower of powers', {}, text('x^(9^9)'), 0],
    ['an exponent beyond every measure', {}, text('x^1000'), 0, ['TOO_COMPLEX']],
    ['one of several accepted', accepts('2', 'x=3'), text('3'), 1],
    ['none of several accepted', accepts('2', 'x=3'), text('4'), 0],
    ['an equation', accepts('y=2x+1'), text('2x + 1 = y'), 1],
    ['an interval of two values', accepts('x=\\pm 2'), text('2 or -2'), 1],
    [
      'a value within tolerance',
      { key: { ...accepts('1/3').key, tolerance: { absolute: 0.01 } } },
      text('0.33'),
      1,
      ['WITHIN_TOLERANCE'],
    ],
    [
      'a value off the tolerance',
      { key: { ...accepts('1/3').key, tolerance: { absolute: 0.001 } } },
      text('0.33'),
      0,
      ['WRONG'],
    ],
    ['a decimal for a fraction', accepts('3/8'), text('0,375'), 1],
    [
      'a wrong formula with a penalty',
      { rule: { type: 'per_part', penalty: 0.5, floorAtZero: false } },
      text('x'),
      -0.5,
    ],
    ['nothing but blanks', {}, text(' \u00a0'), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a number', { text: 4 }, 'WRONG_TYPE', 'response.text'],
    ['a formula over every limit', text('1+'.repeat(500) + '1'), 'TOO_LONG', 'response.text'],
    ['a NUL', text('x\0'), 'BAD_TEXT', 'response.text'],
    ['no text', {}, 'MISSING', 'response.text'],
    ['an answer to a text entry', { kind: 'text_entry', text: 'x' }, 'WRONG_KIND', 'response.kind'],
  ],
  faults: [
    ['nothing accepted', accepts(), 'EMPTY', 'key.accepted'],
    ['a formula that cannot be read', accepts('x^(3/4'), 'NOT_MATHEMATICS', 'key.accepted[0]'],
    [
      'a verdict in the place of a formula',
      accepts('4', 'TRUE'),
      'NOT_MATHEMATICS',
      'key.accepted[1]',
    ],
    [
      'a negative tolerance',
      { key: { tolerance: { absolute: -1 } } },
      'OUT_OF_RANGE',
      'key.tolerance.absolute',
    ],
    [
      'a tolerance that is no number',
      { key: { tolerance: { relative: NaN } } },
      'NOT_FINITE',
      'key.tolerance.relative',
    ],
    ['an empty formula', accepts(''), 'EMPTY', 'key.accepted[0]'],
    [
      'an accepted formula in the body',
      { body: { accepted: ['x'] } },
      'UNKNOWN_FIELD',
      'body.accepted',
    ],
  ],
});
