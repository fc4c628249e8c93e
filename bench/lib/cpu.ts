import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU a process has used so far, in milliseconds: all its threads, user and kernel, as the scheduler
 * counts it, to the nanosecond. The ticks of /proc/<pid>/stat are 10 ms and too coarse for what a
 * backend of PostgreSQL does in a round. Threads that have ended are not in it; servers keep theirs.
 * Null when there is no such process here.
 */
export function cpuOf(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [onCpuNs] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(onCpuNs) / 1e6;
    }, 0);
  } catch {
    return null;
  }
}
