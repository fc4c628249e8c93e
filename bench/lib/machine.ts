import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

import { productRoot } from './product.ts';

/** What the numbers were measured on. */
export function machineFacts(postgres?: string): string[] {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return [
    `machine   ${availableParallelism()} cores, ${cpu?.model ?? 'unknown CPU'}, ${gib} GiB, load ${loadavg()[0].toFixed(1)}`,
    `software  Node ${process.version}, ${postgres ? `PostgreSQL ${postgres}, ` : ''}Lyceum ${commit()}`,
    `date      ${new Date().toISOString()}`,
  ];
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', productRoot, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    const changed = git('status', '--porcelain', '--', 'src') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' with changes' : '');
  } catch {
    return 'of no known commit';
  }
}
