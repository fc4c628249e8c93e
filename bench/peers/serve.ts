/** What every peer does around its own work: read its settings, say when it is ready, end with us. */
import pg from 'pg';

export function settings(): { port: number; databaseUrl: string; poolSize: number } {
  const { PORT, DATABASE_URL = '', DATABASE_POOL_SIZE = '10' } = process.env;
  return { port: Number(PORT), databaseUrl: DATABASE_URL, poolSize: Number(DATABASE_POOL_SIZE) };
}

/** The name tells the connections of one server from those of another in pg_stat_activity. */
export function connect(name: string): pg.Pool {
  const { databaseUrl, poolSize } = settings();
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: name,
  });
  pool.on('error', () => undefined);
  return pool;
}

export function announceReady(): void {
  console.log(`ready at http://127.0.0.1:${settings().port}`);
  process.stdin.resume().on('close', () => process.exit());
}
