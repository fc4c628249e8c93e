import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import { RequestError, type ErrorCode } from '../errors/index.js';
import { isDatabaseLoss } from './database-loss.js';
import { PublicError } from './public-error.js';

/** The request an error belongs to. */
export interface ErrorFacts {
  readonly requestId: string;
  readonly log: Logger;
}

/** When a caller may try again after the database was away. */
export const RETRY_AFTER_SECONDS = 5;

/** Faults that have been logged: one fault can fail a hundred fields, and be formatted twice. */
const logged = new WeakSet();

/**
 * The last stop of every error of an answer, for both transports: what the caller may know stays,
 * everything else becomes a masked error with the id of the request, and is logged with its cause.
 * No message of a database, a library or a bug goes further than here.
 */
export function formatErrors(errors: readonly unknown[], facts: ErrorFacts): PublicError[] {
  return errors.map((error) => formatError(error, facts));
}

export function formatError(error: unknown, facts: ErrorFacts): PublicError {
  if (error instanceof PublicError) return error;
  const cause = originOf(error);
  if (cause instanceof PublicError)
    return at(error, errorCodeOf(cause), cause.message, cause.extensions);
  if (cause instanceof RequestError) return at(error, cause.code, cause.message, cause.details);
  if (isOfGraphQL(error, cause)) return at(error, 'BAD_USER_INPUT', error.message);
  if (isDatabaseLoss(cause)) {
    logOnce('warn', cause, error, facts);
    return at(
      error,
      'SERVICE_UNAVAILABLE',
      'The service is not available. Try again in a few seconds.',
      {
        requestId: facts.requestId,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );
  }
  logOnce('error', cause, error, facts);
  return at(error, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.', {
    requestId: facts.requestId,
  });
}

/** What was thrown, under what GraphQL put around it. */
function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError;
  return origin;
}

/**
 * Errors that graphql-js and graphql-jit find themselves and that are the caller's: about the
 * request as a whole, which have no path, or about an argument. Others, such as a null where none
 * may be or a value that its scalar cannot write, are ours.
 */
function isOfGraphQL(error: unknown, origin: unknown): error is GraphQLError {
  return (
    error instanceof GraphQLError &&
    origin instanceof GraphQLError &&
    (error.path === undefined || error.message.startsWith('Argument "'))
  );
}

function errorCodeOf({ extensions }: PublicError): ErrorCode {
  return extensions['code'] as ErrorCode;
}

/** An error for the caller, in the place of `error`. */
function at(
  error: unknown,
  code: ErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): PublicError {
  if (!(error instanceof GraphQLError)) return new PublicError(code, message, details);
  return new PublicError(code, message, details, {
    path: error.path ?? null,
    locations: error.locations,
  });
}

function logOnce(
  level: 'warn' | 'error',
  cause: unknown,
  error: unknown,
  { log }: ErrorFacts,
): void {
  if (cause !== null && typeof cause === 'object') {
    if (logged.has(cause)) return;
    logged.add(cause);
  }
  // Paths hold field names and list positions, no values.
  const path = error instanceof GraphQLError ? error.path?.join('.') : undefined;
  log[level]({ err: cause, path }, level === 'warn' ? 'database unavailable' : 'fault');
}
