import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';

// Properties are asked with the same values each time: a run that fails says something of the
// change, not of its luck. TEST_SEED=<number> asks with others, TEST_SEED=any with ever new ones.
const seed = process.env['TEST_SEED'] ?? '1';
const { testPath } = expect.getState();

// Loading the library costs more than most tests take.
if (seed !== 'any' && testPath && readFileSync(testPath, 'utf8').includes("'fast-check'")) {
  const { configureGlobal } = await import('fast-check');
  configureGlobal({ seed: Number(seed) });
}
