import type { Fraction } from './fraction.js';
import type { FunctionName } from './words.js';

/**
 * What was written, as a tree. There is no minus, division or root: a − b is a + (−1)·b, a / b is
 * a · b^(−1), the n-th root of a is a^(1/n).
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: Fraction }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'pi' }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly argument: Expression };

/** One answer: an expression, an equation, or a table of expressions. */
export type Answer =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'equation'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'matrix'; readonly rows: readonly (readonly Expression[])[] };

/** Adds the names of the unknowns in an expression to a set, and returns it. */
export function symbolsIn(expression: Expression, found = new Set<string>()): Set<string> {
  switch (expression.kind) {
    case 'number':
    case 'pi':
      break;
    case 'symbol':
      found.add(expression.name);
      break;
    case 'sum':
      for (const term of expression.terms) symbolsIn(term, found);
      break;
    case 'product':
      for (const factor of expression.factors) symbolsIn(factor, found);
      break;
    case 'power':
      symbolsIn(expression.base, found);
      symbolsIn(expression.exponent, found);
      break;
    case 'call':
      symbolsIn(expression.argument, found);
      break;
  }
  return found;
}
