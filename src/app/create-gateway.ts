import type { FastifyInstance } from 'fastify';
import { getOperationAST, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import { CoursePlanError, CourseSourceError, readOatutor } from '../cli/importers/oatutor/index.js';
import { RequestContext, type RequestFacts } from '../context/request-context.js';
import { readerOf } from '../entities/orm.js';
import { pruneStreams } from '../entities/streams.repository.js';
import { createImportCourseWorker } from '../jobs/import-course.js';
import { createRecomputeGradesWorker } from '../jobs/recompute-grades.js';
import { importCourse } from '../services/courses/import-course.js';
import { recomputeGrades } from '../services/gradebook/recompute.js';
import { createServices } from '../services/index.js';
import { authenticate } from '../services/people/index.js';
import { LiveHub } from '../subscriptions/live-hub.js';
import {
  defaultSocketLimits,
  SocketServer,
  type SocketLimits,
} from '../subscriptions/socket-server.js';
import { createAdmission } from './admission/index.js';
import { buildSchema } from './build-schema.js';
import type { Environment } from './environment.js';
import { createExecutor, type Executor, type ExecutorOptions } from './executor.js';
import { formatErrors } from './format-error.js';
import { createHealth } from './health.js';
import { createHttpServer, GRAPHQL_PATH } from './http-server.js';
import { createAddressOf } from './http/address-of.js';
import { createMetrics } from './metrics.js';
import type { OpenPlatform } from './open-platform.js';

export interface GatewayOptions {
  readonly platform: OpenPlatform;
  readonly environment: Environment;
  readonly log: Logger;
  /** Accounts the page offers; only ever those of the demo school. */
  readonly demoAccounts?: readonly object[] | null;
  readonly socketLimits?: Partial<SocketLimits>;
  /** How often the outbox is read without a hint. */
  readonly pollMs?: number;
  readonly execution?: ExecutorOptions;
  /** Told of each stream that is open, by its operation id. */
  readonly onStreamOpen?: (operationId: string) => void;
}

export interface Gateway {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly hub: LiveHub;
  /** Takes requests, sockets and jobs from now on. */
  listen(): Promise<{ url: string }>;
  /**
   * Stops in order: not ready, no new sockets, open ones closed in slices, requests in flight
   * answered, jobs in hand finished, database closed.
   */
  close(): Promise<void>;
}

/** How long stream items are kept to be resumed from. */
const RETENTION_MS = 7 * 24 * 60 * 60 * 1_000;
const PRUNE_AT = '17 * * * *';
/** When invitations that have run out are closed. */
const EXPIRE_AT = '*/10 * * * *';
/** How often attempts whose time is over are looked for: once a minute. */
const SETTLE_AT = '* * * * *';
/** Over how long open sockets are closed, so that their clients do not all return at once. */
const DRAIN_MS = 3_000;

/** Wires one node of the gateway over an open platform. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { platform, environment, log } = options;
  const schema = await buildSchema();
  const executor = createExecutor(schema, options.execution);
  const admission = createAdmission({
    schema,
    limits: environment.limits,
    suggestions: environment.development,
  });
  const metrics = createMetrics();
  metrics.watch(executor.stats);
  const health = createHealth({
    database: () => platform.orm.em.fork().execute('select 1'),
    // They have run: opening the platform waits for them.
    migrations: () => Promise.resolve(true),
  });
  const createContext = (facts: RequestFacts) => new RequestContext(platform, facts);
  const identify = (bearer: string | null) => authenticate(platform, bearer);
  const toWire = ({ data, errors }: ExecutionResult, context: RequestContext) =>
    errors ? { errors: formatErrors(errors, context), data: data ?? null } : { data: data ?? null };

  const hub = new LiveHub({
    schema,
    db: () => readerOf(platform.orm.em.fork()),
    bus: platform.bus,
    log,
    execute: ({ document, operationName, variables }, event, context) =>
      executor.executeLiveEvent(document, operationName, event, context, variables),
    toWire,
    onOpen: (operationId) => {
      metrics.subscriptionsOpen.inc();
      options.onStreamOpen?.(operationId);
    },
    onEnd: (reason) => {
      metrics.subscriptionsOpen.dec();
      if (reason === 'slow') metrics.queueOverflows.inc();
    },
    onLag: (seconds) => {
      metrics.streamLag.observe(seconds);
    },
    ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
  });
  metrics.watchHub(hub);
  const server = await createHttpServer({
    schema,
    admission,
    executor,
    authenticate: identify,
    createContext,
    environment,
    health,
    metrics,
    log,
  });
  if (options.demoAccounts) {
    server.get('/demo.json', () => ({ accounts: options.demoAccounts }));
  }
  const sockets = new SocketServer(server.server, {
    schema,
    hub,
    log,
    path: GRAPHQL_PATH,
    allowedOrigins: environment.allowedOrigins,
    limits: { ...defaultSocketLimits, ...options.socketLimits },
    admit: (request) => admission.admit({ ...request, transport: 'socket' }),
    execute: async (document, operationName, variables, context) => {
      const began = performance.now();
      const result = await executor.execute({ document, operationName, variables, context });
      metrics.operation({
        name: operationName,
        type: getOperationAST(document, operationName)?.operation ?? 'unknown',
        transport: 'socket',
        outcome: result.errors ? 'error' : 'ok',
        known: context.viewer !== null,
        seconds: (performance.now() - began) / 1_000,
      });
      return result;
    },
    addressOf: createAddressOf(environment.trustProxy),
    authenticate: identify,
    createContext,
    formatErrors,
    onSockets: (open) => {
      metrics.socketsOpen.set(open);
    },
  });

  return {
    schema,
    executor,
    hub,
    listen: async () => {
      await work(platform, log);
      await server.listen({ port: environment.port, host: environment.host });
      return { url: addressOf(server, environment) };
    },
    close: async () => {
      health.drain();
      await sockets.drain(DRAIN_MS);
      await hub.close();
      await server.close();
      metrics.close();
      await platform.close();
    },
  };
}

/** Takes jobs from the queue, and keeps the streams from growing for ever. */
async function work(platform: OpenPlatform, log: Logger): Promise<void> {
  const { queue, orm, clock } = platform;
  const jobs = () => createServices(platform, orm.em.fork()).jobs;
  await queue.work(
    {
      import_course: createImportCourseWorker({
        jobs,
        log,
        read: readOatutor,
        isUnreadable: (error) =>
          error instanceof CoursePlanError || error instanceof CourseSourceError,
        store: (schoolId, content, onProgress) =>
          importCourse(
            { em: orm.em.fork(), clock, announce: platform.announce },
            schoolId,
            content,
            {
              onProgress,
            },
          ),
      }),
      recompute_grades: createRecomputeGradesWorker({
        jobs,
        recompute: (course, recomputing) =>
          recomputeGrades(
            { em: orm.em.fork(), clock, announce: platform.announce },
            course,
            recomputing,
          ),
      }),
    },
    (jobId) => jobs().fail(jobId, 'Something went wrong on our side. Ask for it again.'),
  );
  await queue.schedule('settle_attempts', SETTLE_AT, async () => {
    await createServices(platform, orm.em.fork()).attempts.settle();
  });
  await queue.schedule('expire_invitations', EXPIRE_AT, async () => {
    await createServices(platform, orm.em.fork()).invitations.expire();
  });
  await queue.schedule('prune_streams', PRUNE_AT, async () => {
    const before = new Date(clock().getTime() - RETENTION_MS);
    const pruned = await pruneStreams(readerOf(orm.em.fork()), before);
    log.info({ pruned }, 'live: pruned streams');
  });
}

/** Where people reach this node: the port may have been chosen by the system. */
function addressOf(server: FastifyInstance, environment: Environment): string {
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : environment.port;
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host;
  return `http://${host}:${String(port)}`;
}
