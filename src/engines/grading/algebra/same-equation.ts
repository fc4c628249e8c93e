import type { Answer } from './expression.js';
import { FEWEST_POINTS, sameExpression } from './same-expression.js';
import type { Samples } from './samples.js';
import { difference, equal, NOTHING, product, type Value } from './value.js';

type Equation = Extract<Answer, { kind: 'equation' }>;

/**
 * Whether two equations say the same: equal sides, the sides swapped, or both sides multiplied by
 * one number other than zero and shifted by whatever was added to both. In terms of d = left −
 * right: d of the response is a constant times d of the key.
 *
 * Multiplying by an expression is another equation: xy = 160 is not y = 160/x, and where y was
 * asked for it is not solved. Where the unknown cancels ("27 = −22"), any contradiction is a
 * multiple of any other, so there only d itself counts, and an identity must have equal sides.
 */
export function sameEquation(key: Equation, response: Equation, samples: Samples): boolean {
  const same = (a: Equation['left'], b: Equation['left']) =>
    sameExpression(a, b, samples) === 'EQUIVALENT';
  if (same(key.left, response.left) && same(key.right, response.right)) return true;
  if (same(key.left, response.right) && same(key.right, response.left)) return true;

  const count = samples.countFor(key.left, key.right, response.left, response.right);
  if (count < FEWEST_POINTS) return false;
  const differences = ({ left, right }: Equation) => {
    const rights = samples.all(right, count);
    return samples.all(left, count).map((value, k) => difference(value, rights[k]));
  };
  const [expected, found] = [differences(key), differences(response)];
  return isConstant(expected)
    ? expected.some(isNotZero) && (agree(expected, found) || agree(expected, found.map(negative)))
    : isMultiple(expected, found);
}

function isMultiple(expected: readonly Value[], found: readonly Value[]): boolean {
  const pivot = expected.findIndex((value, i) => isNotZero(value) && isNotZero(found[i]));
  return agree(
    found.map((value) => product(value, expected[pivot])),
    expected.map((value) => product(value, found[pivot])),
  );
}

/** Equal wherever that can be told, and that in enough places. */
function agree(a: readonly Value[], b: readonly Value[]): boolean {
  const verdicts = a.map((value, i) => equal(value, b[i]));
  return !verdicts.includes(false) && verdicts.filter(Boolean).length >= FEWEST_POINTS;
}

function isConstant(values: readonly Value[]): boolean {
  const one = values.find((value) => value !== undefined);
  return values.every((value) => equal(value, one) !== false);
}

function isNotZero(value: Value): boolean {
  return equal(value, NOTHING) === false;
}

function negative(value: Value): Value {
  return difference(NOTHING, value);
}
