import type { Random } from './random.js';

/** Whole numbers from `min` to `max`, bounds included, in steps of `step` (default 1) from `min`. */
export interface RangeVariable {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}

/** One of these. */
export interface ListVariable {
  readonly values: readonly (number | string)[];
}

/** What may differ from learner to learner, by name. */
export type Variables = Readonly<Record<string, RangeVariable | ListVariable>>;

/** One learner's values. */
export type VariableValues = Readonly<Record<string, string>>;

export interface VariableProblem {
  readonly code: 'WRONG_TYPE' | 'NOT_AN_ID' | 'OUT_OF_RANGE' | 'EMPTY' | 'TOO_MANY';
  /** Such as "variables.a.min". */
  readonly path: string;
}

const MAX_VARIABLES = 20;
const MAX_VALUES = 1_000;
const MAX_TEXT = 200;
const MAX_SIZE = 1e9;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

/** Every fault of declared variables, given as any JSON; empty when they can be drawn from. */
export function inspectVariables(json: unknown): readonly VariableProblem[] {
  if (!isRecord(json)) return [{ code: 'WRONG_TYPE', path: 'variables' }];
  const entries = Object.entries(json);
  if (entries.length > MAX_VARIABLES) return [{ code: 'TOO_MANY', path: 'variables' }];
  return entries.flatMap(([name, variable]) =>
    NAME.test(name)
      ? inspectVariable(variable, `variables.${name}`)
      : [{ code: 'NOT_AN_ID' as const, path: `variables.${name.slice(0, MAX_TEXT)}` }],
  );
}

function inspectVariable(variable: unknown, path: string): VariableProblem[] {
  if (!isRecord(variable)) return [{ code: 'WRONG_TYPE', path }];
  if ('values' in variable) return inspectList(variable['values'], `${path}.values`);
  const { min, max, step = 1 } = variable;
  const faults = Object.entries({ min, max, step }).flatMap(([name, value]) =>
    Number.isSafeInteger(value) && Math.abs(Number(value)) <= MAX_SIZE
      ? []
      : [{ code: 'OUT_OF_RANGE' as const, path: `${path}.${name}` }],
  );
  if (faults.length > 0) return faults;
  if (Number(step) < 1) return [{ code: 'OUT_OF_RANGE', path: `${path}.step` }];
  return Number(max) < Number(min) ? [{ code: 'OUT_OF_RANGE', path: `${path}.max` }] : [];
}

function inspectList(values: unknown, path: string): VariableProblem[] {
  if (!Array.isArray(values)) return [{ code: 'WRONG_TYPE', path }];
  if (values.length === 0) return [{ code: 'EMPTY', path }];
  if (values.length > MAX_VALUES) return [{ code: 'TOO_MANY', path }];
  return values.flatMap((value: unknown, index) =>
    Number.isFinite(value) || (typeof value === 'string' && value.length <= MAX_TEXT)
      ? []
      : [{ code: 'WRONG_TYPE' as const, path: `${path}[${String(index)}]` }],
  );
}

/** A value for every variable, in the order of their names, so that the order of JSON is no matter. */
export function drawVariables(variables: Variables, random: Random): VariableValues {
  return Object.fromEntries(
    Object.entries(variables)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, variable]) => [name, drawOne(variable, random)]),
  );
}

function drawOne(variable: RangeVariable | ListVariable, random: Random): string {
  if ('values' in variable) {
    return String(variable.values[random.below(variable.values.length)]);
  }
  const { min, max, step = 1 } = variable;
  return String(min + step * random.below(Math.floor((max - min) / step) + 1));
}

/** The JSON with `{{name}}` replaced in all of its texts; what names no variable stays as it is. */
export function substitute<Json>(json: Json, values: VariableValues): Json;
export function substitute(json: unknown, values: VariableValues): unknown {
  if (typeof json === 'string') {
    return json.replaceAll(/\{\{([A-Za-z][A-Za-z0-9_]*)\}\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
    );
  }
  if (Array.isArray(json)) return json.map((inner: unknown) => substitute(inner, values));
  if (!isRecord(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, inner]) => [name, substitute(inner, values)]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
