import type { Lease, Results } from './lease.js';
import type { Row } from './reply.js';
import type { StatementSource } from './statement-source.js';

/** Pg-boss's `IDatabase`, as far as one connection can give it. */
export interface BossDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
  listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<{ close(): Promise<void> }>;
  beginTransaction(): Promise<{
    db: Pick<BossDatabase, 'executeSql'>;
    commit(): Promise<void>;
    rollback(): Promise<void>;
  }>;
}

/**
 * What pg-boss takes as `db`, with `backend: 'pglite'`. Pg-boss's own adapter follows every error
 * by a ROLLBACK on the shared connection; here a statement that fails cleans up after itself before
 * anybody else gets the connection, and transactional workers work besides.
 */
export function createBossDatabase(
  source: StatementSource & {
    onStateChange(listener: (change: { state: string }) => void): () => void;
  },
): BossDatabase {
  return {
    executeSql: async (text, values) => rowsOf(await source.query(text, values)),

    listen: async (channel, onNotification, onReconnect) => {
      const unlisten = await source.listen(channel, onNotification);
      const unwatch = source.onStateChange(({ state }) => {
        if (state === 'ready') onReconnect(); // what was notified meanwhile is lost
      });
      onReconnect();
      return {
        close: async () => {
          unwatch();
          await unlisten();
        },
      };
    },

    beginTransaction: async () => {
      const lease = await source.connect();
      await lease.query('BEGIN').catch((error: unknown) => {
        lease.release();
        throw error;
      });
      return {
        db: { executeSql: async (text, values) => rowsOf(await lease.query(text, values)) },
        commit: () => settle(lease, 'COMMIT'),
        rollback: () => settle(lease, 'ROLLBACK').catch(() => undefined),
      };
    },
  };
}

async function settle(lease: Lease, command: string): Promise<void> {
  try {
    await lease.query(command);
  } finally {
    lease.release();
  }
}

/** Of all statements: a RETURNING in the middle of BEGIN and COMMIT counts. */
function rowsOf(results: Results): { rows: Row[] } {
  return { rows: results.flatMap(({ rows }) => rows) };
}
