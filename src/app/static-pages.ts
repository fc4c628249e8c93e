import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where the build puts the pages: `dist/web`, beside this room's `dist/app`. */
export function builtPages(): string {
  return fileURLToPath(new URL('../web', import.meta.url));
}

/** Answers a browser that was sent to /graphql; null leaves the request to GraphQL. */
export type ServeExplorer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null;

/**
 * Serves the pages under `root`: its files by name, index.html at `/`, and the explorer to browsers
 * that open /graphql. Files that are not there, as before a build, are not served.
 */
export async function serveStaticPages(
  server: FastifyInstance,
  root: string,
): Promise<ServeExplorer> {
  const files = filesIn(root);
  if (files.length === 0) return () => null;
  await server.register(fastifyStatic, {
    root,
    serve: false,
    // Names of assets carry their hash; pages are asked for anew.
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasts = path.includes('/assets/');
      reply.header('cache-control', lasts ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const name of files) {
    const url = name === 'index.html' ? '/' : `/${name}`;
    server.get(url, (_request, reply) => reply.sendFile(name));
  }
  server.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`),
  );
  if (!files.includes('graphiql.html')) return () => null;
  return (request, reply) => (wantsPage(request) ? reply.sendFile('graphiql.html') : null);
}

function filesIn(root: string): string[] {
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Programs that read GraphQL name JSON, or nothing. */
function wantsPage({ method, headers: { accept = '' } }: FastifyRequest): boolean {
  return method === 'GET' && accept.includes('text/html') && !/json/.test(accept);
}
