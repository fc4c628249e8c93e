import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const dist = (file: string): string =>
  fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));

/** How long a start may take before something is wrong: far more than it ever should. */
const START_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

export type Settings = Readonly<Record<string, string>>;

/** The server as people run it, in a process of its own that can be killed. */
export class ServerProcess {
  #child: ChildProcess | null = null;
  #said = '';

  constructor(
    readonly url: string,
    private readonly settings: Settings,
  ) {}

  /** Starts it and waits until it is ready. Returns after how many milliseconds that was. */
  async start(): Promise<number> {
    const startedAt = performance.now();
    this.#said = '';
    const child = spawn(process.execPath, [dist('main.js')], {
      env: withoutOurs(this.settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    }
    while (!(await isReady(this.url))) {
      if (child.exitCode !== null) throw new Error(`The server ended:\n${this.#said}`);
      if (performance.now() - startedAt > START_WITHIN_MS) {
        throw new Error(`The server is not ready:\n${this.#said}`);
      }
      await delay(LOOK_EVERY_MS);
    }
    return performance.now() - startedAt;
  }

  /** Ends it where it stands. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Lets it put things away. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

/** Runs the command line as people run it; fails with what it said unless it ends well. */
export async function runLyceum(args: readonly string[], settings: Settings): Promise<void> {
  const child = spawn(process.execPath, [dist('cli/lyceum.js'), ...args], {
    env: withoutOurs(settings),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`lyceum ${args.join(' ')} ended with ${String(code)}:\n${said}`);
}

/** A port that nobody uses now. Kept over restarts, so that clients find the server again. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The environment without what Jest and a developer's shell would tell the server. */
function withoutOurs(settings: Settings): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, PGOPTIONS } = process.env;
  return { PATH, HOME, TMPDIR, PGOPTIONS, ...settings };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
