import type { Orm } from '../entities/orm.js';
import type { VersionCache } from '../entities/version-cache.js';
import type { Clock } from './clock.js';
import type { Enqueue } from './jobs/jobs.service.js';
import type { Credentials } from './people/index.js';

/** What lives as long as the process. Nothing in it belongs to one request. */
export interface Platform {
  readonly orm: Orm;
  readonly versions: VersionCache;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly enqueue: Enqueue;
  /** Tells the live side which streams have grown. */
  readonly announce: (streams: readonly string[]) => void;
}
