import { GraphQLError, parse, type DocumentNode } from 'graphql';

import type { Limits } from './limits.js';
import { refusal, withCode } from './refusal.js';

/**
 * Parses a document of at most `maxTokens` tokens. Returns the error instead of throwing it: on a
 * socket a thrown one would close the socket with all its operations.
 */
export function parseDocument(
  query: string,
  maxTokens: number,
  limits: Limits,
): DocumentNode | GraphQLError {
  if (query.length > limits.maxLength) {
    return refusal(
      'QUERY_TOO_COMPLEX',
      `The document has more than ${limits.maxLength} characters. Send values as variables.`,
      { maximum: limits.maxLength },
    );
  }
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) {
      // Nested so far that the parser ran out of stack; the token limit comes first by default.
      return refusal('GRAPHQL_PARSE_FAILED', 'The document is nested too deeply.');
    }
    return error.message.endsWith('tokens. Parsing aborted.')
      ? refusal('QUERY_TOO_COMPLEX', `The document has more than ${maxTokens} tokens.`, {
          maximum: maxTokens,
        })
      : withCode('GRAPHQL_PARSE_FAILED', error);
  }
}
