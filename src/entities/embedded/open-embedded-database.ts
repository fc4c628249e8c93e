import { join } from 'node:path';

import { findClusterTemplate } from './cluster-template.js';
import { prepareDataDirectory } from './data-directory.js';
import { DirectoryLock } from './directory-lock.js';
import { EmbeddedDatabase } from './embedded-database.js';
import { withDefaults, type EmbeddedDatabaseOptions } from './options.js';

/**
 * Opens the embedded database, initialising its cluster in `<dataDir>/pgdata` the first time.
 * Resolves once it takes statements. From then on no file that this process writes is open to
 * other users (umask 077).
 * @throws {EmbeddedDatabaseLockedError} when the directory is open in another process
 * @throws {Error} what kept PostgreSQL from starting
 */
export async function openEmbeddedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const limits = withDefaults(options);
  const template = findClusterTemplate();
  if (options.dataDir === undefined) {
    return EmbeddedDatabase.open({ pgdata: null, template }, null, limits);
  }
  const dataDir = prepareDataDirectory(options.dataDir);
  const lock = await DirectoryLock.take(dataDir, options.controlAddress ?? null);
  try {
    return await EmbeddedDatabase.open({ pgdata: join(dataDir, 'pgdata'), template }, lock, limits);
  } catch (error) {
    lock.release();
    throw error;
  }
}
