import { readFile } from 'node:fs/promises';
import { z } from 'zod';

import type { CourseContent } from '../../../services/courses/course-content.js';
import { findFaults } from '../check-content.js';
import { courseContentSchema } from './course-content.schema.js';

/** The file is not a course as `CourseContent` describes it. Nothing may be written. */
export class CourseContentError extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
    this.name = 'CourseContentError';
  }
}

/**
 * Reads a course from JSON, such as the one the demo school is made of, and checks all that
 * `CourseContent` promises.
 */
export async function readCourseContent(file: string): Promise<CourseContent> {
  const json = await readJson(file);
  const parsed = courseContentSchema.safeParse(json);
  if (!parsed.success) throw new CourseContentError(file, z.prettifyError(parsed.error));
  const faults = findFaults(parsed.data);
  if (faults.length > 0) throw new CourseContentError(file, faults.slice(0, 10).join('; '));
  return parsed.data;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not valid JSON' : 'cannot be read';
    throw new CourseContentError(file, reason, { cause: error });
  }
}
