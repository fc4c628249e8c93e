import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import { RequestError, type ErrorCode } from '../../errors/index.js';
import { formatError, RETRY_AFTER_SECONDS } from '../format-error.js';
import { PublicError } from '../public-error.js';

/** HTTP status of an answer that has nothing but this error. */
export function statusOf(code: unknown): number {
  return (typeof code === 'string' && statuses[code as ErrorCode]) || 400;
}

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  TOKEN_EXPIRED: 401,
  ACCESS_REVOKED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** Headers that go with a status: how to sign in, when to come back. */
export function headersOf({ extensions }: PublicError): Record<string, string> {
  const { code, retryAfterSeconds } = extensions;
  const headers: Record<string, string> = {};
  if (statusOf(code) === 401) {
    headers['www-authenticate'] = 'Bearer realm="lyceum", error="invalid_token"';
  }
  if (code === 'SERVICE_UNAVAILABLE' || code === 'RATE_LIMITED') {
    const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : RETRY_AFTER_SECONDS;
    headers['retry-after'] = String(Math.max(1, Math.ceil(seconds)));
  }
  return headers;
}

/** Answers with one error in the shape of GraphQL, also where no operation was reached. */
export function answerError(
  reply: FastifyReply,
  error: PublicError,
  status = statusOf(error.extensions['code']),
): FastifyReply {
  return reply
    .code(status)
    .headers(headersOf(error))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [error] }));
}

/** Fastify's error handler: what the framework refuses, in our words, and faults, masked. */
export function createErrorHandler(maxBodyBytes: number, log: Logger) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(error, maxBodyBytes);
    if (refusal) return answerError(reply, refusal, error.statusCode);
    const requestId = request.id;
    return answerError(reply, formatError(error, { requestId, log: log.child({ requestId }) }));
  };
}

function refusalOf(error: FastifyError, maxBodyBytes: number): PublicError | null {
  if (error instanceof RequestError || error instanceof PublicError) return null;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PublicError(
        'PAYLOAD_TOO_LARGE',
        `The request body is larger than ${maxBodyBytes} bytes.`,
        { maximum: maxBodyBytes },
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new PublicError('BAD_USER_INPUT', 'Send the body as application/json.');
    default:
      return (error.statusCode ?? 500) < 500
        ? new PublicError('BAD_USER_INPUT', error.message)
        : null;
  }
}
