/** Holds the sockets that watch, and makes the events that they are told of. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { WebSocket } from 'ws';

import { answerCalls } from '../lib/calls.ts';

export interface Opening {
  /** A name for these sockets. */
  readonly group: string;
  /** Such as `ws://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly count: number;
  /** What graphql-transport-ws is told; null for sockets that only listen. */
  readonly subscription: {
    /** Shared out among the sockets. */
    readonly tokens: readonly string[];
    readonly payload: { readonly query: string; readonly variables: object };
  } | null;
}

export interface Events {
  /** Whose sockets hear of each event; null when nobody does. */
  readonly group: string | null;
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies of the requests that make an event each; at least the first is sent. */
  readonly bodies: readonly string[];
  /** From one event to the next, unless the last one has not been heard of yet. */
  readonly everyMs: number;
  /** No event begins after this. */
  readonly milliseconds: number;
}

export interface Heard {
  readonly events: number;
  readonly seconds: number;
  /** The last frame, as it came. */
  readonly frame: string | null;
}

interface Group {
  readonly sockets: WebSocket[];
  /** Frames with an event, over all sockets. */
  heard: number;
  readonly heardBy: Uint32Array;
  frame: Buffer | null;
  /** Called when `heard` reaches `awaited`. */
  awaited: number;
  arrived: () => void;
}

/** Sockets being opened at once; a gateway may bound those that have not said who they are. */
const OPENING = 40;
/** Sockets from one address of 127.0.0.0/8. A machine has 28,000 ports for each. */
const PER_ADDRESS = 50;
const DELIVERED_WITHIN_MS = 20_000;
/** How a frame with an event begins: `{"id":`. Others begin with `{"type":` or end the socket. */
const ID = Buffer.from('{"id":');

const groups = new Map<string, Group>();

const handlers = {
  async open({ group: name, url, count, subscription }: Opening): Promise<void> {
    const group: Group = {
      sockets: [],
      heard: 0,
      heardBy: new Uint32Array(count),
      frame: null,
      awaited: Infinity,
      arrived: () => undefined,
    };
    groups.set(name, group);
    let next = 0;
    const openSome = async () => {
      while (next < count) {
        const index = next;
        next += 1;
        await openOne(group, index, url, subscription);
      }
    };
    await Promise.all(Array.from({ length: OPENING }, openSome));
    // A subscription is not acknowledged: what follows must not be missed by the last ones.
    if (subscription) await sleep(500);
  },

  /** Makes the events one after another: each is heard by every socket before the next. */
  async make({ group: name, bodies, everyMs, milliseconds, ...to }: Events): Promise<Heard> {
    const group = name === null ? null : groups.get(name);
    if (group === undefined) throw new Error(`No sockets ${name}.`);
    const sender = new Sender(to);
    const before = group?.heardBy.slice();
    const began = performance.now();
    const elapsed = () => performance.now() - began;
    let events = 0;
    try {
      for (const body of bodies) {
        if (events > 0) await sleep(Math.max(0, events * everyMs - elapsed()));
        if (events > 0 && elapsed() > milliseconds) break;
        events += 1;
        const heard = group ? hearing(group) : Promise.resolve();
        await Promise.all([heard, sender.send(body)]);
      }
    } finally {
      await sender.close();
    }
    const seconds = elapsed() / 1_000;
    if (group && before) mustHaveHeardEach(group, before, events);
    return {
      events,
      seconds,
      frame: group?.frame?.toString('utf8') ?? null,
    };
  },
};
export type SocketLoad = typeof handlers;

/** One connection, whose answers must be good. */
class Sender {
  readonly #client: Client;
  readonly #path: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ endpoint, headers }: Pick<Events, 'endpoint' | 'headers'>) {
    const { origin, pathname } = new URL(endpoint);
    this.#client = new Client(origin, { pipelining: 1 });
    this.#path = pathname;
    this.#headers = headers;
  }

  async send(body: string): Promise<void> {
    const { statusCode, body: answer } = await this.#client.request({
      method: 'POST',
      path: this.#path,
      headers: this.#headers,
      body,
    });
    const text = await answer.text();
    if (statusCode !== 200 || !text.startsWith('{"data"') || text.includes('"errors"')) {
      throw new Error(`${this.#path} answered ${statusCode}: ${text.slice(0, 300)}`);
    }
  }

  async close(): Promise<void> {
    await this.#client.destroy();
  }
}

async function openOne(
  group: Group,
  index: number,
  url: string,
  subscription: Opening['subscription'],
): Promise<void> {
  const socket = new WebSocket(url, subscription ? ['graphql-transport-ws'] : [], {
    localAddress: `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`,
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  socket.binaryType = 'nodebuffer';
  group.sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code, reason) => {
      const error = new Error(`Socket ${index} was closed: ${code} ${String(reason)}`);
      reject(error);
      // Too late for the opening: whoever waits for events will be told that they are missing.
      if (code !== 1001 && code !== 1006) console.error(error.message);
    });
    socket.on('open', () => {
      if (!subscription) {
        resolve();
        return;
      }
      const { tokens } = subscription;
      const authorization = `Bearer ${tokens[index % tokens.length]}`;
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    });
    socket.on('message', (data: Buffer) => {
      if (ID.equals(data.subarray(0, ID.length))) {
        hear(group, index, data);
        return;
      }
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'ping') socket.send('{"type":"pong"}');
      if (type !== 'connection_ack' || !subscription) return;
      const { payload } = subscription;
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      resolve();
    });
  });
}

function hear(group: Group, index: number, frame: Buffer): void {
  group.heard += 1;
  group.heardBy[index] += 1;
  group.frame = frame;
  if (group.heard === group.awaited) group.arrived();
}

/** Resolves when every socket has heard of one more event. */
async function hearing(group: Group): Promise<void> {
  const arrived = Promise.withResolvers<void>();
  group.awaited = group.heard + group.sockets.length;
  group.arrived = () => arrived.resolve();
  const expected = group.awaited;
  const timer = setTimeout(() => {
    const missing = expected - group.heard;
    const last = String(group.frame).slice(0, 300);
    arrived.reject(
      new Error(
        `${missing} of ${group.sockets.length} sockets did not hear of an event. Last: ${last}`,
      ),
    );
  }, DELIVERED_WITHIN_MS);
  try {
    await arrived.promise;
  } finally {
    clearTimeout(timer);
  }
}

function mustHaveHeardEach(group: Group, before: Uint32Array, events: number): void {
  const wrong = group.heardBy.findIndex((heard, index) => heard - before[index] !== events);
  if (wrong === -1) return;
  const heard = group.heardBy[wrong] - before[wrong];
  throw new Error(`Socket ${wrong} heard of ${heard} events instead of ${events}.`);
}

answerCalls(handlers);
