import type { Expression } from './expression.js';
import { absolute, type Fraction } from './fraction.js';
import { power } from './powers.js';
import {
  exact,
  NOTHING,
  product,
  rounded,
  ROUNDING,
  sum,
  toRounded,
  UNIT,
  type Value,
} from './value.js';
import type { FunctionName } from './words.js';

/** Where an expression is looked at: the number that stands for each unknown. */
export type Point = (symbol: string) => Fraction;

/** The value of an expression at a point, among the real numbers. */
export function evaluate(expression: Expression, at: Point, maxExponent: number): Value {
  const value = (part: Expression): Value => {
    switch (part.kind) {
      case 'number':
        return exact(part.value);
      case 'symbol':
        return exact(at(part.name));
      case 'pi':
        return rounded(Math.PI, Math.PI * ROUNDING);
      case 'sum':
        return part.terms.reduce<Value>((total, term) => sum(total, value(term)), NOTHING);
      case 'product':
        return part.factors.reduce<Value>((all, factor) => product(all, value(factor)), UNIT);
      case 'power':
        return power(value(part.base), value(part.exponent), maxExponent);
      case 'call':
        return call(part.name, value(part.argument));
    }
  };
  return value(expression);
}

interface RealFunction {
  readonly of: (x: number) => number;
  /** Upper bound of the slope near x: by it an error of x grows. */
  readonly slope: (x: number) => number;
}

/** `log` is to base 10, as on a calculator. Angles are in radians. */
const REAL: Record<Exclude<FunctionName, 'abs'>, RealFunction> = {
  ln: { of: Math.log, slope: (x) => 1 / Math.abs(x) },
  log: { of: Math.log10, slope: (x) => Math.LOG10E / Math.abs(x) },
  exp: { of: Math.exp, slope: Math.exp },
  sin: { of: Math.sin, slope: () => 1 },
  cos: { of: Math.cos, slope: () => 1 },
  tan: { of: Math.tan, slope: (x) => 1 + Math.tan(x) ** 2 },
};

function call(name: FunctionName, argument: Value): Value {
  if (name === 'abs') {
    if (argument?.kind === 'exact') return exact(absolute(argument.fraction));
    return argument && { ...argument, value: Math.abs(argument.value) };
  }
  const x = toRounded(argument);
  if (x === undefined) return undefined;
  const value = REAL[name].of(x.value);
  return rounded(value, REAL[name].slope(x.value) * x.error + Math.abs(value) * ROUNDING);
}
