import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  createSourceEventStream,
  GraphQLError,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';

import type { RequestContext, RequestFacts } from '../context/request-context.js';
import { streamKeys } from '../entities/stream-keys.js';
import { RequestError } from '../errors/index.js';
import type { Actor } from '../services/actor.js';
import type { LiveHub, LiveOperation } from './live-hub.js';
import { createOutlet, type Outlet } from './outlet.js';
import type { Followed } from './stream-feed.js';
import { StreamSource } from './stream-source.js';
import type { SubscriptionEnd } from './subscriber.js';

/** What admission says of an operation; the same function serves HTTP. */
export type Admitted =
  | {
      readonly ok: true;
      readonly document: DocumentNode;
      readonly variables: Readonly<Record<string, unknown>>;
    }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

export interface SocketServerOptions {
  readonly schema: GraphQLSchema;
  readonly hub: LiveHub;
  readonly log: Logger;
  readonly path: string;
  readonly allowedOrigins: readonly string[];
  readonly limits: SocketLimits;
  readonly admit: (request: {
    query: string;
    operationName: string | null;
    variables: Record<string, unknown>;
    viewer: Actor | null;
  }) => Admitted;
  readonly execute: (
    document: DocumentNode,
    operationName: string | null,
    variables: Readonly<Record<string, unknown>>,
    context: RequestContext,
  ) => Promise<ExecutionResult>;
  readonly authenticate: (bearer: string | null) => Promise<Actor | null>;
  readonly createContext: (facts: RequestFacts) => RequestContext;
  /** Masks faults and logs them once. */
  readonly formatErrors: (
    errors: readonly GraphQLError[],
    facts: { requestId: string; log: Logger },
  ) => GraphQLError[];
  readonly onSockets?: (open: number) => void;
}

export interface SocketLimits {
  /** Bytes of one frame from a client; larger closes with 1009. */
  readonly maxFrameBytes: number;
  /** Operations open at once on one socket. */
  readonly maxOperations: number;
  /** Sockets of one address that have not said who they are. */
  readonly maxHalfOpenPerAddress: number;
  readonly initTimeoutMs: number;
  readonly pingIntervalMs: number;
}

export const defaultSocketLimits: SocketLimits = {
  maxFrameBytes: 64 * 1024,
  maxOperations: 50,
  maxHalfOpenPerAddress: 100,
  initTimeoutMs: 3_000,
  pingIntervalMs: 12_000,
};

interface SocketState {
  readonly webSocket: WebSocket;
  readonly outlet: Outlet;
  readonly address: string | null;
  viewer: Actor | null;
  expiry: NodeJS.Timeout | undefined;
  leaveSchool: (() => void) | undefined;
}

interface Extra {
  readonly state: SocketState;
}

/** What travels from admission to execution; the id is needed to write frames ourselves. */
interface LiveArgs extends ExecutionArgs {
  readonly operationId: string;
  readonly operationName: string | null;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly contextValue: RequestContext;
}

/** Longest a Node timer can wait; longer ones fire at once. */
const MAX_TIMER_MS = 2_147_483_647;
/** Sent as the reason of 4403 when a credential that was good runs out: clients retry with a fresh one. */
const TOKEN_EXPIRED = 'TOKEN_EXPIRED';

/**
 * The WebSocket side of the gateway: graphql-transport-ws by graphql-ws, our admission before each
 * operation, our hub behind each subscription.
 */
export class SocketServer {
  readonly #options: SocketServerOptions;
  readonly #webSockets: WebSocketServer;
  readonly #states = new Set<SocketState>();
  readonly #halfOpen = new Map<string, number>();
  readonly #schools = new Map<string, { count: number; followed: Promise<Followed> }>();
  #draining = false;

  constructor(server: Server, options: SocketServerOptions) {
    this.#options = options;
    this.#webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.maxFrameBytes,
      // Compression is off: it fragments memory under concurrency.
      perMessageDeflate: false,
      handleProtocols: (protocols) =>
        protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
    });
    server.on('upgrade', (request, tcp: Socket, head) => {
      this.#upgrade(request, tcp, head);
    });
  }

  /** Sockets open now. */
  get sockets(): number {
    return this.#states.size;
  }

  /** Takes no new sockets, and closes the open ones in slices over `overMs` with 1001. */
  async drain(overMs: number): Promise<void> {
    this.#draining = true;
    const open = [...this.#states];
    const slices = Math.max(1, Math.min(20, Math.ceil(open.length / 50)));
    const size = Math.ceil(open.length / slices);
    for (let start = 0; start < open.length; start += size) {
      for (const state of open.slice(start, start + size)) {
        state.webSocket.close(1001, 'Going away');
      }
      if (start + size < open.length) {
        await new Promise((resolve) => setTimeout(resolve, overMs / slices));
      }
    }
    await new Promise<void>((resolve) => {
      this.#webSockets.close(() => {
        resolve();
      });
      setTimeout(() => {
        for (const state of this.#states) state.webSocket.terminate();
      }, 2_000).unref();
      if (this.#states.size === 0) resolve();
    });
  }

  #upgrade(request: IncomingMessage, tcp: Socket, head: Buffer): void {
    const refuse = (status: string) => {
      tcp.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    const url = request.url?.split('?')[0];
    if (url !== this.#options.path) {
      refuse('404 Not Found');
      return;
    }
    if (this.#draining) {
      refuse('503 Service Unavailable');
      return;
    }
    if (!this.#isAllowedOrigin(request)) {
      refuse('403 Forbidden');
      return;
    }
    const address = tcp.remoteAddress ?? null;
    const halfOpen = this.#halfOpen.get(address ?? '') ?? 0;
    if (halfOpen >= this.#options.limits.maxHalfOpenPerAddress) {
      refuse('429 Too Many Requests');
      return;
    }
    this.#webSockets.handleUpgrade(request, tcp, head, (webSocket) => {
      this.#connected(webSocket, tcp, address);
    });
  }

  /** Browsers say where a page is from; a page of another origin may not open a socket here. */
  #isAllowedOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return true;
    if (this.#options.allowedOrigins.includes(origin)) return true;
    try {
      return new URL(origin).host === host;
    } catch {
      return false;
    }
  }

  #connected(webSocket: WebSocket, tcp: Socket, address: string | null): void {
    const { limits, log } = this.#options;
    const state: SocketState = {
      webSocket,
      outlet: createOutlet(webSocket, tcp),
      address,
      viewer: null,
      expiry: undefined,
      leaveSchool: undefined,
    };
    this.#states.add(state);
    this.#options.onSockets?.(this.#states.size);
    const initialised = this.#countHalfOpen(address);

    const server = this.#protocol(state, initialised);
    let alive = true;
    const ping = setInterval(() => {
      if (!alive) {
        webSocket.terminate();
        return;
      }
      alive = false;
      webSocket.ping();
    }, limits.pingIntervalMs);
    webSocket.on('pong', () => {
      alive = true;
    });
    // Protocol errors of the peer, such as a frame that is too large: ws closes by itself.
    webSocket.on('error', (error) => {
      log.debug({ err: error }, 'socket: protocol error');
    });
    const closed = server.opened(
      {
        protocol: webSocket.protocol,
        send: (data) =>
          new Promise((resolve, reject) => {
            if (webSocket.readyState !== webSocket.OPEN) {
              resolve();
              return;
            }
            webSocket.send(data, (error) => {
              if (error) reject(error);
              else resolve();
            });
          }),
        close: (code, reason) => {
          webSocket.close(code, reason);
        },
        onMessage: (handle) => {
          webSocket.on('message', (data: Buffer, isBinary: boolean) => {
            if (isBinary) {
              webSocket.close(CloseCode.BadRequest, 'Text frames only');
              return;
            }
            handle(data.toString('utf8')).catch((error: unknown) => {
              this.#fail(state, error);
            });
          });
        },
      },
      { state },
    );
    webSocket.once('close', (code, reason) => {
      clearInterval(ping);
      clearTimeout(state.expiry);
      initialised();
      state.leaveSchool?.();
      this.#states.delete(state);
      this.#options.onSockets?.(this.#states.size);
      closed(code, reason.toString('utf8')).catch((error: unknown) => {
        log.error({ err: error }, 'socket: could not clean up');
      });
    });
  }

  /** What reaches here is either a peer that broke the protocol or a fault of ours. */
  #fail(state: SocketState, error: unknown): void {
    const { log } = this.#options;
    if (error instanceof RequestError) {
      // From the handshake: nobody was let in, so nobody needs to know why in detail.
      const expired = error.code === TOKEN_EXPIRED;
      state.webSocket.close(CloseCode.Forbidden, expired ? TOKEN_EXPIRED : 'Forbidden');
      return;
    }
    log.error({ err: error }, 'socket: fault');
    state.webSocket.close(CloseCode.InternalServerError, 'Internal server error');
  }

  #countHalfOpen(address: string | null): () => void {
    const key = address ?? '';
    this.#halfOpen.set(key, (this.#halfOpen.get(key) ?? 0) + 1);
    let counted = true;
    return () => {
      if (!counted) return;
      counted = false;
      const left = (this.#halfOpen.get(key) ?? 1) - 1;
      if (left > 0) this.#halfOpen.set(key, left);
      else this.#halfOpen.delete(key);
    };
  }

  #protocol(state: SocketState, initialised: () => void) {
    const { limits } = this.#options;
    const facts = (): RequestFacts => {
      const requestId = randomUUID();
      return {
        requestId,
        viewer: state.viewer,
        address: state.address,
        log: this.#options.log.child({ requestId }),
      };
    };
    const freshContext = () => this.#options.createContext(facts());
    return makeServer<Record<string, unknown>, Extra>({
      connectionInitWaitTimeout: limits.initTimeoutMs,
      onConnect: async (ctx) => {
        const viewer = await this.#options.authenticate(bearerOf(ctx.connectionParams));
        initialised();
        state.viewer = viewer;
        if (viewer) await this.#admitViewer(state, viewer);
        return true;
      },
      onSubscribe: (ctx, operationId, payload): LiveArgs | readonly GraphQLError[] => {
        // Counts this one too.
        if (Object.keys(ctx.subscriptions).length > limits.maxOperations) {
          return [
            graphQLErrorOf(
              new RequestError(
                'TOO_MANY_OPERATIONS',
                `One socket may have ${String(limits.maxOperations)} operations open.`,
                { maximum: limits.maxOperations },
              ),
            ),
          ];
        }
        const operationName = payload.operationName ?? null;
        const admitted = this.#options.admit({
          query: payload.query,
          operationName,
          variables: payload.variables ?? {},
          viewer: state.viewer,
        });
        if (!admitted.ok) return admitted.errors;
        return {
          schema: this.#options.schema,
          document: admitted.document,
          operationName,
          variableValues: admitted.variables,
          contextValue: freshContext(),
          operationId,
        };
      },
      execute: (args) => {
        const { document, operationName, variableValues, contextValue } = args as LiveArgs;
        return this.#options.execute(document, operationName, variableValues, contextValue);
      },
      subscribe: (args) => this.#subscribe(args as LiveArgs, state, freshContext),
      onNext: (_ctx, _id, _payload, args, { data, errors }) => {
        if (!errors) return undefined;
        const formatted = this.#options.formatErrors(errors, (args as LiveArgs).contextValue);
        return { data: data ?? null, errors: formatted.map((error) => error.toJSON()) };
      },
      onError: (_ctx, _id, _payload, errors) =>
        this.#options.formatErrors(errors, facts()).map((error) => error.toJSON()),
    });
  }

  async #subscribe(
    args: LiveArgs,
    state: SocketState,
    freshContext: () => RequestContext,
  ): Promise<SubscriptionEnd | ExecutionResult> {
    const source = await sourceOf(args, args.contextValue);
    if (!(source instanceof StreamSource)) return source;
    try {
      return await this.#options.hub.open(this.#liveOperation(args, state, freshContext), source);
    } catch (error) {
      // An answer of this operation; the socket and its other operations live on.
      const originalError = error instanceof Error ? error : new Error(String(error));
      return { errors: [new GraphQLError(originalError.message, { originalError })] };
    }
  }

  #liveOperation(
    args: LiveArgs,
    state: SocketState,
    freshContext: () => RequestContext,
  ): LiveOperation {
    return {
      operationId: args.operationId,
      document: args.document,
      operationName: args.operationName,
      variables: args.variableValues,
      outlet: state.outlet,
      freshContext,
      authorize: async (context) => {
        const again = await sourceOf(args, context);
        if (!(again instanceof StreamSource)) throw RequestError.forbidden();
      },
    };
  }

  /** Ends the socket when the credential does: by the clock, or by the session's own end. */
  async #admitViewer(state: SocketState, viewer: Actor): Promise<void> {
    if (viewer.expiresAt !== null) {
      const wait = Math.min(viewer.expiresAt - Date.now(), MAX_TIMER_MS);
      state.expiry = setTimeout(() => {
        state.webSocket.close(CloseCode.Forbidden, TOKEN_EXPIRED);
      }, wait);
      state.expiry.unref();
    }
    const key = streamKeys.access(viewer.schoolId);
    let school = this.#schools.get(key);
    if (!school) {
      school = {
        count: 0,
        followed: this.#options.hub.watch(key, (items) => {
          for (const { payload } of items) this.#endSession(String(payload['sessionId']));
        }),
      };
      this.#schools.set(key, school);
    }
    const watched = school;
    watched.count += 1;
    state.leaveSchool = () => {
      watched.count -= 1;
      if (watched.count > 0) return;
      this.#schools.delete(key);
      watched.followed.then(
        (followed) => {
          followed.release();
        },
        () => undefined,
      );
    };
    await watched.followed;
  }

  #endSession(sessionId: string): void {
    for (const state of this.#states) {
      if (state.viewer?.sessionId === sessionId) {
        state.webSocket.close(CloseCode.Forbidden, TOKEN_EXPIRED);
      }
    }
  }
}

/** Runs the field's rule and its `subscribe`: a source to follow, or an answer with errors. */
async function sourceOf(
  args: LiveArgs,
  context: RequestContext,
): Promise<StreamSource | ExecutionResult> {
  const { schema, document, operationName, variableValues } = args;
  // The library only checks that it can be iterated; every field of ours answers with a source.
  return (await createSourceEventStream({
    schema,
    document,
    operationName,
    variableValues,
    contextValue: context,
  })) as StreamSource | ExecutionResult;
}

/** The token of `connection_init`; browsers cannot set headers on a socket. */
function bearerOf(parameters: Readonly<Record<string, unknown>> | undefined): string | null {
  const value = parameters?.['authorization'] ?? parameters?.['Authorization'];
  if (value === undefined || value === null) return null;
  const match = typeof value === 'string' ? /^Bearer +(\S+)$/i.exec(value) : null;
  if (!match?.[1]) {
    throw RequestError.unauthenticated(
      'Send `authorization: "Bearer <token>"` in connection_init.',
    );
  }
  return match[1];
}

function graphQLErrorOf(error: RequestError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}
