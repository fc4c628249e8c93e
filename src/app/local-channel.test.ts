import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import {
  controlSocketPath,
  runOverLocalChannel,
  serveLocalChannel,
  type ChannelCommand,
  type LocalChannel,
} from './local-channel.js';

let folder: string;
let channel: LocalChannel | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'channel-'));
});

afterEach(async () => {
  await channel?.close();
  channel = undefined;
  await rm(folder, { recursive: true, force: true });
});

class Refusal extends Error {}

async function serve(commands: Record<string, ChannelCommand>): Promise<string> {
  const path = controlSocketPath(folder);
  channel = await serveLocalChannel({
    path,
    commands,
    describeRefusal: (error) =>
      error instanceof Refusal ? { message: error.message, detail: 'why' } : null,
    log: pino({ level: 'silent' }),
  });
  return path;
}

/** A promise with its handles, to let a command wait for the test. */
const gate = () => Promise.withResolvers<undefined>();

describe('serveLocalChannel', () => {
  it('runs a command and carries its progress and result', async () => {
    const path = await serve({
      double: async (input, report) => {
        report(1, 2, 'Half way');
        report(2, 2, 'Done');
        return { twice: (input as { value: number }).value * 2 };
      },
    });
    const told: unknown[] = [];

    const result = await runOverLocalChannel({
      path,
      command: 'double',
      input: { value: 21 },
      report: (...progress) => told.push(progress),
    });

    expect(result).toEqual({ twice: 42 });
    expect(told).toEqual([
      [1, 2, 'Half way'],
      [2, 2, 'Done'],
    ]);
  });

  it('lets this user in and nobody else', async () => {
    const path = await serve({});

    expect(path).toBe(join(folder, 'control.sock'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('uses a directory of its own where the path is too long for a socket', async () => {
    const deep = join(folder, 'x'.repeat(120));
    await mkdir(deep);
    const path = controlSocketPath(deep, folder);

    channel = await serveLocalChannel({
      path,
      commands: { ping: async () => 'pong' },
      describeRefusal: () => null,
      log: pino({ level: 'silent' }),
    });

    expect(path.length).toBeLessThan(104);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(await runOverLocalChannel({ path, command: 'ping', input: null })).toBe('pong');
    expect(controlSocketPath(join(folder, 'y'.repeat(120)), folder)).not.toBe(path);
  });

  it('takes the place of a server that was killed', async () => {
    await writeFile(join(folder, 'control.sock'), '');

    const path = await serve({ ping: async () => 'pong' });

    expect(await runOverLocalChannel({ path, command: 'ping', input: null })).toBe('pong');
  });

  it('tells a refusal from a fault', async () => {
    const path = await serve({
      refuse: async () => {
        throw new Refusal('Not today.');
      },
      break: async () => {
        throw new TypeError('undefined is not a function');
      },
    });
    const run = (command: string) => runOverLocalChannel({ path, command, input: {} });

    await expect(run('refuse')).rejects.toMatchObject({
      kind: 'refused',
      message: 'Not today.',
      detail: 'why',
    });
    await expect(run('break')).rejects.toMatchObject({
      kind: 'fault',
      detail: expect.stringContaining('local-channel.test'),
    });
    await expect(run('toString')).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('another version'),
    });
  });

  it('cancels the command of a caller that hangs up', async () => {
    const [begun, ended] = [gate(), gate()];
    const path = await serve({
      wait: async (_input, report, signal) => {
        report(0, 1);
        begun.resolve(undefined);
        await new Promise((_, fail) =>
          signal.addEventListener('abort', () => fail(new Error('cancelled'))),
        )
          .catch(() => {
            expect(() => report(1, 1)).toThrow('gone');
          })
          .finally(() => ended.resolve(undefined));
      },
    });
    const caller = new AbortController();

    const call = runOverLocalChannel({
      path,
      command: 'wait',
      input: {},
      signal: caller.signal,
    });
    await begun.promise;
    caller.abort(new Error('interrupted'));

    await expect(call).rejects.toThrow('interrupted');
    await ended.promise;
  });

  it('cancels what runs when it closes, waits for it and says so', async () => {
    const begun = gate();
    const path = await serve({
      wait: async (_input, _report, signal) => {
        begun.resolve(undefined);
        await new Promise((_, fail) =>
          signal.addEventListener('abort', () => fail(new Error('cancelled'))),
        );
      },
    });
    const call = runOverLocalChannel({ path, command: 'wait', input: {} });
    const outcome = expect(call).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the server stops'),
    });
    await begun.promise;

    await channel?.close();

    await outcome;
    await expect(runOverLocalChannel({ path, command: 'wait', input: {} })).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it('outlives a caller that talks nonsense', async () => {
    const path = await serve({ ping: async () => 'pong' });
    const socket = connect(path);
    socket.write('GET / HTTP/1.1\n');
    socket.resume();
    await once(socket, 'close');

    expect(await runOverLocalChannel({ path, command: 'ping', input: null })).toBe('pong');
  });
});

describe('runOverLocalChannel', () => {
  it('says when nobody listens', async () => {
    const path = controlSocketPath(folder);

    await expect(runOverLocalChannel({ path, command: 'ping', input: null })).rejects.toMatchObject(
      { kind: 'unreachable' },
    );
  });

  it('says when the server dies in between, in a process of its own', async () => {
    const path = controlSocketPath(folder);
    // A server that takes the command, says that it has begun, and never answers.
    const script = `
      require('node:net').createServer((socket) => {
        socket.on('data', () => socket.write('{"type":"progress","done":1,"total":2}\\n'));
      }).listen(process.argv[1], () => console.log('listening'));`;
    const server = spawn(process.execPath, ['-e', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout, 'data');

    const call = runOverLocalChannel({
      path,
      command: 'import',
      input: {},
      report: () => server.kill('SIGKILL'),
    });

    await expect(call).rejects.toMatchObject({ kind: 'lost' });
  });
});
