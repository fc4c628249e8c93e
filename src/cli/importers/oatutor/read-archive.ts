import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

import { CourseSourceError } from './errors.js';
import {
  describeTooLarge,
  describeTooMany,
  describeTooMuch,
  isReadByName,
  NOT_A_FILE,
  type SourceFile,
  type SourceReading,
} from './source-file.js';
import { classifyPath, refusePath } from './source-paths.js';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * The files of ours in a tar archive, gzipped or not, one at a time as they come past: nothing is
 * unpacked to disk and no more than one file is held. Links are reported and never followed.
 */
export async function* readArchive(
  archive: string,
  reading: SourceReading,
): AsyncGenerator<SourceFile> {
  const { entries, finished } = await openArchive(archive, reading);
  const { limits } = reading;
  let seen = 0;
  try {
    for await (const entry of entries) {
      seen += 1;
      if (seen > limits.entries) {
        throw new CourseSourceError(archive, describeTooMany(limits.entries));
      }
      const file = await readEntry(entry, reading);
      if (file) yield file;
      // What was not read has to flow past, or the next entry never comes.
      entry.resume();
    }
    await finished;
  } catch (error) {
    throw asSourceError(archive, error);
  }
}

async function readEntry(
  entry: AsyncIterable<unknown> & { header: Header },
  { limits, notes }: SourceReading,
): Promise<SourceFile | undefined> {
  const { name, type, size } = entry.header;
  const path = name.replace(/^(?:\.\/)+/u, '');
  const at = type === 'directory' ? undefined : classifyPath(path);
  if (!at) return undefined;
  const refusal = refusePath(path);
  if (refusal !== undefined) {
    notes.skip(path, refusal);
    return undefined;
  }
  if (type !== 'file' && type !== 'contiguous-file') return { path, at, refused: NOT_A_FILE };
  if (isReadByName(at)) return { path, at, bytes: Buffer.alloc(0) };
  if (size > limits.fileBytes)
    return { path, at, refused: describeTooLarge(size, limits.fileBytes) };
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return { path, at, bytes: Buffer.concat(chunks) };
}

async function openArchive(archive: string, { limits, onProgress }: SourceReading) {
  const { size } = await stat(archive);
  const isGzip = await startsWith(archive, GZIP_MAGIC);
  const packed = meter((bytes) => {
    onProgress(bytes, size);
  });
  const unpacked = meter((bytes) => {
    if (bytes > limits.totalBytes)
      throw new CourseSourceError(archive, describeTooMuch(limits.totalBytes));
  });
  const entries = extract();
  const stages = isGzip ? [createGunzip(), unpacked] : [unpacked];
  const finished = pipeline([createReadStream(archive), packed, ...stages, entries]);
  // Awaited only after the last entry; until then a failure reaches the reader through `entries`.
  finished.catch(() => undefined);
  return { entries, finished };
}

/** Passes bytes on and tells how many there were so far. */
function meter(onBytes: (bytes: number) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      try {
        onBytes(bytes);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

async function startsWith(file: string, magic: Buffer): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
  return bytesRead === magic.length && buffer.equals(magic);
}

function asSourceError(archive: string, error: unknown): CourseSourceError {
  if (error instanceof CourseSourceError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CourseSourceError(archive, `the archive is damaged (${message})`, { cause: error });
}
