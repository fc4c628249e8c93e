import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Where the frames of one socket go, and whether it takes more now. */
export interface Outlet {
  readonly open: boolean;
  /** False while the client reads slower than we write. */
  readonly ready: boolean;
  /** Sends one text frame. */
  send(frame: Buffer): void;
  /** Calls back once: now when it is ready, else as soon as it is, or is gone. */
  whenReady(callback: () => void): void;
}

/**
 * The outlet of a WebSocket over its TCP socket. It is not ready from when more than 64 KiB wait
 * that the kernel has not taken, until none do: what comes in between waits in the shared backlog
 * of an audience, where it costs a position, not a copy.
 */
export function createOutlet(webSocket: WebSocket, tcp: Socket): Outlet {
  const waiting = new Set<() => void>();
  const wake = () => {
    const callbacks = [...waiting];
    waiting.clear();
    for (const callback of callbacks) callback();
  };
  tcp.on('drain', wake);
  tcp.on('close', wake);
  return {
    get open() {
      return webSocket.readyState === webSocket.OPEN;
    },
    get ready() {
      // Node's own mark, because `drain` comes when it was passed and never otherwise.
      return !tcp.writableNeedDrain;
    },
    send: (frame) => {
      webSocket.send(frame, { binary: false });
    },
    whenReady(callback) {
      if (this.ready) callback();
      else waiting.add(callback);
    },
  };
}

/** Everything of a `next` frame before its payload; the payload of an audience follows, then `}`. */
export function framePrefix(operationId: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`, 'utf8');
}

const CLOSING_BRACE = 0x7d;

export function nextFrame(prefix: Buffer, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(prefix.length + payload.length + 1);
  prefix.copy(frame);
  payload.copy(frame, prefix.length);
  frame[frame.length - 1] = CLOSING_BRACE;
  return frame;
}
