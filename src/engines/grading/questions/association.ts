import {
  judgePairs,
  nameOfPair,
  overused,
  repeatedPairs,
  sortedPairs,
  strangersIn,
  type IdPair,
  type Pairable,
} from './pairs.js';
import { faultIf, idsOf } from './problems.js';
import { id, record, type Shape } from './shape.js';
import type { Part, Problem } from './types.js';

/** Two that belong together, in whatever order. */
export interface Association {
  readonly first: string;
  readonly second: string;
}

export const association: Shape<Association> = record<Association>({ first: id, second: id });

/** The pairs of the key are the parts (pairs.ts), each named with the earlier choice first. */
export function judgeAssociations(
  choices: readonly Pairable[],
  correct: readonly Association[],
  given: readonly Association[],
): Part[] {
  return judgePairs(turned(choices, correct), turned(choices, given));
}

/** What is wrong with pairs in the list at a path. */
export function checkAssociations(
  choices: readonly Pairable[],
  pairs: readonly Association[],
  path: string,
): Problem[] {
  return [
    ...strangersIn(
      pairs.map(({ first, second }) => [first, second]),
      [choices, choices],
      { list: path, first: 'first', second: 'second' },
    ),
    ...repeatedPairs(turned(choices, pairs), path),
    ...pairs.flatMap(({ first, second }, i) =>
      faultIf(first === second, 'SELF_PAIR', `${path}[${i}]`),
    ),
  ];
}

/** The limits of an answer, beside what checkAssociations finds. */
export function checkLimits(
  choices: readonly Pairable[],
  pairs: readonly Association[],
  maxPairs = Infinity,
): Problem[] {
  const path = 'response.pairs';
  return [
    ...overused(
      pairs.flatMap(({ first, second }) => [first, second]),
      choices,
      path,
    ),
    ...faultIf(pairs.length > maxPairs, 'TOO_MANY', path),
  ];
}

/** Pairs in the order of the body, the earlier choice first in each. */
export function inOrderOfChoices(
  choices: readonly Pairable[],
  pairs: readonly Association[],
): Association[] {
  const order = idsOf(choices);
  return sortedPairs(turned(choices, pairs), order, order).map(([first, second]) => ({
    first,
    second,
  }));
}

export function namesOfAssociations(
  choices: readonly Pairable[],
  pairs: readonly Association[],
): string[] {
  return turned(choices, pairs).map(nameOfPair);
}

export function possibleAssociations(choices: readonly Pairable[]): string[] {
  const order = idsOf(choices);
  return order.flatMap((first, i) =>
    order.slice(i + 1).map((second) => nameOfPair([first, second])),
  );
}

function turned(choices: readonly Pairable[], pairs: readonly Association[]): IdPair[] {
  const place = new Map(choices.map(({ id: name }, i) => [name, i]));
  return pairs.map(({ first, second }) =>
    (place.get(first) ?? -1) <= (place.get(second) ?? -1) ? [first, second] : [second, first],
  );
}
