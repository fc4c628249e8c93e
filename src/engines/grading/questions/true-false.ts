import { part } from './choices.js';
import { defineKind } from './define-kind.js';
import { flag, kindOf, record } from './shape.js';

/** The statement is the prompt; there is nothing else to show. */
export interface TrueFalseBody {
  readonly kind: 'true_false';
}

export interface TrueFalseKey {
  readonly kind: 'true_false';
  readonly correct: boolean;
}

export interface TrueFalseResponse {
  readonly kind: 'true_false';
  readonly value: boolean;
}

/** One part, right or wrong. A penalty of 1 without the floor makes a guess worth nothing. */
export const trueFalse = defineKind<TrueFalseBody, TrueFalseKey, TrueFalseResponse>({
  name: 'true_false',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<TrueFalseBody>({ kind: kindOf('true_false') }),
  key: record<TrueFalseKey>({ kind: kindOf('true_false'), correct: flag }),
  response: record<TrueFalseResponse>({ kind: kindOf('true_false'), value: flag }),
  inspect: () => [],
  check: () => [],
  normalise: (_, response) => response,
  judge: (_, { correct }, { value }) => [part('value', value === correct ? 'RIGHT' : 'WRONG')],
  solution: (_, { kind, correct }) => ({ kind, value: correct }),
});
