import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { buildClusterTemplate, openEmbeddedDatabase, type EmbeddedDatabase } from './index.js';

let database: EmbeddedDatabase;

beforeAll(async () => {
  await buildClusterTemplate();
  database = await openEmbeddedDatabase({ statementTimeoutMs: 2_000, idleInTransactionMs: 500 });
});
beforeEach(() => database.query('DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY)'));
afterAll(() => database.close());

async function ids(): Promise<unknown[]> {
  const [result] = await database.query('SELECT id FROM t ORDER BY id');
  return result!.rows.map((row) => row['id']);
}

describe('query', () => {
  it('gives values as the driver of a server does', async () => {
    const [result] = await database.query(`
      SELECT 1::int2 AS small, 9007199254740993::int8 AS big, 1.50::numeric AS exact, 2.5::float8 AS
      near, true AS yes, NULL::int AS nothing, '{"a":[1]}'::jsonb AS json, '\\x00ff'::bytea AS bytes,
      '2026-02-03'::date AS day, '2026-02-03 04:05:06.789+00'::timestamptz AS instant,
      '{1,NULL}'::int[] AS ints, '{a,"b,\\"c"}'::text[] AS texts, '{2026-02-03}'::date[] AS days,
      '00000000-0000-7000-8000-000000000001'::uuid AS id, 'ünï'::text AS text, '1 day'::interval AS span`);
    expect(result!.rows[0]).toEqual({
      small: 1,
      big: '9007199254740993',
      exact: '1.50',
      near: 2.5,
      yes: true,
      nothing: null,
      json: { a: [1] },
      bytes: Buffer.from([0, 255]),
      day: '2026-02-03',
      instant: '2026-02-03 04:05:06.789+00',
      ints: [1, null],
      texts: ['a', 'b,"c'],
      days: ['2026-02-03'],
      id: '00000000-0000-7000-8000-000000000001',
      text: 'ünï',
      span: '1 day',
    });
  });

  it('binds values, the third time to a prepared statement', async () => {
    const values = [1, 'ü"\\', null, true, ['a', 'b,c'], { k: [1] }, new Date(0), Buffer.from('ß')];
    for (let time = 0; time < 3; time += 1) {
      const [result] = await database.query(
        `SELECT $1::int AS a, $2::text AS b, $3::int AS c, $4::bool AS d, $5::text[] AS e,
                $6::jsonb AS f, $7::timestamptz = 'epoch' AS g, $8::bytea AS h`,
        values,
      );
      expect(Object.values(result!.rows[0]!)).toEqual([
        ...values.slice(0, 6),
        true,
        Buffer.from('ß'),
      ]);
    }
  });

  it('keeps using a statement whose table changes its shape', async () => {
    const read = (): Promise<unknown> => database.query('SELECT * FROM t WHERE id < $1', [9]);
    await read();
    await read();
    await read();
    await database.query(`DO 'BEGIN ALTER TABLE t ADD COLUMN more int DEFAULT 7; END'`);
    await database.query('INSERT INTO t VALUES (1)');
    await expect(read()).resolves.toMatchObject([{ rows: [{ id: 1, more: 7 }] }]);
  });

  it('rejects with the fields of the error', async () => {
    await database.query('INSERT INTO t VALUES (1)');
    await expect(database.query('INSERT INTO t VALUES ($1)', [1])).rejects.toMatchObject({
      name: 'EmbeddedSqlError',
      code: '23505',
      table: 't',
      constraint: 't_pkey',
    });
  });

  it('undoes a statement that would leave a transaction open', async () => {
    await expect(database.query('BEGIN; INSERT INTO t VALUES (1)')).rejects.toThrow(
      'left a transaction',
    );
    await expect(database.query('BEGIN; INSERT INTO t VALUES (1); SELECT 1/0')).rejects.toThrow(
      'zero',
    );
    await database.query('INSERT INTO t VALUES (2)');
    await expect(ids()).resolves.toEqual([2]);
  });

  it('leaves the event loop free', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await database.query('SELECT pg_sleep(1)');
    delay.disable();
    expect(delay.count).toBeGreaterThan(20);
    expect(delay.percentile(99) / 1e6).toBeLessThan(100);
  });

  it('rejects a statement that takes too long, and goes on when it is through', async () => {
    const slow = database.query('SELECT pg_sleep(2.4)');
    const next = database.query('SELECT 1 AS one');
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    await expect(next).resolves.toMatchObject([{ rows: [{ one: 1 }] }]);
  });
});

describe('transaction', () => {
  it('keeps the statements of others out, and they see nothing half done', async () => {
    const order: string[] = [];
    const transaction = database.pglite.transaction(async (own) => {
      await own.query('INSERT INTO t VALUES (1)');
      const others = ids().then((seen) => order.push(`others see ${seen.join()}`));
      await own.query('INSERT INTO t VALUES ($1)', [2]);
      await own.exec('INSERT INTO t VALUES (3); INSERT INTO t VALUES (4)');
      order.push('done');
      return { others };
    });
    await (
      await transaction
    ).others;
    expect(order).toEqual(['done', 'others see 1,2,3,4']);
  });

  it('is undone when the callback throws', async () => {
    const failing = database.pglite.transaction(async (own) => {
      await own.query('INSERT INTO t VALUES (1)');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await expect(ids()).resolves.toEqual([]);
  });

  it('does not pass for committed when one of its statements had failed', async () => {
    const careless = database.pglite.transaction(async (own) => {
      await own.query('INSERT INTO t VALUES (1)');
      await own.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(careless).rejects.toMatchObject({ code: '40000' });
    await expect(ids()).resolves.toEqual([]);
  });

  it('is rolled back when it does nothing for too long, so that others may go on', async () => {
    const idle = database.pglite.transaction(async (own) => {
      await own.query('INSERT INTO t VALUES (1)');
      await database.query('SELECT 1'); // waits for the transaction, which waits for it
      await own.query('INSERT INTO t VALUES (2)');
    });
    await expect(idle).rejects.toMatchObject({
      name: 'EmbeddedIdleTransactionError',
      code: '25P03',
    });
    await expect(ids()).resolves.toEqual([]);
  });

  it('of 300 at once loses none and leaks none', async () => {
    const units = Array.from({ length: 300 }, (_, id) =>
      id % 3 === 0
        ? database.query('INSERT INTO t VALUES ($1)', [id])
        : database.pglite
            .transaction(async (own) => {
              await own.query('INSERT INTO t VALUES ($1)', [id]);
              if (id % 3 === 1) throw new Error('roll back');
            })
            .catch(() => undefined),
    );
    await Promise.all(units);
    const kept = Array.from({ length: 300 }, (_, id) => id).filter((id) => id % 3 !== 1);
    await expect(ids()).resolves.toEqual(kept);
  });
});

describe('listen', () => {
  it('hears what is notified, after the commit, until it ends', async () => {
    const heard: string[] = [];
    const unlisten = await database.listen('News "1"', (payload) => heard.push(payload));
    await database.pglite.transaction(async (own) => {
      await own.query(`SELECT pg_notify('News "1"', 'first')`);
      await own.query('SELECT 1');
      expect(heard).toEqual([]);
    });
    await unlisten();
    await database.query(`SELECT pg_notify('News "1"', 'second')`);
    expect(heard).toEqual(['first']);
  });
});

describe('close', () => {
  it('lets what is under way finish and refuses what comes later', async () => {
    const other = await openEmbeddedDatabase({});
    const running = other.query('SELECT 1 AS one FROM pg_sleep(0.2)');
    const waiting = other.query('SELECT 2 AS two');
    const closing = other.close();
    await expect(other.query('SELECT 3')).rejects.toMatchObject({ code: '57P03' });
    await expect(running).resolves.toMatchObject([{ rows: [{ one: 1 }] }]);
    await expect(waiting).resolves.toMatchObject([{ rows: [{ two: 2 }] }]);
    await closing;
    expect(other.state).toBe('closed');
  });
});
