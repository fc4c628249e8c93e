// Sums Jest's results into the one line that ends .ci/run: `N passed, N failed`.
//
//   node scripts/sum-results.mjs <result.json>=<exit code of its step> …
//
// A suite that could not be loaded counts as a failure, and so does a step that failed, or left
// no results, without a failed test to show for it.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;

for (const argument of process.argv.slice(2)) {
  const [, file = argument, code = '1'] = /^(.*)=(\d+)$/.exec(argument) ?? [];
  const result = read(file);
  const broken = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
  passed += result?.numPassedTests ?? 0;
  failed += broken === 0 && (code !== '0' || result === undefined) ? 1 : broken;
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/**
 * @param {string} file
 * @returns {Record<'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites', number> | undefined}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
