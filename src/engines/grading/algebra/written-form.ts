import type { Answer, Expression } from './expression.js';

/**
 * How an expression is written, the order of terms and factors and redundant parentheses aside:
 * "3(x+2)" and "(2+x)·3" have one form, "3x+6" another. Nothing is worked out.
 */
export function writtenForm(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return `${expression.value.n.toString()}/${expression.value.d.toString()}`;
    case 'symbol':
      return expression.name;
    case 'pi':
      return 'pi';
    case 'sum':
    case 'product':
      return `(${expression.kind} ${operands(expression, expression.kind).map(writtenForm).sort().join(' ')})`;
    case 'power':
      return `(power ${writtenForm(expression.base)} ${writtenForm(expression.exponent)})`;
    case 'call':
      return `(${expression.name} ${writtenForm(expression.argument)})`;
  }
}

/** The same of a whole answer. The sides of an equation may change places. */
export function writtenAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'expression':
      return writtenForm(answer.value);
    case 'equation':
      return [answer.left, answer.right].map(writtenForm).sort().join(' = ');
    case 'matrix':
      return answer.rows.map((row) => row.map(writtenForm).join(' & ')).join(' \\\\ ');
  }
}

/** Terms of terms are terms, factors of factors are factors. */
function operands(whole: Expression, kind: 'sum' | 'product'): Expression[] {
  if (kind === 'sum' && whole.kind === 'sum') {
    return whole.terms.flatMap((term) => operands(term, kind));
  }
  if (kind === 'product' && whole.kind === 'product') {
    return whole.factors.flatMap((factor) => operands(factor, kind));
  }
  return [whole];
}
