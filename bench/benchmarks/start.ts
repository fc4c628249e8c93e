/** How long `npm start` takes to the first answer, on the embedded database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Cleanup } from '../lib/cleanup.ts';
import { ask } from '../lib/gateway.ts';
import { startServer } from '../lib/process.ts';
import { productRoot, startArguments } from '../lib/product.ts';
import { row, type Report } from '../lib/report.ts';

const STARTS = 3;
const READY_WITHIN_MS = 60_000;

export async function start(cleanup: Cleanup): Promise<Report> {
  const fresh: number[] = [];
  let directory = '';
  for (let count = 0; count < STARTS; count += 1) {
    directory = await temporaryDirectory(cleanup);
    fresh.push(await secondsToAnswer(cleanup, directory));
  }
  const later: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    later.push(await secondsToAnswer(cleanup, directory));
  }
  return {
    rows: [
      row('start.fresh.slowest', 's', Math.max(...fresh), ['<=', 10]),
      row('start.fresh.median', 's', median(fresh)),
      row('start.later.slowest', 's', Math.max(...later), ['<=', 3]),
      row('start.later.median', 's', median(later)),
    ],
    notes: [
      `From the start of the process to an answer of the graph, ${STARTS} times each: on an empty data directory, and on the last of those again.`,
    ],
  };
}

async function temporaryDirectory(cleanup: Cleanup): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lyceum-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function secondsToAnswer(cleanup: Cleanup, directory: string): Promise<number> {
  const began = performance.now();
  const server = await startServer(cleanup, {
    name: 'gateway',
    args: startArguments(),
    cwd: productRoot,
    env: { LYCEUM_DATA_DIR: join(directory, 'data') },
    readyWithinMs: READY_WITHIN_MS,
  });
  await ask(`${server.url}/graphql`, '{ viewer { isAdministrator } __typename }');
  const seconds = (performance.now() - began) / 1_000;
  await server.stop();
  return seconds;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
