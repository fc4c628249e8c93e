import { stat } from 'node:fs/promises';

import { CourseSourceError } from './errors.js';
import { readArchive } from './read-archive.js';
import { readDirectory } from './read-directory.js';
import type { SourceFile, SourceReading } from './source-file.js';

/** The files of ours in a directory or a tar archive, whichever `source` is. */
export async function openSource(
  source: string,
  reading: SourceReading,
): Promise<AsyncGenerator<SourceFile>> {
  const found = await stat(source).catch((error: unknown) => {
    throw new CourseSourceError(source, 'cannot be found', { cause: error });
  });
  if (found.isDirectory()) return readDirectory(source, reading);
  if (found.isFile()) return readArchive(source, reading);
  throw new CourseSourceError(source, 'neither a directory nor an archive');
}
