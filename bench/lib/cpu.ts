import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const msPerTick = 1_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * CPU a process has used so far, in milliseconds: all its threads, user and kernel. Precise to a
 * tick, 10 ms on Linux.
 */
export function cpuOfProcess(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name, in parentheses, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

/**
 * As `cpuOfProcess`, to the nanosecond, for a process of one thread; null when there is none.
 * A backend of PostgreSQL may do a tenth of a second in a whole round, so ticks are too coarse.
 */
export function cpuOfSingleThread(pid: number): number | null {
  try {
    const [onCpuNs] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(onCpuNs) / 1e6;
  } catch {
    return null;
  }
}
