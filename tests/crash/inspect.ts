import type { OpenPlatform } from '../../src/app/open-platform.js';
import type { PlayReport } from '../../src/cli/replay/play-answers.js';
import type { AnswerToRecord } from '../../src/cli/replay/record-over-graph.js';
import { rebuildLearning } from '../../src/services/practice/rebuild.js';

/** What is left of a replay after the crashes. */
export interface Findings {
  /** Answers that the server said were stored. */
  readonly acknowledged: number;
  /** Those of them that are. */
  readonly found: number;
  readonly lost: number;
  /** Answers that are stored more than once. */
  readonly doubled: number;
  /**
   * Answers that were stored when the server died, before it could say so. Sent again, they were
   * found there.
   */
  readonly unheard: number;
  /** Tries to send a batch that came to nothing. */
  readonly retries: number;
  /** Numbers missing from the class's stream. */
  readonly gaps: number;
  /** Stored answers that the stream does not carry exactly once. */
  readonly unannounced: number;
  /** Rows of mastery and progress that do not follow from the answers. */
  readonly differed: number;
}

/** Compares what was acknowledged with what the database, opened afresh, holds. */
export async function inspect(
  platform: OpenPlatform,
  played: readonly { answers: readonly AnswerToRecord[]; report: PlayReport }[],
): Promise<Findings> {
  const em = platform.orm.em.fork();
  const stored: { id: string; user: string; key: string }[] = await em.execute(
    'select id, user_id as "user", client_key as key from responses',
  );
  const times = tally(stored.map(({ user, key }) => `${user} ${key}`));
  // Each plays its answers in their order and one batch at a time.
  const acknowledged = played
    .flatMap(({ answers, report }) => answers.slice(0, report.acknowledged))
    .map(({ userId, clientKey }) => `${userId} ${clientKey}`);
  const found = acknowledged.filter((name) => times.has(name)).length;

  const items: { sequence: number | string; response: string | null }[] = await em.execute(
    `select sequence, payload->>'responseId' as response
     from stream_items where stream like 'class:%' order by sequence`,
  );
  const gaps = items.filter(({ sequence }, index) => Number(sequence) !== index + 1).length;
  const announced = tally(items.flatMap(({ response }) => response ?? []));
  const unannounced = stored.filter(({ id }) => announced.get(id) !== 1).length;

  const rebuilt = await rebuildLearning(
    { em, clock: platform.clock, announce: platform.announce },
    platform.versions,
    {},
    { dryRun: true },
  );
  return {
    acknowledged: acknowledged.length,
    found,
    lost: acknowledged.length - found,
    doubled: [...times.values()].filter((count) => count > 1).length,
    unheard: stored.length - found + played.reduce((sum, { report }) => sum + report.duplicates, 0),
    retries: played.reduce((sum, { report }) => sum + report.retries, 0),
    gaps,
    unannounced,
    differed: rebuilt.masteryStates.differed + rebuilt.lessonProgress.differed,
  };
}

function tally(names: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}
