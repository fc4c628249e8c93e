import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import type { ErrorCode } from '../../errors/index.js';

/** An error of an operation that is not executed, with a code of the catalogue. */
export function refusal(
  code: ErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  options: Omit<GraphQLErrorOptions, 'extensions'> = {},
): GraphQLError {
  return new GraphQLError(message, { ...options, extensions: { ...details, code } });
}

/** The same error with a code, for those that graphql-js finds. */
export function withCode(code: ErrorCode, error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, path } = error;
  return refusal(code, message, {}, { nodes, source, positions, path });
}
