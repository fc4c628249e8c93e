/** The command line of the benchmarks; `run.mjs` starts it. */
import { parseArgs } from 'node:util';

import { CannotRunError } from './lib/cannot-run.ts';
import { Cleanup } from './lib/cleanup.ts';
import { machineFacts } from './lib/machine.ts';
import { asTable, type Report } from './lib/report.ts';

type Benchmark = (cleanup: Cleanup, seconds?: number) => Promise<Report>;

const benchmarks: Record<string, () => Promise<Benchmark>> = {
  queries: async () => (await import('./benchmarks/queries.ts')).queries,
  fanout: async () => (await import('./benchmarks/fanout.ts')).fanout,
  ingest: async () => (await import('./benchmarks/ingest.ts')).ingest,
  grading: async () => (await import('./benchmarks/grading.ts')).grading,
  start: async () => (await import('./benchmarks/start.ts')).start,
};

const USAGE = `Usage: npm run bench -- ${Object.keys(benchmarks).join('|')} [--json] [--seconds N]

  --json       print one array of rows {name, value, unit, target, reached} and nothing else
  --seconds N  seconds each server is measured for (1 to 600), for figures that vary less`;

/** What a run may take, and how much more for each of `--seconds`: they come for each server. */
const BOUND_MS = 240_000;
const BOUND_MS_A_SECOND = 10_000;

const cleanup = new Cleanup();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second signal means now.
    if (interrupted) process.exit(130);
    interrupted = true;
    void cleanup.close().then(() => process.exit(130));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  // What fails after an interruption fails because of it.
  if (!interrupted) console.error(error instanceof Error ? explain(error) : error);
  process.exitCode = 1;
} finally {
  await cleanup.close();
}

async function main(): Promise<number> {
  const { name, json, seconds } = readArguments();
  const load = benchmarks[name ?? ''];
  if (!load) {
    console.error(USAGE);
    return 2;
  }
  const bound = BOUND_MS + (seconds ?? 0) * BOUND_MS_A_SECOND;
  setTimeout(() => {
    console.error(`Gave up after ${bound / 1_000} s.`);
    interrupted = true;
    void cleanup.close().then(() => process.exit(1));
  }, bound).unref();
  const run = await load();
  const { rows, notes, postgres } = await run(cleanup, seconds);
  if (json) console.log(JSON.stringify(rows, null, 2));
  else console.log([...machineFacts(postgres), '', asTable(rows), ...notes].join('\n'));
  return 0;
}

function readArguments(): { name: string | undefined; json: boolean; seconds: number | undefined } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, seconds: { type: 'string' } },
    });
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
    const isGood = seconds === undefined || (seconds >= 1 && seconds <= 600);
    if (positionals.length !== 1 || !isGood) throw new Error('See the usage.');
    return { name: positionals[0], json: values.json, seconds };
  } catch {
    return { name: undefined, json: false, seconds: undefined };
  }
}

/** What people can mend is told in a line; anything else with its stack. */
function explain(error: Error): string {
  const text = error instanceof CannotRunError ? error.message : error.stack;
  const because = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
  return `${text ?? error.message}${because}`;
}
