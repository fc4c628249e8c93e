import { WebSocket, type ClientOptions } from 'ws';

import type { WireError } from './client.js';

type Data = any;

/** A frame as the server sent it. */
export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Data;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface RawSocketOptions extends ClientOptions {
  readonly protocols?: string[];
}

/** A WebSocket without a client library on top: says exactly what a test tells it to. */
export class RawSocket {
  readonly frames: Frame[] = [];
  /** Frames for an id that the server had ended itself. */
  readonly afterEnd: Frame[] = [];
  closed: Closed | null = null;
  readonly #byId = new Map<string, Frame[]>();
  readonly #over = new Set<string>();
  #wake: (() => void)[] = [];

  private constructor(readonly ws: WebSocket) {
    ws.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as Frame;
      this.frames.push(frame);
      if (frame.id !== undefined) {
        const own = this.#byId.get(frame.id);
        if (own) own.push(frame);
        else this.#byId.set(frame.id, [frame]);
        if (this.#over.has(frame.id)) this.afterEnd.push(frame);
        if (frame.type === 'error' || frame.type === 'complete') this.#over.add(frame.id);
      }
      this.#signal();
    });
    ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString('utf8') };
      this.#signal();
    });
    // Told by `close` as well.
    ws.on('error', () => undefined);
  }

  /** Opens a socket; rejects with the answer's status when the upgrade is refused. */
  static async open(
    url: string,
    { protocols = ['graphql-transport-ws'], ...options }: RawSocketOptions = {},
  ): Promise<RawSocket> {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, options);
    const socket = new RawSocket(ws);
    await new Promise<void>((resolve, reject) => {
      ws.on('open', () => {
        resolve();
      });
      ws.on('error', reject);
      ws.on('unexpected-response', (request, response) => {
        request.destroy();
        reject(new Error(String(response.statusCode)));
      });
    });
    return socket;
  }

  /** Opens a socket and says who it is; resolves when the server has let it in. */
  static async signedIn(
    url: string,
    bearer: string | null,
    options: RawSocketOptions = {},
  ): Promise<RawSocket> {
    const socket = await RawSocket.open(url, options);
    socket.init(bearer);
    await socket.until(() => socket.frames.some(({ type }) => type === 'connection_ack'));
    return socket;
  }

  init(bearer: string | null): void {
    this.send({
      type: 'connection_init',
      ...(bearer === null ? {} : { payload: { authorization: `Bearer ${bearer}` } }),
    });
  }

  /** Sends an object as JSON, a string as it is, bytes as a binary frame. */
  send(message: object | string | Buffer): void {
    const isText = typeof message === 'string';
    this.ws.send(isText || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: Record<string, unknown> = {}): void {
    this.#over.delete(id);
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  complete(id: string): void {
    this.send({ type: 'complete', id });
  }

  /** Frames of one operation so far. */
  of(id: string): readonly Frame[] {
    return this.#byId.get(id) ?? [];
  }

  /** What the `next` frames of one operation brought so far. */
  items(id: string): Data[] {
    return this.of(id).flatMap(({ type, payload }) => (type === 'next' ? [payload] : []));
  }

  /** Waits for so many frames of one operation. */
  async take(id: string, count: number): Promise<Frame[]> {
    await this.until(() => this.of(id).length >= count);
    return this.of(id).slice(0, count);
  }

  /** The result of a query or mutation. */
  async ask(id: string, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const before = this.of(id).length;
    this.subscribe(id, query, variables);
    await this.until(() => this.#over.has(id));
    return this.of(id)[before]?.payload;
  }

  /** Waits for the `error` frame of an operation. */
  async error(id: string): Promise<WireError> {
    const found = () => this.of(id).find(({ type }) => type === 'error');
    await this.until(() => found() !== undefined);
    return found()?.payload[0];
  }

  /** Waits until the socket is closed. */
  async closing(): Promise<Closed> {
    await this.until(() => this.closed !== null);
    return this.closed as unknown as Closed;
  }

  /** Waits until it holds; fails when the socket is closed before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.closed) throw new Error(`Closed with ${JSON.stringify(this.closed)} before.`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** A round trip: everything sent before has been taken by the server. */
  async sync(): Promise<void> {
    const pongs = () => this.frames.filter(({ type }) => type === 'pong').length;
    const before = pongs();
    this.send({ type: 'ping' });
    await this.until(() => pongs() > before);
  }

  /** Reads nothing from here on. */
  stall(): void {
    this.ws.pause();
  }

  resume(): void {
    this.ws.resume();
  }

  close(): void {
    this.ws.terminate();
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}
