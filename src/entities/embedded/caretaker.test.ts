import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Caretaker } from './caretaker.js';
import { buildClusterTemplate, openEmbeddedDatabase, type EmbeddedDatabase } from './index.js';
import { silent } from './logger.js';

let database: EmbeddedDatabase;
let asked: string[];

beforeAll(async () => {
  await buildClusterTemplate();
  database = await openEmbeddedDatabase({});
  await database.query('CREATE TABLE t (id int, text text)');
});
beforeEach(() => {
  asked = [];
});
afterAll(() => database.close());

function caretaker(minFreeBytes: number): Caretaker {
  const query = (sql: string) => {
    asked.push(sql);
    return database.query(sql);
  };
  return new Caretaker(query, tmpdir(), minFreeBytes, silent);
}

describe('visit', () => {
  it('takes a checkpoint once the log has grown, and not again', async () => {
    await database.query(
      `INSERT INTO t SELECT n, repeat('x', 1000) FROM generate_series(1, 40000) n; CHECKPOINT;
       UPDATE t SET id = id + 1`,
    );
    const visitor = caretaker(0);
    await visitor.visit(0);
    await visitor.visit(20_000);
    expect(asked.filter((sql) => sql === 'CHECKPOINT')).toHaveLength(1);
  });

  it('vacuums a table that is mostly dead rows, and not again', async () => {
    await database.query('DELETE FROM t');
    await database.query('SELECT pg_stat_force_next_flush()');
    const visitor = caretaker(0);
    const later = performance.now() + 70_000;
    await visitor.visit(later);
    await visitor.visit(later);
    await visitor.visit(later + 70_000);
    expect(asked.filter((sql) => sql.startsWith('VACUUM'))).toEqual(['VACUUM (ANALYZE) public.t']);
  });

  it('refuses writes, but not reads, while the disk is nearly full', async () => {
    const visitor = caretaker(Number.MAX_SAFE_INTEGER);
    await visitor.visit();
    expect(visitor.readOnly).toBe(true);
    await expect(database.query('INSERT INTO t VALUES (1)')).rejects.toMatchObject({
      code: '25006',
    });
    await expect(database.query('SELECT FROM t')).resolves.toHaveLength(1);
    await database.query('SET default_transaction_read_only = off');
  });
});
