import type { Database } from './database.ts';
import type { ServerProcess } from './process.ts';

/** What a server spent on some work: totals over all its rounds. */
export interface Spent {
  /** Requests, deliveries or rows: what the work is counted in. */
  units: number;
  seconds: number;
  /** Milliseconds of the server's process. */
  cpu: number;
  /** Milliseconds of its backends of PostgreSQL; null when they could not be seen. */
  postgres: number | null;
}

/** A server, and the name its connections to PostgreSQL go by. */
export interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  /** Whether these connections are its own. */
  readonly owns: (applicationName: string) => boolean;
}

/**
 * Lets each contestant work in turn, round after round (ABC ABC ...), so that what else the machine
 * does meets all of them alike, and adds up what each spent.
 */
export async function alternate<C extends Contestant>(
  contestants: readonly C[],
  rounds: number,
  database: Database | null,
  prepare: (contestant: C) => Promise<unknown>,
  work: (contestant: C, round: number) => Promise<{ units: number; seconds: number }>,
): Promise<Map<C, Spent>> {
  const spent = new Map(
    contestants.map((one): [C, Spent] => [one, { units: 0, seconds: 0, cpu: 0, postgres: 0 }]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const [contestant, total] of spent) {
      await prepare(contestant);
      const measured = await measure(contestant, database, () => work(contestant, round));
      total.units += measured.units;
      total.seconds += measured.seconds;
      total.cpu += measured.cpu;
      total.postgres =
        total.postgres === null || measured.postgres === null
          ? null
          : total.postgres + measured.postgres;
    }
  }
  return spent;
}

/** Measures one piece of work, which begins and ends with the server idle. */
export async function measure(
  { server, owns }: Contestant,
  database: Database | null,
  work: () => Promise<{ units: number; seconds: number }>,
): Promise<Spent> {
  const watch = await database?.watchCpu();
  const before = server.cpu();
  const { units, seconds } = await work();
  const cpu = server.cpu() - before;
  const backends = await watch?.stop();
  return {
    units,
    seconds,
    cpu,
    postgres: backends
      ? [...backends].reduce((sum, [name, used]) => (owns(name) ? sum + used : sum), 0)
      : null,
  };
}

/** Milliseconds of CPU a unit. */
export function perUnit(spent: Spent): {
  cpu: number;
  postgres: number | null;
  both: number | null;
} {
  const cpu = spent.cpu / spent.units;
  const postgres = spent.postgres === null ? null : spent.postgres / spent.units;
  return { cpu, postgres, both: postgres === null ? null : cpu + postgres };
}
