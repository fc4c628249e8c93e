import { z } from 'zod';

import type { RecomputeOptions, RecomputeReport } from '../services/gradebook/recompute.js';
import type { JobsService } from '../services/jobs/jobs.service.js';
import type { JobWorker } from './job-queue.js';

const input = z.object({
  courseId: z.uuid(),
  dryRun: z.boolean(),
  // Inspected when the job was asked for.
  policy: z.custom<NonNullable<RecomputeOptions['policy']>>().optional(),
});

export interface RecomputeGradesOptions {
  readonly jobs: () => JobsService;
  readonly recompute: (
    course: { readonly schoolId: string; readonly courseId: string },
    options: RecomputeOptions,
  ) => Promise<RecomputeReport>;
}

/** How often progress is told, in milliseconds: each telling is a write and an item of the stream. */
const TELL_EVERY_MS = 500;

/** Computes the grades of a course anew. Run twice, it changes nothing the second time. */
export function createRecomputeGradesWorker(options: RecomputeGradesOptions): JobWorker {
  return async (jobId) => {
    const jobs = options.jobs();
    const begun = await jobs.begin(jobId);
    if (!begun) return;
    const { courseId, dryRun, policy } = input.parse(begun.input);
    let told = -Infinity;
    const report = await options.recompute(
      { schoolId: begun.schoolId, courseId },
      {
        dryRun,
        policy,
        onProgress: async (done, total) => {
          const now = performance.now();
          if (done < total && now - told < TELL_EVERY_MS) return;
          told = now;
          await jobs.progress(jobId, done, total);
        },
      },
    );
    await jobs.complete(jobId, { ...report });
  };
}
