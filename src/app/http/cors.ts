import type { FastifyInstance } from 'fastify';

/**
 * Lets pages of the listed origins call us, and of no others. Nothing is answered to a cookie, so
 * a page that is not listed can send requests and read nothing.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  const allowed = new Set(origins);
  server.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (allowed.size > 0) reply.header('vary', 'Origin');
    const isAllowed = origin !== undefined && allowed.has(origin);
    if (isAllowed) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', 'x-request-id, x-request-cost, retry-after');
    }
    if (request.method !== 'OPTIONS') return undefined;
    if (isAllowed) {
      reply.header('access-control-allow-methods', 'GET, POST');
      reply.header(
        'access-control-allow-headers',
        'authorization, content-type, x-request-id, apollo-require-preflight, x-apollo-operation-name',
      );
      reply.header('access-control-max-age', '7200');
    }
    return reply.code(204).header('allow', 'GET, POST, OPTIONS').send();
  });
}
