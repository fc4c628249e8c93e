import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { smallTree, toArchive } from '../../../tests/testkit/archive.js';
import { readEnvironment } from '../../app/environment.js';
import type { CommandLine } from './command-line.js';
import { createProgram } from './create-program.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'program-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A stream that keeps what is written to it; no terminal. */
class Kept {
  text = '';
  readonly stream = {
    write: (chunk: string) => {
      this.text += chunk;
      return true;
    },
  } as unknown as NodeJS.WriteStream;
}

interface Outcome {
  readonly output: string;
  readonly messages: string;
  readonly error: unknown;
}

async function lyceum(args: readonly string[], typed = ''): Promise<Outcome> {
  const [output, messages] = [new Kept(), new Kept()];
  const input = new PassThrough();
  input.end(typed);
  const line: CommandLine = {
    input: input as unknown as NodeJS.ReadStream,
    output: output.stream,
    messages: messages.stream,
    signal: new AbortController().signal,
    environment: () => readEnvironment({ LYCEUM_DATA_DIR: join(folder, 'data'), PORT: '1' }),
    adminPassword: () => null,
    setExitCode: () => undefined,
  };
  let error: unknown;
  try {
    await createProgram(line).parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    error = thrown;
  }
  return { output: output.text, messages: messages.text, error };
}

describe('lyceum', () => {
  it('explains every command', async () => {
    const { output } = await lyceum(['--help']);

    for (const name of [
      'import',
      'school',
      'user',
      'service-account',
      'replay',
      'rebuild',
      'recompute',
      'export',
      'status',
    ])
      expect(output).toContain(`  ${name}`);
    expect(output).toContain('Exit codes:');
  });

  it.each([
    ['an unknown command', ['publish'], "unknown command 'publish'"],
    [
      'an option that is missing',
      ['school', 'create', '--slug', 'x'],
      "'--name <name>' not specified",
    ],
    [
      'an unknown scope',
      ['service-account', 'create', '--name', 'x', '--scope', 'everything'],
      'Allowed choices are responses:record',
    ],
    ['a rate that is none', ['replay', 'x.csv', '--rate', '0'], 'whole number above 0'],
  ])('refuses %s', async (_, args, message) => {
    const { messages, error } = await lyceum(args);

    expect(messages).toContain(message);
    expect(error).toMatchObject({ name: 'CommanderError' });
  });

  it('takes no password on the command line', async () => {
    const person = ['--email', 'a@b.example', '--name', 'A'];
    const { messages } = await lyceum(['user', 'create', ...person, '--password', 'secret']);
    expect(messages).toContain("unknown option '--password'");

    const { error } = await lyceum(['user', 'create', ...person]);
    expect(error).toMatchObject({
      exit: 'usage',
      message: 'There is nobody to ask for a password: send it with --password-stdin.',
    });
    const empty = await lyceum(['user', 'create', ...person, '--password-stdin'], '\n');
    expect(empty.error).toMatchObject({ exit: 'usage' });
  });

  it('tries an import out without a database', async () => {
    const source = join(folder, 'small.tar.gz');
    await writeFile(source, Buffer.from(await toArchive(smallTree()), 'base64'));

    const text = await lyceum(['import', 'oatutor', source, '--dry-run']);
    const json = await lyceum(['import', 'oatutor', source, '--dry-run', '--json']);

    expect(text.output).toBe(
      'Nothing was written. The source holds:\nSmall Course: 1 module, 2 lessons, 2 problems, 2 steps, 2 hints\n',
    );
    expect(text.messages).toContain('Reading  100%');
    expect(JSON.parse(json.output)).toMatchObject({
      dryRun: true,
      courses: [{ title: 'Small Course', problems: 2 }],
      skipped: [],
    });
  });

  it('tells that no server runs, and that a replay needs one', async () => {
    const status = await lyceum(['status', '--json']);
    expect(JSON.parse(status.output)).toEqual({
      running: false,
      pid: null,
      url: null,
      database: 'embedded',
    });

    const { error } = await lyceum(['replay', 'x.csv']);
    expect(error).toMatchObject({
      exit: 'unavailable',
      message: expect.stringContaining('No gateway answers at http://127.0.0.1:1'),
    });
  });
});
