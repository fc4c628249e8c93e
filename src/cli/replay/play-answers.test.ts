import { describe, expect, it } from '@jest/globals';

import { playAnswers, type PlayClock, type PlayOptions } from './play-answers.js';
import type { AnswerToRecord, RecordOutcome } from './record-over-graph.js';

/** Time passes only while somebody sleeps. */
class SleepClock implements PlayClock {
  at = 0;

  now(): number {
    return this.at;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.at += ms;
  }
}

const answers = (count: number): AnswerToRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    userId: `user-${index % 3}`,
    stepId: `step-${index}`,
    correct: index % 2 === 0,
    clientKey: `answer-${index}`,
  }));

const stored = (batch: readonly unknown[]): RecordOutcome => ({
  kind: 'stored',
  recorded: batch.length,
  duplicates: 0,
});

function options(rest: Partial<PlayOptions>): PlayOptions & { clock: SleepClock } {
  return {
    pace: { rate: 100, maxBatch: 200 },
    record: async (batch) => stored(batch),
    signal: new AbortController().signal,
    clock: new SleepClock(),
    ...rest,
  } as PlayOptions & { clock: SleepClock };
}

describe('playAnswers', () => {
  it('plays everything in order at the pace asked for', async () => {
    const sent: string[] = [];
    const sizes = new Set<number>();
    const play = options({
      record: async (batch, occurredAt) => {
        sent.push(...batch.map(({ clientKey }) => clientKey));
        sizes.add(batch.length);
        expect(occurredAt.getTime()).toBe(play.clock.at);
        return stored(batch);
      },
    });

    const report = await playAnswers(answers(1_000), play);

    expect(report).toEqual({
      acknowledged: 1_000,
      recorded: 1_000,
      duplicates: 0,
      retries: 0,
      seconds: 10,
      end: 'whole',
      reason: null,
    });
    expect(sent).toEqual(answers(1_000).map(({ clientKey }) => clientKey));
    expect([...sizes]).toEqual([10]);
  });

  it('sends more at once to a side that is slow', async () => {
    const sizes: number[] = [];
    const play = options({
      record: async (batch) => {
        sizes.push(batch.length);
        play.clock.at += 400;
        return stored(batch);
      },
    });

    const report = await playAnswers(answers(400), play);

    expect(report.seconds).toBeLessThan(5);
    expect(Math.max(...sizes)).toBe(40);
  });

  it('sends the same batch again until it is stored', async () => {
    const tries: string[][] = [];
    const times = new Set<number>();
    const troubles: (string | null)[] = [];
    const report = await playAnswers(
      answers(20),
      options({
        record: async (batch, occurredAt) => {
          tries.push(batch.map(({ clientKey }) => clientKey));
          times.add(occurredAt.getTime());
          if (tries.length < 3) return { kind: 'again', reason: 'connection lost' };
          // The first try had been stored, only its answer was lost.
          return tries.length === 3
            ? { kind: 'stored', recorded: 0, duplicates: batch.length }
            : stored(batch);
        },
        onProgress: ({ trouble }) => troubles.push(trouble),
      }),
    );

    expect(report).toMatchObject({
      acknowledged: 20,
      recorded: 10,
      duplicates: 10,
      retries: 2,
      end: 'whole',
    });
    expect(tries[0]).toEqual(tries[1]);
    expect(tries[1]).toEqual(tries[2]);
    expect(times.size).toBe(2);
    expect(troubles).toEqual(['connection lost', 'connection lost', null, null]);
  });

  it('gives up when its patience is over, and says what is stored', async () => {
    let calls = 0;
    const play = options({
      patienceMs: 5_000,
      record: async (batch) => {
        calls += 1;
        return calls === 1 ? stored(batch) : { kind: 'again', reason: 'nobody answers' };
      },
    });

    const report = await playAnswers(answers(50), play);

    expect(report).toMatchObject({
      acknowledged: 10,
      end: 'unavailable',
      reason: 'nobody answers',
    });
    expect(play.clock.at).toBeGreaterThanOrEqual(5_000);
    expect(play.clock.at).toBeLessThan(8_000);
  });

  it('ends at once when it is refused', async () => {
    const report = await playAnswers(
      answers(50),
      options({ record: async () => ({ kind: 'refused', reason: 'no such course' }) }),
    );

    expect(report).toMatchObject({
      acknowledged: 0,
      retries: 0,
      end: 'refused',
      reason: 'no such course',
    });
  });

  it('stops between two batches when it is interrupted', async () => {
    const interrupt = new AbortController();
    const report = await playAnswers(
      answers(50),
      options({
        signal: interrupt.signal,
        record: async (batch) => {
          interrupt.abort();
          return stored(batch);
        },
      }),
    );

    expect(report).toMatchObject({ acknowledged: 10, end: 'interrupted' });
  });

  it('tells the speed of the last seconds', async () => {
    const speeds: number[] = [];
    await playAnswers(
      answers(1_000),
      options({ onProgress: ({ answersPerSecond }) => speeds.push(answersPerSecond) }),
    );

    expect(speeds.at(-1)).toBeCloseTo(100, 0);
  });
});
