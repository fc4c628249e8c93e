import { randomBytes } from 'node:crypto';
import pg from 'pg';

import { CannotRunError } from './cannot-run.ts';
import { settled, type Cleanup } from './cleanup.ts';
import { cpuOf } from './cpu.ts';

const ADMIN_URL = process.env.BENCH_DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/postgres';
const ADMIN_NAME = 'bench-admin';
/** How often backends are looked at, so that what an ended one did is not lost. */
const WATCH_MS = 200;

/** A database of our own for one run. */
export interface Database {
  readonly url: string;
  readonly name: string;
  readonly version: string;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Measures the CPU of its backends, in milliseconds, from now until `stop`. */
  watchCpu(): Promise<CpuWatch>;
}

export interface CpuWatch {
  /** By the `application_name` of the connection; null when PostgreSQL is on another machine. */
  stop(): Promise<ReadonlyMap<string, number> | null>;
}

export async function createDatabase(cleanup: Cleanup): Promise<Database> {
  const name = `lyceum_bench_${process.pid}_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: ADMIN_URL, application_name: ADMIN_NAME });
  admin.on('error', () => undefined);
  try {
    await admin.connect();
  } catch (cause) {
    throw new CannotRunError(
      `No PostgreSQL at ${withoutPassword(ADMIN_URL)}. Set BENCH_DATABASE_URL to one where databases may be created.`,
      { cause },
    );
  }
  cleanup.defer(() => admin.end());
  cleanup.defer(() => admin.query(`drop database if exists ${name} with (force)`));
  await admin.query(`create database ${name}`);

  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({
    connectionString: String(url),
    application_name: ADMIN_NAME,
    max: 2,
  });
  pool.on('error', () => undefined);
  cleanup.defer(() => pool.end());
  const { rows } = await admin.query<{ server_version: string }>('show server_version');
  return {
    url: String(url),
    name,
    version: rows[0].server_version,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    watchCpu: () => watchCpu(admin, name),
  };
}

interface Backend {
  readonly pid: number;
  readonly application: string;
}

async function watchCpu(admin: pg.Client, database: string): Promise<CpuWatch> {
  const backends = async (): Promise<Backend[]> => {
    const { rows } = await admin.query<Backend>(
      `select pid, application_name as application from pg_stat_activity
       where datname = $1 and application_name <> $2`,
      [database, ADMIN_NAME],
    );
    return rows;
  };
  const before = new Map<number, number>();
  const latest = new Map<number, { application: string; cpu: number }>();
  let found = 0;
  const look = async (remember: (pid: number, cpu: number, application: string) => void) => {
    for (const { pid, application } of await backends()) {
      const cpu = cpuOf(pid);
      if (cpu === null) continue;
      found += 1;
      remember(pid, cpu, application);
    }
  };
  const note = (pid: number, cpu: number, application: string) => {
    latest.set(pid, { application, cpu });
  };
  await look((pid, cpu, application) => {
    before.set(pid, cpu);
    note(pid, cpu, application);
  });
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => look(note)).catch(() => undefined);
  }, WATCH_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await settled(looking);
      await look(note);
      if (found === 0) return null;
      const used = new Map<string, number>();
      for (const [pid, { application, cpu }] of latest) {
        const own = cpu - (before.get(pid) ?? 0);
        used.set(application, (used.get(application) ?? 0) + own);
      }
      return used;
    },
  };
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  if (url.password) url.password = '***';
  return String(url);
}
