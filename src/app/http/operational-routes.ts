import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { isLoopback, type Environment } from '../environment.js';
import { isReady, type Health } from '../health.js';
import type { Metrics } from '../metrics.js';
import { PublicError } from '../public-error.js';
import { answerError } from './answer-error.js';

export interface OperationalOptions {
  readonly environment: Pick<Environment, 'host' | 'metricsToken'>;
  readonly health: Health;
  readonly metrics: Metrics;
}

/** Routes for those who run the gateway: is it alive, may traffic come, how is it doing. */
export function serveOperations(server: FastifyInstance, options: OperationalOptions): void {
  const { environment, health, metrics } = options;
  // Says that the process answers and nothing more, so that a lost database restarts nobody.
  server.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  server.get('/readyz', async (_request, reply) => {
    const readiness = await health.readiness();
    return reply
      .code(isReady(readiness) ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(readiness);
  });
  server.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, environment)) {
      return answerError(reply, new PublicError('FORBIDDEN', 'Metrics are for the operator.'));
    }
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  });
}

/** With a token, whoever has it; without one, this machine, unless a proxy speaks for another. */
function mayReadMetrics(
  { headers, socket }: FastifyRequest,
  { host, metricsToken }: Pick<Environment, 'host' | 'metricsToken'>,
): boolean {
  if (metricsToken !== null) return isSame(headers.authorization ?? '', `Bearer ${metricsToken}`);
  if (isLoopback(host)) return true;
  const forwarded = headers['x-forwarded-for'] ?? headers.forwarded;
  return forwarded === undefined && isLoopback(socket.remoteAddress ?? '');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
