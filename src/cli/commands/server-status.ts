import type { Environment } from '../../app/environment.js';
import { runOverLocalChannel } from '../../app/local-channel.js';
import { findRunningServer } from '../../app/running-server.js';
import { SERVER_INFO } from './server-info.js';

export interface ServerStatus {
  readonly running: boolean;
  /** Null when no server runs here, or the database is not in this machine's hands. */
  readonly pid: number | null;
  /** Where the gateway answers; null when it does not say. */
  readonly url: string | null;
  readonly database: 'embedded' | 'postgres';
}

const PATIENCE_MS = 2_000;

/** Whether a gateway runs with these settings, and where. */
export async function serverStatus(environment: Environment): Promise<ServerStatus> {
  const database = environment.database.kind;
  if (database === 'embedded') {
    const server = findRunningServer(environment.dataDir);
    if (!server) return { running: false, pid: null, url: null, database };
    const url = server.controlPath === null ? null : await urlOf(server.controlPath);
    return { running: true, pid: server.pid, url, database };
  }
  const url = configuredUrl(environment);
  const running = await doesAnswer(url);
  return { running, pid: null, url: running ? url : null, database };
}

/** Where a gateway with these settings listens, seen from this machine. */
export function configuredUrl({ host, port }: Pick<Environment, 'host' | 'port'>): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${isEverywhere ? '127.0.0.1' : name}:${port}`;
}

/** Whether something of ours answers there. */
export async function doesAnswer(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function urlOf(path: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const info = await runOverLocalChannel({ path, command: SERVER_INFO, input: {}, signal });
    return (info as { url: string }).url;
  } catch {
    // It runs, and does not talk: what the lock file says is all there is.
    return null;
  }
}
