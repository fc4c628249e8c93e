import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  createSourceEventStream,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';

import type { RequestContext, RequestFacts } from '../context/request-context.js';
import { streamKeys } from '../entities/stream-keys.js';
import { RequestError } from '../errors/index.js';
import type { Actor } from '../services/actor.js';
import type { LiveHub } from './live-hub.js';
import { createOutlet, type Outlet } from './outlet.js';
import type { Followed } from './stream-feed.js';
import { StreamSource } from './stream-source.js';
import type { SubscriptionEnd } from './subscriber.js';

/** What admission says of an operation; the same function serves HTTP. */
export type Admitted =
  | {
      readonly ok: true;
      readonly document: DocumentNode;
      readonly operation: OperationDefinitionNode;
      readonly operationName: string | null;
      readonly variables: Readonly<Record<string, unknown>>;
      /** Names the document: the same text has the same. */
      readonly hash: string;
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
  /** Where a request comes from, behind the proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string | null;
  readonly authenticate: (bearer: string | null) => Promise<Actor | null>;
  readonly createContext: (facts: RequestFacts) => RequestContext;
  /** Masks faults and logs them once. */
  readonly formatErrors: (
    errors: readonly unknown[],
    facts: { requestId: string; log: Logger },
  ) => readonly GraphQLError[];
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

/** One operation of a socket, from its `subscribe` until its last frame is sent. */
interface Operation {
  readonly id: string;
  readonly done: PromiseWithResolvers<void>;
  isSubscription: boolean;
  stream: SubscriptionEnd | undefined;
}

interface SocketState {
  readonly webSocket: WebSocket;
  readonly outlet: Outlet;
  readonly address: string | null;
  /** By id. Also those that the client has completed and that still run here. */
  readonly operations: Map<string, Operation>;
  /** Begun by the message in hand. */
  readonly begun: Operation[];
  viewer: Actor | null;
  expiry: NodeJS.Timeout | undefined;
  leaveSchool: (() => void) | undefined;
}

/** What travels from admission to execution. */
interface LiveArgs extends ExecutionArgs {
  readonly operationName: string | null;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly contextValue: RequestContext;
  readonly operation: Operation;
}

/** Longest a Node timer can wait; longer ones fire at once. */
const MAX_TIMER_MS = 2_147_483_647;
/** Time a client has to answer our close frame. */
const CLOSE_TIMEOUT_MS = 2_000;
/** Time that queries and mutations in flight have to end when we drain. */
const FINISH_WITHIN_MS = 5_000;
/** Characters of an operation id, which is sent back in every frame. */
const MAX_ID_LENGTH = 128;
/** Bytes the WebSocket protocol gives a close reason. */
const MAX_REASON_BYTES = 123;
/** Sent as the reason of 4403 when a credential that was good runs out: clients retry with a fresh one. */
const TOKEN_EXPIRED = 'TOKEN_EXPIRED';
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;

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
  /** Grows whenever a credential may have ended that was found good just before. */
  #endings = 0;
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
      // Spread, because the types do not know it yet.
      ...{ closeTimeout: CLOSE_TIMEOUT_MS },
    });
    server.on('upgrade', (request, tcp: Socket, head) => {
      this.#upgrade(request, tcp, head);
    });
  }

  /** Sockets open now. */
  get sockets(): number {
    return this.#states.size;
  }

  /**
   * Takes no new sockets and operations, lets queries and mutations in flight end, and closes the
   * open sockets in slices over `overMs` with 1001.
   */
  async drain(overMs: number): Promise<void> {
    this.#draining = true;
    await this.#finish();
    const open = [...this.#states];
    const slices = Math.max(1, Math.min(20, Math.ceil(open.length / 50)));
    const size = Math.ceil(open.length / slices);
    for (let start = 0; start < open.length; start += size) {
      for (const state of open.slice(start, start + size)) {
        this.#close(state, GOING_AWAY, 'Going away');
      }
      if (start + size < open.length) {
        await new Promise((resolve) => setTimeout(resolve, overMs / slices));
      }
    }
    await new Promise((resolve) => this.#webSockets.close(resolve));
  }

  /** Waits for queries and mutations; subscriptions have no end of their own. */
  async #finish(): Promise<void> {
    const running = [...this.#states]
      .flatMap((state) => [...state.operations.values()])
      .filter((operation) => !operation.isSubscription)
      .map((operation) => operation.done.promise);
    if (running.length === 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, FINISH_WITHIN_MS);
    await Promise.race([Promise.all(running), late]);
    clearTimeout(timer);
  }

  #upgrade(request: IncomingMessage, tcp: Socket, head: Buffer): void {
    const refuse = (status: string) => {
      // Node has let go of the socket: nobody else would hear its error or end it.
      tcp.on('error', () => tcp.destroy());
      tcp.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        tcp.destroy(),
      );
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
    const address = this.#options.addressOf(request);
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
      operations: new Map(),
      begun: [],
      viewer: null,
      expiry: undefined,
      leaveSchool: undefined,
    };
    this.#states.add(state);
    this.#options.onSockets?.(this.#states.size);
    const initialised = this.#countHalfOpen(address);

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
    const closed = this.#protocol(state, initialised).opened(
      {
        protocol: webSocket.protocol,
        send: (data) => sent(webSocket, data),
        close: (code, reason) => {
          this.#close(state, code, reason);
        },
        onMessage: (handle) => {
          webSocket.on('message', (data: Buffer, isBinary: boolean) => {
            this.#take(state, data, isBinary, handle);
          });
        },
      },
      undefined,
    );
    webSocket.once('close', (code, reason) => {
      clearInterval(ping);
      clearTimeout(state.expiry);
      initialised();
      state.leaveSchool?.();
      endStreams(state);
      this.#states.delete(state);
      this.#options.onSockets?.(this.#states.size);
      closed(code, reason.toString('utf8')).catch((error: unknown) => {
        log.error({ err: error }, 'socket: could not clean up');
      });
    });
  }

  #take(
    state: SocketState,
    data: Buffer,
    isBinary: boolean,
    handle: (data: string) => Promise<void>,
  ): void {
    const { webSocket, outlet } = state;
    // What still comes while we are closing is not done.
    if (webSocket.readyState !== webSocket.OPEN) return;
    if (isBinary) {
      this.#close(state, CloseCode.BadRequest, 'Text frames only');
      return;
    }
    const handled = handle(data.toString('utf8')).catch((error: unknown) => {
      // The hooks below do not throw, so it is the peer that broke the protocol.
      this.#options.log.debug({ err: error }, 'socket: bad message');
      this.#close(state, CloseCode.BadRequest, 'Invalid message received');
    });
    const operation = state.begun.pop();
    if (operation) {
      void handled.then(() => {
        state.operations.delete(operation.id);
        operation.done.resolve();
      });
    }
    // A peer that does not read its answers is not read from: they would pile up here.
    if (!outlet.ready && !webSocket.isPaused) {
      webSocket.pause();
      outlet.whenReady(() => {
        webSocket.resume();
      });
    }
  }

  /** Ends what the socket follows at once, whether or not the peer answers the close frame. */
  #close(state: SocketState, code?: number, reason = ''): void {
    const { webSocket } = state;
    webSocket.close(code, Buffer.byteLength(reason) > MAX_REASON_BYTES ? '' : reason);
    // Its own close frame has to be read.
    if (webSocket.isPaused) webSocket.resume();
    endStreams(state);
  }

  /** Somebody was not let in: 4403 says not why, and 1013 that it is our fault and may pass. */
  #refuse(state: SocketState, error: unknown, facts: RequestFacts): void {
    if (error instanceof RequestError) {
      const expired = error.code === TOKEN_EXPIRED;
      this.#close(state, CloseCode.Forbidden, expired ? TOKEN_EXPIRED : 'Forbidden');
      return;
    }
    this.#options.formatErrors([error], facts);
    this.#close(state, TRY_AGAIN_LATER, 'Try again later');
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
    const { formatErrors, limits } = this.#options;
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
    return makeServer<Record<string, unknown>>({
      connectionInitWaitTimeout: limits.initTimeoutMs,
      onConnect: async (ctx) => {
        try {
          await this.#identify(state, bearerOf(ctx.connectionParams));
          initialised();
          return true;
        } catch (error) {
          this.#refuse(state, error, facts());
          return false;
        }
      },
      onSubscribe: async (_ctx, id, payload): Promise<LiveArgs | readonly GraphQLError[]> => {
        try {
          // Without an await before it: `#take` looks for what this message has begun.
          const operation = this.#begin(state, id);
          const admitted = this.#options.admit({
            query: payload.query,
            operationName: payload.operationName ?? null,
            variables: payload.variables ?? {},
            viewer: state.viewer,
          });
          if (!admitted.ok) return admitted.errors;
          const { document, operationName, variables, hash } = admitted;
          operation.isSubscription =
            admitted.operation.operation === OperationTypeNode.SUBSCRIPTION;
          const args: LiveArgs = {
            schema: this.#options.schema,
            document,
            operationName,
            variableValues: variables,
            contextValue: freshContext(),
            operation,
          };
          if (operation.isSubscription) {
            operation.stream = await this.#open(args, hash, state, freshContext);
          }
          return args;
        } catch (error) {
          return formatErrors([error], facts());
        }
      },
      execute: (args) => {
        const { document, operationName, variableValues, contextValue } = args as LiveArgs;
        return this.#options.execute(document, operationName, variableValues, contextValue);
      },
      // Opened when it was admitted, so that a refusal is an `error` of the operation.
      subscribe: (args) => (args as LiveArgs).operation.stream as SubscriptionEnd,
      onNext: (_ctx, _id, _payload, args, { data, errors }) => {
        if (!errors) return undefined;
        const formatted = formatErrors(errors, (args as LiveArgs).contextValue);
        return { data: data ?? null, errors: formatted.map((error) => error.toJSON()) };
      },
      onError: (_ctx, _id, _payload, errors) =>
        formatErrors(errors, facts()).map((error) => error.toJSON()),
    });
  }

  /** Enters an operation among those of its socket, as long as there is room for it. */
  #begin(state: SocketState, id: string): Operation {
    const { maxOperations } = this.#options.limits;
    if (this.#draining) {
      throw new RequestError('SERVICE_UNAVAILABLE', 'This node is shutting down. Connect again.');
    }
    if (id.length > MAX_ID_LENGTH) {
      throw RequestError.badInput('id', `An operation id has at most ${MAX_ID_LENGTH} characters.`);
    }
    if (state.operations.has(id)) {
      throw RequestError.badInput('id', 'The last operation with this id is still being ended.');
    }
    if (state.operations.size >= maxOperations) {
      throw new RequestError(
        'TOO_MANY_OPERATIONS',
        `One socket may have ${maxOperations} operations open.`,
        { maximum: maxOperations },
      );
    }
    const done = Promise.withResolvers<void>();
    const operation: Operation = { id, done, isSubscription: false, stream: undefined };
    state.operations.set(id, operation);
    state.begun.push(operation);
    return operation;
  }

  async #open(
    args: LiveArgs,
    documentHash: string,
    state: SocketState,
    freshContext: () => RequestContext,
  ): Promise<SubscriptionEnd> {
    const { document, operationName, variableValues, contextValue, operation } = args;
    const source = await sourceOf(args, contextValue);
    return this.#options.hub.open(
      {
        operationId: operation.id,
        userId: contextValue.signedIn().userId,
        document,
        documentHash,
        operationName,
        variables: variableValues,
        outlet: state.outlet,
        freshContext,
        authorize: (context) => sourceOf(args, context),
      },
      source,
    );
  }

  /** Finds out whose socket it is, and ends it when their credential does: by the clock or before. */
  async #identify(state: SocketState, bearer: string | null): Promise<void> {
    const before = this.#endings;
    const viewer = await this.#options.authenticate(bearer);
    if (!viewer || state.webSocket.readyState !== state.webSocket.OPEN) return;
    state.viewer = viewer;
    if (viewer.expiresAt !== null) {
      const wait = Math.min(Math.max(viewer.expiresAt - Date.now(), 0), MAX_TIMER_MS);
      state.expiry = setTimeout(() => {
        this.#close(state, CloseCode.Forbidden, TOKEN_EXPIRED);
      }, wait);
      state.expiry.unref();
    }
    await this.#watchSchool(state, viewer.schoolId);
    // Asked again if the credential may have ended before we listened.
    if (this.#endings !== before) await this.#options.authenticate(bearer);
  }

  async #watchSchool(state: SocketState, schoolId: string): Promise<void> {
    const key = streamKeys.access(schoolId);
    let school = this.#schools.get(key);
    if (!school) {
      school = { count: 0, followed: this.#watch(key) };
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

  async #watch(key: string): Promise<Followed> {
    const followed = await this.#options.hub.watch(key, (items) => {
      this.#endings += 1;
      const ended = new Set(
        items.map(({ payload }) => payload['sessionId'] ?? payload['apiKeyId']),
      );
      for (const state of this.#states) {
        const credential = state.viewer?.sessionId ?? state.viewer?.apiKeyId;
        if (credential && ended.has(credential)) {
          this.#close(state, CloseCode.Forbidden, TOKEN_EXPIRED);
        }
      }
    });
    this.#endings += 1;
    return followed;
  }
}

/** What a Subscription field answers with, its rule included; rejects as they do. */
async function sourceOf(
  { schema, document, operationName, variableValues }: LiveArgs,
  context: RequestContext,
): Promise<StreamSource> {
  // The library only checks that it can be iterated; every field of ours answers with a source.
  const found = (await createSourceEventStream({
    schema,
    document,
    operationName,
    variableValues,
    contextValue: context,
  })) as StreamSource | ExecutionResult;
  if (found instanceof StreamSource) return found;
  throw found.errors?.[0] ?? new Error('The subscription has no source.');
}

function endStreams(state: SocketState): void {
  for (const { stream } of state.operations.values()) void stream?.return();
}

/** Resolves when the frame is with the kernel, or will never be. */
function sent(webSocket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve) => {
    if (webSocket.readyState !== webSocket.OPEN) resolve();
    // Of an error the socket itself tells, by closing.
    else webSocket.send(data, () => resolve());
  });
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
