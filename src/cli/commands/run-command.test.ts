import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import { smallTree, toArchive } from '../../../tests/testkit/archive.js';
import { cheapPasswords } from '../../../tests/testkit/people.js';
import { readEnvironment } from '../../app/environment.js';
import type { LocalChannel } from '../../app/local-channel.js';
import { openPlatform, type OpenPlatform } from '../../app/open-platform.js';
import type { Command } from './command.js';
import { createSchool } from './create-school.js';
import { createServiceAccount } from './create-service-account.js';
import { createUser } from './create-user.js';
import { importOatutor } from './import-oatutor.js';
import { rebuild } from './rebuild.js';
import { runCommand } from './run-command.js';
import { serveCommands } from './serve-commands.js';
import { serverStatus } from './server-status.js';

const log = pino({ level: 'silent' });
const url = 'http://127.0.0.1:4321';

let folder: string;
let server: OpenPlatform;
let channel: LocalChannel | null = null;

const environment = () => readEnvironment({ LYCEUM_DATA_DIR: join(folder, 'data') });

/** Runs a command as the command line does, with what it told of its progress. */
async function run<Input, Result>(
  command: Command<Input, Result>,
  input: Input,
): Promise<Result & { told: string[] }> {
  const told: string[] = [];
  const result = await runCommand(command, input, {
    environment: environment(),
    report: (done, total, label) => told.push(`${label ?? ''} ${done}/${total}`),
    signal: new AbortController().signal,
    patienceMs: 0,
  });
  return { ...result, told };
}

/** A server as it is before it takes commands. */
async function startServer(): Promise<void> {
  server = await openPlatform({
    environment: environment(),
    log,
    passwords: { cost: cheapPasswords },
  });
}

async function stopServer(): Promise<void> {
  await channel?.close();
  channel = null;
  await server.close();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  await startServer();
});

afterAll(async () => {
  await stopServer();
  await rm(folder, { recursive: true, force: true });
});

// One server goes through its life here: opening a cluster on disk takes seconds.
describe('runCommand', () => {
  it('names the process and the remedy while a server takes no commands', async () => {
    await expect(run(rebuild, { dryRun: true })).rejects.toMatchObject({
      exit: 'unavailable',
      message: expect.stringMatching(
        new RegExp(`in use by process ${process.pid}, .* or stop it`, 'u'),
      ),
    });
    expect(await serverStatus(environment())).toEqual({
      running: true,
      pid: process.pid,
      url: null,
      database: 'embedded',
    });
  });

  it('works through the server once it takes commands', async () => {
    const { dataDir } = environment();
    channel = await serveCommands({ platform: server, dataDir, url, log });

    expect(await serverStatus(environment())).toMatchObject({ running: true, url });
    await expect(run(rebuild, { school: 'north', dryRun: true })).rejects.toMatchObject({
      exit: 'refused',
      message: expect.stringContaining('lyceum school create'),
    });
    const made = await run(createSchool, {
      slug: 'north',
      name: 'North',
      administrator: { email: 'ada@north.example', name: 'Ada', password: 'correct horse' },
    });
    expect(made).toMatchObject({ school: 'north' });
    const key = await run(createServiceAccount, { name: 'nightly', scopes: ['events:record'] });
    expect(key.key).toMatch(/^lyk_/u);
  });

  it('carries refusals and wrong input back from the server', async () => {
    const ada = { email: 'ADA@north.example', name: 'Ada', isAdministrator: false };

    await expect(run(createUser, { ...ada, password: 'correct horse' })).rejects.toMatchObject({
      name: 'CommandRefusal',
      exit: 'refused',
      message: expect.stringContaining('has the address ADA@north.example already'),
    });
    await expect(run(createUser, { ...ada, password: 'short' })).rejects.toMatchObject({
      exit: 'refused',
      message: expect.stringContaining('at least 8 characters'),
    });
    await expect(run(createServiceAccount, { name: 'x', scopes: [] })).rejects.toMatchObject({
      exit: 'refused',
      message: expect.stringContaining('at least one scope'),
    });
    await expect(run(rebuild, { course: 'nope', dryRun: true })).rejects.toMatchObject({
      message: expect.stringContaining('no course with the key "nope"'),
    });
  });

  it('imports through the server, twice, with progress and a report', async () => {
    const source = join(folder, 'small.tar.gz');
    await writeFile(source, Buffer.from(await toArchive(smallTree()), 'base64'));

    const first = await run(importOatutor, { source });
    const second = await run(importOatutor, { source });

    expect(first).toMatchObject({
      school: 'north',
      courses: { created: 1, updated: 0, unchanged: 0 },
      problems: { created: 2, updated: 0, unchanged: 0 },
      imported: [{ title: 'Small Course', version: 1, changed: true }],
    });
    expect(first.told).toContainEqual(expect.stringMatching(/^Reading /u));
    expect(first.told).toContainEqual(expect.stringMatching(/^Writing Small Course /u));
    expect(second).toMatchObject({
      courses: { created: 0, updated: 0, unchanged: 1 },
      hints: { created: 0, updated: 0, unchanged: 2 },
      imported: [{ version: 1, changed: false }],
    });
  });

  it('writes nothing when the plan is damaged, and says so', async () => {
    const source = join(folder, 'damaged.tar.gz');
    const tree = { ...smallTree('Other Course'), 'coursePlans.json': '{' };
    await writeFile(source, Buffer.from(await toArchive(tree), 'base64'));

    await expect(run(importOatutor, { source })).rejects.toMatchObject({
      exit: 'refused',
      message: expect.stringMatching(/plan is damaged and nothing was written.*coursePlans\.json/u),
    });
    const courses = await server.orm.em.fork().execute('select title from courses');
    expect(courses).toEqual([{ title: 'Small Course' }]);
  });

  it('asks for a name where there are several schools', async () => {
    await run(createSchool, {
      slug: 'south',
      name: 'South',
      administrator: { email: 'bo@south.example', name: 'Bo', password: 'correct horse' },
    });

    await expect(run(importOatutor, { source: folder })).rejects.toMatchObject({
      exit: 'usage',
      message: 'There are several schools: north, south. Name one with --school.',
    });
    await expect(run(importOatutor, { source: folder, school: 'east' })).rejects.toMatchObject({
      exit: 'refused',
      message: 'There is no school "east". There are: north, south.',
    });
  });

  it('does the same itself when nobody has the database open', async () => {
    await stopServer();

    expect(await serverStatus(environment())).toMatchObject({ running: false, pid: null });
    const source = join(folder, 'small.tar.gz');
    const again = await run(importOatutor, { source, school: 'north' });
    expect(again).toMatchObject({ imported: [{ version: 1, changed: false }] });
    expect(await run(rebuild, { dryRun: false })).toMatchObject({ enrollments: 0 });

    await startServer();
  });
});
