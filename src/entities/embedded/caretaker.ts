import { statfs } from 'node:fs/promises';

import { isEmbeddedDatabaseUnavailable } from './errors.js';
import type { Results } from './lease.js';
import type { EmbeddedLogger } from './logger.js';

const MB = 1024 * 1024;
const WAL_EVERY_MS = 15_000;
const VACUUM_EVERY_MS = 60_000;

/** About 0.3 s of recovery after a crash. */
const WAL_DUE = `
  SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > ${32 * MB} AS due
  FROM pg_control_checkpoint()`;

/** The thresholds of PostgreSQL's autovacuum, the most urgent table first. */
const VACUUM_DUE = `
  SELECT format('%I.%I', schemaname, stat.relname) AS name
  FROM pg_stat_user_tables stat JOIN pg_class ON oid = relid
  WHERE n_dead_tup > 500 + 0.2 * greatest(reltuples, 0)
     OR n_mod_since_analyze > 500 + 0.1 * greatest(reltuples, 0)
  ORDER BY n_dead_tup DESC LIMIT 1`;

/**
 * Does for one session what a server's background processes do and PGlite does not have. Measured:
 * PGlite never takes a checkpoint (after 300 MB of log a crash took 2.8 s to recover, and more with
 * every day), never vacuums, never collects statistics; and a disk that fills up while the log is
 * written takes the whole engine down, reads included, so writes are refused a little earlier.
 */
export class Caretaker {
  #busy = false;
  #readOnly = false;
  #walAt = 0;
  #vacuumAt = performance.now() + VACUUM_EVERY_MS;

  constructor(
    private readonly query: (sql: string) => Promise<Results>,
    private readonly path: string,
    private readonly minFreeBytes: number | null,
    private readonly logger: EmbeddedLogger,
  ) {}

  /** Whether writes are refused because the disk is nearly full. */
  get readOnly(): boolean {
    return this.#readOnly;
  }

  /** Looks after what is due. Never rejects. */
  async visit(now = performance.now()): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#watchDisk();
      if (now >= this.#walAt) await this.#checkpoint(now);
      if (now >= this.#vacuumAt) await this.#vacuum(now);
    } catch (error) {
      // While the worker is away there is nothing to look after.
      if (!isEmbeddedDatabaseUnavailable(error)) {
        this.logger.warn({ err: error }, 'The upkeep of the embedded database failed');
      }
    } finally {
      this.#busy = false;
    }
  }

  async #watchDisk(): Promise<void> {
    const { bavail, blocks, bsize } = await statfs(this.path);
    const floor = this.minFreeBytes ?? Math.min(64 * MB, Math.max(16 * MB, (blocks * bsize) / 10));
    const free = bavail * bsize;
    // A little more to come back, lest it flips to and fro.
    const full = free < (this.#readOnly ? 1.25 * floor : floor);
    if (full === this.#readOnly) return;
    await this.query(`SET default_transaction_read_only = ${full ? 'on' : 'off'}`);
    this.#readOnly = full;
    if (full) this.logger.error({ free, floor }, 'The disk is nearly full: writes are refused');
    else this.logger.info({ free }, 'The disk has space again: writes are accepted');
  }

  async #checkpoint(now: number): Promise<void> {
    this.#walAt = now + WAL_EVERY_MS;
    if (first(await this.query(WAL_DUE))?.['due'] === true) await this.query('CHECKPOINT');
  }

  /** One table a visit, so that nobody waits long; the next at the next visit. */
  async #vacuum(now: number): Promise<void> {
    const table = first(await this.query(VACUUM_DUE))?.['name'];
    if (typeof table === 'string') await this.query(`VACUUM (ANALYZE) ${table}`);
    else this.#vacuumAt = now + VACUUM_EVERY_MS;
  }
}

function first(results: Results): Record<string, unknown> | undefined {
  return results[0]?.rows[0];
}
