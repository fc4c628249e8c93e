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
 * question. The name may be any one letter that the other side does not contain; between two such
 * equations it has to be the same.
 */
function sameAnswer(key: Answer, response: Answer, measure: Measure): Likeness {
  if (key.kind === 'matrix' || response.kind === 'matrix')
    return sameMatrix(key, response, measure);
  const [expected, found] = [solved(key), solved(response)];
  const isNamed = expected?.name !== undefined && found?.name !== undefined;
  if (expected !== undefined && found !== undefined && (!isNamed || expected.name === found.name)) {
    return sameExpression(expected.value, found.value, measure.samples, measure.tolerance);
  }
  if (key.kind !== 'equation' || response.kind !== 'equation') return undefined;
  return sameEquation(key, response, measure.samples) ? 'EQUIVALENT' : undefined;
}

/** The value an answer comes to: the expression itself, or what "x =" it says. */
function solved(
  answer: Exclude<Answer, { kind: 'matrix' }>,
): { name?: string; value: Expression } | undefined {
  if (answer.kind === 'expression') return { value: answer.value };
  for (const [name, value] of [
    [answer.left, answer.right],
    [answer.right, answer.left],
  ] as const) {
    if (name.kind === 'symbol' && !symbolsIn(value).has(name.name))
      return { name: name.name, value };
  }
  return undefined;
}

function sameMatrix(key: Answer, response: Answer, measure: Measure): Likeness {
  if (key.kind !== 'matrix' || response.kind !== 'matrix') return undefined;
  const shape = (matrix: typeof key) => matrix.rows.map((row) => row.length).join();
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
