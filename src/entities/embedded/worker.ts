// The thread that owns PGlite. It understands no SQL and parses no rows: it passes PostgreSQL's
// messages through, because PGlite's own query() costs five times the CPU (610 against 117 µs for
// a row by its id), and the rows would then be cloned to the other thread on top.
//
// Runs as built JavaScript and, under Jest, as this very file, from which Node strips the types:
// hence no import from a sibling but of types, and nothing that needs a compiler.
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { PGlite, protocol, type PGliteOptions } from '@electric-sql/pglite';
import { extract } from 'tar-stream';

import type { WorkerBoot, WorkerReport, WorkerRequest } from './messages.js';

const { serialize } = protocol;

/** The longjmp by which PostgreSQL leaves a failed statement: PGlite's, not an accident. */
const STATEMENT_FAILED = 100;

/** Small segments: a young cluster takes 25 MB instead of 40, and a nearly full disk still works. */
const initDbStartParams = ['--wal-segsize=1'];

/** Parallel plans hang in PGlite (electric-sql/pglite#945): off, whatever its defaults become. */
const startParams = [...PGlite.defaultStartParams, '-c', 'max_parallel_workers_per_gather=0'];

const port = parentPort;
if (port === null) throw new Error('worker.ts is the body of a worker thread.');
const report = (message: WorkerReport, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

/** The files of a fresh cluster as a tar stream. */
async function freshCluster(template: string | null): Promise<NodeJS.ReadableStream> {
  if (template !== null) return createReadStream(template).pipe(createGunzip());
  const scratch = await start({ initDbStartParams });
  await scratch.exec('CHECKPOINT');
  const tar = await scratch.dumpDataDir('none');
  await scratch.close();
  return Readable.from(Buffer.from(await tar.arrayBuffer()), { objectMode: false });
}

/** Makes the cluster's directory in one step: a process killed meanwhile leaves none behind. */
async function createCluster(pgdata: string, template: string | null): Promise<void> {
  const unfinished = `${pgdata}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const entries = extract();
  (await freshCluster(template)).pipe(entries);
  for await (const entry of entries) {
    const path = join(unfinished, entry.header.name);
    if (entry.header.type === 'directory') mkdirSync(path, { recursive: true, mode: 0o700 });
    else await writeFile(path, await buffer(entry), { mode: 0o600 });
    entry.resume();
  }
  renameSync(unfinished, pgdata);
}

async function openCluster({ pgdata, template }: WorkerBoot): Promise<PGlite> {
  if (pgdata !== null) {
    if (!existsSync(join(pgdata, 'PG_VERSION'))) await createCluster(pgdata, template);
    return start({ dataDir: pgdata });
  }
  if (template === null) return start({ initDbStartParams });
  return start({ loadDataDir: new Blob([readFileSync(template)]) });
}

/** PGlite says no more than "failed to initialize properly"; PostgreSQL's own last words say why. */
async function start(options: PGliteOptions): Promise<PGlite> {
  const lastWords: string[] = [];
  const onStderr = (line: string): boolean => lastWords.push(line) < 0;
  try {
    return await PGlite.create({ ...options, startParams, onStderr });
  } catch (error) {
    throw new Error([String(error), ...lastWords.slice(-5)].join('\n'), { cause: error });
  }
}

/**
 * PGlite swallows whatever its main loop throws and calls it again, which turns an abort (a disk
 * full while the log is written) into a thread that spins for ever. Says so and ends instead; the
 * next worker recovers from the log as after a crash.
 */
function endWhenBroken({ Module: engine }: PGlite): void {
  const mainLoopOnce = engine._PostgresMainLoopOnce.bind(engine);
  engine._PostgresMainLoopOnce = () => {
    try {
      mainLoopOnce();
    } catch (error) {
      const status = (error as { status?: unknown }).status;
      if (status === STATEMENT_FAILED) throw error;
      report({ kind: 'broken', reason: String(error) });
      process.exit(1);
    }
  };
}

/** What follows every Bind. */
const execution = Buffer.concat([
  serialize.describe({ type: 'P' }),
  serialize.execute({}),
  serialize.sync(),
]);

function encode(request: Extract<WorkerRequest, { kind: 'simple' | 'extended' }>): Uint8Array {
  if (request.kind === 'simple') return serialize.query(request.sql);
  const { name, sql, parse } = request;
  const bind = serialize.bind({ statement: name, values: [...request.values] });
  return parse
    ? Buffer.concat([serialize.parse({ name, text: sql }), bind, execution])
    : Buffer.concat([bind, execution]);
}

// One scratch for all replies, grown when one does not fit: each is copied out once, exactly.
let scratch = new Uint8Array(64 * 1024);
let filled = 0;
function collect(bytes: Uint8Array): void {
  if (filled + bytes.length > scratch.length) {
    const larger = new Uint8Array(Math.max(scratch.length * 2, filled + bytes.length));
    larger.set(scratch.subarray(0, filled));
    scratch = larger;
  }
  scratch.set(bytes, filled);
  filled += bytes.length;
}

async function answer(database: PGlite, request: WorkerRequest): Promise<void> {
  switch (request.kind) {
    case 'close':
      await database.exec('CHECKPOINT'); // nothing to replay at the next start
      await database.close();
      process.exit(0);
    case 'dump': {
      const file = await database.dumpDataDir('gzip');
      const bytes = await file.arrayBuffer();
      report({ kind: 'reply', bytes }, [bytes]);
      return;
    }
    case 'simple':
    case 'extended': {
      filled = 0;
      await database.execProtocolRawStream(encode(request), {
        syncToFs: false,
        onRawData: collect,
      });
      const bytes = scratch.slice(0, filled).buffer;
      report({ kind: 'reply', bytes }, [bytes]);
    }
  }
}

const database = await openCluster(workerData as WorkerBoot);
endWhenBroken(database);
port.on('message', (request: WorkerRequest) => {
  answer(database, request).catch((error: unknown) => {
    report({ kind: 'broken', reason: String(error) });
    process.exit(1);
  });
});
report({ kind: 'ready' });
