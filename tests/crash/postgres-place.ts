import { randomBytes } from 'node:crypto';

import { createOrm } from '../../src/entities/orm.js';
import { createTestDatabase } from '../testkit/database.js';

/** A database of our own on a PostgreSQL server, reached as a plain role. */
export interface PostgresPlace {
  readonly url: string;
  remove(): Promise<void>;
}

/** The usual ways into a server on this machine as somebody who may make roles. */
const administrators = [
  'postgres://postgres@127.0.0.1:5432/postgres',
  'postgres://postgres:postgres@127.0.0.1:5432/postgres',
  'postgres://root@127.0.0.1:5432/postgres',
];

/**
 * On the server of TEST_DATABASE_URL, or else on the one at the standard port of this machine when
 * it lets us make a role. Null where there is neither.
 */
export async function findPostgresPlace(): Promise<PostgresPlace | null> {
  if (process.env['TEST_DATABASE_URL'] !== undefined) {
    const { source, close } = await createTestDatabase();
    if (source.kind === 'postgres') return { url: source.url, remove: close };
  }
  for (const administrator of administrators) {
    const place = await placeAs(administrator).catch(() => null);
    if (place) return place;
  }
  return null;
}

async function placeAs(administrator: string): Promise<PostgresPlace> {
  const name = `lyceum_crash_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await run(
    administrator,
    `create role ${name} login nosuperuser nocreatedb nocreaterole password '${password}'`,
    `create database ${name} owner ${name}`,
  );
  const url = new URL(administrator);
  Object.assign(url, { username: name, password, pathname: `/${name}` });
  return {
    url: url.href,
    remove: () => run(administrator, `drop database ${name} with (force)`, `drop role ${name}`),
  };
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const orm = await createOrm({ kind: 'postgres', url, poolSize: 1, statementTimeoutMs: 20_000 });
  try {
    for (const statement of statements) await orm.em.fork().execute(statement);
  } finally {
    await orm.close();
  }
}
