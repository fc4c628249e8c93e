import type { Lease, Results } from './lease.js';
import type { EmbeddedDatabaseState } from './state.js';

/** As much of the embedded database as its adapters need. */
export interface StatementSource {
  readonly state: EmbeddedDatabaseState;
  connect(): Promise<Lease>;
  query(sql: string, values?: readonly unknown[]): Promise<Results>;
  listen(channel: string, subscriber: (payload: string) => void): Promise<() => Promise<void>>;
}
