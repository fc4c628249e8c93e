import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../dist/main.js');
const READY_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 15_000;

/** An account of the demonstration, as /demo.json offers it. */
export interface DemoAccount {
  readonly role: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The gateway as people start it: a process of its own, with the demonstration on a fresh disk. */
export class GatewayProcess {
  private constructor(
    readonly url: string,
    readonly accounts: readonly DemoAccount[],
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {}

  static async start(): Promise<GatewayProcess> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'lyceum-browser-'));
    // Nothing of ours: neither a developer's database nor jest's options.
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(LYCEUM_|DATABASE_|REDIS_|NODE_OPTIONS$)/.test(name),
    );
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...Object.fromEntries(inherited),
        PORT: '0',
        LYCEUM_DATA_DIR: path.join(dataDir, 'data'),
        LYCEUM_LOG_LEVEL: 'info',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const url = await addressOf(child);
      const response = await fetch(`${url}/demo.json`);
      if (!response.ok) throw new Error(`No demonstration: /demo.json gave ${response.status}.`);
      const { accounts } = (await response.json()) as { accounts: DemoAccount[] };
      return new GatewayProcess(url, accounts, child, dataDir);
    } catch (error) {
      await end(child);
      await rm(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  /** The nth account of a role; fails when the demonstration has none. */
  account(role: string, nth = 0): DemoAccount {
    const account = this.accounts.filter((each) => each.role.toLowerCase() === role)[nth];
    if (!account) throw new Error(`The demonstration has no ${role} number ${nth}.`);
    return account;
  }

  async stop(): Promise<void> {
    await end(this.child);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Waits for the line that names the address; fails with the whole output when the process ends first. */
async function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`Not ready after ${READY_WITHIN_MS} ms:\n${output}`));
    }, READY_WITHIN_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [address] = /http:\/\/127\.0\.0\.1:\d+(?=[\s/"]|$)/m.exec(output) ?? [];
      if (address === undefined || !output.includes('\n', output.indexOf(address))) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Ended with ${code} before it was ready:\n${output}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
