import { setTimeout as delay } from 'node:timers/promises';
import type { Dialect } from 'kysely';

import { Caretaker } from './caretaker.js';
import { Channels } from './channels.js';
import { createEmbeddedDialect } from './dialect.js';
import type { DirectoryLock } from './directory-lock.js';
import {
  EmbeddedDatabaseUnavailableError,
  EmbeddedIdleTransactionError,
  EmbeddedStatementTimeoutError,
  EmbeddedTransactionRolledBackError,
} from './errors.js';
import { LeaseQueue } from './lease-queue.js';
import type { Lease, Results } from './lease.js';
import type { WorkerBoot } from './messages.js';
import type { EmbeddedDatabaseLimits } from './options.js';
import { EmbeddedPglite } from './pglite.js';
import { Session } from './session.js';
import type { EmbeddedDatabaseState, StateChange, StateListener } from './state.js';
import type { StatementSource } from './statement-source.js';
import { WorkerLink } from './worker-link.js';

const OPEN_TIMEOUT_MS = 60_000;
const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 10_000;
const MAX_TICK_MS = 250;

/** One life of the worker with all that dies with it. */
interface Life {
  readonly since: number;
  readonly session: Session;
  readonly queue: LeaseQueue;
  readonly caretaker: Caretaker | null;
}

/**
 * PostgreSQL inside this process, in a thread of its own: PGlite on a directory, one connection,
 * a queue in front of it and a watchdog behind it. Get one by `openEmbeddedDatabase`.
 */
export class EmbeddedDatabase implements StatementSource {
  /** For `driverOptions.pglite` of MikroORM and whatever else takes a PGlite. */
  readonly pglite: EmbeddedPglite = new EmbeddedPglite(this);
  /** For `driverOptions` of MikroORM (either driver) and for Kysely: to be preferred. */
  readonly dialect: Dialect = createEmbeddedDialect(this);

  readonly #boot: WorkerBoot;
  readonly #lock: DirectoryLock | null;
  readonly #limits: EmbeddedDatabaseLimits;
  readonly #channels = new Channels();
  readonly #listeners = new Set<StateListener>();
  readonly #closing = new AbortController();
  #state: EmbeddedDatabaseState = 'opening';
  #life: Life | null = null;
  #lostBy: Error | null = null;
  #ticker: NodeJS.Timeout | null = null;
  #recovery: Promise<void> | null = null;
  #closed: Promise<void> | null = null;

  private constructor(
    boot: WorkerBoot,
    lock: DirectoryLock | null,
    limits: EmbeddedDatabaseLimits,
  ) {
    this.#boot = boot;
    this.#lock = lock;
    this.#limits = limits;
  }

  /** Used by `openEmbeddedDatabase`, which has taken the lock. */
  static async open(
    boot: WorkerBoot,
    lock: DirectoryLock | null,
    limits: EmbeddedDatabaseLimits,
  ): Promise<EmbeddedDatabase> {
    const database = new EmbeddedDatabase(boot, lock, limits);
    await database.#start();
    const tickMs = Math.min(
      MAX_TICK_MS,
      limits.statementTimeoutMs / 4,
      limits.watchdogMs / 4,
      limits.idleInTransactionMs / 4,
      limits.queueTimeoutMs / 4,
    );
    database.#ticker = setInterval(() => database.#tick(), tickMs).unref();
    return database;
  }

  get state(): EmbeddedDatabaseState {
    return this.#state;
  }

  /** How busy the one connection is: how many wait for it, and for how long the first of them. */
  get load(): { readonly waiting: number; readonly longestWaitMs: number } {
    const { waiting = 0, longestWaitMs = 0 } = this.#life?.queue ?? {};
    return { waiting, longestWaitMs };
  }

  /** Whether writes are refused (SQLSTATE 25006) because the disk is nearly full. */
  get readOnly(): boolean {
    return this.#life?.caretaker?.readOnly ?? false;
  }

  /** @returns ends the subscription */
  onStateChange(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Waits for the connection; the caller releases it.
   * @throws {EmbeddedDatabaseUnavailableError} while recovering, when closed, or after too long a wait
   */
  async connect(): Promise<Lease> {
    if (this.#life === null || this.#closed !== null) {
      throw new EmbeddedDatabaseUnavailableError(`it is ${this.#state}`, 'not-executed', {
        cause: this.#lostBy,
      });
    }
    return this.#life.queue.acquire();
  }

  /**
   * Runs one statement with values, or any number without, outside any transaction.
   * @throws {EmbeddedSqlError} what PostgreSQL objects to
   * @throws {EmbeddedDatabaseUnavailableError} see there for whether it was executed
   * @throws {EmbeddedTransactionRolledBackError} when it leaves a transaction open
   */
  async query(sql: string, values?: readonly unknown[]): Promise<Results> {
    const lease = await this.connect();
    try {
      const results = await lease.query(sql, values);
      if (lease.status === 'I') return results;
      throw new EmbeddedTransactionRolledBackError(
        'A statement left a transaction open, which was rolled back: use transaction().',
      );
    } finally {
      lease.release();
    }
  }

  /**
   * Calls back for every NOTIFY on the channel, also after a recovery.
   * @returns ends the subscription
   */
  listen(channel: string, subscriber: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#channels.subscribe(channel, subscriber, (sql) => this.query(sql));
  }

  /** The whole cluster as .tar.gz, a consistent copy, which the live directory is not. */
  async dump(): Promise<Uint8Array> {
    const lease = await this.connect();
    try {
      await lease.query('CHECKPOINT');
      return await lease.dump();
    } finally {
      lease.release();
    }
  }

  /** Puts into the lock file where this process takes commands. */
  publishControlAddress(controlAddress: string): void {
    this.#lock?.publish(controlAddress);
  }

  /**
   * Lets statements under way finish, shuts PostgreSQL down and gives the directory free. What does
   * not finish in time rejects.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #start(): Promise<void> {
    const link = await WorkerLink.open(this.#boot, OPEN_TIMEOUT_MS);
    const session = new Session(link, (channel, payload) =>
      this.#channels.deliver(channel, payload),
    );
    if (this.#closed !== null) {
      await link.close(this.#limits.closeMs);
      return;
    }
    if (this.#channels.listenAll !== '') await session.run(this.#channels.listenAll);
    const { pgdata } = this.#boot;
    const life: Life = {
      since: performance.now(),
      session,
      queue: new LeaseQueue(session),
      caretaker:
        pgdata === null
          ? null
          : new Caretaker(
              (sql) => this.query(sql),
              pgdata,
              this.#limits.minFreeBytes,
              this.#limits.logger,
            ),
    };
    this.#life = life;
    void link.ended.then((cause) => this.#lost(life, cause));
    this.#enter('ready');
  }

  #lost(life: Life, cause: Error): void {
    life.queue.close(
      new EmbeddedDatabaseUnavailableError(cause.message, 'not-executed', { cause }),
    );
    if (this.#closed !== null) return;
    this.#life = null;
    this.#lostBy = cause;
    this.#limits.logger.error({ err: cause }, 'The worker of the embedded database is gone');
    if (this.#boot.pgdata === null) {
      this.#enter('closed', cause); // what it held is gone too
      return;
    }
    this.#enter('recovering', cause);
    const lasted = performance.now() - life.since;
    this.#recovery = this.#recover(lasted < MAX_BACKOFF_MS ? MIN_BACKOFF_MS : 0);
  }

  async #recover(firstBackoff: number): Promise<void> {
    const { signal } = this.#closing;
    for (
      let backoff = firstBackoff;
      ;
      backoff = Math.min(2 * backoff + MIN_BACKOFF_MS, MAX_BACKOFF_MS)
    ) {
      try {
        await delay(backoff, undefined, { signal });
        await this.#start();
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#limits.logger.error({ err: error }, 'The embedded database did not reopen');
      }
    }
  }

  #tick(): void {
    if (this.#life === null) return;
    const { queue, session, caretaker } = this.#life;
    const { statementTimeoutMs, watchdogMs, idleInTransactionMs, queueTimeoutMs } = this.#limits;
    const busyMs = session.link.busyMs ?? 0;
    if (busyMs > watchdogMs) {
      session.link.terminate(`a statement ran for more than ${watchdogMs} ms`);
    } else if (busyMs > statementTimeoutMs) {
      queue.active?.end(new EmbeddedStatementTimeoutError(statementTimeoutMs));
    } else if (queue.active !== null && queue.active.idleMs > idleInTransactionMs) {
      queue.active.end(new EmbeddedIdleTransactionError(idleInTransactionMs, queue.waiting));
    }
    queue.refuseAfter(queueTimeoutMs);
    void caretaker?.visit();
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    if (this.#ticker !== null) clearInterval(this.#ticker);
    await this.#recovery;
    const life = this.#life;
    if (life !== null) {
      const late = new AbortController();
      const { drainMs } = this.#limits;
      await Promise.race([
        life.queue.idle(),
        delay(drainMs, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
      life.queue.close(new EmbeddedDatabaseUnavailableError('it is closed'));
      await life.session.link.close(this.#limits.closeMs);
    }
    this.#life = null;
    this.#lock?.release();
    if (this.#state !== 'closed') this.#enter('closed');
  }

  #enter(state: EmbeddedDatabaseState, cause?: Error): void {
    const previous = this.#state;
    this.#state = state;
    const change: StateChange = { state, previous, ...(cause === undefined ? {} : { cause }) };
    for (const listener of this.#listeners) listener(change);
  }
}
