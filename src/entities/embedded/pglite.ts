import type { Lease } from './lease.js';
import type { Row, StatementResult } from './reply.js';
import type { StatementSource } from './statement-source.js';

/** The answer to one statement in PGlite's form. */
export interface PgliteResults<T = Row> {
  rows: T[];
  fields: { name: string; dataTypeID: number }[];
  affectedRows: number;
  command?: string;
  rowCount?: number;
}

/** What a callback of {@link EmbeddedPglite.transaction} gets. */
export interface PgliteTransaction {
  readonly closed: boolean;
  query<T = Row>(sql: string, params?: readonly unknown[]): Promise<PgliteResults<T>>;
  exec(sql: string): Promise<PgliteResults[]>;
  rollback(): Promise<void>;
}

/** The face of a PGlite instance for drivers that expect one; the engine is in another thread. */
export class EmbeddedPglite {
  readonly waitReady: Promise<void> = Promise.resolve();

  constructor(private readonly source: StatementSource) {}

  get ready(): boolean {
    return this.source.state === 'ready';
  }

  get closed(): boolean {
    return this.source.state === 'closed';
  }

  /** One statement, outside any transaction of others: it waits until they have ended. */
  async query<T = Row>(sql: string, params?: readonly unknown[]): Promise<PgliteResults<T>> {
    return last<T>(await this.source.query(sql, params));
  }

  /** Any number of statements, all or none. */
  async exec(sql: string): Promise<PgliteResults[]> {
    return (await this.source.query(sql)).map((result) => pgliteResults(result));
  }

  /** Runs the callback with the connection to itself; commits what it did unless it throws. */
  async transaction<T>(callback: (transaction: PgliteTransaction) => Promise<T>): Promise<T> {
    const lease = await this.#begin();
    const transaction = new LeasedTransaction(lease);
    try {
      const result = await callback(transaction);
      if (!transaction.closed) await lease.query('COMMIT');
      return result;
    } finally {
      lease.release();
    }
  }

  listen(channel: string, subscriber: (payload: string) => void): Promise<() => Promise<void>> {
    return this.source.listen(channel, subscriber);
  }

  /** MikroORM copies its configuration deeply, which private state does not survive. */
  clone(): this {
    return this;
  }

  /** Does nothing: the database is closed by who opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Kysely's PGlite driver waits for the callback and would wait for ever if a transaction that
   * cannot begin rejected before it. So the callback is called all the same, and what it asks for
   * rejects with the reason.
   */
  async #begin(): Promise<Pick<Lease, 'query' | 'release'>> {
    let lease: Lease | undefined;
    try {
      lease = await this.source.connect();
      await lease.query('BEGIN');
      return lease;
    } catch (error) {
      lease?.release();
      const refuse = async (): Promise<never> => {
        throw error;
      };
      return { query: refuse, release: () => undefined };
    }
  }
}

class LeasedTransaction implements PgliteTransaction {
  closed = false;

  constructor(private readonly lease: Pick<Lease, 'query'>) {}

  async query<T = Row>(sql: string, params?: readonly unknown[]): Promise<PgliteResults<T>> {
    return last<T>(await this.lease.query(sql, params));
  }

  async exec(sql: string): Promise<PgliteResults[]> {
    return (await this.lease.query(sql)).map((result) => pgliteResults(result));
  }

  async rollback(): Promise<void> {
    this.closed = true;
    await this.lease.query('ROLLBACK');
  }
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

function last<T>(results: readonly StatementResult[]): PgliteResults<T> {
  const result = results.at(-1);
  if (result === undefined) return { rows: [], fields: [], affectedRows: 0 };
  return pgliteResults(result) as PgliteResults<T>;
}

function pgliteResults({ command, rowCount, fields, rows }: StatementResult): PgliteResults {
  return {
    rows,
    fields: [...fields],
    affectedRows: CHANGES.has(command) ? (rowCount ?? 0) : 0,
    command,
    ...(rowCount === null ? {} : { rowCount }),
  };
}
