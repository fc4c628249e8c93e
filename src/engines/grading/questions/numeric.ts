import { evaluate } from '../algebra/evaluate.js';
import { symbolsIn } from '../algebra/expression.js';
import { compare, fractionOf, multiply, reduce, ZERO, type Fraction } from '../algebra/fraction.js';
import { readText } from '../algebra/readings.js';
import { isWithin } from '../algebra/tolerance.js';
import { equal, exact, toRounded, type Value } from '../algebra/value.js';
import { foldBlanks } from '../fold-text.js';
import { withDefaultLimits } from '../limits.js';
import type { GradingLimits } from '../types.js';
import { part } from './choices.js';
import { defineKind } from './define-kind.js';
import type { DecimalMark, Notation } from './numerals.js';
import { duplicates, faultIf } from './problems.js';
import { foldUnit, readQuantity } from './quantity.js';
import { decimalText, exactPlaces, toFigures, toPlaces } from './rounding.js';
import {
  flag,
  kindOf,
  list,
  number,
  oneOf,
  optional,
  record,
  text,
  variant,
  whole,
  type Shape,
} from './shape.js';
import { lettersOf, share } from './text-entry.js';
import type { Part, Problem } from './types.js';

export interface NumericBody extends Notation {
  readonly kind: 'numeric';
  /** Units that the learner may choose or type; each is one of the key's. */
  readonly units?: readonly string[];
  /** Default false: a number without a unit is in the key's unit. */
  readonly unitRequired?: boolean;
}

export interface NumericKey {
  readonly kind: 'numeric';
  /** A number or an expression without unknowns, with a decimal point: "0.25", "3*4+1". */
  readonly value: string;
  /** Absent, only the value itself is right. */
  readonly tolerance?: NumericTolerance;
  /** The unit of the value. */
  readonly unit?: string;
  readonly otherUnits?: readonly UnitFactor[];
  /** In [0, 1): what the right number with a wrong or missing unit is worth; default 0. */
  readonly wrongUnitCredit?: number;
}

/** One of the unit is `factor` of the key's unit: 1000 for km where the key is in m. */
export interface UnitFactor {
  readonly unit: string;
  /** Above 0; exact as it prints. */
  readonly factor: number;
}

/**
 * What is near enough to a value v. Bounds belong to it, and are exact: 0.3 is within 0.1 of 0.2.
 *
 * - `absolute`: v − within to v + within, in the key's unit
 * - `relative`: within · |v| on either side of v
 * - `significant_figures`, `decimal_places`: what rounds to the same number as v does, halves away
 *   from zero. It is the value that is rounded; how many figures were typed does not count.
 * - `range`: from `from` to `to`, whatever v is; v is one of them
 */
export type NumericTolerance =
  | { readonly type: 'absolute'; readonly within: number }
  | { readonly type: 'relative'; readonly within: number }
  | { readonly type: 'significant_figures'; readonly figures: number }
  | { readonly type: 'decimal_places'; readonly places: number }
  | { readonly type: 'range'; readonly from: number; readonly to: number };

export interface NumericResponse {
  readonly kind: 'numeric';
  /** As typed, with its unit. */
  readonly text: string;
}

const LONGEST = 200;
/** More than any question asks, fewer than a double has. */
const MAX_FIGURES = 15;

const unit = text({ max: 40 });

const tolerance: Shape<NumericTolerance> = variant<NumericTolerance>('type', {
  absolute: record<Extract<NumericTolerance, { type: 'absolute' }>>({
    type: oneOf('absolute'),
    within: number({ min: 0 }),
  }),
  relative: record<Extract<NumericTolerance, { type: 'relative' }>>({
    type: oneOf('relative'),
    within: number({ min: 0 }),
  }),
  significant_figures: record<Extract<NumericTolerance, { type: 'significant_figures' }>>({
    type: oneOf('significant_figures'),
    figures: whole({ min: 1, max: MAX_FIGURES }),
  }),
  decimal_places: record<Extract<NumericTolerance, { type: 'decimal_places' }>>({
    type: oneOf('decimal_places'),
    places: whole({ min: 0, max: MAX_FIGURES }),
  }),
  range: record<Extract<NumericTolerance, { type: 'range' }>>({
    type: oneOf('range'),
    from: number(),
    to: number(),
  }),
});

/**
 * A number, with a unit or without, one part. Read and compared exactly (fraction.ts): no answer is
 * lost on a bound to binary rounding.
 */
export const numeric = defineKind<NumericBody, NumericKey, NumericResponse>({
  name: 'numeric',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<NumericBody>({
    kind: kindOf('numeric'),
    decimalMark: optional(oneOf<DecimalMark>('point', 'comma', 'either')),
    thousands: optional(flag),
    exponents: optional(flag),
    fractions: optional(flag),
    units: optional(list(unit, { max: 50 })),
    unitRequired: optional(flag),
  }),
  key: record<NumericKey>({
    kind: kindOf('numeric'),
    value: text({ max: LONGEST }),
    tolerance: optional(tolerance),
    unit: optional(unit),
    otherUnits: optional(
      list(record<UnitFactor>({ unit, factor: number({ min: 0 }) }), { max: 50 }),
    ),
    wrongUnitCredit: optional(share),
  }),
  response: record<NumericResponse>({ kind: kindOf('numeric'), text: text({ min: 0 }) }),
  inspect,
  check: (_, response) => faultIf(lettersOf(response.text) > LONGEST, 'TOO_LONG', 'response.text'),
  normalise: (_, response) => (foldBlanks(response.text) === '' ? null : response),
  judge: (body, key, response, limits) => [judgeNumber(body, key, response.text, limits)],
  solution: (body, key) => {
    const value = valueOf(key, withDefaultLimits());
    const best = value === undefined ? undefined : writtenValue(value, body);
    return best === undefined
      ? null
      : { kind: 'numeric', text: key.unit === undefined ? best : `${best} ${key.unit}` };
  },
});

function inspect(body: NumericBody, key: NumericKey): Problem[] {
  const known = unitsOf(key).map(foldUnit);
  const value = valueOf(key, withDefaultLimits());
  return [
    ...faultIf(value === undefined, 'NOT_MATHEMATICS', 'key.value'),
    ...inspectTolerance(key, value),
    ...duplicates(known, (i) => (i === 0 ? 'key.unit' : `key.otherUnits[${i - 1}].unit`)),
    ...(key.otherUnits ?? []).flatMap(({ factor }, i) =>
      faultIf(factor <= 0, 'OUT_OF_RANGE', `key.otherUnits[${i}].factor`),
    ),
    ...faultIf(key.otherUnits !== undefined && key.unit === undefined, 'MISSING', 'key.unit'),
    ...(body.units ?? []).flatMap((one, i) =>
      faultIf(!known.includes(foldUnit(one)), 'UNKNOWN_ID', `body.units[${i}]`),
    ),
    ...faultIf(body.unitRequired === true && key.unit === undefined, 'MISSING', 'key.unit'),
    ...faultIf(key.wrongUnitCredit === 1, 'OUT_OF_RANGE', 'key.wrongUnitCredit'),
    ...faultIf(
      key.wrongUnitCredit !== undefined && key.unit === undefined,
      'NOT_APPLICABLE',
      'key.wrongUnitCredit',
    ),
  ];
}

function inspectTolerance({ tolerance: near }: NumericKey, value: Value): Problem[] {
  if (near?.type !== 'range') return [];
  return [
    ...faultIf(near.from > near.to, 'EMPTY_RANGE', 'key.tolerance.to'),
    ...faultIf(
      value !== undefined && near.from <= near.to && !isNear(near, value, exactly(value)),
      'OUTSIDE',
      'key.value',
    ),
  ];
}

function judgeNumber(
  body: NumericBody,
  key: NumericKey,
  typed: string,
  limits: GradingLimits,
): Part {
  if (typed.length > limits.maxLength) return part('text', 'TOO_LONG');
  const value = valueOf(key, limits);
  const found = readQuantity(typed, unitsOf(key), body, limits.maxExponent);
  if (found === undefined) return part('text', 'UNREADABLE');
  if (value === undefined) return part('text', 'WRONG');
  const factor = factorOf(key, found.unit);
  const isBare = found.unit === undefined;
  if (factor !== undefined && !(isBare && body.unitRequired === true)) {
    const outcome = compareTo(value, multiply(found.number, factor), key.tolerance);
    if (outcome !== 'WRONG') return part('text', outcome, 1);
  }
  const hasRightNumber = compareTo(value, found.number, key.tolerance) !== 'WRONG';
  if (!hasRightNumber) return part('text', 'WRONG');
  return part('text', isBare ? 'UNIT_MISSING' : 'WRONG_UNIT', key.wrongUnitCredit ?? 0);
}

const ONE_UNIT = fractionOf(1);

/** What one of a unit is in the key's; undefined for a unit that the key does not know. */
function factorOf(
  { unit: own, otherUnits = [] }: NumericKey,
  found: { readonly known: string } | 'unknown' | undefined,
): Fraction | undefined {
  if (found === undefined) return ONE_UNIT;
  if (found === 'unknown') return undefined;
  if (found.known === own) return ONE_UNIT;
  const other = otherUnits.find(({ unit: name }) => name === found.known);
  return other === undefined ? undefined : fractionOf(other.factor);
}

function unitsOf({ unit: own, otherUnits = [] }: NumericKey): string[] {
  return [...(own === undefined ? [] : [own]), ...otherUnits.map(({ unit: name }) => name)];
}

function compareTo(
  value: Value,
  found: Fraction,
  near: NumericTolerance | undefined,
): 'RIGHT' | 'WITHIN_TOLERANCE' | 'WRONG' {
  if (equal(value, exact(found)) === true) return 'RIGHT';
  return near !== undefined && isNear(near, value, found) ? 'WITHIN_TOLERANCE' : 'WRONG';
}

function isNear(near: NumericTolerance, value: Value, found: Fraction | undefined): boolean {
  const expected = exactly(value);
  if (expected === undefined || found === undefined) return false;
  switch (near.type) {
    case 'absolute':
      return isWithin({ absolute: near.within }, value, exact(found));
    case 'relative':
      return isWithin({ relative: near.within }, value, exact(found));
    case 'significant_figures':
      return compare(toFigures(expected, near.figures), toFigures(found, near.figures)) === 0;
    case 'decimal_places':
      return compare(toPlaces(expected, near.places), toPlaces(found, near.places)) === 0;
    case 'range':
      return compare(fractionOf(near.from), found) <= 0 && compare(found, fractionOf(near.to)) <= 0;
  }
}

/** The value of the key; undefined when it is no number. */
function valueOf({ value }: NumericKey, limits: GradingLimits): Value {
  const read = readText(value, limits, 'as typed');
  const [answer, ...others] = 'refused' in read ? [] : read.readings[0];
  if (answer?.kind !== 'expression' || others.length > 0) return undefined;
  if (symbolsIn(answer.value).size > 0) return undefined;
  return evaluate(answer.value, () => ZERO, limits.maxExponent);
}

/** A value as a fraction: a rounded one as the decimals it prints. */
function exactly(value: Value): Fraction | undefined {
  if (value?.kind === 'exact') return value.fraction;
  const rounded = toRounded(value);
  return rounded === undefined ? undefined : fractionOf(rounded.value);
}

/** A right number as the body lets it be typed. */
function writtenValue(value: Value, body: NumericBody): string | undefined {
  const number = exactly(value);
  if (number === undefined) return undefined;
  if (exactPlaces(number) === undefined && body.fractions === true) {
    const { n, d } = reduce(number);
    return `${n}/${d}`;
  }
  return decimalText(number, MAX_FIGURES, body.decimalMark === 'comma' ? ',' : '.');
}
