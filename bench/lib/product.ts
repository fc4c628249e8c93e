import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { CannotRunError } from './cannot-run.ts';

/** The built checkout that is measured: this one, or another to compare with. */
export const productRoot =
  process.env.BENCH_PRODUCT ?? fileURLToPath(new URL('../..', import.meta.url));

/** Arguments of `node` in `npm start`: what is measured is what people run. */
export function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(productRoot, 'package.json'), 'utf8'));
  const [command, ...args] = String(scripts.start).split(' ');
  if (command !== 'node') throw new Error('`npm start` is expected to run node.');
  return args;
}

/** A module of the built product. */
export async function importBuilt<Module>(file: string): Promise<Module> {
  try {
    return (await import(String(pathToFileURL(join(productRoot, 'dist', file))))) as Module;
  } catch (cause) {
    throw new CannotRunError(
      `Cannot load dist/${file} of ${productRoot}. Build it: npm run build:server`,
      {
        cause,
      },
    );
  }
}

/** A dependency of the product. */
export function requireFromProduct<Module>(name: string): Module {
  return createRequire(join(productRoot, 'package.json'))(name) as Module;
}
