import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

import { exportGradebook } from '../../services/gradebook/export-gradebook.js';
import { chooseCourse } from './choose-course.js';
import { defineCommand, depsOf } from './command.js';

export interface ExportResult {
  readonly course: string;
}

/** Writes the gradebook of a course into a file, as CSV. */
export const exportGradebookToFile = defineCommand({
  name: 'export gradebook',
  input: z.object({ school: z.string().optional(), course: z.string(), file: z.string() }),
  run: async (
    platform,
    { school: slug, course: key, file },
    _report,
    signal,
  ): Promise<ExportResult> => {
    const { school, id: courseId, title } = await chooseCourse(platform, slug, key);
    const lines = exportGradebook(depsOf(platform), { schoolId: school.id, courseId });
    await pipeline(Readable.from(lines), createWriteStream(file, { mode: 0o600 }), { signal });
    return { course: title };
  },
});
