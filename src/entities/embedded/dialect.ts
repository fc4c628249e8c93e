import { PostgresDialect, type Dialect, type PostgresPoolClient } from 'kysely';

import type { StatementSource } from './statement-source.js';

/**
 * The embedded database as a pool of one connection. Kysely's own PGlite dialect has a queue of its
 * own, in front of ours: a query made outside a transaction from inside it waits there for ever,
 * out of reach of our time limits, and a transaction that cannot begin is never told so.
 */
export function createEmbeddedDialect(source: Pick<StatementSource, 'connect'>): Dialect {
  return new PostgresDialect({
    pool: {
      options: {},
      end: () => Promise.resolve(), // the database outlives the ORM
      connect: async () => {
        const lease = await source.connect();
        const query = async (sql: string, values: readonly unknown[]): Promise<unknown> => {
          const result = (await lease.query(sql, values)).at(-1);
          return { command: result?.command, rowCount: result?.rowCount, rows: result?.rows ?? [] };
        };
        // The other form of query() takes a cursor, which the dialect asks for only if it has one.
        return { query, release: () => lease.release() } as PostgresPoolClient;
      },
    },
  });
}
