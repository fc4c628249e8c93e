import type { GraphQLError } from 'graphql';

import type { ErrorCode } from '../../errors/index.js';
import { PublicError } from '../public-error.js';

/** An error of an operation that is not executed. */
export function refusal(
  code: ErrorCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): GraphQLError {
  return new PublicError(code, message, details);
}

/** An error that graphql-js found, with a code. Lets go of the document, which is kept elsewhere. */
export function withCode(
  code: ErrorCode,
  { message, source, positions }: GraphQLError,
): GraphQLError {
  return new PublicError(
    code,
    message,
    {},
    { source: source ?? null, positions: positions ?? null },
  );
}
