import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { gradeResponse } from '../grade-response.js';

const isRight = (accepted: string, response: string) =>
  gradeResponse({ kind: 'algebra', accepted: [accepted] }, response).correct;

const SIGNS = '0123456789xyi.,;+-*/^()[]{}|=%$\\&_ ±²√'.split('');

const coefficient = fc.integer({ min: -12, max: 12 });
const letter = fc.constantFrom('x', 'y', 'm', 'q');

/** A polynomial in two unknowns by its coefficients: c0 + c1·x + c2·y + c3·xy + c4·x² */
const polynomial = fc.tuple(coefficient, coefficient, coefficient, coefficient, coefficient);
const MONOMIALS = ['1', 'x', 'y', 'x y', 'x^2'];

function write(coefficients: readonly number[]): string {
  return coefficients.map((c, i) => `(${c})*${MONOMIALS[i] ?? ''}`).join('+');
}

const expression = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat({ max: 99 }).map(String),
    letter,
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}+${b})`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a})*(${b})`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `\\frac{${a}}{${b}}`),
    tie('tree').map((a) => `\\sqrt{${a}}`),
    tie('tree').map((a) => `|${a}|`),
    tie('tree').map((a) => `(${a})^2`),
  ),
})).tree;

describe('grading', () => {
  it('never throws, and gives a score between 0 and 1, whatever is written', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom(...SIGNS),
        maxLength: 40,
      }),
      expression,
    );
    fc.assert(
      fc.property(anything, anything, (accepted, response) => {
        const { score, correct } = gradeResponse(
          { kind: 'algebra', accepted: [accepted] },
          response,
        );
        expect(score).toBe(correct ? 1 : 0);
      }),
      { numRuns: 500 },
    );
  });

  it('accepts what equals the key exactly as written', () => {
    fc.assert(
      fc.property(expression, (text) => {
        expect(isRight(text, text)).toBe(true);
      }),
    );
  });

  it('finds a polynomial equal to its terms in another order, and symmetrically so', () => {
    fc.assert(
      fc.property(polynomial, (coefficients) => {
        const key = write(coefficients);
        const turned = key.split('+').toReversed().join(' + ');
        expect(isRight(key, turned)).toBe(true);
        expect(isRight(turned, key)).toBe(true);
      }),
    );
  });

  it('refuses a polynomial with any coefficient changed', () => {
    fc.assert(
      fc.property(
        polynomial,
        fc.nat({ max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (coefficients, at, change) => {
          const other = coefficients.map((c, i) => (i === at ? c + change : c));
          expect(isRight(write(coefficients), write(other))).toBe(false);
        },
      ),
    );
  });

  it('accepts a product for its expansion: (ax + b)(cx + d)', () => {
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, coefficient, (a, b, c, d) => {
        const expanded = `${a * c}x^2 + ${a * d + b * c}x + ${b * d}`;
        expect(isRight(expanded, `(${a}x + ${b})(${c}x + ${d})`)).toBe(true);
      }),
    );
  });

  it('accepts a fraction for any multiple of it, and only for those', () => {
    const positive = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(coefficient, positive, positive, coefficient, (n, d, k, off) => {
        const key = `$$\\frac{${n}}{${d}}$$`;
        expect(isRight(key, `${n * k}/${d * k}`)).toBe(true);
        expect(isRight(key, `${n * k + off}/${d * k}`)).toBe(off === 0);
      }),
    );
  });

  it('accepts an equation multiplied through by any number but zero', () => {
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, (a, b, k) => {
        // With b = 0 or a = ±1 the key may isolate x, and then wants x isolated.
        fc.pre(a !== 0 && a !== 1 && a !== -1);
        const scaled = `${k * a}x + ${k * b} = 0`;
        expect(isRight(`$$${a}x=${-b}$$`, scaled)).toBe(k !== 0);
      }),
    );
  });

  it('does not depend on what was graded before', () => {
    fc.assert(
      fc.property(expression, expression, fc.string({ maxLength: 20 }), (key, response, other) => {
        const before = gradeResponse({ kind: 'algebra', accepted: [key] }, response);
        gradeResponse({ kind: 'algebra', accepted: [other] }, response);
        gradeResponse({ kind: 'algebra', accepted: [key] }, other);
        expect(gradeResponse({ kind: 'algebra', accepted: [key] }, response)).toEqual(before);
      }),
    );
  });
});
