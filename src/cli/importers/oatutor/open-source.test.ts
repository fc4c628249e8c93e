import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pack, type Header } from 'tar-stream';

import { CourseSourceError } from './errors.js';
import { DEFAULT_LIMITS, type OatutorLimits } from './limits.js';
import { openSource } from './open-source.js';
import { ReadNotes } from './read-notes.js';

type Entry = [
  name: string,
  content: string | Buffer | (Partial<Header> & { type: Header['type'] }),
];

const PROBLEM = 'content-pool/p/p.json';
const OTHER = 'content-pool/q/q.json';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function writeArchive(entries: Entry[], { gzip = true } = {}): Promise<string> {
  const file = join(folder, 'source.tar.gz');
  const archive = pack();
  for (const [name, content] of entries) {
    if (typeof content === 'string') archive.entry({ name }, content);
    else if (Buffer.isBuffer(content)) archive.entry({ name }, content);
    else archive.entry({ name, ...content });
  }
  archive.finalize();
  const stages = gzip ? [createGzip()] : [];
  await pipeline([Readable.from(archive), ...stages, createWriteStream(file)]);
  return file;
}

async function writeDirectory(entries: [string, string | Buffer][]): Promise<string> {
  const directory = join(folder, 'source');
  for (const [name, content] of entries) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  return directory;
}

/** Every file that came, with its text or why it could not be had. */
async function read(source: string, limits: Partial<OatutorLimits> = {}) {
  const notes = new ReadNotes();
  const files: [string, string][] = [];
  const reading = { notes, limits: { ...DEFAULT_LIMITS, ...limits }, onProgress: () => undefined };
  for await (const file of await openSource(source, reading)) {
    files.push([file.path, 'refused' in file ? `refused: ${file.refused}` : file.bytes.toString()]);
  }
  return { files, skipped: notes.skipped };
}

describe('openSource, an archive', () => {
  it('gives the files of ours and no others', async () => {
    const archive = await writeArchive([
      ['README.md', 'hello'],
      [PROBLEM, '{}'],
      ['content-pool/p/figures/f.gif', 'not needed'],
      ['content-pool/r', { type: 'directory' }],
      ['./skillModel.json', ''],
    ]);

    expect((await read(archive)).files).toEqual([
      [PROBLEM, '{}'],
      ['content-pool/p/figures/f.gif', ''],
      ['skillModel.json', ''],
    ]);
  });

  it('refuses paths that leave it', async () => {
    const evil = ['../', '/', 'a/../../', 'C:/'].map((prefix) => `${prefix}${PROBLEM}`);

    const { files, skipped } = await read(
      await writeArchive([...evil.map((path): Entry => [path, '{}']), [OTHER, '{}']]),
    );

    expect(files).toEqual([[OTHER, '{}']]);
    expect(skipped.map(({ file }) => file).toSorted()).toEqual(evil.toSorted());
  });

  it('does not follow links', async () => {
    const archive = await writeArchive([
      [PROBLEM, { type: 'symlink', linkname: '/etc/passwd' }],
      [OTHER, { type: 'link', linkname: PROBLEM }],
    ]);

    expect((await read(archive)).files).toEqual([
      [PROBLEM, 'refused: is not a regular file'],
      [OTHER, 'refused: is not a regular file'],
    ]);
  });

  it('gives up when a little unpacks to too much, whatever it is', async () => {
    const archive = await writeArchive([['zeros.bin', Buffer.alloc(3_000_000)]]);

    await expect(read(archive, { totalBytes: 1_000_000 })).rejects.toThrow(
      new CourseSourceError(archive, 'more than 1,000,000 bytes unpacked'),
    );
  });

  it.each([true, false])('gives up when it was cut short (gzipped: %j)', async (gzip) => {
    const archive = await writeArchive([[PROBLEM, 'x'.repeat(2000)]], { gzip });
    const whole = await readFile(archive);
    await writeFile(archive, whole.subarray(0, Math.floor(whole.length * 0.5)));

    await expect(read(archive)).rejects.toThrow(CourseSourceError);
  });

  it.each([
    ['no archive', Buffer.alloc(2048, 'x')],
    ['a broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])('gives up on %s', async (_, bytes) => {
    const file = join(folder, 'source.tar.gz');
    await writeFile(file, bytes);

    await expect(read(file)).rejects.toThrow(CourseSourceError);
  });

  it('can be left early', async () => {
    const archive = await writeArchive([
      [PROBLEM, '{}'],
      [OTHER, '{}'],
    ]);
    const reading = { notes: new ReadNotes(), limits: DEFAULT_LIMITS, onProgress: () => undefined };

    for await (const file of await openSource(archive, reading)) {
      expect(file.path).toBe(PROBLEM);
      break;
    }
  });
});

describe('openSource, a directory', () => {
  it('gives the files of ours and no others', async () => {
    const directory = await writeDirectory([
      ['README.md', 'hello'],
      [`deep/${PROBLEM}`, '{}'],
      [`.git/${PROBLEM}`, '{}'],
      [`node_modules/${PROBLEM}`, '{}'],
    ]);

    expect((await read(directory)).files).toEqual([[`deep/${PROBLEM}`, '{}']]);
  });

  it('does not follow links', async () => {
    const directory = await writeDirectory([['content-pool/p/figures/f.gif', '']]);
    await writeFile(join(folder, 'outside.json'), '{}');
    await symlink(join(folder, 'outside.json'), join(directory, PROBLEM));
    await symlink(directory, join(directory, 'loop'));

    expect((await read(directory)).files).toEqual(
      expect.arrayContaining([[PROBLEM, 'refused: is not a regular file']]),
    );
    expect((await read(directory)).files).toHaveLength(2);
  });
});

describe('openSource, either', () => {
  const entries: [string, string][] = [
    [PROBLEM, 'x'.repeat(3000)],
    [OTHER, '{}'],
  ];
  const write = { archive: writeArchive, directory: writeDirectory };

  it.each(['archive', 'directory'] as const)(
    'tells of a file that is too large (%s)',
    async (kind) => {
      const { files } = await read(await write[kind](entries), { fileBytes: 2000 });

      expect(new Map(files)).toEqual(
        new Map([
          [PROBLEM, 'refused: 3,000 bytes are more than the 2,000 a file may have'],
          [OTHER, '{}'],
        ]),
      );
    },
  );

  it.each(['archive', 'directory'] as const)('gives up on too many entries (%s)', async (kind) => {
    await expect(read(await write[kind](entries), { entries: 1 })).rejects.toThrow(
      'more than 1 entries',
    );
  });

  it.each(['archive', 'directory'] as const)('gives up on too many bytes (%s)', async (kind) => {
    await expect(read(await write[kind](entries), { totalBytes: 2500 })).rejects.toThrow(
      'more than 2,500 bytes unpacked',
    );
  });

  it('gives up on a source that is not there', async () => {
    const source = join(folder, 'none');
    await expect(read(source)).rejects.toThrow(`${source}: cannot be found`);
  });
});
