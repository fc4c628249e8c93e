/** Sends HTTP requests over a number of connections, each one at a time, as fast as answers come. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';

import { answerCalls } from '../lib/calls.ts';
import { eventsOf } from './events.ts';

export interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Load {
  readonly endpoint: string;
  readonly connections: number;
  /** No request begins after this; those under way are waited for. */
  readonly milliseconds: number;
  /** Nor after so many have been answered. */
  readonly most?: number;
  /** Sent in turn, over all connections together. Each is answered the same every time. */
  readonly requests: readonly Request[];
}

export interface EventLoad extends Omit<Load, 'requests'> {
  readonly headers: Readonly<Record<string, string>>;
  /** The course of the events, as this server knows it. */
  readonly courseId: string;
  /** What stands before and after the list of events in the body. */
  readonly bodyStart: string;
  readonly bodyEnd: string;
  readonly batch: number;
  /** What an answer must hold to be counted. */
  readonly acknowledged: string;
}

export interface Outcome {
  readonly requests: number;
  readonly seconds: number;
}

const handlers = {
  async repeat({ requests, ...load }: Load): Promise<Outcome> {
    const lengths = new Map<Request, number>();
    let turn = 0;
    return hammer(load, () => {
      const request = requests[turn++ % requests.length];
      return {
        request,
        check: (answer) => {
          const expected = lengths.get(request) ?? answer.length;
          lengths.set(request, expected);
          return answer.startsWith('{"data"') && answer.length === expected;
        },
      };
    });
  },

  async events({ headers, courseId, bodyStart, bodyEnd, batch, acknowledged, ...load }: EventLoad) {
    return hammer(load, () => ({
      request: { headers, body: bodyStart + eventsOf(courseId, batch) + bodyEnd },
      check: (answer) => answer.includes(acknowledged),
    }));
  },

  /** How long the first answer takes over a connection made for it, in milliseconds. */
  async once({ endpoint, requests: [request] }: Load): Promise<number> {
    const began = performance.now();
    await hammer({ endpoint, connections: 1, milliseconds: 0 }, () => ({
      request,
      check: (answer) => answer.startsWith('{"data"'),
    }));
    return performance.now() - began;
  },
};
export type HttpLoad = typeof handlers;

interface Next {
  readonly request: Request;
  readonly check: (answer: string) => boolean;
}

/** At least one request a connection. Any answer that is not as expected ends it. */
async function hammer(
  { endpoint, connections, milliseconds, most = Infinity }: Omit<Load, 'requests'>,
  next: () => Next,
): Promise<Outcome> {
  const { origin, pathname } = new URL(endpoint);
  const clients = Array.from({ length: connections }, () => new Client(origin, { pipelining: 1 }));
  const began = performance.now();
  let over = false;
  let requests = 0;
  const one = async (client: Client) => {
    do {
      const { request, check } = next();
      const { statusCode, body } = await client.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', ...request.headers },
        body: request.body,
      });
      const answer = await body.text();
      if (statusCode !== 200 || !check(answer)) {
        throw new Error(`${endpoint} answered ${statusCode}: ${answer.slice(0, 300)}`);
      }
      requests += 1;
    } while (!over && requests < most);
  };
  void sleep(milliseconds).then(() => (over = true));
  try {
    await Promise.all(clients.map(one));
    return { requests, seconds: (performance.now() - began) / 1_000 };
  } finally {
    over = true;
    await Promise.all(clients.map((client) => client.destroy()));
  }
}

answerCalls(handlers);
