import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

import { createAdmission } from '../../src/app/admission/index.js';
import { readEnvironment, type Environment } from '../../src/app/environment.js';
import { createExecutor } from '../../src/app/executor.js';
import { createHealth } from '../../src/app/health.js';
import { createHttpServer, type HttpServerOptions } from '../../src/app/http-server.js';
import { createLogger } from '../../src/app/logger.js';
import { createMetrics } from '../../src/app/metrics.js';
import type { RequestContext } from '../../src/context/request-context.js';
import { sampleSchema } from './sample-schema.js';

export interface SampleServer {
  readonly server: FastifyInstance;
  /** Lines of the log so far. */
  readonly lines: readonly Record<string, unknown>[];
  readonly options: HttpServerOptions;
  /** Starts listening on a free port. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

type Changes = Partial<Omit<HttpServerOptions, 'environment'>> & {
  readonly environment?: Partial<Environment>;
};

/** The real HTTP server over the sample graph: no database, and contexts that are plain facts. */
export async function createSampleServer({
  environment,
  ...changes
}: Changes = {}): Promise<SampleServer> {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const schema = changes.schema ?? sampleSchema;
  const metrics = createMetrics();
  const options: HttpServerOptions = {
    schema,
    admission: createAdmission({ schema }),
    executor: createExecutor(schema),
    authenticate: () => Promise.resolve(null),
    createContext: (facts) => facts as unknown as RequestContext,
    environment: { ...readEnvironment({}), ...environment },
    health: createHealth({
      database: () => Promise.resolve(),
      migrations: () => Promise.resolve(true),
    }),
    metrics,
    log: createLogger({ logLevel: 'debug' }, { write }),
    ...changes,
  };
  const server = await createHttpServer(options);
  return {
    server,
    lines,
    options,
    async listen() {
      await server.listen({ host: '127.0.0.1', port: 0 });
      return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    },
    async close() {
      await server.close();
      metrics.close();
    },
  };
}
