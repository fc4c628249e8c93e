import { RequestError } from '../../errors/index.js';

/**
 * The credential in an `Authorization` header; null when there is none. Throws UNAUTHENTICATED for
 * a header of another form: who sends one does not want to be a guest.
 */
export function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const bearer = /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1];
  if (bearer === undefined) {
    throw RequestError.unauthenticated('The Authorization header must read: Bearer <token>.');
  }
  return bearer;
}
