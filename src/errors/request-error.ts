import type { ErrorCode } from './codes.js';

/**
 * A request that should not have been made, or cannot be served now. Thrown anywhere below the
 * graph; the message and the details reach the caller, so they say what to do and carry no data
 * the caller may not see. Outcomes a user can act on are values in result unions instead.
 */
export class RequestError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'RequestError';
  }

  static unauthenticated(message = 'Sign in first: this needs a bearer token.'): RequestError {
    return new RequestError('UNAUTHENTICATED', message);
  }

  static forbidden(message = 'You may not do this.'): RequestError {
    return new RequestError('FORBIDDEN', message);
  }

  /** Also for rows of another school: a foreign id and a random id give the same answer. */
  static notFound(what: string): RequestError {
    return new RequestError('NOT_FOUND', `No such ${what}.`);
  }

  static badInput(field: string, message: string): RequestError {
    return new RequestError('BAD_USER_INPUT', message, { field });
  }
}
