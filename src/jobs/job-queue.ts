import { fromKysely, PgBoss, type ConstructorOptions } from 'pg-boss';
import type { Logger } from 'pino';

import type { Enqueue, JobKind } from '../services/jobs/jobs.service.js';

/** Carries out one job; what it throws is a fault, and the job is tried again. */
export type JobWorker = (jobId: string) => Promise<void>;

export interface JobQueue {
  readonly enqueue: Enqueue;
  /** Takes jobs from now on. `giveUp` is told of a job whose last try has failed. */
  work(workers: Readonly<Record<JobKind, JobWorker>>, giveUp: JobWorker): Promise<void>;
  /** Runs `task` on one node at a time, by a cron expression in UTC. */
  schedule(name: string, cron: string, task: () => Promise<void>): Promise<void>;
  /** Waits for jobs in hand, then stops. */
  stop(): Promise<void>;
}

/** How long a job may run before another worker takes it over, in seconds. */
const EXPIRE_SECONDS = 15 * 60;
const RETRIES = 2;

/** The queue over pg-boss, the same on PostgreSQL and on the embedded database. */
export async function createJobQueue(database: ConstructorOptions, log: Logger): Promise<JobQueue> {
  const boss = new PgBoss({ ...database, application_name: 'lyceum-jobs' });
  boss.on('error', (error) => {
    log.error({ err: error }, 'jobs: queue error');
  });
  await boss.start();
  for (const kind of ['import_course', 'recompute_grades'] satisfies JobKind[]) {
    await boss.createQueue(kind, {
      retryLimit: RETRIES,
      retryBackoff: true,
      expireInSeconds: EXPIRE_SECONDS,
    });
  }
  return {
    enqueue: async (tx, kind, jobId) => {
      // In the caller's transaction: the row and the job come into being together or not at all.
      await boss.send(kind, { jobId }, { db: fromKysely(tx.db) });
    },
    work: async (workers, giveUp) => {
      for (const [kind, worker] of Object.entries(workers)) {
        const options = { pollingIntervalSeconds: 1, includeMetadata: true } as const;
        await boss.work<{ jobId: string }>(kind, options, async (jobs) => {
          for (const { data, retryCount } of jobs) {
            try {
              await worker(data.jobId);
            } catch (error) {
              log.error({ err: error, jobId: data.jobId, retryCount }, 'jobs: a try has failed');
              if (retryCount >= RETRIES) await giveUp(data.jobId);
              throw error;
            }
          }
        });
      }
    },
    schedule: async (name, cron, task) => {
      await boss.createQueue(name);
      await boss.work(name, async () => {
        await task();
      });
      await boss.schedule(name, cron);
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}
