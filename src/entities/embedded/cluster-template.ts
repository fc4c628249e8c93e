import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the template of this PGlite's clusters lies: in dist/, seen from src/ and from dist/. */
function templateFile(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = JSON.parse(readFileSync(`${dirname(entry)}/../package.json`, 'utf8')) as {
    version: string;
  };
  return fileURLToPath(new URL(`../../../dist/pgdata-${manifest.version}.tar.gz`, import.meta.url));
}

/**
 * A freshly initialised cluster as .tar.gz. With it a first start takes 1 s, without it 3 to 8 s
 * (initdb on two busy cores).
 * @returns `null` when the build has made none: then the worker runs initdb
 */
export function findClusterTemplate(): string | null {
  const file = templateFile();
  return existsSync(file) ? file : null;
}

/** Puts the template where it is looked for, in one step. */
export async function saveClusterTemplate(tarball: Uint8Array): Promise<void> {
  const file = templateFile();
  const draft = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, tarball, { mode: 0o644 });
  await rename(draft, file);
}
