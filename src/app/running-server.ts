import { EmbeddedDatabaseLockedError, readLockHolder } from '../entities/embedded/index.js';

/** The process that has a data directory open. */
export interface RunningServer {
  /** Null while it has not written its name yet. */
  readonly pid: number | null;
  /** Where it takes commands; null when it takes none, or not yet. */
  readonly controlPath: string | null;
}

/** Who has the embedded database of a data directory open; null when nobody has. */
export function findRunningServer(dataDir: string): RunningServer | null {
  const holder = readLockHolder(dataDir);
  return holder && { pid: holder.pid, controlPath: holder.controlAddress };
}

/** Who was faster, when opening the embedded database failed for that reason; null otherwise. */
export function runningServerBehind(error: unknown): RunningServer | null {
  if (!(error instanceof EmbeddedDatabaseLockedError)) return null;
  return { pid: error.pid, controlPath: error.controlAddress };
}
