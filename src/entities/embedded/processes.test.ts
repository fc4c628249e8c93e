import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { buildClusterTemplate, openEmbeddedDatabase, readLockHolder } from './index.js';

/** Lets a child run our TypeScript as it stands: `./x.js` in a source means `./x.ts`. */
const hooks = `import { registerHooks } from 'node:module';
  registerHooks({ resolve: (specifier, context, next) => next(
    specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
      ? specifier.replace(/\\.js$/, '.ts') : specifier, context) });`;

/** Opens the directory; says "open", or why not; then writes, and says what is acknowledged. */
const program = `const { openEmbeddedDatabase } = await import(process.argv[1]);
  const database = await openEmbeddedDatabase({ dataDir: process.argv[2] }).catch((error) => {
    console.log('refused', error.pid);
    process.exit(1);
  });
  console.log('open');
  await database.query('CREATE TABLE IF NOT EXISTS t (id text PRIMARY KEY)');
  for (let n = 0; process.argv[3] === 'write'; n += 1) {
    const id = process.pid + '-' + n;
    await database.query('INSERT INTO t VALUES ($1)', [id]);
    console.log(id);
  }`;

jest.setTimeout(90_000); // each child starts a Node and a PostgreSQL, and there may be other work

let parent: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  await buildClusterTemplate();
  parent = mkdtempSync(join(tmpdir(), 'lyceum-embedded-'));
  dataDir = join(parent, 'data');
});
afterEach(() => Promise.all(children.splice(0).map(kill)));
afterAll(() => rmSync(parent, { recursive: true }));

/** Starts a child process; `lines` yields what it says. */
function start(task: 'write' | 'wait') {
  const child = spawn(
    process.execPath,
    [
      '--experimental-transform-types',
      '--disable-warning=ExperimentalWarning',
      `--import=data:text/javascript,${encodeURIComponent(hooks)}`,
      '--input-type=module',
      '--eval',
      program,
      join(import.meta.dirname, 'index.ts'),
      dataDir,
      task,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('two processes in one directory', () => {
  it('lets one in, refuses the others by name, and lets the next in when that one was killed', async () => {
    const [a, b] = [start('wait'), start('wait')];
    const [saidA, saidB] = await Promise.all([a.lines.next(), b.lines.next()]);
    const [{ child }, refusal] = saidA.value === 'open' ? [a, saidB] : [b, saidA];
    expect([saidA.value, saidB.value]).toContain('open');
    expect(refusal.value).toBe(`refused ${child.pid}`);

    const begun = performance.now();
    await expect(openEmbeddedDatabase({ dataDir })).rejects.toThrow(`Stop process ${child.pid}`);
    expect(performance.now() - begun).toBeLessThan(2_000);

    await kill(child);
    expect(existsSync(join(dataDir, 'lyceum.lock'))).toBe(true);
    await (await openEmbeddedDatabase({ dataDir })).close();
  });

  it('takes the lock over from a process whose number was given to another', async () => {
    const lock = join(dataDir, 'lyceum.lock');
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, startedAt: 'long ago' }));
    expect(readLockHolder(dataDir)).toBeNull();
    const database = await openEmbeddedDatabase({ dataDir });
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await database.close();
  });
});

describe('kill -9 while rows are written', () => {
  it('loses no acknowledged row in 3 rounds', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { child, lines } = start('write');
      expect((await lines.next()).value).toBe('open');
      const before = acknowledged.length;
      for await (const line of lines) {
        // More lines follow: what it had said already when it was killed.
        if (acknowledged.push(line) === before + 100) child.kill('SIGKILL');
      }
      await kill(child);
    }
    const database = await openEmbeddedDatabase({ dataDir });
    const [result] = await database.query('SELECT id FROM t');
    const kept = new Set(result!.rows.map((row) => row['id']));
    expect(acknowledged.length).toBeGreaterThanOrEqual(300);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    await database.close();
  });
});
