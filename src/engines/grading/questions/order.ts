import { choice, ids, type Choice } from './choices.js';
import { defineKind } from './define-kind.js';
import { duplicates, idsOf } from './problems.js';
import { checkOrder, inspectOrder, judgeOrder } from './sequence.js';
import { flag, id, kindOf, list, optional, record } from './shape.js';

export interface OrderBody {
  readonly kind: 'order';
  /** At least 2. */
  readonly choices: readonly Choice[];
  /** Default false: shown in the author's order. */
  readonly shuffle?: boolean;
}

export interface OrderKey {
  readonly kind: 'order';
  /** All choices, first to last. */
  readonly correct: readonly string[];
}

export interface OrderResponse {
  readonly kind: 'order';
  /** First to last; what is not placed is missing. */
  readonly order: readonly string[];
}

/** Choices brought into an order; sequence.ts has what part of one is worth. */
export const order = defineKind<OrderBody, OrderKey, OrderResponse>({
  name: 'order',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<OrderBody>({
    kind: kindOf('order'),
    choices: list(choice, { min: 2 }),
    shuffle: optional(flag),
  }),
  key: record<OrderKey>({ kind: kindOf('order'), correct: ids }),
  response: record<OrderResponse>({ kind: kindOf('order'), order: list(id) }),
  inspect: ({ choices }, { correct }) => [
    ...duplicates(idsOf(choices), (i) => `body.choices[${i}].id`),
    ...inspectOrder(idsOf(choices), correct),
  ],
  check: ({ choices }, response) => checkOrder(idsOf(choices), response.order),
  normalise: (_, response) => (response.order.length === 0 ? null : response),
  judge: (_, { correct }, response) => judgeOrder(correct, response.order),
  solution: (_, { kind, correct }) => ({ kind, order: correct }),
});
