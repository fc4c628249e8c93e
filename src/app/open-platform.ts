import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';

import {
  createBossDatabase,
  openEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../entities/embedded/index.js';
import { createOrm, migrate, type DatabaseSource, type Orm } from '../entities/orm.js';
import { VersionCache } from '../entities/version-cache.js';
import { createJobQueue, type JobQueue } from '../jobs/job-queue.js';
import { systemClock, type Clock } from '../services/clock.js';
import { createCredentials, deriveKeys, type CredentialOptions } from '../services/people/index.js';
import type { Platform } from '../services/platform.js';
import { createLocalBus, createRedisBus, type Bus } from '../subscriptions/bus.js';
import type { Environment } from './environment.js';

/** The platform with what keeps it running. */
export interface OpenPlatform extends Platform {
  readonly bus: Bus;
  readonly queue: JobQueue;
  /** Null on PostgreSQL. */
  readonly embedded: EmbeddedDatabase | null;
  /** Whether the database answers now. */
  isDatabaseReachable(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OpenPlatformOptions {
  readonly environment: Pick<Environment, 'database' | 'dataDir' | 'redisUrls' | 'secret'>;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Cheaper parameters for tests. */
  readonly passwords?: CredentialOptions['passwords'];
  /** A database that is open already, and is not closed with the platform: for tests. */
  readonly source?: DatabaseSource;
  readonly embedded?: EmbeddedDatabase;
}

/** Opens the database, brings its schema up to date, and builds what lives as long as the process. */
export async function openPlatform(options: OpenPlatformOptions): Promise<OpenPlatform> {
  const { environment, log, clock = systemClock } = options;
  const { embedded, source } = await openDatabase(options);
  const orm = await createOrm(source);
  await migrate(orm);
  const secret = environment.secret ?? (await keptSecret(environment.dataDir));
  const redis = environment.redisUrls.length > 0 ? connectRedis(environment.redisUrls, log) : null;
  const credentials = await createCredentials({
    keys: deriveKeys(secret),
    clock,
    ...(redis ? { redis } : {}),
    ...(options.passwords ? { passwords: options.passwords } : {}),
  });
  const bus = redis
    ? createRedisBus(() => connectRedis(environment.redisUrls, log), log)
    : createLocalBus();
  const queue = await createJobQueue(queueDatabase(embedded, source), log);
  return {
    orm,
    versions: new VersionCache(),
    clock,
    credentials,
    bus,
    queue,
    embedded,
    enqueue: queue.enqueue,
    announce: (streams) => {
      bus.announce(streams);
    },
    isDatabaseReachable: () => answers(orm),
    close: async () => {
      await queue.stop();
      await bus.close();
      redis?.disconnect();
      await orm.close(true);
      if (!options.embedded) await embedded?.close();
    },
  };
}

/** The embedded database when the environment says so, and where the ORM finds its rows. */
async function openDatabase({
  environment: { database, dataDir },
  log,
  ...given
}: OpenPlatformOptions): Promise<{ embedded: EmbeddedDatabase | null; source: DatabaseSource }> {
  if (database.kind === 'postgres') return { embedded: null, source: given.source ?? database };
  const embedded = given.embedded ?? (await openEmbeddedDatabase({ dataDir, logger: log }));
  return { embedded, source: { kind: 'embedded', driverOptions: embedded.dialect } };
}

/** Connections pg-boss may hold on PostgreSQL, beside those of the pool. */
const QUEUE_CONNECTIONS = 2;

/**
 * Where pg-boss keeps its tables: through the embedded database, or by connections of its own, since
 * its maintenance needs the rows of every statement it sends, which the pool does not give.
 */
function queueDatabase(embedded: EmbeddedDatabase | null, source: DatabaseSource) {
  if (embedded) return { db: createBossDatabase(embedded), backend: 'pglite' as const };
  if (source.kind === 'embedded') throw new Error('An embedded source without its database.');
  // An installation in a schema of its own has a queue of its own.
  const schema = new URL(source.url).searchParams.get('schema');
  return {
    connectionString: source.url,
    max: QUEUE_CONNECTIONS,
    ...(schema === null ? {} : { schema: `${schema}_jobs` }),
  };
}

async function answers(orm: Orm): Promise<boolean> {
  try {
    await orm.em.fork().execute('select 1');
    return true;
  } catch {
    // The answer is the whole point; why is logged where it matters, at the requests that fail.
    return false;
  }
}

/** The secret of an embedded installation: made once, kept beside its data. */
async function keptSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(file, randomBytes(48).toString('base64'), { mode: 0o600, flag: 'wx' });
  }
  return (await readFile(file, 'utf8')).trim();
}

function connectRedis(urls: readonly string[], log: Logger): Redis {
  const [first = ''] = urls;
  const options = { keepAlive: 10_000, commandTimeout: 2_000, maxRetriesPerRequest: 1 };
  const client =
    urls.length === 1
      ? new Redis(first, options)
      : (new Cluster([...urls], { redisOptions: options }) as unknown as Redis);
  client.on('error', (error: unknown) => {
    log.warn({ err: error }, 'redis: not reachable');
  });
  return client;
}
