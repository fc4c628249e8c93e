/** What an operation may ask for. The same over HTTP and sockets. */
export interface Limits {
  /** Levels of nesting, fragments expanded. Introspection is measured by its own rule. */
  readonly maxDepth: number;
  /** Tokens of a document from a caller we do not know. Bounds the quadratic rules of validation. */
  readonly maxTokensGuest: number;
  readonly maxTokens: number;
  /** Characters of a document: comments are not tokens. */
  readonly maxLength: number;
  /** Aliases in a document, those of `__typename` included. */
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Levels of nesting in the variables. */
  readonly maxVariableDepth: number;
  /** Points, see `cost.ts`. */
  readonly maxCost: number;
  /** Fields that may stand only once in a document, so that one request is one attempt. */
  readonly onceOnly: readonly string[];
}

export const defaultLimits: Limits = {
  maxDepth: 12,
  maxTokensGuest: 1000,
  maxTokens: 4000,
  maxLength: 128 * 1024,
  maxAliases: 30,
  maxDirectives: 50,
  maxVariableDepth: 32,
  maxCost: 20_000,
  onceOnly: ['signIn', 'renewSession'],
};
