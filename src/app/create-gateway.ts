import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { RequestContext, type RequestFacts } from '../context/request-context.js';
import { readerOf } from '../entities/orm.js';
import { RequestError } from '../errors/index.js';
import { authenticate } from '../services/people/index.js';
import { LiveHub } from '../subscriptions/live-hub.js';
import { defaultSocketLimits, type SocketLimits, SocketServer } from '../subscriptions/socket-server.js';
import { createAdmission } from './admission/index.js';
import { buildSchema } from './build-schema.js';
import type { Environment } from './environment.js';
import { createExecutor } from './executor.js';
import type { OpenPlatform } from './open-platform.js';

export async function createGateway({
  platform,
  environment,
  log,
  demoAccounts = null,
  socketLimits = {},
  onStreamOpen,
}: {
  platform: OpenPlatform;
  environment: Environment;
  log: Logger;
  demoAccounts?: readonly object[] | null;
  socketLimits?: Partial<SocketLimits>;
  onStreamOpen?: (operationId: string) => void;
}) {
  const schema = await buildSchema();
  const executor = createExecutor(schema);
  const admission = createAdmission({ schema, limits: environment.limits });
  const createContext = (facts: RequestFacts) => new RequestContext(platform, facts);
  const formatErrors = (errors: readonly GraphQLError[], facts: { requestId: string; log: Logger }) =>
    errors.map((error) => {
      const cause = error.originalError;
      if (cause instanceof RequestError) {
        return new GraphQLError(cause.message, {
          path: error.path ?? null,
          extensions: { code: cause.code, ...cause.details },
        });
      }
      if (!cause) return error;
      facts.log.error({ err: cause, path: error.path }, 'fault');
      return new GraphQLError('Something went wrong on our side.', {
        path: error.path ?? null,
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: facts.requestId },
      });
    });
  const toWire = (result: ExecutionResult, context: RequestContext) =>
    result.errors ? { ...result, errors: formatErrors(result.errors, context) } : result;
  const hub = new LiveHub({
    schema,
    db: () => readerOf(platform.orm.em.fork()),
    bus: platform.bus,
    log,
    execute: (operation, event, context) =>
      executor.executeLiveEvent(operation.document, operation.operationName, event, context, operation.variables),
    toWire,
    ...(onStreamOpen ? { onOpen: onStreamOpen } : {}),
  });
  const app = fastify({ bodyLimit: environment.limits.maxBodyBytes, forceCloseConnections: true });
  const web = new URL('../../dist/web/', import.meta.url).pathname;
  if (existsSync(web)) await app.register(fastifyStatic, { root: web, index: ['index.html'] });
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', () => ({ status: 'ok' }));
  if (demoAccounts) app.get('/demo.json', () => ({ accounts: demoAccounts }));
  app.get('/graphql', (_request, reply) => reply.sendFile('graphiql.html'));
  app.post('/graphql', async (request, reply) => {
    const requestId = randomUUID();
    const facts = { requestId, log, address: request.ip };
    try {
      const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
      const viewer = await authenticate(platform, bearer);
      const body = request.body as { query: string; operationName?: string; variables?: Record<string, unknown> };
      const admitted = admission.admit({ ...body, transport: 'http', viewer });
      if (!admitted.ok) return await reply.status(admitted.httpStatus).send({ errors: admitted.errors });
      const context = createContext({ ...facts, viewer });
      return toWire(
        await executor.execute({
          document: admitted.document,
          operationName: admitted.operationName,
          variables: admitted.variables,
          context,
        }),
        context,
      );
    } catch (error) {
      const errors = formatErrors([new GraphQLError(String(error), { originalError: error as Error })], facts);
      return reply.status(error instanceof RequestError ? 401 : 500).send({ errors });
    }
  });
  const sockets = new SocketServer(app.server, {
    schema,
    hub,
    log,
    path: '/graphql',
    allowedOrigins: environment.allowedOrigins,
    limits: { ...defaultSocketLimits, ...socketLimits },
    admit: (request) => admission.admit({ ...request, transport: 'socket' }),
    execute: (document, operationName, variables, context) =>
      executor.execute({ document, operationName, variables, context }),
    authenticate: (bearer) => authenticate(platform, bearer),
    createContext,
    formatErrors,
  });
  return {
    schema,
    hub,
    executor,
    listen: async () => {
      await app.listen({ port: environment.port, host: environment.host });
      const address = app.server.address();
      const port = typeof address === 'object' && address ? address.port : environment.port;
      return { url: `http://${environment.host}:${String(port)}` };
    },
    close: async () => {
      await sockets.drain(500);
      await hub.close();
      await app.close();
      await platform.close();
    },
  };
}
