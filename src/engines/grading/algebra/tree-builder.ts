import type { GradingLimits } from '../types.js';
import type { Expression } from './expression.js';
import { integer, negate, toDouble, type Fraction } from './fraction.js';
import { tooComplex } from './refusal.js';

const MINUS_ONE = integer(-1);

/** Makes the parts of a tree and counts them: beyond the limits it refuses to go on. */
export class TreeBuilder {
  private nodes = 0;
  private depth = 0;

  constructor(private readonly limits: GradingLimits) {}

  node(expression: Expression): Expression {
    this.nodes += 1;
    return this.nodes > this.limits.maxNodes ? tooComplex() : expression;
  }

  number(value: Fraction): Expression {
    return this.node({ kind: 'number', value });
  }

  sum(terms: readonly Expression[]): Expression {
    const [only] = terms;
    return only !== undefined && terms.length === 1 ? only : this.node({ kind: 'sum', terms });
  }

  product(factors: readonly Expression[]): Expression {
    const [only] = factors;
    return only !== undefined && factors.length === 1
      ? only
      : this.node({ kind: 'product', factors });
  }

  negated(part: Expression): Expression {
    // Not for a negative number: −(−6) is written otherwise than 6.
    if (part.kind === 'number' && part.value.n >= 0n) {
      return { kind: 'number', value: negate(part.value) };
    }
    return this.product([this.number(MINUS_ONE), part]);
  }

  reciprocal(part: Expression): Expression {
    return this.node({ kind: 'power', base: part, exponent: this.number(MINUS_ONE) });
  }

  quotient(top: Expression, bottom: Expression): Expression {
    return this.product([top, this.reciprocal(bottom)]);
  }

  /** Refuses a number that is too large to be an exponent. */
  exponent(part: Expression): Expression {
    const isLarge =
      part.kind === 'number' && Math.abs(toDouble(part.value)) > this.limits.maxExponent;
    return isLarge ? tooComplex() : part;
  }

  /** Reads something that stands inside something. */
  nested(read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > this.limits.maxDepth) tooComplex();
    const expression = read();
    this.depth -= 1;
    return expression;
  }
}
