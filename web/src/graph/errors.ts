import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

import { SessionEnded } from '../session/session.js';
import { GraphFault, UNREACHABLE } from './ask.js';

/** The code of the first GraphQL error in it; undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  if (CombinedGraphQLErrors.is(error)) {
    const code = error.errors[0]?.extensions?.['code'];
    return typeof code === 'string' ? code : undefined;
  }
  if (error instanceof GraphFault) return error.code;
  if (ServerError.is(error)) return codeInBody(error.bodyText);
  return undefined;
}

/** The request or its answer got lost, or the server could not take it: the same may work later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof SessionEnded) return false;
  const code = codeOf(error);
  if (code !== undefined) return code === 'SERVICE_UNAVAILABLE';
  if (ServerError.is(error)) return error.statusCode >= 500;
  return !CombinedGraphQLErrors.is(error);
}

/** What to tell a person. */
export function wordsFor(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return error.errors.map(({ message }) => message).join(' ');
  if (error instanceof GraphFault || error instanceof SessionEnded) return error.message;
  if (ServerError.is(error)) {
    return messageInBody(error.bodyText) ?? `The server answered with status ${error.statusCode}.`;
  }
  return UNREACHABLE;
}

interface Body {
  readonly errors?: readonly { message?: string; extensions?: { code?: string } }[];
}

function codeInBody(text: string): string | undefined {
  return parse(text)?.errors?.[0]?.extensions?.code;
}

function messageInBody(text: string): string | undefined {
  return parse(text)?.errors?.[0]?.message;
}

function parse(text: string): Body | null {
  try {
    return JSON.parse(text) as Body | null;
  } catch {
    return null;
  }
}
