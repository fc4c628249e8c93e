/** Bare `ws`: what is posted to /broadcast goes to every socket as one text frame. */
import { createServer, type IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';

import { announceReady, settings } from './serve.ts';

const server = createServer((request, response) => {
  bodyOf(request).then(
    (body) => {
      if (request.url === '/broadcast') {
        for (const socket of sockets.clients) socket.send(body, { binary: false });
      }
      response.end('{"data":{}}');
    },
    () => response.destroy(),
  );
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

server.listen(settings().port, '127.0.0.1', announceReady);
