import { fastifyApolloHandler } from '@as-integrations/fastify';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import type { RequestContext, RequestFacts } from '../context/request-context.js';
import type { Actor } from '../services/actor.js';
import type { Admission } from './admission/index.js';
import type { Environment } from './environment.js';
import type { Executor } from './executor.js';
import { formatError } from './format-error.js';
import type { Health } from './health.js';
import { answerError, createErrorHandler } from './http/answer-error.js';
import { bearerOf } from './http/bearer.js';
import { allowOrigins } from './http/cors.js';
import {
  asHttpError,
  createPipeline,
  newNote,
  type HttpContext,
  type OperationNote,
} from './http/graphql-pipeline.js';
import { acceptJsonOnly } from './http/json-body.js';
import { serveOperations } from './http/operational-routes.js';
import { requestIdOf } from './http/request-id.js';
import { securityHeaders } from './http/security-headers.js';
import type { Metrics } from './metrics.js';
import { PublicError } from './public-error.js';
import { builtPages, serveStaticPages } from './static-pages.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What became of the operation that this request carries; null before one is reached. */
    operation: OperationNote | null;
  }
}

export interface HttpServerOptions {
  readonly schema: GraphQLSchema;
  readonly admission: Admission;
  readonly executor: Executor;
  /** Who a bearer credential stands for; throws UNAUTHENTICATED or TOKEN_EXPIRED. */
  readonly authenticate: (bearer: string | null) => Promise<Actor | null>;
  readonly createContext: (facts: RequestFacts) => RequestContext;
  readonly environment: Pick<
    Environment,
    'allowedOrigins' | 'trustProxy' | 'publicUrl' | 'host' | 'metricsToken' | 'limits'
  >;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Directory of the built pages. */
  readonly pages?: string;
}

export const GRAPHQL_PATH = '/graphql';

/** Time a client has to send a request, so that slow ones do not pile up. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * The HTTP side of the gateway, not yet listening. `close()` stops accepting, lets open requests
 * end and then resolves; it closes nothing that was given to it.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { environment, health, log } = options;
  const headers = securityHeaders(environment.publicUrl?.startsWith('https:') ?? false);
  const loggerInstance: FastifyBaseLogger = log;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // Requests are logged by us, and not each needs a logger of its own.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIdOf,
    bodyLimit: environment.limits.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // What comes in on an open connection while we stop is answered; Fastify's own 503 is no answer
    // that a GraphQL client can read.
    return503OnClosing: false,
    trustProxy: environment.trustProxy.length > 0 && [...environment.trustProxy],
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => {
      void reply.headers(headers).header('x-request-id', request.id);
      answerError(reply, new PublicError('BAD_USER_INPUT', error.message));
    },
  });
  server.decorateRequest('operation', null);
  const allowOrigin = allowOrigins(environment.allowedOrigins);
  server.addHook('onRequest', (request, reply, next) => {
    void reply.headers(headers).header('x-request-id', request.id);
    // Asks clients that keep their connection to open the next one elsewhere.
    if (health.draining) void reply.header('connection', 'close');
    if (!allowOrigin(request, reply)) next();
  });
  acceptJsonOnly(server);
  server.setErrorHandler(createErrorHandler(environment.limits.maxBodyBytes, log));
  server.setNotFoundHandler((_request, reply) =>
    answerError(
      reply,
      new PublicError('NOT_FOUND', 'There is nothing here. The graph is at /graphql.'),
    ),
  );
  serveOperations(server, options);
  await serveGraph(server, options);
  tellOfRequests(server, options);
  return server;
}

async function serveGraph(server: FastifyInstance, options: HttpServerOptions): Promise<void> {
  const explore = await serveStaticPages(server, options.pages ?? builtPages());
  const apollo = createPipeline(options);
  await apollo.start();
  server.addHook('onClose', () => apollo.stop());

  const handle = fastifyApolloHandler(apollo, {
    context: (request) => contextOf(request, options),
  });
  server.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    exposeHeadRoute: false,
    handler(request, reply) {
      if (explore(request, reply)) return reply;
      const [message, status] = unfit(request) ?? [];
      if (message !== undefined) {
        return answerError(reply, new PublicError('BAD_USER_INPUT', message), status);
      }
      return handle.call(server, request, reply);
    },
  });
  server.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL_PATH,
    handler: (_request, reply) =>
      answerError(
        reply.header('allow', 'GET, POST, OPTIONS'),
        new PublicError('BAD_USER_INPUT', 'Use GET or POST.'),
        405,
      ),
  });
}

/** What Apollo and its integration would stumble over, or find after executing a mutation. */
function unfit(request: FastifyRequest): readonly [message: string, status: number] | null {
  if (!URL.canParse(request.url, `${request.protocol}://${request.hostname}/`)) {
    return ['The address of the request is not valid: see its Host header.', 400];
  }
  const { accept } = request.headers;
  if (
    accept !== undefined &&
    !/\*\/\*|application\/(\*|json|graphql-response\+json)/i.test(accept)
  ) {
    return ['Answers are JSON: accept application/json or application/graphql-response+json.', 406];
  }
  return null;
}

async function contextOf(
  request: FastifyRequest,
  { authenticate, createContext, log: parent }: HttpServerOptions,
): Promise<HttpContext> {
  const { id: requestId, ip: address } = request;
  const log = parent.child({ requestId });
  const note = newNote();
  request.operation = note;
  try {
    const viewer = await authenticate(bearerOf(request.headers.authorization));
    note.known = viewer !== null;
    return { request: createContext({ requestId, viewer, address, log }), note };
  } catch (error) {
    throw asHttpError(formatError(error, { requestId, log }));
  }
}

/** One line in the log and one measurement for each operation, whatever became of it. */
function tellOfRequests(server: FastifyInstance, { metrics, log }: HttpServerOptions): void {
  server.addHook('onResponse', (request, reply, next) => {
    next();
    const ms = Math.round(reply.elapsedTime * 100) / 100;
    const { id: requestId, method, operation, routeOptions } = request;
    const line = { requestId, method, route: routeOptions.url, status: reply.statusCode, ms };
    if (routeOptions.url !== GRAPHQL_PATH) {
      log.debug(line, 'request');
      return;
    }
    if (operation) {
      metrics.operation({ ...operation, transport: 'http', seconds: reply.elapsedTime / 1000 });
    }
    log.info({ ...line, ...loggable(operation) }, 'operation');
  });
}

function loggable(operation: OperationNote | null): object {
  if (!operation) return {};
  const { name, type, outcome, hash, cost } = operation;
  return { operation: name, type, outcome, hash: hash?.slice(0, 16), cost };
}
