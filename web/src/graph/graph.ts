import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { HttpLink } from '@apollo/client/link/http';
import { RetryLink } from '@apollo/client/link/retry';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { defer, switchMap } from 'rxjs';
import { possibleTypes } from 'virtual:possible-types';

import type { Session } from '../session/session.js';
import { codeOf, isPassing } from './errors.js';
import { noteServerTime } from './server-clock.js';

/** Context of an operation that may be sent again when its answer got lost. */
export const repeatable = { repeatable: true };

/** The client of one signed-in person: queries over HTTP, streams over one socket. */
export interface Graph {
  readonly client: ApolloClient;
  readonly connection: Connection;
  dispose(): void;
}

/** The state of the socket that all streams share. */
export interface Connection {
  isOpen(): boolean;
  /** Close code of the last socket, if it was closed with one. */
  lastCloseCode(): number | undefined;
  onOpen(listener: () => void): () => void;
  /** Closes the socket; streams open the next one with a fresh token. */
  renew(): void;
}

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

export function createGraph(session: Session): Graph {
  const socket = openSocket(session);
  const http = ApolloLink.from([
    new RetryLink({
      delay: { initial: 300, max: 4_000, jitter: true },
      attempts: {
        max: 5,
        retryIf: (error, operation) =>
          isPassing(error) &&
          (operation.operationType === OperationTypeNode.QUERY ||
            operation.getContext()['repeatable'] === true),
      },
    }),
    renewOnce(session),
    bearer(session),
    new HttpLink({ uri: '/graphql', fetch: timedFetch }),
  ]);
  const client = new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket.client),
      http,
    ),
    cache: createCache(),
  });
  return {
    client,
    connection: socket.connection,
    dispose() {
      client.stop();
      socket.close();
    },
  };
}

function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: { fields: { courses: relayStylePagination() } },
      // There is one viewer to a client. The rest have no id and come whole with their parent.
      Viewer: { keyFields: [] },
      Progress: { merge: true },
      PracticeAttempt: { fields: { steps: { merge: false } } },
      Enrollment: { fields: { mastery: { merge: false } } },
    },
  });
}

const timedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  noteServerTime(response);
  return response;
};

function bearer(session: Session): ApolloLink {
  return new ApolloLink((operation, forward) =>
    defer(() => session.accessToken()).pipe(
      switchMap((token) => {
        operation.setContext({ headers: { authorization: `Bearer ${token}` } });
        return forward(operation);
      }),
    ),
  );
}

/** A token may end before its time, when a session is revoked or a key changes: ask for one more. */
function renewOnce(session: Session): ErrorLink {
  return new ErrorLink(({ error, operation, forward }) => {
    const code = codeOf(error);
    if (code !== 'UNAUTHENTICATED' && code !== 'TOKEN_EXPIRED') return undefined;
    if (operation.getContext()['renewed'] === true) return undefined;
    operation.setContext({ renewed: true });
    session.expireAccess();
    return forward(operation);
  });
}

function openSocket(session: Session) {
  let current: WebSocket | null = null;
  let lastCloseCode: number | undefined;
  let pongDue: ReturnType<typeof setTimeout> | undefined;

  const client = createClient({
    url: async () => {
      // Renewed before the socket opens: a server waits only seconds for connection_init.
      await session.accessToken().catch(() => undefined);
      return new URL('/graphql', location.href.replace(/^http/, 'ws')).href;
    },
    connectionParams: async () => ({ authorization: `Bearer ${await session.accessToken()}` }),
    connectionAckWaitTimeout: 10_000,
    keepAlive: PING_EVERY_MS,
    // From one view to the next the socket stays open.
    lazyCloseTimeout: 2_000,
    // Every stream reconnects by itself, because each goes on after a cursor of its own.
    retryAttempts: 0,
    on: {
      connected: (socket) => {
        current = socket as WebSocket;
        lastCloseCode = undefined;
      },
      ping: (received) => {
        // A connection can be dead without anybody having closed it.
        if (!received) pongDue = setTimeout(terminate, PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue);
      },
      closed: (event) => {
        clearTimeout(pongDue);
        current = null;
        lastCloseCode = (event as CloseEvent).code;
        // Forbidden: the token ran out or was revoked. The next attempt takes a fresh one.
        if (lastCloseCode === 4403) session.expireAccess();
      },
    },
  });

  function terminate(): void {
    client.terminate();
  }
  window.addEventListener('offline', terminate);

  const connection: Connection = {
    isOpen: () => current?.readyState === WebSocket.OPEN,
    lastCloseCode: () => lastCloseCode,
    onOpen: (listener) => client.on('connected', listener),
    renew: () => {
      session.expireAccess();
      terminate();
    },
  };
  return {
    client,
    connection,
    close() {
      window.removeEventListener('offline', terminate);
      void Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}
