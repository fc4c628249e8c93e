import { z } from 'zod';

import { recomputeGrades, type RecomputeReport } from '../../services/gradebook/recompute.js';
import { chooseCourse } from './choose-course.js';
import { defineCommand, depsOf } from './command.js';

export interface RecomputeResult extends RecomputeReport {
  readonly course: string;
}

/** Computes the grades of a course anew from what is stored. */
export const recompute = defineCommand({
  name: 'recompute',
  input: z.object({
    school: z.string().optional(),
    course: z.string(),
    dryRun: z.boolean(),
  }),
  run: async (
    platform,
    { school: slug, course: key, dryRun },
    report,
  ): Promise<RecomputeResult> => {
    const { school, id: courseId, title } = await chooseCourse(platform, slug, key);
    const done = await recomputeGrades(
      depsOf(platform),
      { schoolId: school.id, courseId },
      {
        dryRun,
        onProgress: (count, total) => {
          report(count, total, dryRun ? 'Comparing' : 'Recomputing');
        },
      },
    );
    return { course: title, ...done };
  },
});
