/**
 * `npm run bench -- <name>`: installs what the benchmarks compare with, when it is missing, and
 * runs one benchmark. It stays in this folder: nothing here is a dependency of the product.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

if (!process.features.typescript) {
  console.error(
    `Node ${process.version} cannot run the benchmarks. Run them with \`npm run bench\`, which uses the Node of this repository.`,
  );
  process.exit(1);
}
installOnce();
await import('./main.ts');

/** Runs `npm ci` here unless what is installed is what the lock file says. */
function installOnce() {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  const complete =
    installed && Object.entries(wanted).every(([name, version]) => installed[name] === version);
  if (complete) return;
  console.error('Installing what the benchmarks compare with (npm ci in bench/) ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', here], {
    cwd: here,
    // Standard output is for the rows.
    stdio: ['ignore', 2, 'inherit'],
  });
  if (status !== 0) {
    console.error('Could not install them: the registry must be reachable this once.');
    process.exit(1);
  }
}

/** Versions by path, of everything that is installed on every machine; null without the file. */
function packagesIn(file) {
  let text;
  try {
    text = readFileSync(new URL(file, import.meta.url), 'utf8');
  } catch {
    return null;
  }
  return Object.fromEntries(
    Object.entries(JSON.parse(text).packages)
      .filter(([path, { optional }]) => path !== '' && !optional)
      .map(([path, { version }]) => [path, version]),
  );
}
