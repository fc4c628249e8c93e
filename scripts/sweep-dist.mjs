// Removes from dist/ what no source stands behind any more, so that a renamed or deleted module
// cannot go on being imported. dist/web belongs to Vite, which empties it itself; the template of
// the embedded database's cluster is made after this, and only when PGlite has changed.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const template = /(^|[\\/])pgdata-.*\.tar\.gz$/;
const isTest = /\.test\.js(\.map)?$/;

/** @param {string} file a path below dist/ */
function hasSource(file) {
  const source = file.replace(/\.js(\.map)?$/, '.ts');
  return source !== file && !isTest.test(file) && existsSync(path.join(root, 'src', source));
}

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (entry.isDirectory()) continue;
  const file = path.relative(dist, path.join(entry.parentPath, entry.name));
  if (file.startsWith(`web${path.sep}`) || template.test(file) || hasSource(file)) continue;
  await rm(path.join(dist, file));
}
