/** What /readyz tells; all true means that traffic may come. */
export interface Readiness {
  readonly database: boolean;
  readonly migrations: boolean;
  /** The process is shutting down and asks to be left alone. */
  readonly draining: boolean;
}

export interface Health {
  readonly draining: boolean;
  /** From now on not ready: load balancers send traffic elsewhere, open requests go on. */
  drain(): void;
  readiness(): Promise<Readiness>;
}

export interface HealthOptions {
  /** Resolves when a statement came back. */
  readonly database: () => Promise<unknown>;
  /** Whether the schema is the one this version expects. */
  readonly migrations: () => Promise<boolean>;
  /** A check that takes longer has failed. */
  readonly timeoutMs?: number;
  /** For how long an answer stands, so that asking often does not cost statements. */
  readonly staleAfterMs?: number;
  readonly now?: () => number;
}

export function isReady({ database, migrations, draining }: Readiness): boolean {
  return database && migrations && !draining;
}

export function createHealth({
  database,
  migrations,
  timeoutMs = 2000,
  staleAfterMs = 1000,
  now = () => performance.now(),
}: HealthOptions): Health {
  let draining = false;
  let checked: { at: number; answer: Promise<Omit<Readiness, 'draining'>> } | null = null;
  // What has once been migrated stays so while the process lives.
  let migrated = false;

  async function check(): Promise<Omit<Readiness, 'draining'>> {
    const [isThere, isMigrated] = await Promise.all([
      within(timeoutMs, async () => {
        await database();
        return true;
      }),
      migrated || within(timeoutMs, migrations),
    ]);
    migrated = isMigrated;
    return { database: isThere, migrations: isMigrated };
  }

  return {
    get draining() {
      return draining;
    },
    drain() {
      draining = true;
    },
    async readiness() {
      if (!checked || now() - checked.at > staleAfterMs) checked = { at: now(), answer: check() };
      return { ...(await checked.answer), draining };
    },
  };
}

/** Whether `check` says yes in time. */
async function within(ms: number, check: () => Promise<boolean>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
