import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

import { noteServerTime } from './server-clock.js';

const PATIENCE_MS = 20_000;

/** What to tell a person when no answer came. */
export const UNREACHABLE = 'The server cannot be reached. Check the connection and try again.';

/** The graph answered with an error instead of data. */
export class GraphFault extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
    this.name = 'GraphFault';
  }
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/**
 * One operation over plain fetch: for signing in and renewing, which the client's links stand on
 * and so cannot go through them.
 */
export async function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  accessToken?: string,
): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query: print(document), variables }),
    signal: AbortSignal.timeout(PATIENCE_MS),
    // Signing out is often the last thing a page does.
    keepalive: true,
  });
  noteServerTime(response);
  const answer = (await response.json()) as Answer<Data>;
  const [error] = answer.errors ?? [];
  if (error) throw new GraphFault(error.message, error.extensions?.code);
  if (!answer.data) throw new GraphFault('The server sent no answer.', undefined);
  return answer.data;
}
