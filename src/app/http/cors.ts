import type { FastifyReply, FastifyRequest } from 'fastify';

/** Says which pages may read an answer; true when it has answered a preflight itself. */
export type AllowOrigin = (request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * Lets pages of the listed origins read what we answer, and of no others. Nothing is answered to a
 * cookie, so a page that is not listed can send requests and learn nothing.
 */
export function allowOrigins(origins: readonly string[]): AllowOrigin {
  const allowed = new Set(origins);
  return (request, reply) => {
    const { origin } = request.headers;
    if (allowed.size > 0) reply.header('vary', 'Origin');
    const isAllowed = origin !== undefined && allowed.has(origin);
    if (isAllowed) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', 'x-request-id, x-request-cost, retry-after');
    }
    if (request.method !== 'OPTIONS') return false;
    if (isAllowed) {
      reply.header('access-control-allow-methods', 'GET, POST');
      reply.header(
        'access-control-allow-headers',
        'authorization, content-type, x-request-id, apollo-require-preflight, x-apollo-operation-name',
      );
      reply.header('access-control-max-age', '7200');
    }
    void reply.code(204).header('allow', 'GET, POST, OPTIONS').send();
    return true;
  };
}
