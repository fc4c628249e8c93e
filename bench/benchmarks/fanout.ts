/** What it costs to tell 1,000 sockets of one event, beside a bare `ws` broadcast. */
import { randomUUID } from 'node:crypto';

import { callsTo } from '../lib/calls.ts';
import type { Cleanup } from '../lib/cleanup.ts';
import { createDatabase } from '../lib/database.ts';
import { signIn, startGateway } from '../lib/gateway.ts';
import { startServer, startWorker } from '../lib/process.ts';
import { importBuilt } from '../lib/product.ts';
import { ratio, row, type Report } from '../lib/report.ts';
import { alternate, type Contestant } from '../lib/rounds.ts';
import type { SocketLoad } from '../load/sockets.ts';
import { seed, type SeededCourse } from '../seed.ts';

const SOCKETS = 1_000;
/** Many and short, because what else the machine does changes the cost of a system call. */
const ROUNDS = 9;
/** Seconds of events for each contestant, in all rounds together. */
const SECONDS = 9;
/** From one event to the next, at least. */
const EVERY_MS = 50;
/** Unmeasured events before the first, and how long they may take: until the code is compiled. */
const WARM_UP_EVENTS = 100;
const WARM_UP_MS = 6_000;

/** The subscription of the live board. */
const SUBSCRIPTION = `subscription ClassActivity($courseId: ID!, $after: String) {
  classActivity(courseId: $courseId, after: $after) {
    __typename cursor at
    enrollment { id role user { id name } }
    ... on PracticeActivity { problem { id title lesson { id title } } }
    ... on HintActivity { step { id title problem { id title } } }
    ... on ResponseActivity {
      correct firstTry
      step { id title problem { id title } }
      mastery { probability skill { id title } }
      response { id response }
      enrollment { id progress { completed total } }
    }
    ... on EnrollmentActivity { joined role }
  }
}`;

const RECORD = `mutation Record($input: RecordResponsesInput!) {
  recordResponses(input: $input) { ... on RecordResponsesSuccess { recorded } }
}`;

/** Where events come from. */
interface Source extends Contestant {
  /** The sockets that hear of them; null when nobody does. */
  readonly group: string | null;
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies of so many requests, each of which makes an event. */
  readonly bodies: (count: number) => string[];
}

export async function fanout(cleanup: Cleanup, seconds = SECONDS): Promise<Report> {
  const { toGlobalId } = await importBuilt<{ toGlobalId(type: string, id: string): string }>(
    'schema/shared/global-id.js',
  );
  const database = await createDatabase(cleanup);
  const gateway = await startGateway(cleanup, database);
  const data = await seed(database, 1);
  const tokens: string[] = [];
  for (const teacher of data.staff) tokens.push(await signIn(gateway.endpoint, teacher));
  const bare = await startServer(cleanup, {
    name: 'bare ws',
    args: [new URL('../peers/broadcast.ts', import.meta.url).pathname],
    env: { NODE_ENV: 'production' },
  });

  // Last, so that at the end its sockets are gone before the servers are.
  const load = callsTo<SocketLoad>(startWorker(cleanup, 'load/sockets.ts'));
  const [watched, unwatched] = data.courses;
  await load('open', {
    group: 'gateway',
    url: gateway.endpoint.replace('http', 'ws'),
    count: SOCKETS,
    subscription: {
      tokens,
      payload: { query: SUBSCRIPTION, variables: { courseId: toGlobalId('Course', watched.id) } },
    },
  });
  await load('open', {
    group: 'bare',
    url: bare.url.replace('http', 'ws'),
    count: SOCKETS,
    subscription: null,
  });

  const json = { 'content-type': 'application/json' };
  const ours = {
    name: 'gateway',
    server: gateway,
    owns: () => false,
    endpoint: gateway.endpoint,
    headers: { ...json, authorization: `Bearer ${data.apiKey}` },
  };
  const told: Source = { ...ours, group: 'gateway', bodies: responsesIn(watched, toGlobalId) };
  const untold: Source = { ...ours, group: null, bodies: responsesIn(unwatched, toGlobalId) };

  // The first events compile what is compiled, and show the bytes that the other one repeats.
  const warmUp = async (source: Source) =>
    load('make', {
      ...asked(source, WARM_UP_EVENTS),
      everyMs: 0,
      milliseconds: WARM_UP_MS,
    });
  const { frame } = await warmUp(told);
  if (frame === null) throw new Error('No event came.');
  mustShow(frame);
  const bodies = (count: number) => Array.from({ length: count }, () => frame);
  const theirs = { name: 'bare ws', server: bare, owns: () => false, headers: json, bodies };
  const broadcast: Source = { ...theirs, group: 'bare', endpoint: `${bare.url}/broadcast` };
  const posted: Source = { ...theirs, group: null, endpoint: `${bare.url}/nothing` };
  for (const source of [untold, broadcast, posted]) await warmUp(source);

  // The others keep the pace of the first: after 40 ms of silence TCP does more for a delivery, so
  // that the faster would be cheaper for being faster.
  let everyMs = EVERY_MS;
  const spent = await alternate(
    [told, broadcast, untold, posted],
    ROUNDS,
    null,
    idle,
    async (source) => {
      if (source === told) everyMs = EVERY_MS;
      const milliseconds = (seconds * 1_000) / ROUNDS;
      const events = asked(source, Math.ceil(milliseconds / everyMs));
      const heard = await load('make', { ...events, everyMs, milliseconds });
      everyMs = Math.max(everyMs, (heard.seconds * 1_000) / heard.events);
      return { units: heard.events, seconds: heard.seconds };
    },
  );
  const microseconds = (source: Source) => {
    const { cpu, units } = spent.get(source)!;
    return (1_000 * cpu) / units;
  };
  /** Of one event: what hearing of it costs beyond causing it, for each socket. */
  const delivery = (heard: Source, unheard: Source) =>
    (microseconds(heard) - microseconds(unheard)) / SOCKETS;
  const own = delivery(told, untold);
  const peer = delivery(broadcast, posted);
  /** Between an event and the next, as far as it took longer than it had to. */
  const interval = (source: Source) => {
    const total = spent.get(source)!;
    return (1_000 * total.seconds) / total.units;
  };
  return {
    postgres: database.version,
    rows: [
      row('fanout.delivery_cpu.gateway', 'µs/delivery', own),
      row('fanout.delivery_cpu.bare_ws', 'µs/delivery', peer),
      row('fanout.delivery_cpu_vs_bare_ws', 'ratio', ratio(own, peer), ['<=', 1.15]),
      row('fanout.event_cpu.gateway', 'µs/event', microseconds(told)),
      row('fanout.event_cpu.gateway_without_sockets', 'µs/event', microseconds(untold)),
      row('fanout.event_cpu.bare_ws', 'µs/event', microseconds(broadcast)),
      row('fanout.event_cpu.bare_ws_without_sockets', 'µs/event', microseconds(posted)),
      row('fanout.interval.gateway', 'ms/event', interval(told)),
      row('fanout.interval.bare_ws', 'ms/event', interval(broadcast)),
      row('fanout.frame', 'bytes', Buffer.byteLength(frame)),
    ],
    notes: [
      `${spent.get(told)!.units} events to ${SOCKETS} sockets of ${tokens.length} teachers, each made by recordResponses, one every ${EVERY_MS} ms or when all have heard of the last; the bare server keeps that pace.`,
      'delivery_cpu: the CPU of an event less that of the same write to a course that nobody watches (bare: of a POST that tells nobody), for each socket.',
      'Reading the outbox, executing the subscription and serialising are part of the delivery.',
    ],
  };
}

function asked({ group, endpoint, headers, bodies }: Source, count: number) {
  return { group, endpoint, headers, bodies: bodies(count) };
}

async function idle(): Promise<void> {}

/** Requests that record an answer each, of one learner after another. */
function responsesIn(
  course: SeededCourse,
  toGlobalId: (type: string, id: string) => string,
): (count: number) => string[] {
  const { learnerIds, stepIds } = course;
  const courseId = toGlobalId('Course', course.id);
  let turn = 0;
  const next = () => {
    const learnerId = toGlobalId('User', learnerIds[turn % learnerIds.length]);
    const stepId = toGlobalId('Step', stepIds[turn % stepIds.length]);
    turn += 1;
    const response = {
      learnerId,
      stepId,
      correct: turn % 3 !== 0,
      clientKey: randomUUID(),
      occurredAt: new Date().toISOString(),
    };
    const variables = { input: { courseId, responses: [response] } };
    return JSON.stringify({ query: RECORD, variables });
  };
  return (count) => Array.from({ length: count }, next);
}

/** An error delivered quickly is no delivery. */
function mustShow(frame: string): void {
  const { payload } = JSON.parse(frame) as { payload: { errors?: unknown; data?: object } };
  if (payload.errors || !payload.data) throw new Error(`An event came as ${frame.slice(0, 500)}`);
}
