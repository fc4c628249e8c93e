import { add, fractionOf, invert, multiply, negate, reduce } from '../algebra/fraction.js';
import { isWithin } from '../algebra/tolerance.js';
import { exact } from '../algebra/value.js';
import { part } from './choices.js';
import { defineKind } from './define-kind.js';
import { faultIf } from './problems.js';
import { kindOf, number, optional, record, text } from './shape.js';
import { share } from './text-entry.js';
import type { Part, Problem } from './types.js';

export interface SliderBody {
  readonly kind: 'slider';
  readonly min: number;
  /** Above min, and a whole number of steps from it. */
  readonly max: number;
  /** Above 0. */
  readonly step: number;
  /** Shown beside the value. */
  readonly unit?: string;
}

export interface SliderKey {
  readonly kind: 'slider';
  readonly correct: number;
  /** How far a right value may be from it, bounds included; default 0. */
  readonly tolerance?: number;
  /** A wider tolerance, for part of the credit. */
  readonly nearby?: Nearby;
}

export interface Nearby {
  /** Above the tolerance; bounds included. */
  readonly tolerance: number;
  /** In (0, 1). */
  readonly credit: number;
}

export interface SliderResponse {
  readonly kind: 'slider';
  readonly value: number;
}

/** Numbers whose steps can be counted, whatever their size. */
const position = number({ min: -1e12, max: 1e12 });
const distance = number({ min: 0, max: 1e12 });

/** A value on a scale, one part. Steps and tolerances are exact: 0.1 means one tenth. */
export const slider = defineKind<SliderBody, SliderKey, SliderResponse>({
  name: 'slider',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<SliderBody>({
    kind: kindOf('slider'),
    min: position,
    max: position,
    step: distance,
    unit: optional(text({ max: 40 })),
  }),
  key: record<SliderKey>({
    kind: kindOf('slider'),
    correct: position,
    tolerance: optional(distance),
    nearby: optional(record<Nearby>({ tolerance: distance, credit: share })),
  }),
  response: record<SliderResponse>({ kind: kindOf('slider'), value: number() }),
  inspect: (body, { correct, tolerance = 0, nearby }) => [
    ...faultIf(body.min >= body.max, 'EMPTY_RANGE', 'body.max'),
    ...faultIf(body.step <= 0, 'OUT_OF_RANGE', 'body.step'),
    ...faultIf(body.step > 0 && !isOnStep(body, body.max), 'NOT_ON_STEP', 'body.max'),
    ...place(body, correct, 'key.correct'),
    ...(nearby === undefined
      ? []
      : [
          ...faultIf(nearby.tolerance <= tolerance, 'EMPTY_RANGE', 'key.nearby.tolerance'),
          ...faultIf(
            nearby.credit === 0 || nearby.credit === 1,
            'OUT_OF_RANGE',
            'key.nearby.credit',
          ),
        ]),
  ],
  check: (body, { value }) => place(body, value, 'response.value'),
  normalise: (_, response) => response,
  judge: (_, key, { value }) => [judgeValue(key, value)],
  solution: (_, { kind, correct }) => ({ kind, value: correct }),
});

function judgeValue({ correct, tolerance = 0, nearby }: SliderKey, value: number): Part {
  const [expected, found] = [exact(fractionOf(correct)), exact(fractionOf(value))];
  if (value === correct) return part('value', 'RIGHT');
  if (isWithin({ absolute: tolerance }, expected, found)) {
    return part('value', 'WITHIN_TOLERANCE', 1);
  }
  return nearby !== undefined && isWithin({ absolute: nearby.tolerance }, expected, found)
    ? part('value', 'NEARBY', nearby.credit)
    : part('value', 'WRONG');
}

function place(body: SliderBody, value: number, path: string): Problem[] {
  const isInside = value >= body.min && value <= body.max;
  return [
    ...faultIf(!isInside, 'OUT_OF_RANGE', path),
    ...faultIf(isInside && body.step > 0 && !isOnStep(body, value), 'NOT_ON_STEP', path),
  ];
}

/** Whether (value − min) / step is whole. */
function isOnStep({ min, step }: SliderBody, value: number): boolean {
  const way = add(fractionOf(value), negate(fractionOf(min)));
  return reduce(multiply(way, invert(fractionOf(step)))).d === 1n;
}
