import { setTimeout as delay } from 'node:timers/promises';

import { Pacer, type Pace } from './pacer.js';
import type { AnswerToRecord, RecordBatch, RecordOutcome } from './record-over-graph.js';

/** Time as playing needs it; a test hands in one it ticks. In milliseconds. */
export interface PlayClock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemPlayClock: PlayClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

export interface PlayOptions {
  readonly pace: Pace;
  readonly record: RecordBatch;
  readonly signal: AbortSignal;
  readonly clock?: PlayClock;
  /** How long a batch is sent again before playing ends. */
  readonly patienceMs?: number;
  /** The longest pause between two tries. */
  readonly longestPauseMs?: number;
  /** Told after each batch, and of each try that came to nothing. */
  readonly onProgress?: (progress: PlayProgress) => void;
}

export interface PlayProgress {
  readonly acknowledged: number;
  readonly total: number;
  /** Over the last seconds. */
  readonly answersPerSecond: number;
  /** Why the last try came to nothing; null when it did not. */
  readonly trouble: string | null;
}

export interface PlayReport {
  /** Answers that the gateway said are stored. */
  readonly acknowledged: number;
  /** Those of them that were new to it. */
  readonly recorded: number;
  /** Those it had already: stored by a try whose answer was lost, or by an earlier replay. */
  readonly duplicates: number;
  readonly seconds: number;
  /** Tries that came to nothing and were made again. */
  readonly retries: number;
  readonly end: PlayEnd;
  /** What the gateway said last, when it ended before the last answer; null when it did not. */
  readonly reason: string | null;
}

/**
 * - `whole`: every answer is stored
 * - `refused`: the gateway will not have them
 * - `unavailable`: it was gone for longer than our patience
 * - `interrupted`: by the signal
 */
export type PlayEnd = 'whole' | 'refused' | 'unavailable' | 'interrupted';

const FIRST_PAUSE_MS = 100;
const DEFAULT_LONGEST_PAUSE_MS = 2_000;
const DEFAULT_PATIENCE_MS = 60_000;
const SPEED_OVER_MS = 5_000;

/**
 * Plays answers in their order at a pace, one batch on the way at a time, so that no learner's
 * answers overtake each other. A batch that was not acknowledged is sent again as it is: by its
 * client keys the gateway stores it once.
 */
export async function playAnswers(
  answers: readonly AnswerToRecord[],
  options: PlayOptions,
): Promise<PlayReport> {
  const { pace, signal, clock = systemPlayClock } = options;
  const startedAt = clock.now();
  const pacer = new Pacer(pace, startedAt);
  const speed = new Speedometer(startedAt);
  const counts = { acknowledged: 0, recorded: 0, duplicates: 0, retries: 0 };
  let ended: Pick<PlayReport, 'end' | 'reason'> = { end: 'whole', reason: null };

  const tell = (trouble: string | null): void => {
    options.onProgress?.({
      acknowledged: counts.acknowledged,
      total: answers.length,
      answersPerSecond: speed.read(clock.now(), counts.acknowledged),
      trouble,
    });
  };

  try {
    while (counts.acknowledged < answers.length) {
      signal.throwIfAborted();
      const left = answers.length - counts.acknowledged;
      const due = pacer.take(clock.now(), left);
      if (due === 0) {
        await clock.sleep(pacer.waitMs(left), signal);
        continue;
      }
      const batch = answers.slice(counts.acknowledged, counts.acknowledged + due);
      const outcome = await sendUntilStored(batch, options, clock, (reason) => {
        counts.retries += 1;
        tell(reason);
      });
      if (outcome.kind !== 'stored') {
        const end = outcome.kind === 'again' ? 'unavailable' : 'refused';
        ended = { end, reason: outcome.reason };
        break;
      }
      counts.acknowledged += batch.length;
      counts.recorded += outcome.recorded;
      counts.duplicates += outcome.duplicates;
      tell(null);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    ended = { end: 'interrupted', reason: null };
  }
  return { ...counts, seconds: (clock.now() - startedAt) / 1_000, ...ended };
}

async function sendUntilStored(
  batch: readonly AnswerToRecord[],
  options: PlayOptions,
  clock: PlayClock,
  onRetry: (reason: string) => void,
): Promise<RecordOutcome> {
  const { record, signal, patienceMs = DEFAULT_PATIENCE_MS } = options;
  const { longestPauseMs = DEFAULT_LONGEST_PAUSE_MS } = options;
  const occurredAt = new Date(clock.now());
  const until = clock.now() + patienceMs;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const outcome = await record(batch, occurredAt);
    if (outcome.kind !== 'again' || clock.now() >= until) return outcome;
    onRetry(outcome.reason);
    await clock.sleep(pause, signal);
    pause = Math.min(longestPauseMs, pause * 2);
  }
}

/** Speed over the last few seconds. */
class Speedometer {
  readonly #marks: { at: number; count: number }[];

  constructor(now: number) {
    this.#marks = [{ at: now, count: 0 }];
  }

  read(now: number, count: number): number {
    this.#marks.push({ at: now, count });
    while (this.#marks.length > 2 && now - (this.#marks[1]?.at ?? now) >= SPEED_OVER_MS) {
      this.#marks.shift();
    }
    const [first] = this.#marks;
    if (!first || now === first.at) return 0;
    return ((count - first.count) * 1_000) / (now - first.at);
  }
}
