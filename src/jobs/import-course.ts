import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';

import type { CourseContent } from '../services/courses/course-content.js';
import type { ImportCourseResult } from '../services/courses/import-course.js';
import type { JobsService } from '../services/jobs/jobs.service.js';
import type { JobWorker } from './job-queue.js';

const input = z.object({ format: z.literal('oatutor'), archive: z.base64() });

/** What reading an archive gives; the reader itself is handed in. */
export interface ReadCourses {
  readonly courses: readonly CourseContent[];
  readonly skipped: readonly { file: string; reason: string }[];
  readonly warnings: readonly { file: string; reason: string }[];
  readonly figuresNamed: number;
  readonly figuresAbsent: number;
}

export interface ImportCourseOptions {
  readonly jobs: () => JobsService;
  readonly log: Logger;
  readonly read: (file: string) => Promise<ReadCourses>;
  /** Whether an error of `read` is about the archive, and so for its owner. */
  readonly isUnreadable: (error: unknown) => error is Error;
  readonly store: (
    schoolId: string,
    content: CourseContent,
    onProgress: (done: number, total: number) => void,
  ) => Promise<ImportCourseResult>;
}

/** How often progress is told, in milliseconds: each telling is a write and an item of the stream. */
const TELL_EVERY_MS = 500;

/** Imports the courses of an uploaded archive. Run twice, it changes nothing the second time. */
export function createImportCourseWorker(options: ImportCourseOptions): JobWorker {
  return async (jobId) => {
    const jobs = options.jobs();
    const begun = await jobs.begin(jobId);
    if (!begun) return;
    const { archive } = input.parse(begun.input);
    const directory = await mkdtemp(join(tmpdir(), 'lyceum-import-'));
    try {
      const file = join(directory, 'archive.tar.gz');
      await writeFile(file, Buffer.from(archive, 'base64'));
      const { courses, ...notes } = await options.read(file);
      const results: ImportCourseResult[] = [];
      for (const content of courses) {
        results.push(
          await options.store(begun.schoolId, content, throttled(jobs, jobId, options.log)),
        );
      }
      await jobs.complete(jobId, { courses: results, ...notes });
    } catch (error) {
      if (!options.isUnreadable(error)) throw error;
      // Readers name the file they were given; where it lies on our disk is nobody's business.
      await jobs.fail(jobId, error.message.replaceAll(`${directory}${sep}`, ''));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
}

/** Tells progress now and then, one telling at a time. A telling that fails delays nothing. */
function throttled(jobs: JobsService, jobId: string, log: Logger) {
  let told = 0;
  let telling = false;
  return (done: number, total: number): void => {
    const now = performance.now();
    if (telling || now - told < TELL_EVERY_MS) return;
    told = now;
    telling = true;
    jobs
      .progress(jobId, done, total)
      .catch((error: unknown) => {
        log.warn({ err: error, jobId }, 'jobs: could not tell progress');
      })
      .finally(() => {
        telling = false;
      });
  };
}
