import { unreadable } from './refusal.js';
import {
  FUNCTIONS,
  GREEK_LETTERS,
  LONGEST_PRODUCT,
  ROOTS,
  SIGN_COMMANDS,
  SILENT_COMMANDS,
  WORD_COMMANDS,
  type FunctionName,
} from './words.js';

export type Token =
  /** Digits with their points and commas as typed; what they mean is for numerals.ts. */
  | { readonly kind: 'numeral'; readonly text: string; readonly afterBlank: boolean }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'pi' }
  | { readonly kind: 'function'; readonly name: FunctionName }
  | { readonly kind: 'root'; readonly degree: number }
  | { readonly kind: 'texRoot' }
  | { readonly kind: 'texFraction' }
  | { readonly kind: 'begin' | 'end' | 'row' }
  | { readonly kind: 'sign'; readonly text: string };

const NUMERAL = /\d+(?:[.,]\d+)*(?:[eE][+-]?\d{1,4}(?![\d.]))?|\.\d+/y;
const LETTERS = /[A-Za-z]+/y;
const COMMAND = /\\(?:[A-Za-z]+|.)/y;
const WORDS_IN_BRACES = / ?\{([A-Za-z ]*)\}/y;
const ENVIRONMENT = / ?\{ ?[bpvBV]?matrix ?\}/y;
const SIGNS = new Set('+-*/^=|(){}[],;&%_');

/** Cuts folded notation (notation.ts) into tokens, in one pass; what is left over is unreadable. */
export function tokenise(text: string): Token[] {
  return new Tokeniser(text).run();
}

class Tokeniser {
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  run(): Token[] {
    while (this.at < this.text.length) this.step();
    return this.tokens;
  }

  private step(): void {
    const char = this.text.charAt(this.at);
    const numeral = this.take(NUMERAL);
    if (numeral !== undefined) {
      const afterBlank = this.text[this.at - numeral.length - 1] === ' ';
      this.tokens.push({ kind: 'numeral', text: numeral, afterBlank });
      return;
    }
    const letters = this.take(LETTERS);
    if (letters !== undefined) return this.letters(letters);
    if (char === '\\') return this.command(this.take(COMMAND)?.slice(1) ?? unreadable());
    this.at += 1;
    if (char === ' ') return;
    if (SIGNS.has(char)) this.tokens.push({ kind: 'sign', text: char });
    else if (/\p{L}/u.test(char)) this.tokens.push({ kind: 'symbol', name: char });
    else unreadable();
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match[0];
  }

  /** A run of letters: names of functions where there are any, the rest one symbol a letter. */
  private letters(run: string): void {
    if (run === 'or' || run === 'and') {
      this.tokens.push({ kind: 'sign', text: ';' });
      return;
    }
    const called = /^ ?(?:\\left)? ?[({|]/u.test(this.text.slice(this.at, this.at + 8));
    let product = 0;
    for (let i = 0; i < run.length;) {
      const word = wordAt(run.slice(i).toLowerCase(), called);
      if (word === undefined) {
        this.tokens.push({ kind: 'symbol', name: run.charAt(i) });
        product += 1;
        i += 1;
        if (product > LONGEST_PRODUCT) unreadable();
      } else {
        this.tokens.push(word.token);
        product = 0;
        i += word.length;
      }
    }
  }

  private command(name: string): void {
    if (SILENT_COMMANDS.has(name)) return;
    if (WORD_COMMANDS.has(name)) return this.words();
    this.tokens.push(this.commandToken(name));
  }

  private commandToken(name: string): Token {
    const sign = SIGN_COMMANDS.get(name);
    if (sign !== undefined) return { kind: 'sign', text: sign };
    if (GREEK_LETTERS.has(name)) return { kind: 'symbol', name: `\\${name}` };
    switch (name) {
      case 'pi':
        return { kind: 'pi' };
      case 'sqrt':
        return { kind: 'texRoot' };
      case 'frac':
      case 'dfrac':
      case 'tfrac':
      case 'cfrac':
        return { kind: 'texFraction' };
      case 'cr':
        return { kind: 'row' };
      case 'begin':
      case 'end':
        return this.take(ENVIRONMENT) === undefined ? unreadable() : { kind: name };
      default:
        return { kind: 'function', name: functionNamed(name) ?? unreadable() };
    }
  }

  private words(): void {
    const braces = this.take(WORDS_IN_BRACES) ?? unreadable();
    for (const word of braces.replace(/[{}]/gu, ' ').trim().split(' ')) this.letters(word);
  }
}

function wordAt(rest: string, called: boolean): { token: Token; length: number } | undefined {
  if (rest.startsWith('pi')) return { token: { kind: 'pi' }, length: 2 };
  for (const [name, degree] of ROOTS) {
    if (rest.startsWith(name)) return { token: { kind: 'root', degree }, length: name.length };
  }
  // "sin" is a function before a parenthesis alone, else s times i times n.
  const name = called ? functionNamed(rest) : undefined;
  return name === undefined
    ? undefined
    : { token: { kind: 'function', name }, length: rest.length };
}

function functionNamed(word: string): FunctionName | undefined {
  return FUNCTIONS.find((name) => name === word);
}
