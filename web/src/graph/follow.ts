import type { OperationVariables } from '@apollo/client';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

import { codeOf, wordsFor } from './errors.js';
import type { Graph } from './graph.js';
import { serverNow } from './server-clock.js';

export type StreamStatus = 'connecting' | 'catchingUp' | 'live' | 'reconnecting';

/** Why a stream is not followed any longer. */
export type StreamEnd =
  /** The server has completed it. */
  | { readonly kind: 'completed' }
  /** The cursor is too old to go on from: load the snapshot and follow from there. */
  | { readonly kind: 'resync' }
  /** The viewer may not watch it any more. */
  | { readonly kind: 'revoked'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

export interface StreamOptions<Data, Variables extends OperationVariables> {
  readonly subscription: TypedDocumentNode<Data, Variables & { after?: string | null }>;
  readonly variables: Variables;
  /** Where to begin; with what comes next when null. */
  readonly after: string | null;
  readonly cursorOf: (data: Data) => string;
  /** When it happened, by the server's clock; tells what is caught up from what is new. */
  readonly timeOf?: (data: Data) => number;
  /** Whether items are written to the client's cache. */
  readonly cached?: boolean;
  readonly onItem: (data: Data) => void;
  readonly onStatus: (status: StreamStatus) => void;
  readonly onEnd: (end: StreamEnd) => void;
}

/** With nothing coming for this long after connecting, nothing was missed. */
const QUIET_MS = 400;
/** The server's time is known to a second. */
const CLOCK_DOUBT_MS = 1_500;
/** After these the same attempt would fail again: the client spoke wrongly. */
const FATAL_CLOSE_CODES = new Set([4400, 4401, 4406, 4409, 4429]);

/**
 * Follows a stream for as long as it lasts. Each item has a cursor; after any interruption the
 * stream is asked for anew after the last one seen, so that there is no gap and no repeat.
 * Returns how to stop.
 */
export function follow<Data, Variables extends OperationVariables>(
  graph: Graph,
  options: StreamOptions<Data, Variables>,
): () => void {
  const stopping = new AbortController();
  let after = options.after;
  let failures = 0;
  let status: StreamStatus | null = null;
  let connectedAt = 0;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe = () => {};

  function become(next: StreamStatus): void {
    if (status === next) return;
    status = next;
    options.onStatus(next);
  }

  function connected(): void {
    connectedAt = serverNow();
    become(after === null ? 'live' : 'catchingUp');
    awaitQuiet();
  }

  function awaitQuiet(): void {
    clearTimeout(quiet);
    quiet = setTimeout(caughtUp, QUIET_MS);
  }

  function caughtUp(): void {
    clearTimeout(quiet);
    failures = 0;
    become('live');
  }

  function take(data: Data): void {
    after = options.cursorOf(data);
    failures = 0;
    options.onItem(data);
    if (status !== 'catchingUp') return;
    const isNew = (options.timeOf?.(data) ?? 0) > connectedAt - CLOCK_DOUBT_MS;
    if (isNew) caughtUp();
    else awaitQuiet();
  }

  function stop(): void {
    stopping.abort();
    clearTimeout(quiet);
    unsubscribe();
  }

  function end(reason: StreamEnd): void {
    stop();
    options.onEnd(reason);
  }

  async function tryAgain(): Promise<void> {
    clearTimeout(quiet);
    unsubscribe();
    become('reconnecting');
    await backOff(failures, stopping.signal);
    failures += 1;
    if (!stopping.signal.aborted) subscribe();
  }

  function interrupted(error: unknown): void {
    const code = codeOf(error);
    switch (code) {
      case 'RESYNC_REQUIRED':
      // The cursor is of another stream or another installation.
      case 'BAD_USER_INPUT':
        end({ kind: 'resync' });
        return;
      case 'ACCESS_REVOKED':
        end({ kind: 'revoked', message: wordsFor(error) });
        return;
      case 'FORBIDDEN':
      case 'NOT_FOUND':
      case 'GRAPHQL_PARSE_FAILED':
      case 'GRAPHQL_VALIDATION_FAILED':
      case 'QUERY_TOO_COMPLEX':
        end({ kind: 'refused', message: wordsFor(error) });
        return;
      case 'UNAUTHENTICATED':
      case 'TOKEN_EXPIRED':
        graph.connection.renew();
        void tryAgain();
        return;
      // SLOW_CONSUMER, a token that ran out, a restart, a lost connection: go on after the cursor.
      case undefined:
      default: {
        const closed = graph.connection.lastCloseCode();
        if (code === undefined && closed !== undefined && FATAL_CLOSE_CODES.has(closed)) {
          end({
            kind: 'refused',
            message: `The live connection was refused (${closed}). Reload the page.`,
          });
          return;
        }
        void tryAgain();
      }
    }
  }

  function subscribe(): void {
    let over = false;
    const stopWaiting = graph.connection.onOpen(() => {
      stopWaiting();
      if (!over) connected();
    });
    const subscription = graph.client
      .subscribe({
        query: options.subscription,
        variables: { ...options.variables, after },
        fetchPolicy: options.cached === true ? 'network-only' : 'no-cache',
      })
      .subscribe({
        next: ({ data, error }) => {
          if (over) return;
          if (error) {
            over = true;
            interrupted(error);
          } else if (data) take(data);
        },
        complete: () => {
          if (over || stopping.signal.aborted) return;
          over = true;
          end({ kind: 'completed' });
        },
      });
    unsubscribe = () => {
      over = true;
      stopWaiting();
      subscription.unsubscribe();
    };
    if (graph.connection.isOpen()) connected();
    else become(failures === 0 && status === null ? 'connecting' : 'reconnecting');
  }

  subscribe();
  return stop;
}

/** Waits longer after each failure, by chance more or less, and no longer once the network is back. */
async function backOff(failures: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(300 * 2 ** failures, 15_000);
  // While the browser knows that it is offline, trying is pointless.
  const delay = navigator.onLine ? longest * (0.5 + Math.random() / 2) : 60_000;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delay);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
