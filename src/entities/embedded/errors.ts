/** Where a statement stood when the database went away. */
export type StatementOutcome =
  /** It never reached the worker: safe to send again. */
  | 'not-executed'
  /** It was running: it may or may not have been committed. */
  | 'unknown';

/**
 * The embedded database cannot answer now: its worker died or was stuck, it is being reopened, it
 * is too busy, or it is closed. `code` is PostgreSQL's `cannot_connect_now`, so that one mapping to
 * SERVICE_UNAVAILABLE serves this engine and a server alike, also where the ORM wraps the error.
 */
export class EmbeddedDatabaseUnavailableError extends Error {
  override readonly name = 'EmbeddedDatabaseUnavailableError';
  readonly code = '57P03';

  constructor(
    private readonly reason: string,
    readonly outcome: StatementOutcome = 'not-executed',
    options?: ErrorOptions,
  ) {
    super(`The embedded database is unavailable: ${reason}`, options);
  }

  /** The same for a statement that was running. */
  running(): EmbeddedDatabaseUnavailableError {
    return new EmbeddedDatabaseUnavailableError(this.reason, 'unknown', { cause: this.cause });
  }
}

/** Another process (or another part of this one) has the data directory open. */
export class EmbeddedDatabaseLockedError extends Error {
  override readonly name = 'EmbeddedDatabaseLockedError';
  readonly code = 'EMBEDDED_DATABASE_LOCKED';

  constructor(
    dataDir: string,
    /** The holder, or `null` when it has not written its name yet. */
    readonly pid: number | null,
    /** Where the holder can be spoken to, if it said so. */
    readonly controlAddress: string | null,
  ) {
    const [holder, remedy] =
      pid === process.pid
        ? ['this process', 'Close it first']
        : pid === null
          ? ['another process, perhaps in another container', 'Stop that process']
          : [`process ${pid}`, `Stop process ${pid}`];
    super(
      `The data directory ${dataDir} is open in ${holder} already, and two at once would destroy ` +
        `it. ${remedy}, choose another directory, or use a PostgreSQL server, which processes can share.`,
    );
  }
}

/** A statement ran longer than its limit. Outside a transaction it may still complete later. */
export class EmbeddedStatementTimeoutError extends Error {
  override readonly name = 'EmbeddedStatementTimeoutError';
  /** PostgreSQL's `query_canceled`, what `statement_timeout` gives on a server. */
  readonly code = '57014';

  constructor(limitMs: number) {
    super(`The statement did not finish within ${limitMs} ms.`);
  }
}

/** A transaction held the one connection without using it, and was rolled back. */
export class EmbeddedIdleTransactionError extends Error {
  override readonly name = 'EmbeddedIdleTransactionError';
  /** PostgreSQL's `idle_in_transaction_session_timeout`. */
  readonly code = '25P03';

  constructor(limitMs: number, waiting: number) {
    super(
      `The transaction ran no statement for ${limitMs} ms and was rolled back` +
        (waiting === 0
          ? '.'
          : `; ${waiting} others were waiting for the connection. A query made outside the ` +
            'transaction from inside it would wait like this for ever.'),
    );
  }
}

/** The transaction, or the statement that left one open, was rolled back instead of committed. */
export class EmbeddedTransactionRolledBackError extends Error {
  override readonly name = 'EmbeddedTransactionRolledBackError';
  /** PostgreSQL's `transaction_rollback`. */
  readonly code = '40000';
}

/** What PostgreSQL reports about a failed statement, by the names of the `pg` driver. */
export interface DatabaseErrorFields {
  severity?: string;
  code?: string;
  detail?: string;
  hint?: string;
  position?: string;
  internalPosition?: string;
  internalQuery?: string;
  where?: string;
  schema?: string;
  table?: string;
  column?: string;
  dataType?: string;
  constraint?: string;
  file?: string;
  line?: string;
  routine?: string;
}

/** A statement failed in PostgreSQL: the same fields as the `pg` driver's error, `code` first. */
export class EmbeddedSqlError extends Error implements DatabaseErrorFields {
  override readonly name = 'EmbeddedSqlError';
  declare code?: string;
  declare detail?: string;
  declare constraint?: string;
  declare table?: string;

  constructor(message: string, fields: DatabaseErrorFields) {
    super(message);
    Object.assign(this, fields);
  }
}

/** True for {@link EmbeddedDatabaseUnavailableError}, also after the ORM has wrapped it. */
export function isEmbeddedDatabaseUnavailable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '57P03';
}
