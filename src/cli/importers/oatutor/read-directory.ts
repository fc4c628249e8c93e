import { constants, type Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { CourseSourceError } from './errors.js';
import {
  describeTooLarge,
  describeTooMany,
  describeTooMuch,
  isReadByName,
  NOT_A_FILE,
  type FoundFile,
  type SourceFile,
  type SourceReading,
} from './source-file.js';
import { classifyPath } from './source-paths.js';

type ListedFile = FoundFile & { isFile: boolean };

/** Calls to the file system that wait side by side; a course is some twenty thousand small ones. */
const AT_ONCE = 16;

/** A checkout of the content carries these, each with more files than the content itself. */
const FOREIGN_FOLDERS = new Set(['.git', 'node_modules']);

/**
 * The files of ours under a directory. Links inside it are not followed: they may lead anywhere.
 */
export async function* readDirectory(
  directory: string,
  reading: SourceReading,
): AsyncGenerator<SourceFile> {
  const { limits, onProgress } = reading;
  const listed = await listFiles(directory, limits.entries);
  let total = 0;
  let done = 0;
  for (let next = 0; next < listed.length; next += AT_ONCE) {
    const batch = listed.slice(next, next + AT_ONCE);
    const files = batch.map((file) => readListed(directory, file, limits.fileBytes));
    for (const file of await Promise.all(files)) {
      total += 'bytes' in file ? file.bytes.length : 0;
      if (total > limits.totalBytes) {
        throw new CourseSourceError(directory, describeTooMuch(limits.totalBytes));
      }
      yield file;
      done += 1;
      onProgress(done, listed.length);
    }
  }
}

async function listFiles(directory: string, limit: number): Promise<ListedFile[]> {
  const listed: ListedFile[] = [];
  const folders = [''];
  let entries = 0;
  while (folders.length > 0) {
    const batch = folders.splice(-AT_ONCE).map((folder) => listFolder(directory, folder));
    for (const { path, entry } of (await Promise.all(batch)).flat()) {
      entries += 1;
      if (entries > limit) throw new CourseSourceError(directory, describeTooMany(limit));
      if (entry.isDirectory()) {
        if (!FOREIGN_FOLDERS.has(entry.name)) folders.push(`${path}/`);
        continue;
      }
      const at = classifyPath(path);
      if (at) listed.push({ path, at, isFile: entry.isFile() });
    }
  }
  return listed;
}

async function listFolder(
  directory: string,
  folder: string,
): Promise<{ path: string; entry: Dirent }[]> {
  try {
    const entries = await readdir(join(directory, folder), { withFileTypes: true });
    return entries.map((entry) => ({ path: folder + entry.name, entry }));
  } catch (error) {
    const path = folder === '' ? 'it' : folder;
    throw new CourseSourceError(directory, `${path} cannot be listed`, { cause: error });
  }
}

async function readListed(
  directory: string,
  { isFile, ...found }: ListedFile,
  limit: number,
): Promise<SourceFile> {
  if (!isFile) return { ...found, refused: NOT_A_FILE };
  if (isReadByName(found.at)) return { ...found, bytes: Buffer.alloc(0) };
  try {
    // O_NOFOLLOW: the entry may have become a link since it was listed.
    await using handle = await open(
      join(directory, found.path),
      constants.O_RDONLY | constants.O_NOFOLLOW,
    );
    const { size } = await handle.stat();
    if (size > limit) return { ...found, refused: describeTooLarge(size, limit) };
    return { ...found, bytes: await handle.readFile() };
  } catch (error) {
    return { ...found, refused: error instanceof Error ? error.message : String(error) };
  }
}
