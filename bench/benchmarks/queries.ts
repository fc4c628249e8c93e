/** What an answer costs beside other servers over the same rows. */
import { isDeepStrictEqual } from 'node:util';

import { callsTo } from '../lib/calls.ts';
import type { Cleanup } from '../lib/cleanup.ts';
import { createDatabase, type Database } from '../lib/database.ts';
import { POOL_SIZE, signIn, startGateway } from '../lib/gateway.ts';
import { startServer, startWorker } from '../lib/process.ts';
import { ratio, row, type Report, type Row } from '../lib/report.ts';
import { alternate, perUnit, type Contestant, type Spent } from '../lib/rounds.ts';
import type { HttpLoad, Request } from '../load/http.ts';
import { OBJECTS, seed, type Seed } from '../seed.ts';
import { bodiesOf, readAnswer, type Question } from './questions.ts';

const CONNECTIONS = 16;
/** Schools in the database. Their versions, 20 each, are more than the version cache holds. */
const SCHOOLS = 11;
const ROUNDS = 3;
/** Seconds each server works for a question in all rounds together. */
const SECONDS = 4.5;
/** The shares of that the other questions get. */
const SHORT = 1 / 3;
/** Unmeasured work before each round, in milliseconds: connections, and code that went cold. */
const PREPARE_MS = 250;
/** Unmeasured requests before the first, and how long they may take: until the code is compiled. */
const WARM_UP_REQUESTS = 400;
const WARM_UP_MS = 4_000;

interface Peer extends Contestant {
  readonly key: 'gateway' | 'mercurius' | 'postgraphile' | 'apollo';
  readonly endpoint: string;
  /** Headers that say who asks, for the learner of each school. */
  readonly viewers: readonly Readonly<Record<string, string>>[];
}

type Load = ReturnType<typeof callsTo<HttpLoad>>;

export async function queries(cleanup: Cleanup, seconds = SECONDS): Promise<Report> {
  const database = await createDatabase(cleanup);
  const load = callsTo<HttpLoad>(startWorker(cleanup, 'load/http.ts'));
  const gateway = await startGateway(cleanup, database);
  const data = await seed(database, SCHOOLS);
  const tokens: string[] = [];
  for (const learner of data.learners) tokens.push(await signIn(gateway.endpoint, learner));
  const peers: Peer[] = [
    {
      key: 'gateway',
      name: gateway.name,
      server: gateway,
      endpoint: gateway.endpoint,
      owns: (name) => !name.startsWith('bench-'),
      viewers: tokens.map((token) => ({ authorization: `Bearer ${token}` })),
    },
    ...(await Promise.all([
      startPeer(cleanup, database, data, 'mercurius', '/graphql'),
      startPeer(cleanup, database, data, 'postgraphile', '/graphql'),
      startPeer(cleanup, database, data, 'apollo', '/'),
    ])),
  ];
  const [own, mercurius] = peers;

  const first = new Map<Peer, number>();
  for (const peer of peers) {
    const requests = requestsTo(peer, 'nested', data).slice(0, 1);
    first.set(peer, await load('once', { ...idle(peer), requests }));
  }
  await mustAnswerAlike(peers, data);
  for (const peer of peers) {
    await load('repeat', {
      ...idle(peer),
      milliseconds: WARM_UP_MS,
      most: WARM_UP_REQUESTS,
      requests: requestsTo(peer, 'nested', data).slice(0, 1),
    });
  }

  const nested = await race(load, database, peers, data, 'nested', ROUNDS, seconds);
  const course = await race(load, database, peers, data, 'course', ROUNDS - 1, seconds * SHORT);
  const viewer = await race(load, database, peers, data, 'viewer', ROUNDS - 1, seconds * SHORT);
  const all = (peer: Peer) => requestsTo(peer, 'nested', data);
  const cold = await race(
    load,
    database,
    [own, mercurius],
    data,
    'nested',
    ROUNDS - 1,
    seconds * SHORT,
    all,
  );

  const name = 'queries.nested.first_answer';
  return {
    postgres: database.version,
    rows: [
      ...rowsOf('nested', nested, true),
      ...rowsOf('nested_cold', cold, false),
      ...rowsOf('course', course, false),
      ...rowsOf('viewer', viewer, false),
      ...peers.map((peer) => row(`${name}.${peer.key}`, 'ms', first.get(peer) ?? null)),
    ],
    notes: [
      `nested: ${OBJECTS} objects with the learner's progress, ${CONNECTIONS} connections; the gateway signed in, with permissions, version cache warm.`,
      `nested_cold: the same for ${SCHOOLS} schools in turn, more versions than the cache holds, so that each is loaded anew.`,
      'The peers ask no permissions and keep nothing between requests.',
    ],
  };
}

async function startPeer(
  cleanup: Cleanup,
  database: Database,
  data: Seed,
  key: Exclude<Peer['key'], 'gateway'>,
  path: string,
): Promise<Peer> {
  const server = await startServer(cleanup, {
    name: key,
    args: [new URL(`../peers/${key}.ts`, import.meta.url).pathname],
    env: {
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
    },
  });
  return {
    key,
    name: key,
    server,
    endpoint: server.url + path,
    owns: (name) => name === `bench-${key}`,
    viewers: data.learners.map(({ id }) => ({ 'x-viewer': id })),
  };
}

/** One request for the learner of each school; but for the catalogue they are those of the first. */
function requestsTo(peer: Peer, question: Question, data: Seed): Request[] {
  const bodies = bodiesOf(peer.key, question, data);
  return peer.viewers.slice(0, bodies.length).map((headers, index) => ({
    headers,
    body: bodies[index],
  }));
}

function idle(peer: Peer) {
  return { endpoint: peer.endpoint, connections: CONNECTIONS, milliseconds: 0 };
}

async function race(
  load: Load,
  database: Database,
  peers: readonly Peer[],
  data: Seed,
  question: Question,
  rounds: number,
  seconds: number,
  requestsFor = (peer: Peer) => requestsTo(peer, question, data).slice(0, 1),
): Promise<Map<Peer, Spent>> {
  return alternate(
    peers,
    rounds,
    database,
    (peer) =>
      load('repeat', { ...idle(peer), milliseconds: PREPARE_MS, requests: requestsFor(peer) }),
    async (peer) => {
      const milliseconds = (seconds * 1_000) / rounds;
      const requests = requestsFor(peer);
      const outcome = await load('repeat', { ...idle(peer), milliseconds, requests });
      return { units: outcome.requests, seconds: outcome.seconds };
    },
  );
}

/** Who answers something else is not beside us. */
async function mustAnswerAlike(peers: readonly Peer[], data: Seed): Promise<void> {
  for (const question of ['nested', 'course', 'viewer'] as const) {
    const answers = await Promise.all(
      peers.map(async (peer) => {
        const [{ headers, body }] = requestsTo(peer, question, data);
        const response = await fetch(peer.endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        });
        return readAnswer(peer.key, question, await response.text());
      }),
    );
    for (const [index, answer] of answers.entries()) {
      if (isDeepStrictEqual(answer, answers[0])) continue;
      throw new Error(
        `${peers[index].name} does not answer "${question}" as the gateway does:\n${shortly(answer)}\n${shortly(answers[0])}`,
      );
    }
  }
}

function shortly(answer: unknown): string {
  return JSON.stringify(answer).slice(0, 400);
}

function rowsOf(question: string, spent: ReadonlyMap<Peer, Spent>, targets: boolean): Row[] {
  const entries = [...spent].map(([peer, total]) => ({ peer, total, each: perUnit(total) }));
  const gateway = entries[0];
  const rows: Row[] = [];
  const rate = (total: Spent) => total.units / total.seconds;
  for (const { peer, total, each } of entries) {
    rows.push(row(`queries.${question}.server_cpu.${peer.key}`, 'ms/request', each.cpu));
    rows.push(row(`queries.${question}.postgres_cpu.${peer.key}`, 'ms/request', each.postgres));
    rows.push(row(`queries.${question}.throughput.${peer.key}`, 'requests/s', rate(total)));
  }
  for (const { peer, total, each } of entries.slice(1)) {
    const against = (what: string) => `queries.${question}.${what}_vs_${peer.key}`;
    const limits = targets ? LIMITS[peer.key] : undefined;
    const cpu = ratio(gateway.each.cpu, each.cpu);
    const both = ratio(gateway.each.both, each.both);
    rows.push(row(against('server_cpu'), 'ratio', cpu, limits?.server));
    rows.push(row(against('server_and_postgres_cpu'), 'ratio', both, limits?.both));
    rows.push(row(against('throughput'), 'ratio', ratio(rate(gateway.total), rate(total))));
  }
  return rows;
}

type Limit = readonly ['<=', number];
const LIMITS: Partial<Record<Peer['key'], { server?: Limit; both?: Limit }>> = {
  mercurius: { server: ['<=', 1], both: ['<=', 1] },
  postgraphile: { server: ['<=', 0.6] },
};
