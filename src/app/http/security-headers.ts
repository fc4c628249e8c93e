import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * Headers that keep a browser from doing with our answers what we did not mean. The policy fits our
 * own pages: scripts from here alone, styles that the editor writes inline, its workers from blobs,
 * and no other host.
 */
export async function setSecurityHeaders(server: FastifyInstance, overTls: boolean): Promise<void> {
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        // 'self' does not cover sockets in every browser.
        connectSrc: ["'self'", 'ws:', 'wss:'],
      },
    },
    // Only where people come over TLS: on plain HTTP it would lock them out.
    strictTransportSecurity: overTls,
    xDownloadOptions: false,
    xXssProtection: false,
  });
}
