import { evaluate, type Point } from './evaluate.js';
import { symbolsIn, type Answer, type Expression } from './expression.js';
import { POINTS, samplePoint } from './sample-points.js';
import type { Value } from './value.js';

/**
 * The values of expressions at the sample points, each worked out once: a response that can be read
 * in eight ways is not evaluated again for every way to read the key. Lives for one grade.
 */
export class Samples {
  private readonly symbols: readonly string[];
  private readonly points: Point[] = [];
  private readonly known = new Map<Expression, Value[]>();
  private readonly numbers = new Map<Expression, boolean>();

  constructor(
    answers: readonly Answer[],
    private readonly maxExponent: number,
  ) {
    const found = new Set<string>();
    for (const answer of answers) {
      for (const part of partsOf(answer)) symbolsIn(part, found);
    }
    this.symbols = [...found].sort();
  }

  /** The value at the k-th point. */
  at(k: number, expression: Expression): Value {
    let values = this.known.get(expression);
    if (values === undefined) this.known.set(expression, (values = []));
    if (!(k in values)) values[k] = evaluate(expression, this.point(k), this.maxExponent);
    return values[k];
  }

  /** How many points there are to look at: one suffices where nothing is unknown. */
  countFor(...expressions: readonly Expression[]): number {
    return expressions.every((expression) => this.isNumber(expression)) ? 1 : POINTS;
  }

  /** The values at all of those points. */
  all(expression: Expression, count: number): Value[] {
    return Array.from({ length: count }, (_, k) => this.at(k, expression));
  }

  private point(k: number): Point {
    return (this.points[k] ??= samplePoint(k, this.symbols));
  }

  private isNumber(expression: Expression): boolean {
    const known = this.numbers.get(expression) ?? symbolsIn(expression).size === 0;
    this.numbers.set(expression, known);
    return known;
  }
}

function partsOf(answer: Answer): readonly Expression[] {
  switch (answer.kind) {
    case 'expression':
      return [answer.value];
    case 'equation':
      return [answer.left, answer.right];
    case 'matrix':
      return answer.rows.flat();
  }
}
