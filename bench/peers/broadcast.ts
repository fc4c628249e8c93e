/** Bare `ws`: what is posted to /broadcast goes to every socket as one text frame. */
import { createServer, type IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';

import { announceReady, settings } from './serve.ts';

const T = [0, 0, 0];
import { appendFileSync } from 'node:fs';
const server = createServer((request, response) => {
  bodyOf(request).then(
    (body) => {
      if (request.url === '/broadcast') {
        const a = process.threadCpuUsage();
        for (const socket of sockets.clients) socket.send(body, { binary: false });
        const b = process.threadCpuUsage(); T[0]++; T[1] += b.user - a.user; T[2] += b.system - a.system;
        if (T[0] % 50 === 0) { appendFileSync('/tmp/benchwork/instr.log', `bare user ${T[1]/50} sys ${T[2]/50}\n`); T[1] = T[2] = 0; }
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
