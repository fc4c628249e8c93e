import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Where the frames of one socket go, and whether it takes more now. */
export interface Outlet {
  readonly open: boolean;
  /** False while the client reads slower than we write. */
  readonly ready: boolean;
  /** Sends one frame, its header included. */
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
      // As `webSocket.send` does without compression, in one chunk instead of two: two thirds of the
      // CPU. What ws sends itself goes the same way, whole frames each.
      tcp.write(frame);
    },
    whenReady(callback) {
      if (this.ready) callback();
      else waiting.add(callback);
    },
  };
}

/** Everything of a `next` message before its payload; the payload follows, then `}`. */
export function messagePrefix(operationId: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`, 'utf8');
}

/** A whole text frame: FIN and opcode 1, then the length in 7, 16 or 64 bits. */
const TEXT = 0x81;
const LENGTH_IN_16_BITS = 126;
const LENGTH_IN_64_BITS = 127;
const CLOSING_BRACE = 0x7d;

/** A `next` message as a WebSocket frame from a server, which is not masked (RFC 6455, section 5.2). */
export function nextFrame(prefix: Buffer, payload: Buffer): Buffer {
  const length = prefix.length + payload.length + 1;
  const header = length < LENGTH_IN_16_BITS ? 2 : length < 0x1_0000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = TEXT;
  if (header === 2) {
    frame[1] = length;
  } else if (header === 4) {
    frame[1] = LENGTH_IN_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_IN_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  prefix.copy(frame, header);
  payload.copy(frame, header + prefix.length);
  frame[frame.length - 1] = CLOSING_BRACE;
  return frame;
}
