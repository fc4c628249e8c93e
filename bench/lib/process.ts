import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Cleanup } from './cleanup.ts';
import { cpuOf } from './cpu.ts';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly name: string;
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Milliseconds of CPU it has used so far. */
  cpu(): number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly name: string;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly readyWithinMs?: number;
}

/** Lines of output shown when a server does not come up. */
const SHOWN_LINES = 20;
/** How long a process may take to stop before it is killed. */
const STOP_MS = 8_000;

/** Starts a server and waits until it prints the address it was told to listen at. */
export async function startServer(
  cleanup: Cleanup,
  { name, args, env = {}, cwd, readyWithinMs = 30_000 }: ServerOptions,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...inherited(), ...env, PORT: String(port) },
    // Our own servers end when their standard input does: with us, whatever ends us.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = () => end(child);
  cleanup.defer(stop);
  await new Promise<void>((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      const shown = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
      reject(new Error(`${name} ${why}:\n${shown}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${readyWithinMs} ms`), readyWithinMs);
    let ready = false;
    // Read to the end: a full pipe would stop the server.
    const read = (chunk: Buffer) => {
      if (ready) return;
      output += chunk.toString('utf8');
      if (!output.includes(url)) return;
      ready = true;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? `code ${code}`}`);
    });
  });
  const pid = child.pid as number;
  const cpu = () => {
    const used = cpuOf(pid);
    if (used === null) throw new Error(`${name} has ended, or this is not Linux: no /proc/${pid}.`);
    return used;
  };
  return { name, url, cpu, stop };
}

/** A file of this folder as a process that talks over IPC; it ends with us. */
export function startWorker(cleanup: Cleanup, file: string): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../${file}`, import.meta.url))], {
    env: { ...inherited(), NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  cleanup.defer(() => end(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = new AbortController();
  await Promise.race([
    gone,
    sleep(STOP_MS, undefined, { signal: late.signal, ref: true }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    ),
  ]);
  late.abort();
  await gone;
}

/** Our environment without what would change the servers: settings, and those of npm. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(LYCEUM_|DATABASE_|PG|REDIS_URL|npm_)/.test(name) &&
        !['HOST', 'PORT', 'NODE_OPTIONS', 'NODE_ENV'].includes(name),
    ),
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
