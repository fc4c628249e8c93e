import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';

class BodyError extends Error {
  constructor(
    message: string,
    readonly statusCode: number,
  ) {
    super(message);
  }
}

/**
 * Takes bodies of application/json in UTF-8, and no others: forms and plain text, which a page of
 * another origin can send unasked, are answered with 415. Decoding would replace bytes that are
 * not UTF-8 and store the replacement, so they are refused.
 */
export function acceptJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '');
      if (charset?.[1] !== undefined && !/^utf-?8$/i.test(charset[1])) {
        done(new BodyError('Send the body in UTF-8.', 415));
        return;
      }
      if (!isUtf8(body)) {
        done(new BodyError('The body is not valid UTF-8.', 400));
        return;
      }
      void parse(request, body.toString('utf8'), (error, parsed) => {
        if (error) done(new BodyError('The body is not valid JSON.', 400));
        else done(null, parsed);
      });
    },
  );
}
