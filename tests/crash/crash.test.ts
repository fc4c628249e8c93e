import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import { readEnvironment } from '../../src/app/environment.js';
import { openPlatform } from '../../src/app/open-platform.js';
import { openRecordedClass } from '../../src/cli/commands/open-recorded-class.js';
import { runCommand } from '../../src/cli/commands/run-command.js';
import { answersToPlay } from '../../src/cli/replay/answers-to-play.js';
import { playAnswers } from '../../src/cli/replay/play-answers.js';
import { recordOverGraph } from '../../src/cli/replay/record-over-graph.js';
import { inspect, type Findings } from './inspect.js';
import { findPostgresPlace } from './postgres-place.js';
import { createRandom } from './random.js';
import { writeRecording } from './recording.js';
import { freePort, runLyceum, ServerProcess, type Settings } from './server-process.js';

const TRIES = 20;
/** Another one kills at other moments. */
const SEED = Number(process.env['CRASH_SEED'] ?? 20_261_122);
/** The kill comes within so many milliseconds of the first answer acknowledged after a start. */
const LATEST_KILL_MS = 2_000;
const LEARNERS = 24;
/** Systems that record at once, each for learners of its own. */
const PLAYERS = 4;

interface Row extends Findings {
  readonly database: string;
  readonly tries: number;
  readonly slowestStartMs: number;
}

const rows: Row[] = [];
let folder: string;
let server: ServerProcess | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'));
});

afterEach(async () => {
  await server?.kill();
  server = null;
  await rm(folder, { recursive: true, force: true });
});

afterAll(() => {
  // Past Jest, which would put a stack trace under it.
  process.stdout.write(`\n${table(rows)}\n\n`);
});

/** Plays a recording into a server that is killed again and again, and looks at what is left. */
async function crash(database: string, own: Settings): Promise<Row> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings: Settings = {
    PORT: String(port),
    LYCEUM_DATA_DIR: join(folder, 'data'),
    LYCEUM_DEMO: '0',
    LYCEUM_LOG_LEVEL: 'error',
    ...own,
  };
  const environment = readEnvironment(settings);
  server = new ServerProcess(url, settings);
  const starts = [await server.start()];
  await runLyceum(
    ['school', 'create', '--slug', 'crash', '--name', 'Crash'].concat(
      ...[
        ['--admin-email', 'a@crash.example'],
        ['--admin-name', 'Ada'],
      ],
    ),
    { ...settings, LYCEUM_ADMIN_PASSWORD: 'correct horse' },
  );
  const file = join(folder, 'recording.csv');
  await writeRecording(file, { learners: LEARNERS, answers: 2_000, seed: SEED });
  const opened = await runCommand(
    openRecordedClass,
    { file, learners: LEARNERS, restart: false },
    { environment, report: () => undefined, signal: new AbortController().signal },
  );
  const answers = await answersToPlay(file, opened);

  let onAcknowledged: (() => void) | null = null;
  const enough = new AbortController();
  const players = opened.learners.slice(0, PLAYERS).map((_, player) => {
    const learners = opened.learners.filter((_learner, index) => index % PLAYERS === player);
    const ids = new Set(learners.map(({ userId }) => userId));
    const own = answers.filter(({ userId }) => ids.has(userId));
    let acknowledged = 0;
    const report = playAnswers(own, {
      // Small batches end often: a kill meets every part of a transaction, and what comes after it.
      pace: { rate: 100, maxBatch: 8 },
      record: recordOverGraph({ url, key: opened.key, courseId: opened.courseId }),
      signal: enough.signal,
      patienceMs: 120_000,
      longestPauseMs: 200,
      onProgress: (progress) => {
        if (progress.acknowledged > acknowledged) onAcknowledged?.();
        ({ acknowledged } = progress);
      },
    });
    return { answers: own, report };
  });
  const anyEnd = Promise.race(players.map(({ report }) => report));

  const random = createRandom(SEED);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const moment = random() * LATEST_KILL_MS;
    await Promise.race([new Promise<void>((done) => (onAcknowledged = done)), anyEnd]);
    await delay(moment);
    await server.kill();
    starts.push(await server.start());
  }
  enough.abort();
  const played = await Promise.all(
    players.map(async (player) => ({ answers: player.answers, report: await player.report })),
  );
  // A player that gave up would show here, and not as a table without losses.
  expect(played.map(({ report }) => report.end)).toEqual(played.map(() => 'interrupted'));
  await server.stop();

  const platform = await openPlatform({ environment, log: pino({ level: 'silent' }) });
  try {
    const findings = await inspect(platform, played);
    const slowestStartMs = Math.round(Math.max(...starts.slice(1)));
    return { database, tries: TRIES, ...findings, slowestStartMs };
  } finally {
    await platform.close();
  }
}

function expectNothingLost(row: Row): void {
  rows.push(row);
  expect(row).toMatchObject({ lost: 0, doubled: 0, gaps: 0, unannounced: 0, differed: 0 });
  // Otherwise nothing much was tried.
  expect(row.acknowledged).toBeGreaterThan(TRIES * 10);
}

describe('a server killed during a replay', () => {
  it('loses and doubles nothing on the embedded database', async () => {
    expectNothingLost(await crash('embedded', {}));
  });

  it('loses and doubles nothing on PostgreSQL', async () => {
    const place = await findPostgresPlace();
    if (!place) {
      process.stdout.write(
        'No PostgreSQL at TEST_DATABASE_URL or 127.0.0.1:5432: not tried there.\n',
      );
      expect(process.env['CI']).not.toBe('true');
      return;
    }
    try {
      const secret = 'a secret for tests, thirty-two characters';
      const own = { DATABASE_URL: place.url, LYCEUM_SECRET: secret };
      expectNothingLost(await crash('PostgreSQL', own));
    } finally {
      await server?.kill();
      await place.remove();
    }
  });
});

/** What was tried and what came of it, as people read it. */
function table(found: readonly Row[]): string {
  const columns: [string, (row: Row) => string | number][] = [
    ['database', (row) => row.database],
    ['tries', (row) => row.tries],
    ['acknowledged', (row) => row.acknowledged],
    ['found', (row) => row.found],
    ['lost', (row) => row.lost],
    ['doubled', (row) => row.doubled],
    ['stored unheard', (row) => row.unheard],
    ['tries in vain', (row) => row.retries],
    ['slowest start', (row) => `${row.slowestStartMs} ms`],
  ];
  const lines = [columns.map(([name]) => name)].concat(
    found.map((row) => columns.map(([, value]) => String(value(row)))),
  );
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines
    .map((line) => line.map((cell, at) => cell.padStart(widths[at]!)).join('  '))
    .join('\n');
}
