/** How many learning events are stored a second, beside a server that only inserts them. */
import { callsTo } from '../lib/calls.ts';
import type { Cleanup } from '../lib/cleanup.ts';
import { createDatabase } from '../lib/database.ts';
import { POOL_SIZE, signIn, startGateway } from '../lib/gateway.ts';
import { startServer, startWorker } from '../lib/process.ts';
import { importBuilt } from '../lib/product.ts';
import { ratio, row, type Report } from '../lib/report.ts';
import { alternate, type Contestant, type Spent } from '../lib/rounds.ts';
import type { HttpLoad } from '../load/http.ts';
import { seed } from '../seed.ts';

const CONNECTIONS = 8;
const BATCH = 100;
const ROUNDS = 4;
/** Seconds each server is measured for, in all rounds together. */
const SECONDS = 12;
const WARM_UP_MS = 2_000;
/** Unmeasured work before each round, in milliseconds. */
const PREPARE_MS = 250;

const RECORD = `mutation Record($input: RecordLearningEventsInput!) {
  recordLearningEvents(input: $input) { ... on RecordLearningEventsSuccess { accepted } }
}`;

interface Store extends Contestant {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly courseId: string;
  readonly bodyStart: string;
  readonly bodyEnd: string;
}

export async function ingest(cleanup: Cleanup, seconds = SECONDS): Promise<Report> {
  const { toGlobalId } = await importBuilt<{ toGlobalId(type: string, id: string): string }>(
    'schema/shared/global-id.js',
  );
  const database = await createDatabase(cleanup);
  const load = callsTo<HttpLoad>(startWorker(cleanup, 'load/http.ts'));
  const gateway = await startGateway(cleanup, database);
  const data = await seed(database, 1);
  const [learner] = data.learners;
  const [course] = data.courses;
  const token = await signIn(gateway.endpoint, learner);
  const plain = await startServer(cleanup, {
    name: 'plain insert',
    args: [new URL('../peers/insert.ts', import.meta.url).pathname],
    env: {
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      NODE_ENV: 'production',
    },
  });
  const ours: Store = {
    name: 'gateway',
    server: gateway,
    owns: (name) => !name.startsWith('bench-'),
    endpoint: gateway.endpoint,
    headers: { authorization: `Bearer ${token}` },
    courseId: toGlobalId('Course', course.id),
    bodyStart: `{"query":${JSON.stringify(RECORD)},"variables":{"input":{"events":`,
    bodyEnd: '}}}',
  };
  const theirs: Store = {
    name: 'plain insert',
    server: plain,
    owns: (name) => name === 'bench-insert',
    endpoint: `${plain.url}/`,
    headers: {},
    courseId: course.id,
    bodyStart: `{"schoolId":"${learner.schoolId}","actorId":"${learner.id}","events":`,
    bodyEnd: '}',
  };

  const stored = async () => {
    const [{ count }] = await database.query<{ count: string }>(
      'select count(*) from learning_events where actor_id = $1 and course_id = $2',
      [learner.id, course.id],
    );
    return Number(count);
  };
  let acknowledged = 0;
  const send = async (store: Store, milliseconds: number) => {
    const { requests, seconds: took } = await load('events', {
      endpoint: store.endpoint,
      headers: store.headers,
      connections: CONNECTIONS,
      milliseconds,
      courseId: store.courseId,
      bodyStart: store.bodyStart,
      bodyEnd: store.bodyEnd,
      batch: BATCH,
      acknowledged: `"accepted":${BATCH}`,
    });
    acknowledged += requests * BATCH;
    return { units: requests * BATCH, seconds: took };
  };

  for (const store of [ours, theirs]) await send(store, WARM_UP_MS);
  const spent = await alternate(
    [ours, theirs],
    ROUNDS,
    database,
    (store) => send(store, PREPARE_MS),
    (store) => send(store, (seconds * 1_000) / ROUNDS),
  );
  const found = await stored();
  if (found !== acknowledged) {
    throw new Error(`${acknowledged} events were acknowledged and ${found} are stored.`);
  }

  const rate = ({ units, seconds: took }: Spent) => units / took;
  const each = (milliseconds: number | null, { units }: Spent) =>
    milliseconds === null ? null : (milliseconds * 1_000) / units;
  const [own, peer] = [spent.get(ours)!, spent.get(theirs)!];
  return {
    postgres: database.version,
    rows: [
      row('ingest.throughput.gateway', 'rows/s', rate(own)),
      row('ingest.throughput.plain_insert', 'rows/s', rate(peer)),
      row('ingest.throughput_vs_plain_insert', 'ratio', ratio(rate(own), rate(peer)), ['>=', 0.5]),
      row('ingest.server_cpu.gateway', 'µs/row', each(own.cpu, own)),
      row('ingest.server_cpu.plain_insert', 'µs/row', each(peer.cpu, peer)),
      row(
        'ingest.server_cpu_vs_plain_insert',
        'ratio',
        ratio(each(own.cpu, own), each(peer.cpu, peer)),
      ),
      row('ingest.postgres_cpu.gateway', 'µs/row', each(own.postgres, own)),
      row('ingest.postgres_cpu.plain_insert', 'µs/row', each(peer.postgres, peer)),
      row('ingest.acknowledged', 'rows', acknowledged),
      row('ingest.stored', 'rows', found),
    ],
    notes: [
      `recordLearningEvents over HTTP, batches of ${BATCH}, ${CONNECTIONS} connections, answered when committed; the same rows into the same table by one insert of pg.`,
      'The peer has no sign-in, no checks and no protection against doubles.',
    ],
  };
}
