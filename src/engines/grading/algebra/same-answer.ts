import type { Tolerance } from '../types.js';
import { symbolsIn, type Answer, type Expression } from './expression.js';
import type { Reading } from './readings.js';
import { sameEquation } from './same-equation.js';
import { sameExpression, type Likeness } from './same-expression.js';
import type { Samples } from './samples.js';

/** What to compare by, and how strictly. */
export interface Measure {
  readonly samples: Samples;
  readonly tolerance: Tolerance | undefined;
}

/**
 * Whether a response gives all the answers of a key and no others; order and repetition do not
 * count, so "x=-3 or x=3" is "±3".
 */
export function sameReading(key: Reading, response: Reading, measure: Measure): Likeness {
  const best = (of: Answer, among: Reading, compare: (a: Answer, b: Answer) => Likeness) =>
    weakest(among.map((other) => compare(of, other))).best;
  const matches = [
    ...response.map((answer) => best(answer, key, (a, b) => sameAnswer(b, a, measure))),
    ...(key.length === 1
      ? []
      : key.map((answer) => best(answer, response, (a, b) => sameAnswer(a, b, measure)))),
  ];
  return weakest(matches).worst;
}

/**
 * Whether two answers are the same. "x = 3" and "3" are: which unknown was asked for stands in the
 * question, and the name may be any one letter that the other side does not contain.
 *
 * A key that isolates an unknown asks for it: "2x = 6" is a multiple of "x = 3" and not solved, so
 * the response has to isolate the same unknown. Other equations may be written in any equal form.
 */
function sameAnswer(key: Answer, response: Answer, measure: Measure): Likeness {
  if (key.kind === 'matrix') return sameMatrix(key, response, measure);
  const [expected, found] = [solutions(key), solutions(response)];
  for (const { name, value } of expected) {
    const same = found.find((other) => isSameName(name, other.name));
    if (same !== undefined) {
      return sameExpression(value, same.value, measure.samples, measure.tolerance);
    }
  }
  const areOpen = key.kind === 'equation' && response.kind === 'equation' && expected.length === 0;
  return areOpen && sameEquation(key, response, measure.samples) ? 'EQUIVALENT' : undefined;
}

interface Solution {
  /** The unknown that the value is of, where the answer tells. */
  readonly name?: string;
  readonly value: Expression;
}

/** What an answer comes to: the expression itself, or what it says that an unknown is. */
function solutions(answer: Answer): Solution[] {
  switch (answer.kind) {
    case 'expression':
      return [{ value: answer.value }];
    case 'equation':
      return [...isolated(answer.left, answer.right), ...isolated(answer.right, answer.left)];
    case 'matrix':
      return [];
  }
}

function isolated(side: Expression, value: Expression): Solution[] {
  const isUnknown = side.kind === 'symbol' && !symbolsIn(value).has(side.name);
  return isUnknown ? [{ name: side.name, value }] : [];
}

function isSameName(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

type Matrix = Extract<Answer, { kind: 'matrix' }>;

function sameMatrix(key: Matrix, response: Answer, measure: Measure): Likeness {
  if (response.kind !== 'matrix') return undefined;
  const shape = (matrix: Matrix) => matrix.rows.map((row) => row.length).join();
  if (shape(key) !== shape(response)) return undefined;
  const [expected, found] = [key.rows.flat(), response.rows.flat()];
  return weakest(
    expected.map((cell, i) => {
      const other = found[i];
      return other && sameExpression(cell, other, measure.samples, measure.tolerance);
    }),
  ).worst;
}

function weakest(likenesses: readonly Likeness[]): { worst: Likeness; best: Likeness } {
  const isSame = (likeness: Likeness) => likeness !== undefined;
  const isEqual = (likeness: Likeness) => likeness === 'EQUIVALENT';
  return {
    worst: !likenesses.every(isSame)
      ? undefined
      : likenesses.every(isEqual)
        ? 'EQUIVALENT'
        : 'WITHIN_TOLERANCE',
    best: likenesses.some(isEqual) ? 'EQUIVALENT' : likenesses.find(isSame),
  };
}
