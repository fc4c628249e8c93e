import { describe, expect, it } from '@jest/globals';

import { gradeResponse } from '../grade-response.js';
import type { AlgebraKey } from '../types.js';

const outcome = (accepted: string, response: string, more: Partial<AlgebraKey> = {}) =>
  gradeResponse({ kind: 'algebra', accepted: [accepted], ...more }, response).outcome;

const MATRIX = '$$\\begin{bmatrix} 4 & -3 & 11 \\\\ 3 & 2 & \\frac{1}{4} \\end{bmatrix}$$';

describe('an algebra key', () => {
  it.each([
    ['$$4x+12$$', '4x + 12'],
    ['$$\\frac{2}{5} f=16$$', '\\frac{2}{5}f = 16'],
    ['$$-5$$', '−5'],
    ['$$x^2$$', 'x**2'],
    ['$$5.83$$', '$5.83'],
    ['$$90$$', '90°'],
    ['TRUE', 'true'],
    ['16n4c', '16n4c'],
    ['y**(3/4-1/4', 'y^(3/4-1/4'],
  ])('%s is exactly %s', (key, response) => {
    expect(outcome(key, response)).toBe('EXACT');
  });

  it.each([
    // numbers
    ['$$\\frac{3}{4}$$', '3/4'],
    ['$$\\frac{3}{4}$$', '6/8'],
    ['$$\\frac{3}{4}$$', '0.75'],
    ['$$\\frac{3}{4}$$', '.75'],
    ['$$\\frac{3}{4}$$', '0,75'],
    ['$$\\frac{3}{4}$$', '¾'],
    ['$$\\frac{3}{4}$$', '75%'],
    ['$$\\frac{3}{4}$$', '\\frac34'],
    ['$$\\frac{3}{2}$$', '1 1/2'],
    ['$$\\frac{3}{2}$$', '1½'],
    ['$$\\frac{3}{2}$$', '1\\frac{1}{2}'],
    ['$$\\frac{-3}{2}$$', '-1 1/2'],
    ['$$1234$$', '1,234'],
    ['$$1.234$$', '1,234'],
    ['$$1234.5$$', '1,234.5'],
    ['$$1234.5$$', '1.234,5'],
    ['$$48300$$', '48{,}300'],
    ['$$4.83\\times{10}^4$$', '48,300'],
    ['$$4.83\\times{10}^4$$', '4.83e4'],
    ['$$175$$', '175%'],
    ['$$5$$', '+5.0'],
    // roots and powers
    ['$$6\\sqrt{7}$$', '6√7'],
    ['$$6\\sqrt{7}$$', 'sqrt(252)'],
    ['$$\\frac{\\sqrt{3}}{3}$$', '1/sqrt 3'],
    ['$$\\sqrt[3]{x^2}$$', 'x^(2/3)'],
    ['$$\\sqrt[3]{x}$$', 'cbrt(x)'],
    ['$$x^{12}$$', 'x¹²'],
    ['$$x^{-2}$$', '1/x^2'],
    ['$$\\sqrt{ab}$$', 'sqrt(a)sqrt(b)'],
    ['$$\\sqrt{x-100}$$', 'sqrt(x-100)+0'],
    ['$$5x^{2\\left(x-3\\right)}$$', '5x^(2x-6)'],
    ['0', 'sqrt(2)*sqrt(2)-2'],
    // Without a real value, and still written alike.
    ['$${\\sqrt{-25}}^3$$', '(√(-25))^3'],
    // expressions
    ['$$2x+1$$', '1+2X'],
    ['$$\\frac{1}{2} x$$', '1/2 x'],
    ['$$\\frac{1}{2} x$$', '1/2x'],
    ['$$\\frac{1}{2x}$$', '1/2x'],
    ['$$\\left(x-1\\right)\\left(x+3\\right)$$', 'x^2+2x-3'],
    ['$$\\frac{1}{x-3}$$', '(x+3)/(x^2-9)'],
    ['$$\\frac{5d^2+6}{16{cd}^2}$$', '(5d^2+6)/(16cd^2)'],
    ['$$\\frac{1}{{mn}^5}$$', '1/(mn)^5'],
    ['$$|x|$$', 'sqrt(x^2)'],
    ['$$2|q^3|$$', '2 abs(q^3)'],
    ['$$|x||y|$$', '|xy|'],
    ['$$\\frac{4}{3}\\pi r^3$$', '4/3 pi r³'],
    ['$$\\ln(x^2)$$', '2ln(x)'],
    ['$$\\log(100)$$', '2'],
    ['$$\\exp(2x)$$', 'exp(x)exp(x)'],
    ['$$\\tan(x)$$', 'sin(x)/cos(x)'],
    ['1', 'sin(x)^2+cos(x)^2'],
    ['R-r', '-r+R'],
    ['x_1+x_2', 'x_2+x_1'],
    // equations
    ['$$x=3$$', '3'],
    ['$$3$$', 'x = 3'],
    ['$$x=3$$', '3=x'],
    ['$$a=\\frac{b}{1-bc}$$', '-b/(bc-1)'],
    ['$$2x=4$$', 'x=2'],
    ['$$2x=4$$', '2x-4=0'],
    ['$$y=x$$', 'x=y'],
    ['$$x+2y=3$$', '6y+3x=9'],
    ['$$y=\\frac{5}{3} x$$', '5x/3 = y'],
    ['$$27=-22$$', '-22=27'],
    ['$$14m+27=14m-22$$', '27=-22'],
    ['$$\\sqrt{2m+1}=-4$$', '√(2m+1)+4=0'],
    ['$$\\left(x+5\\right)^2=36$$', 'x^2+10x=11'],
    // several answers
    ['$$\\pm 3$$', '3, -3'],
    ['$$\\pm 3$$', '-3,3'],
    ['$$\\pm 3$$', 'x=3 or x=-3'],
    ['$$x=\\pm \\sqrt{3}$$', '√3; -√3'],
    ['$$\\frac{5\\pm \\sqrt{61}}{2}$$', '5/2 +/- sqrt(61)/2'],
    ['$$r$$ $$=$$ $$30$$ or $$1$$', 'r=1\\text{ or }r=30'],
    // matrices
    [MATRIX, '[[4,-3,11],[3,2,1/4]]'],
    [MATRIX, '[4 -3 11; 3 2 0.25]'],
  ])('%s is %s in other words', (key, response) => {
    expect(outcome(key, response)).toBe('EQUIVALENT');
  });

  it.each([
    ['$$\\frac{3}{4}$$', '4/3'],
    ['$$\\frac{3}{4}$$', '0.7500001'],
    ['$$\\frac{1}{3}$$', '0.333'],
    ['$$\\frac{11}{2}$$', '1 1/2'],
    ['$$125$$', '12,5'],
    ['$$\\sqrt{2}$$', '1.41421356'],
    ['$$6\\sqrt{7}$$', '7√6'],
    ['$$2x+1$$', '2x-1'],
    ['$$2x+1$$', '2x+y'],
    ['$$|x|$$', 'x'],
    ['$$x$$', 'sqrt(x^2)'],
    ['$$-x^2$$', '(-x)^2'],
    ['R-r', 'r-R'],
    ['$$x=3$$', 'y=3'],
    ['$$x=3$$', 'x=-3'],
    ['$$2x=4$$', '2x=-4'],
    // The key isolates x: an equation that still has to be solved is not the answer.
    ['$$x=3$$', '2x=6'],
    ['$$x=3$$', 'x-3=0'],
    ['$$y=\\frac{5}{3} x$$', 'x=3y/5'],
    ['$$y=\\frac{160}{x}$$', 'xy=160'],
    ['$$27=-22$$', '1=0'],
    ['$$-3=-3$$', '5=5'],
    ['$$14m+27=14m-22$$', '1=0'],
    ['$$\\pm 3$$', '3'],
    ['$$\\pm 3$$', '3, 4'],
    ['3', '3, -3'],
    ['16n4c', '4n16c'],
    ['16n4c', '64nc'],
    ['TRUE', 'FALSE'],
    ['TRUE', '1'],
    ['1', '1/0'],
    ['1', '0/0'],
    // A difference of large numbers is not known well enough to equal anything.
    ['5', '10^30*sqrt(2)-10^30*sqrt(2)'],
    [MATRIX, '[4 -3 11; 3 2 0.5]'],
    [MATRIX, '[4 -3; 11 3; 2 0.25]'],
    [MATRIX, '4'],
  ])('%s is not %s', (key, response) => {
    expect(outcome(key, response)).toBe('NOT_EQUAL');
  });

  it.each([
    'x2',
    'hello',
    '5 miles',
    '2+',
    '(2',
    '2)',
    '2=2=2',
    '5!',
    '\\infty',
    'x:=5',
    '2 3',
    '\\',
  ])('cannot read %s', (response) => {
    expect(outcome('2', response)).toBe('UNREADABLE');
  });

  it('is met by any of its entries', () => {
    const key: AlgebraKey = { kind: 'algebra', accepted: ['2', 'DNE', 'x+1'] };
    expect(gradeResponse(key, '4/2').outcome).toBe('EQUIVALENT');
    expect(gradeResponse(key, '1+x').outcome).toBe('EQUIVALENT');
    expect(gradeResponse(key, 'dne').outcome).toBe('EXACT');
  });
});

describe('a tolerance', () => {
  const within = (key: string, response: string, tolerance: AlgebraKey['tolerance'] = {}) =>
    outcome(key, response, { tolerance });

  it('includes its bounds, to the last digit', () => {
    expect(within('10', '10.5', { absolute: 0.5 })).toBe('WITHIN_TOLERANCE');
    expect(within('10', '10.5000001', { absolute: 0.5 })).toBe('NOT_EQUAL');
    // In doubles 0.3 − 0.2 is less than 0.1, and 0.7 − 0.6 is more.
    expect(within('0.3', '0.2', { absolute: 0.1 })).toBe('WITHIN_TOLERANCE');
    expect(within('0.7', '0.6', { absolute: 0.1 })).toBe('WITHIN_TOLERANCE');
    expect(within('-10', '-11', { relative: 0.1 })).toBe('WITHIN_TOLERANCE');
    expect(within('-10', '-11.01', { relative: 0.1 })).toBe('NOT_EQUAL');
  });

  it('is kept when either bound is', () => {
    expect(within('1000', '1000.5', { absolute: 0.5, relative: 0 })).toBe('WITHIN_TOLERANCE');
    expect(within('1000', '1001', { absolute: 0.5, relative: 0.01 })).toBe('WITHIN_TOLERANCE');
  });

  it('measures roots and what "x =" says as well', () => {
    expect(within('$$\\sqrt{2}$$', '1.41', { absolute: 0.01 })).toBe('WITHIN_TOLERANCE');
    expect(within('$$\\sqrt{2}$$', '1.41', { relative: 0.003 })).toBe('WITHIN_TOLERANCE');
    expect(within('$$\\sqrt{2}$$', '1.41', { relative: 0.002 })).toBe('NOT_EQUAL');
    expect(within('$$x=\\sqrt{2}$$', 'x=1.41', { absolute: 0.01 })).toBe('WITHIN_TOLERANCE');
    expect(within('$$\\pm\\sqrt{2}$$', '1.41, -1.41', { absolute: 0.01 })).toBe('WITHIN_TOLERANCE');
  });

  it('does not make expressions with unknowns alike', () => {
    expect(within('$$x+1$$', 'x+1.001', { absolute: 1, relative: 1 })).toBe('NOT_EQUAL');
  });

  it('is none when it is no bound', () => {
    expect(within('10', '11', { absolute: -1, relative: NaN })).toBe('NOT_EQUAL');
    expect(within('10', '11', { absolute: Infinity })).toBe('NOT_EQUAL');
    expect(within('10', '20/2', { absolute: 0 })).toBe('EQUIVALENT');
  });
});

describe('what the question gave', () => {
  const given = ['$$4\\left(x+3\\right)$$', '$$-(-6)$$'];

  it('is no answer, in whatever order', () => {
    expect(outcome('$$4x+12$$', '4(x+3)', { given })).toBe('RESTATED');
    expect(outcome('$$4x+12$$', '(3+x)*4', { given })).toBe('RESTATED');
    expect(outcome('$$6$$', '-(-6)', { given })).toBe('RESTATED');
  });

  it('is merely wrong where it does not equal the key', () => {
    expect(outcome('$$7$$', '-(-6)', { given })).toBe('NOT_EQUAL');
  });

  it('leaves every other way to write the answer', () => {
    expect(outcome('$$4x+12$$', '12+4x', { given })).toBe('EQUIVALENT');
    expect(outcome('$$4x+12$$', '4x+4*3', { given })).toBe('EQUIVALENT');
  });

  it('does not refuse an answer that is in the key as well', () => {
    expect(outcome('$$5x$$', 'x*5', { given: ['$$5x$$'] })).toBe('EQUIVALENT');
  });
});
