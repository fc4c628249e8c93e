import { randomBytes } from 'node:crypto';
import { PGlite, types } from '@electric-sql/pglite';
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql';

import { createOrm, migrate, type DatabaseSource, type Orm } from '../../src/entities/orm.js';

/** An empty database with the schema of today, for one test file. */
export interface TestDatabase {
  readonly orm: Orm;
  /** To build a second ORM, or a whole gateway, over the same database. */
  readonly source: DatabaseSource;
  /** Empties every table and keeps the schema. */
  clear(): Promise<void>;
  /** Closes the ORM and removes the database. */
  close(): Promise<void>;
}

/** Where the tables will be, and how to be rid of them. */
interface Place {
  readonly source: DatabaseSource;
  remove(): Promise<void>;
}

/**
 * In memory; on the PostgreSQL of TEST_DATABASE_URL when that is set. Takes 3 to 5 s in memory, so
 * make one per file and clear it between tests.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = process.env['TEST_DATABASE_URL'];
  const place = url === undefined ? await placeInMemory() : await placeOnServer(url);
  const orm = await createOrm(place.source);
  await migrate(orm);
  const tables = await tablesChildrenFirst(orm);
  // 2 to 5 ms where TRUNCATE takes 30: there is next to nothing in them. In one block, because
  // PGlite takes one statement at a time.
  const clearing = `do $$ begin ${tables.map((name) => `delete from "${name}";`).join(' ')} end $$`;
  return {
    orm,
    source: place.source,
    async clear() {
      await orm.em.fork().execute(clearing);
    },
    async close() {
      await orm.close();
      await place.remove();
    },
  };
}

async function placeInMemory(): Promise<Place> {
  const pglite = await PGlite.create({
    // The parsers the PGlite driver sets on instances of its own: timestamps stay text.
    parsers: createPostgreSqlTypeParsers((text) =>
      types.arrayParser(text, (item) => item, timestampArray),
    ),
  });
  return { source: { kind: 'embedded', driverOptions: { pglite } }, remove: () => pglite.close() };
}

const timestampArray = 1185;

/** A database of its own where the role may create one, otherwise a schema of its own. */
async function placeOnServer(url: string): Promise<Place> {
  const name = `lyceum_test_${randomBytes(6).toString('hex')}`;
  try {
    await runAsOwner(url, `create database ${name}`);
  } catch (error) {
    if (!isPrivilegeMissing(error)) throw error;
    return placeInSchema(url, name);
  }
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    source: postgres(own.href),
    remove: () => runAsOwner(url, `drop database ${name} with (force)`),
  };
}

async function placeInSchema(url: string, name: string): Promise<Place> {
  await runAsOwner(url, `create schema ${name}`);
  // Two doors into the same schema: MikroORM names it, plain SQL finds it by the search path,
  // which the driver reads from here for every connection this test file opens.
  process.env['PGOPTIONS'] = `-c search_path=${name}`;
  const own = new URL(url);
  own.searchParams.set('schema', name);
  return {
    source: postgres(own.href),
    async remove() {
      delete process.env['PGOPTIONS'];
      await runAsOwner(url, `drop schema ${name} cascade`);
      await runAsOwner(url, `drop schema if exists ${name}_jobs cascade`);
    },
  };
}

function postgres(url: string): DatabaseSource {
  return { kind: 'postgres', url, poolSize: 10, statementTimeoutMs: 20_000 };
}

async function runAsOwner(url: string, statement: string): Promise<void> {
  const orm = await createOrm(postgres(url));
  try {
    await orm.em.fork().execute(statement);
  } finally {
    await orm.close();
  }
}

function isPrivilegeMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}

/** The tables of the product, each before those it refers to. */
async function tablesChildrenFirst(orm: Orm): Promise<readonly string[]> {
  const em = orm.em.fork();
  const tables: { name: string }[] = await em.execute(
    `select tablename as name from pg_tables
     where schemaname = current_schema() and tablename not like 'mikro_orm%'`,
  );
  const references: { child: string; parent: string }[] = await em.execute(
    `select c.relname as child, p.relname as parent
     from pg_constraint f
     join pg_class c on c.oid = f.conrelid
     join pg_class p on p.oid = f.confrelid
     where f.contype = 'f' and c.oid <> p.oid and f.connamespace = current_schema()::regnamespace`,
  );
  const ordered = new Set<string>();
  const visit = (table: string): void => {
    if (ordered.has(table)) return;
    for (const { child, parent } of references) if (parent === table) visit(child);
    ordered.add(table);
  };
  for (const { name } of tables) visit(name);
  return [...ordered];
}
