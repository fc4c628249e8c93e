export { buildClusterTemplate } from './build-template.js';
export { createBossDatabase, type BossDatabase } from './boss-database.js';
export { readLockHolder, type LockHolder } from './directory-lock.js';
export { EmbeddedDatabase } from './embedded-database.js';
export {
  EmbeddedDatabaseLockedError,
  EmbeddedDatabaseUnavailableError,
  EmbeddedIdleTransactionError,
  EmbeddedSqlError,
  EmbeddedStatementTimeoutError,
  EmbeddedTransactionRolledBackError,
  isEmbeddedDatabaseUnavailable,
  type StatementOutcome,
} from './errors.js';
export type { Lease, Results } from './lease.js';
export type { EmbeddedLogger } from './logger.js';
export { openEmbeddedDatabase } from './open-embedded-database.js';
export type { EmbeddedDatabaseOptions } from './options.js';
export type { EmbeddedPglite, PgliteResults, PgliteTransaction } from './pglite.js';
export type { Row, StatementResult } from './reply.js';
export type { EmbeddedDatabaseState, StateChange, StateListener } from './state.js';
