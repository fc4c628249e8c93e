import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** Where requests come from: the last address before the proxies that are trusted, as Fastify has it. */
export function createAddressOf(
  trusted: readonly string[],
): (request: IncomingMessage) => string | null {
  const trusts = proxyAddr.compile([...trusted]);
  return (request) =>
    request.socket.remoteAddress === undefined ? null : proxyAddr(request, trusts);
}
