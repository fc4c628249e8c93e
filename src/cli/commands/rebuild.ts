import { z } from 'zod';

import { findCourse } from '../../services/courses/content-ids.js';
import { rebuildLearning, type RebuildReport } from '../../services/practice/rebuild.js';
import { chooseSchool } from './choose-school.js';
import { defineCommand, depsOf } from './command.js';
import { CommandRefusal } from './refusal.js';

export interface RebuildResult extends RebuildReport {
  readonly dryRun: boolean;
}

/** Computes mastery and progress anew from the responses. */
export const rebuild = defineCommand({
  name: 'rebuild',
  input: z.object({
    school: z.string().optional(),
    course: z.string().optional(),
    dryRun: z.boolean(),
  }),
  run: async (platform, { school: slug, course: key, dryRun }, report): Promise<RebuildResult> => {
    const deps = depsOf(platform);
    // A course's key is unique within its school only.
    const school =
      slug === undefined && key === undefined ? undefined : await chooseSchool(platform, slug);
    let courseId: string | undefined;
    if (school && key !== undefined) {
      courseId = (await findCourse(deps, school.id, key))?.id;
      if (courseId === undefined) {
        throw new CommandRefusal(
          `The school "${school.slug}" has no course with the key "${key}".`,
        );
      }
    }
    const done = await rebuildLearning(
      deps,
      platform.versions,
      { schoolId: school?.id, courseId },
      {
        dryRun,
        onProgress: (count, total) => {
          report(count, total, dryRun ? 'Comparing' : 'Rebuilding');
        },
      },
    );
    return { ...done, dryRun };
  },
});
