import type { MikroORM } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { PgliteDriver, MikroORM as PgliteORM } from '@mikro-orm/pglite';
import { MikroORM as PostgresORM } from '@mikro-orm/postgresql';
import type { AbstractSqlDriver, InferKyselyDB, SqlEntityManager } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';

import { entities } from './index.js';
import { migrations } from './migrations/index.js';

/** The tables as Kysely sees them: snake case, inferred from the entity definitions. */
export type Tables = InferKyselyDB<(typeof entities)[number]>;
/** Plain reads: typed rows, nothing hydrated. */
export type Reader = Kysely<Tables>;
/** One unit of work. */
export type EntityManager = SqlEntityManager;
export type Orm = MikroORM<AbstractSqlDriver, EntityManager>;

/** Any two starting processes agree on this number and migrate one after the other. */
const MIGRATION_LOCK = 4_961_202;

const shared = {
  entities: [...entities],
  extensions: [Migrator],
  migrations: { migrationsList: migrations, snapshot: false, transactional: true, silent: true },
  forceUtcTimezone: true,
};

/** How the gateway reaches PostgreSQL: by URL, or through an embedded PGlite. */
export type DatabaseSource =
  | { kind: 'postgres'; url: string; poolSize: number; statementTimeoutMs: number }
  /** What MikroORM's PGlite driver takes: a Kysely dialect, or `{ pglite }`. */
  | { kind: 'embedded'; driverOptions: object };

/** Builds the ORM over either kind of database. Connects lazily. */
export async function createOrm(source: DatabaseSource): Promise<Orm> {
  if (source.kind === 'embedded') {
    return PgliteORM.init({ ...shared, driverOptions: source.driverOptions });
  }
  return PostgresORM.init({
    ...shared,
    clientUrl: source.url,
    pool: { min: 0, max: source.poolSize },
    driverOptions: {
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      statement_timeout: source.statementTimeoutMs,
      application_name: 'lyceum',
    },
  });
}

/** Brings the schema up to date; safe when several nodes start at once. */
export async function migrate(orm: Orm): Promise<void> {
  // The embedded database has one connection: its table of migrations is made before the
  // transaction that would wait for it. On PostgreSQL it is made inside, behind the lock.
  if (orm.driver instanceof PgliteDriver) await orm.migrator.getExecuted();
  const em: EntityManager = orm.em.fork();
  await em.transactional(async (tx) => {
    await tx.execute(`select pg_advisory_xact_lock(${String(MIGRATION_LOCK)})`);
    const transaction: object | undefined = tx.getTransactionContext();
    await orm.migrator.up(transaction ? { transaction } : {});
  });
}

/** A reader bound to `em`: inside its transaction when it has one, on the pool otherwise. */
export function readerOf(em: EntityManager): Reader {
  return em.getKysely<Tables>();
}
