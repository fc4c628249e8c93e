import type { GradingLimits } from '../types.js';
import type { Answer, Expression } from './expression.js';
import { fraction, integer } from './fraction.js';
import { readNumeral } from './numerals.js';
import type { Open, ReadingOptions } from './reading-options.js';
import { unreadable } from './refusal.js';
import { TokenCursor } from './token-cursor.js';
import type { Token } from './tokens.js';
import { TreeBuilder } from './tree-builder.js';

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const FACTORS: ReadonlySet<Token['kind']> = new Set([
  'symbol',
  'pi',
  'texFraction',
  'texRoot',
  'root',
  'function',
]);

/** Reads tokens by one choice of options, and tells which of them mattered. Throws refusals. */
export function readAnswers(
  tokens: readonly Token[],
  options: ReadingOptions,
  limits: GradingLimits,
): { answers: Answer[]; open: Open } {
  const reader = new Reader(tokens, options, limits);
  return { answers: reader.answers(), open: reader.open };
}

/**
 * Recursive descent:
 *
 *     answers  = answer { ("," | ";") answer }         "or" and "and" are semicolons by now
 *     answer   = matrix | sum [ "=" sum ]
 *     sum      = [ sign ] term { sign term }           sign is one of + − ± ∓
 *     term     = signed { ("*" | "/") signed | power } a power multiplies by standing there
 *     signed   = { "+" | "-" } power
 *     power    = atom [ "^" signed ] [ "%" ]           −x^2 is −(x^2), and 2^3^2 is 2^(3^2)
 *
 * A numeral does not multiply by standing behind something: "x2" may be meant as 2x or as x^2, so
 * it is unreadable, and "16n4c" is no product.
 */
class Reader {
  readonly open: Open = new Set();
  private readonly cursor: TokenCursor;
  private readonly tree: TreeBuilder;
  /** Absolute values that wait for their closing bar, up to the next parenthesis. */
  private bars = 0;

  constructor(
    tokens: readonly Token[],
    private readonly options: ReadingOptions,
    private readonly limits: GradingLimits,
  ) {
    this.cursor = new TokenCursor(tokens);
    this.tree = new TreeBuilder(limits);
  }

  answers(): Answer[] {
    const answers = [this.answer()];
    while (this.cursor.skipSign(',') || this.cursor.skipSign(';')) {
      this.cursor.skipSign(';'); // "x=1, or x=2"
      answers.push(this.answer());
    }
    return this.cursor.isAtEnd ? answers : unreadable();
  }

  private answer(): Answer {
    if (this.cursor.skip('begin')) return this.matrix();
    const left = this.sum();
    if (!this.cursor.skipSign('=')) return { kind: 'expression', value: left };
    return { kind: 'equation', left, right: this.sum() };
  }

  private matrix(): Answer {
    const rows: Expression[][] = [[]];
    do {
      rows.at(-1)?.push(this.sum());
      const endsRow = this.cursor.skip('row');
      if (this.cursor.skip('end')) return { kind: 'matrix', rows };
      if (endsRow) rows.push([]);
      else this.cursor.expectSign('&');
    } while (!this.cursor.isAtEnd);
    return unreadable();
  }

  private sum(): Expression {
    return this.tree.nested(() => {
      const terms: Expression[] = [];
      for (;;) {
        const sign = this.sumSign();
        if (sign === undefined && terms.length > 0) return this.tree.sum(terms);
        const term = this.term();
        terms.push(sign === -1 ? this.tree.negated(term) : term);
      }
    });
  }

  private sumSign(): 1 | -1 | undefined {
    if (this.cursor.skipSign('+')) return 1;
    if (this.cursor.skipSign('-')) return -1;
    const isUpper = this.cursor.skipSign('±');
    if (!isUpper && !this.cursor.skipSign('∓')) return undefined;
    this.open.add('plusMinus');
    return isUpper === (this.options.plusMinus === 1) ? 1 : -1;
  }

  private term(): Expression {
    const factors = [this.signed()];
    for (;;) {
      if (this.cursor.skipSign('*')) factors.push(this.signed());
      else if (this.cursor.skipSign('/')) factors.push(this.tree.reciprocal(this.divisor()));
      else if (this.startsFactor()) factors.push(this.power());
      else return this.tree.product(factors);
    }
  }

  /** Below a typed slash stands one factor, or in a tight reading all that follow unsigned. */
  private divisor(): Expression {
    const factors = [this.signed()];
    if (this.startsFactor()) this.open.add('juxtaposition');
    while (this.options.juxtaposition === 'tight' && this.startsFactor()) {
      factors.push(this.power());
    }
    return this.tree.product(factors);
  }

  private signed(): Expression {
    let isNegative = false;
    for (;;) {
      if (this.cursor.skipSign('-')) isNegative = !isNegative;
      else if (!this.cursor.skipSign('+')) break;
    }
    const power = this.power();
    return isNegative ? this.tree.negated(power) : power;
  }

  private power(): Expression {
    const isBraced = this.cursor.isSign('{');
    const base = this.atom();
    const raised = this.cursor.skipSign('^') ? this.raised(base, isBraced) : base;
    if (!this.cursor.skipSign('%')) return raised;
    this.open.add('percent');
    if (this.options.percent === 'bare') return raised;
    return this.tree.product([raised, this.tree.number(fraction(1n, 100n))]);
  }

  private raised(base: Expression, isBraced: boolean): Expression {
    const exponent = this.tree.exponent(this.tree.nested(() => this.signed()));
    if (isBraced && base.kind === 'product' && base.factors.every(isSymbol)) {
      this.open.add('braces');
      const last = base.factors.at(-1);
      if (this.options.braces === 'last' && last !== undefined) {
        const raised = this.tree.node({ kind: 'power', base: last, exponent });
        return this.tree.product([...base.factors.slice(0, -1), raised]);
      }
    }
    return this.tree.node({ kind: 'power', base, exponent });
  }

  private atom(): Expression {
    const token = this.cursor.next();
    switch (token.kind) {
      case 'numeral':
        return this.numeral(token.text);
      case 'symbol':
        return this.tree.node({ kind: 'symbol', name: token.name + this.subscript() });
      case 'pi':
        return this.tree.node({ kind: 'pi' });
      case 'texFraction':
        return this.texFraction();
      case 'texRoot':
        return this.root(this.cursor.skipSign('[') ? this.group('[') : undefined);
      case 'root':
        return this.root(this.tree.number(integer(token.degree)));
      case 'function':
        return this.tree.node({ kind: 'call', name: token.name, argument: this.argument() });
      case 'sign':
        if (token.text === '|') return this.absolute();
        return token.text in CLOSER ? this.group(token.text) : unreadable();
      case 'begin':
      case 'end':
      case 'row':
        return unreadable();
    }
  }

  private numeral(text: string): Expression {
    const value = readNumeral(text, this.options.commas, this.limits.maxExponent);
    const number = this.tree.number(value);
    if (!/^\d+$/u.test(text)) return number;
    return this.typedMixed(number) ?? this.texMixed(number) ?? number;
  }

  /** "1 1/2": a whole number, a blank, and a fraction of whole numbers. */
  private typedMixed(whole: Expression): Expression | undefined {
    const next = this.cursor.peek();
    const [top, bottom] = [this.cursor.wholeNumber(0), this.cursor.wholeNumber(2)];
    if (next?.kind !== 'numeral' || !next.afterBlank || !this.cursor.isSign('/', 1))
      return undefined;
    if (top === undefined || bottom === undefined || bottom === 0n) return undefined;
    this.cursor.advance(3);
    return this.tree.sum([whole, this.tree.number(fraction(top, bottom))]);
  }

  /** 2\frac{1}{3}, which is a mixed number to learners and a product to TeX. */
  private texMixed(whole: Expression): Expression | undefined {
    if (!this.cursor.skip('texFraction')) return undefined;
    const part = this.texFraction();
    const isMixed = isFractionOfNumbers(part) && !this.cursor.isSign('^');
    if (isMixed) this.open.add('wholes');
    return isMixed && this.options.wholes === 'mixed'
      ? this.tree.sum([whole, part])
      : this.tree.product([whole, part]);
  }

  private texFraction(): Expression {
    const digits = this.cursor.peek();
    if (digits?.kind !== 'numeral' || !/^\d\d$/u.test(digits.text)) {
      const top = this.argument();
      return this.tree.quotient(top, this.argument());
    }
    // \frac12 is \frac{1}{2}.
    this.cursor.advance(1);
    const [top, bottom] = Array.from(digits.text, (digit) =>
      this.tree.number(integer(Number(digit))),
    );
    return top === undefined || bottom === undefined
      ? unreadable()
      : this.tree.quotient(top, bottom);
  }

  private root(degree: Expression | undefined): Expression {
    const base = this.argument();
    const exponent = this.tree.reciprocal(degree ?? this.tree.number(integer(2)));
    return this.tree.node({ kind: 'power', base, exponent });
  }

  /** A group in brackets, or else one power: √2, \frac x 2. */
  private argument(): Expression {
    for (const open of ['(', '{']) if (this.cursor.skipSign(open)) return this.group(open);
    return this.tree.nested(() => this.power());
  }

  private group(open: string): Expression {
    const bars = this.bars;
    this.bars = 0;
    const inner = this.sum();
    this.bars = bars;
    this.cursor.expectSign(CLOSER[open] ?? '');
    return inner;
  }

  private absolute(): Expression {
    this.bars += 1;
    const argument = this.sum();
    this.bars -= 1;
    this.cursor.expectSign('|');
    return this.tree.node({ kind: 'call', name: 'abs', argument });
  }

  private subscript(): string {
    if (!this.cursor.skipSign('_')) return '';
    const isBraced = this.cursor.skipSign('{');
    const token = this.cursor.next();
    if (isBraced) this.cursor.expectSign('}');
    if (token.kind === 'numeral') return `_${token.text}`;
    return token.kind === 'symbol' ? `_${token.name}` : unreadable();
  }

  /** Whether the next token multiplies what stands before it. */
  private startsFactor(): boolean {
    const token = this.cursor.peek();
    if (token?.kind !== 'sign') return token !== undefined && FACTORS.has(token.kind);
    return token.text in CLOSER || (token.text === '|' && this.bars === 0);
  }
}

function isSymbol(expression: Expression): boolean {
  return expression.kind === 'symbol';
}

function isFractionOfNumbers(expression: Expression): boolean {
  if (expression.kind !== 'product') return false;
  return expression.factors.every(
    (factor) =>
      factor.kind === 'number' || (factor.kind === 'power' && factor.base.kind === 'number'),
  );
}
