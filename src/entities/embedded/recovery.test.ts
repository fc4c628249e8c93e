import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import {
  buildClusterTemplate,
  openEmbeddedDatabase,
  readLockHolder,
  type EmbeddedDatabase,
  type EmbeddedDatabaseState,
} from './index.js';

const SPIN = `DO 'BEGIN LOOP END LOOP; END'`;

let parent: string;
let dataDir: string; // one for all tests, because to fill one takes longer than to open it
let database: EmbeddedDatabase | undefined;

beforeAll(async () => {
  await buildClusterTemplate();
  parent = mkdtempSync(join(tmpdir(), 'lyceum-embedded-'));
  dataDir = join(parent, 'data');
});
afterEach(async () => {
  await database?.close();
  database = undefined;
});
afterAll(() => rmSync(parent, { recursive: true }));

function reaches(
  opened: EmbeddedDatabase,
  state: EmbeddedDatabaseState,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const ignore = opened.onStateChange((change) => {
      if (change.state !== state) return;
      ignore();
      resolve(change.cause);
    });
  });
}

describe('openEmbeddedDatabase', () => {
  it('lets nobody else into the directory, nor any of those below it', async () => {
    mkdirSync(dataDir, { mode: 0o755 });
    database = await openEmbeddedDatabase({ dataDir });
    const open = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.name === 'lyceum.lock')
      .map((entry) => statSync(join(entry.parentPath, entry.name)))
      .filter((stats) => (stats.mode & 0o077) !== 0);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(open).toEqual([]);
  });

  it('refuses a directory that is open, naming the process', async () => {
    database = await openEmbeddedDatabase({ dataDir, controlAddress: '/run/lyceum.sock' });
    await expect(openEmbeddedDatabase({ dataDir })).rejects.toMatchObject({
      name: 'EmbeddedDatabaseLockedError',
      pid: process.pid,
      controlAddress: '/run/lyceum.sock',
    });
    database.publishControlAddress('http://127.0.0.1:4001');
    expect(readLockHolder(dataDir)?.controlAddress).toBe('http://127.0.0.1:4001');
    await database.close();
    expect(readLockHolder(dataDir)).toBeNull();
    database = await openEmbeddedDatabase({ dataDir });
  });

  it('gives the directory free again when PostgreSQL does not start', async () => {
    const broken = join(parent, 'broken');
    mkdirSync(join(broken, 'pgdata', 'PG_VERSION'), { recursive: true });
    await expect(openEmbeddedDatabase({ dataDir: broken })).rejects.toThrow();
    expect(readLockHolder(broken)).toBeNull();
  });
});

describe('watchdog', () => {
  it('replaces a worker that is stuck; nothing hangs and nothing is lost', async () => {
    database = await openEmbeddedDatabase({
      dataDir,
      statementTimeoutMs: 1_000,
      watchdogMs: 2_000,
    });
    await database.query('CREATE TABLE t (id int); INSERT INTO t VALUES (1)');
    const heard: string[] = [];
    await database.listen('news', (payload) => heard.push(payload));
    const recovering = reaches(database, 'recovering');
    const ready = reaches(database, 'ready');

    const stuck = database.pglite.transaction(async (own) => {
      await own.query('INSERT INTO t VALUES (2)');
      await own.query(SPIN);
    });
    const waiting = database.query('INSERT INTO t VALUES (3)');
    await expect(stuck).rejects.toMatchObject({ code: '57014' });
    await expect(waiting).rejects.toMatchObject({ code: '57P03', outcome: 'not-executed' });
    await expect(recovering).resolves.toMatchObject({
      message: expect.stringContaining('2000 ms'),
    });
    expect(database.state).toBe('recovering');
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ code: '57P03' });
    await expect(database.pglite.transaction((own) => own.query('SELECT 1'))).rejects.toMatchObject(
      { code: '57P03' },
    );

    await ready;
    await expect(database.query('SELECT id FROM t')).resolves.toMatchObject([
      { rows: [{ id: 1 }] },
    ]);
    await database.query(`NOTIFY news, 'again'`);
    expect(heard).toEqual(['again']);
  });

  it('tells a statement that was running that its outcome is unknown', async () => {
    database = await openEmbeddedDatabase({ dataDir, watchdogMs: 1_000 });
    await expect(database.query(SPIN)).rejects.toMatchObject({ code: '57P03', outcome: 'unknown' });
  });

  it('does not keep close() waiting for a worker that is stuck', async () => {
    database = await openEmbeddedDatabase({ dataDir, drainMs: 50, closeMs: 200 });
    const stuck = database.query(SPIN);
    await Promise.all([
      expect(stuck).rejects.toMatchObject({ code: '57P03', outcome: 'unknown' }),
      database.close(),
    ]);
    expect(readLockHolder(dataDir)).toBeNull();
  });
});
