import { silent, type EmbeddedLogger } from './logger.js';

export interface EmbeddedDatabaseOptions {
  /** The directory for the cluster and its lock; without it the cluster is in memory and dies with
   * its worker. */
  readonly dataDir?: string;
  readonly logger?: EmbeddedLogger;
  /** Where this process takes commands; goes into the lock file. May follow by `publishControlAddress`. */
  readonly controlAddress?: string;
  /** A statement that runs longer rejects. */
  readonly statementTimeoutMs?: number;
  /** A statement that runs longer, its caller long gone, has stuck the worker: it is replaced. */
  readonly watchdogMs?: number;
  /** A transaction that runs no statement for longer is rolled back. */
  readonly idleInTransactionMs?: number;
  /** Who waits longer for the connection is turned away as by a database that is down. */
  readonly queueTimeoutMs?: number;
  /** How long `close()` waits for statements under way. */
  readonly drainMs?: number;
  /** How long `close()` waits for PostgreSQL to shut down after that. */
  readonly closeMs?: number;
  /** Below this much free space writes are refused, so that reads can go on. */
  readonly minFreeBytes?: number;
}

export type EmbeddedDatabaseLimits = Required<
  Omit<EmbeddedDatabaseOptions, 'dataDir' | 'controlAddress' | 'minFreeBytes'>
> & { readonly minFreeBytes: number | null };

export function withDefaults(options: EmbeddedDatabaseOptions): EmbeddedDatabaseLimits {
  return {
    logger: options.logger ?? silent,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
    watchdogMs: options.watchdogMs ?? 60_000,
    idleInTransactionMs: options.idleInTransactionMs ?? 5_000,
    queueTimeoutMs: options.queueTimeoutMs ?? 30_000,
    drainMs: options.drainMs ?? 10_000,
    closeMs: options.closeMs ?? 5_000,
    minFreeBytes: options.minFreeBytes ?? null,
  };
}
