import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPglite, PgBoss } from 'pg-boss';

import {
  buildClusterTemplate,
  createBossDatabase,
  openEmbeddedDatabase,
  type EmbeddedDatabase,
} from './index.js';

let database: EmbeddedDatabase;

beforeAll(async () => {
  await buildClusterTemplate();
  database = await openEmbeddedDatabase({});
  await database.query('CREATE TABLE t (id int PRIMARY KEY)');
});
afterAll(() => database.close());

describe('createBossDatabase', () => {
  it('carries pg-boss: queues, work by notification, failure, schedules', async () => {
    const boss = new PgBoss({
      db: createBossDatabase(database),
      backend: 'pglite',
      useListenNotify: true,
    });
    const faults: Error[] = [];
    boss.on('error', (error) => faults.push(error));
    await boss.start();
    await boss.createQueue('mail', { notify: true });
    await boss.createQueue('broken');
    await boss.schedule('mail', '0 4 * * *', { nightly: true });

    const done = new Promise<number[]>((resolve) => {
      const seen: number[] = [];
      void boss.work<{ n: number }>('mail', { burstWhenBatchFull: true }, async ([job]) => {
        seen.push(job!.data.n);
        if (seen.length === 3) resolve(seen);
      });
    });
    for (const n of [1, 2, 3]) await boss.send('mail', { n });
    expect((await done).sort()).toEqual([1, 2, 3]);

    const failed = await boss.send('broken', {}, { retryLimit: 0 });
    const [job] = await boss.fetch('broken');
    await boss.fail('broken', job!.id, new Error('no such address'));
    await expect(boss.findJobs('broken', { id: failed! })).resolves.toMatchObject([
      { state: 'failed' },
    ]);
    await expect(boss.getSchedules()).resolves.toMatchObject([{ name: 'mail', cron: '0 4 * * *' }]);
    await boss.stop({ graceful: true, timeout: 5_000 });
    expect(faults).toEqual([]);
  });

  it('works in transactions of its own', async () => {
    const boss = createBossDatabase(database);
    const kept = await boss.beginTransaction();
    await kept.db.executeSql('INSERT INTO t VALUES ($1)', [100]);
    await kept.commit();
    const undone = await boss.beginTransaction();
    await undone.db.executeSql('INSERT INTO t VALUES ($1)', [101]);
    await undone.rollback();
    await undone.rollback();
    await expect(boss.executeSql('SELECT id FROM t WHERE id >= 100')).resolves.toEqual({
      rows: [{ id: 100 }],
    });
  });

  it.each([
    ['ours', () => createBossDatabase(database)],
    ["pg-boss's own adapter", () => fromPglite(database.pglite)],
  ])('by %s: a job statement that fails harms nobody else', async (_name, adapter) => {
    const boss = adapter();
    await database.query('TRUNCATE t');
    const codes: unknown[] = [];
    const note = (error: unknown): number => codes.push((error as { code?: unknown }).code);
    const failures: Promise<unknown>[] = [];

    await database.pglite.transaction(async (own) => {
      await own.query('INSERT INTO t VALUES (1)');
      failures.push(
        boss.executeSql('SELECT * FROM nowhere').catch(note),
        boss.executeSql('BEGIN; INSERT INTO t VALUES (9); SELECT 1/0; COMMIT').catch(note),
        boss.executeSql('INSERT INTO t VALUES ($1)', ['x']).catch(note),
        ...[2, 3, 4].map((id) => database.query('INSERT INTO t VALUES ($1)', [id])),
      );
      await own.query('INSERT INTO t VALUES (5)');
    });
    await Promise.all(failures);
    expect(codes).toEqual(['42P01', '22012', '22P02']);
    await expect(boss.executeSql('SELECT id FROM t ORDER BY id')).resolves.toEqual({
      rows: [1, 2, 3, 4, 5].map((id) => ({ id })),
    });
  });
});
