import { chmodSync, mkdirSync, realpathSync, statSync } from 'node:fs';

const OTHERS = 0o077;

/**
 * Makes sure of a directory that only this user can enter, and that nothing this process writes
 * from now on is open to others either: PGlite asks for mode 0666 on every file.
 * @returns its real path
 * @throws {Error} when the directory cannot be made, or belongs to another user
 */
export function prepareDataDirectory(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = realpathSync(dataDir);
  if ((statSync(path).mode & OTHERS) !== 0) chmodSync(path, 0o700);
  process.umask(process.umask(OTHERS) | OTHERS);
  return path;
}
