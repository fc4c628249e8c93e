import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells a process from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system gives; `null` where it gives none. */
  readonly startedAt: string | null;
}

/** A zombie has a number and a start, and nothing else any more. */
const DEAD = 'dead';

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) };
}

/** Whether this very process still runs. Where the system cannot tell, it does. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  if (pid <= 0) return false; // to kill(), a whole group
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const start = startOf(pid);
  return start !== DEAD && (start === null || startedAt === null || start === startedAt);
}

function startOf(pid: number): string | null {
  if (process.platform === 'linux') return startFromProc(pid);
  if (process.platform === 'win32') return null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat, ticks since this boot; field 3 is the state. */
function startFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 2 is the name in brackets, which may hold spaces and brackets of its own.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return DEAD;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[18] ?? ''}`;
  } catch {
    return null;
  }
}
