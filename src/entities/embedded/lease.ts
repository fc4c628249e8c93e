import { EmbeddedDatabaseUnavailableError, EmbeddedTransactionRolledBackError } from './errors.js';
import type { StatementResult, TransactionStatus } from './reply.js';
import type { Session } from './session.js';

const COMMIT = /^\s*(commit|end)\b/i;
const ROLLBACK = /^\s*(rollback|abort)\s*;?\s*$/i;

/** One for all, because a stack trace for every release costs more than the release. */
const GIVEN_BACK = new Error('The connection was given back already.');

export type Results = readonly StatementResult[];

/**
 * The one connection, held by one user until {@link release}. The statements of a lease run in the
 * order in which they were asked for. A lease ends early when its time is up or the worker dies:
 * from then on every use rejects with the reason, but for a rollback, which has happened already.
 */
export class Lease {
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  #idleSince = performance.now();
  #reject: ((reason: Error) => void) | null = null;
  #endedBy: Error | null = null;
  #finishing = false;

  constructor(
    private readonly session: Session,
    private readonly onFinished: () => void,
  ) {}

  get status(): TransactionStatus {
    return this.session.status;
  }

  /** How long nothing has been asked of the connection; 0 while something runs. */
  get idleMs(): number {
    return this.#pending > 0 || this.#finishing ? 0 : performance.now() - this.#idleSince;
  }

  /**
   * Runs one statement with values, or any number without.
   * @throws {EmbeddedSqlError} what PostgreSQL objects to
   * @throws {EmbeddedTransactionRolledBackError} on a COMMIT that PostgreSQL turned into a rollback
   * @throws {Error} the reason for which the lease ended
   */
  query(sql: string, values?: readonly unknown[]): Promise<Results> {
    if (this.#endedBy !== null && ROLLBACK.test(sql)) return Promise.resolve([]);
    return this.#enqueue(async () => {
      const { results, error } = await this.session.run(sql, values);
      if (error !== null) throw error;
      if (results.at(-1)?.command === 'ROLLBACK' && COMMIT.test(sql)) {
        throw new EmbeddedTransactionRolledBackError(
          'The transaction was rolled back instead of committed: one of its statements had failed.',
        );
      }
      return results;
    });
  }

  /** The whole cluster as .tar.gz. */
  dump(): Promise<Uint8Array> {
    return this.#enqueue(() => this.session.dump());
  }

  /** Gives the connection back; a transaction still open is rolled back. */
  release(): void {
    this.end(GIVEN_BACK);
  }

  /** Ends the lease: its statements reject with `reason`, its transaction is rolled back. */
  end(reason: Error): void {
    if (this.#endedBy !== null) return;
    this.#endedBy = reason;
    this.#reject?.(reason instanceof EmbeddedDatabaseUnavailableError ? reason.running() : reason);
    this.#finishing = true;
    if (this.#pending === 0 && this.status === 'I') this.onFinished();
    else void this.#tail.then(() => this.#undo());
  }

  #enqueue<T>(operation: () => Promise<T>): Promise<T> {
    this.#pending += 1;
    return new Promise((resolve, reject) => {
      const turn = (): Promise<void> => this.#take(operation, resolve, reject);
      this.#tail = this.#pending === 1 ? turn() : this.#tail.then(turn);
    });
  }

  async #take<T>(
    operation: () => Promise<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): Promise<void> {
    try {
      if (this.#endedBy !== null) throw this.#endedBy;
      this.#reject = reject;
      resolve(await operation());
    } catch (error) {
      reject(error);
    } finally {
      this.#reject = null;
      this.#pending -= 1;
      this.#idleSince = performance.now();
    }
  }

  async #undo(): Promise<void> {
    // A worker that has died meanwhile has undone the transaction in its own way.
    if (this.status !== 'I') await this.session.run('ROLLBACK').catch(() => undefined);
    this.onFinished();
  }
}
