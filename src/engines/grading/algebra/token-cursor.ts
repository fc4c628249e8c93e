import { unreadable } from './refusal.js';
import type { Token } from './tokens.js';

/** A place in a row of tokens. */
export class TokenCursor {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): Token {
    const token = this.peek() ?? unreadable();
    this.at += 1;
    return token;
  }

  advance(count: number): void {
    this.at += count;
  }

  /** Goes past the next token if it is of this kind. */
  skip(kind: Token['kind']): boolean {
    const isNext = this.peek()?.kind === kind;
    if (isNext) this.at += 1;
    return isNext;
  }

  isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'sign' && token.text === text;
  }

  skipSign(text: string): boolean {
    const isNext = this.isSign(text);
    if (isNext) this.at += 1;
    return isNext;
  }

  expectSign(text: string): void {
    if (!this.skipSign(text)) unreadable();
  }

  /** The digits of a whole number that stands there. */
  wholeNumber(ahead = 0): bigint | undefined {
    const token = this.peek(ahead);
    return token?.kind === 'numeral' && /^\d+$/u.test(token.text) ? BigInt(token.text) : undefined;
  }
}
