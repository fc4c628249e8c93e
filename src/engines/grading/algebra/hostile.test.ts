import { describe, expect, it } from '@jest/globals';

import { gradeResponse } from '../grade-response.js';
import type { Outcome } from '../types.js';

const many = (count: number, part: (i: number) => string, between: string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(between);

/**
 * What a response can do at worst. That these answer at all is the test: without the limits, and
 * in the computer algebra systems that were tried, some of them take minutes, the stack or the
 * memory. Each takes at most 40 ms here (two cores of 2024).
 */
const HOSTILE: [name: string, response: string, outcome: Outcome][] = [
  ['a tower of powers', '9^9^9^9', 'NOT_EQUAL'],
  ['a tower of powers, in parentheses', '((((9^99)^99)^99)^99)', 'NOT_EQUAL'],
  ['a long tower of powers', '2^'.repeat(400) + '2', 'TOO_COMPLEX'],
  ['a large exponent', 'x^1000', 'TOO_COMPLEX'],
  ['a large power of ten', '1e9999', 'TOO_COMPLEX'],
  ['a factorial', '99999999!', 'UNREADABLE'],
  ['10,000 parentheses', '('.repeat(10_000) + '1' + ')'.repeat(10_000), 'TOO_LONG'],
  ['as many parentheses as fit', '('.repeat(499) + '1' + ')'.repeat(499), 'TOO_COMPLEX'],
  ['as many roots as fit', 'sqrt('.repeat(190) + '2', 'TOO_COMPLEX'],
  ['as many bars as fit', '|'.repeat(999) + 'x', 'TOO_COMPLEX'],
  ['5,000 letters', 'x'.repeat(5_000), 'TOO_LONG'],
  ['999 letters', 'x'.repeat(999), 'UNREADABLE'],
  ['a product of 500', 'x*'.repeat(499) + 'x', 'TOO_COMPLEX'],
  ['998 minus signs', '-'.repeat(998) + '1', 'NOT_EQUAL'],
  ['1,000 digits', '9'.repeat(1_000), 'NOT_EQUAL'],
  ['a list of 500', '1,'.repeat(499) + '1', 'TOO_COMPLEX'],
  ['a matrix of 500', '[' + '1;'.repeat(400) + '1]', 'TOO_COMPLEX'],
  ['a polynomial of degree 6,000', many(30, (i) => `(x+${i})^200`, '*'), 'NOT_EQUAL'],
  // 30 characters that keep a computer algebra system busy for two minutes.
  ['an expansion', '(a+b+c+d+f+g)^{12}(a+1)^9', 'NOT_EQUAL'],
  ['a sum of fractions', many(35, (i) => `1/(x+${i})`, '+'), 'NOT_EQUAL'],
  ['roots of large numbers', many(24, () => 'sqrt(x^40+1)', '+') + '+sqrt(-1)', 'NOT_EQUAL'],
  ['roots of a high degree', many(18, (i) => `(x+${i})^(1/199)`, '+'), 'NOT_EQUAL'],
  ['a root of a large number', `(${'9'.repeat(480)})^(1/199)`, 'NOT_EQUAL'],
  [
    'everything that can be read in two ways',
    '1,234+1/2x+{xy}^2+50%+2\\frac{1}{2}+' + many(19, () => 'x/(x^9+y^9)', '+'),
    'NOT_EQUAL',
  ],
  ['signs that are two at once', '±1'.repeat(80), 'NOT_EQUAL'],
  ['a ligature that unfolds to 18 letters', '\uFDFA'.repeat(1_000), 'TOO_COMPLEX'],
  ['one letter with 900 accents', 'x' + '\u0301'.repeat(900), 'UNREADABLE'],
  ['backslashes', '\\'.repeat(999), 'UNREADABLE'],
  ['emoji', '😀'.repeat(400), 'UNREADABLE'],
  ['control characters', '\0'.repeat(100), 'UNREADABLE'],
  ['an assignment', 'x:=5', 'UNREADABLE'],
  ['a command', '\\operatorname{Assign}(x,5)', 'UNREADABLE'],
  ['a program', 'constructor("return process")()', 'UNREADABLE'],
  ['the name of a prototype', '__proto__', 'UNREADABLE'],
  ['NaN, which is a product', 'NaN', 'NOT_EQUAL'],
  ['infinity', '\\infty', 'UNREADABLE'],
  ['nothing over nothing', '0/0', 'NOT_EQUAL'],
  ['nothing to the power of nothing', '0^0', 'NOT_EQUAL'],
  ['the root of a negative number', '(-1)^(1/2)', 'NOT_EQUAL'],
];

const KEYS = ['$$5$$', '$$x^2+3x+2$$', '$$\\frac{3x}{y}$$', '$$x^2=3y$$', '$$x=\\pm \\sqrt{3}$$'];

describe('a hostile response', () => {
  it.each(HOSTILE)('%s is refused', (_, response, outcome) => {
    for (const accepted of KEYS) {
      const grade = gradeResponse({ kind: 'algebra', accepted: [accepted] }, response);
      expect(grade).toMatchObject({ correct: false, score: 0, outcome });
    }
  });

  it.each(HOSTILE)('%s as a key does no harm either', (_, accepted) => {
    const grade = gradeResponse({ kind: 'algebra', accepted: [accepted] }, '7');
    expect(grade.correct).toBe(false);
  });

  it('leaves nothing behind: in any order each response gets the same grade', () => {
    const grade = (response: string) =>
      gradeResponse({ kind: 'algebra', accepted: ['$$x+1$$'] }, response).outcome;
    const responses = [...HOSTILE.map(([, response]) => response), '1+x', 'x', 'x(1)', 'X+1'];
    const forwards = responses.map(grade);
    const backwards = responses.toReversed().map(grade).toReversed();
    expect(backwards).toEqual(forwards);
  });
});
