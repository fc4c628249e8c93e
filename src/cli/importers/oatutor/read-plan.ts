import type { z } from 'zod';

import { CoursePlanError } from './errors.js';
import { parseJsonFile } from './parse-json-file.js';
import {
  coursePlansSchema,
  skillModelSchema,
  skillParametersSchema,
  type PlanCourse,
  type RawSkillParameters,
} from './schemas.js';
import type { SourceFile } from './source-file.js';
import { PLAN_FILES, type PlanPath } from './source-paths.js';
import { toSlug } from './text.js';

/** The plan and what goes with it, by the folder that holds it. */
export type PlanFiles = Map<string, Partial<Record<PlanPath['kind'], SourceFile>>>;

export interface Plan {
  root: string;
  courses: (PlanCourse & { key: string })[];
  /** The skills of each step. */
  skillModel: Map<string, string[]>;
  skillParameters: Map<string, RawSkillParameters>;
}

/** Throws a CoursePlanError unless all three files are there and whole. */
export function readPlan(files: PlanFiles): Plan {
  const root = findRoot(files);
  const beside = files.get(root) ?? {};
  const read = <T>(kind: PlanPath['kind'], schema: z.ZodType<T>): T =>
    readPlanFile(`${root}${PLAN_FILES[kind]}`, beside[kind], schema);
  const courses = read('PLAN', coursePlansSchema).map((course) => ({
    ...course,
    key: toSlug(course.courseName) || 'course',
  }));
  refuseTwins(
    `${root}${PLAN_FILES.PLAN}`,
    'course',
    courses.map(({ key }) => key),
  );
  const lessons = courses.flatMap((course) => course.lessons);
  refuseTwins(
    `${root}${PLAN_FILES.PLAN}`,
    'lesson',
    lessons.map(({ id }) => id),
  );
  return {
    root,
    courses,
    skillModel: new Map(Object.entries(read('SKILLS', skillModelSchema))),
    skillParameters: new Map(Object.entries(read('PARAMETERS', skillParametersSchema))),
  };
}

/**
 * The plan nearest to the top: an archive often has a leading folder, and the content may sit deep
 * in a checkout.
 */
function findRoot(files: PlanFiles): string {
  const depth = (root: string): number => root.split('/').length;
  const roots = [...files.entries()]
    .flatMap(([root, { PLAN }]) => (PLAN ? [root] : []))
    .sort((a, b) => depth(a) - depth(b));
  const [first, second] = roots;
  if (first === undefined) throw new CoursePlanError(PLAN_FILES.PLAN, 'is missing');
  if (second !== undefined && depth(second) === depth(first)) {
    throw new CoursePlanError(
      `${first}${PLAN_FILES.PLAN}`,
      `stands beside another plan in ${second}`,
    );
  }
  return first;
}

function readPlanFile<T>(path: string, file: SourceFile | undefined, schema: z.ZodType<T>): T {
  if (!file) throw new CoursePlanError(path, 'is missing');
  if ('refused' in file) throw new CoursePlanError(path, file.refused);
  const parsed = parseJsonFile(file.bytes, schema);
  if ('damage' in parsed) throw new CoursePlanError(path, parsed.damage);
  return parsed.value;
}

/** With two of the same key nobody could say what an earlier import wrote. */
function refuseTwins(path: string, what: string, keys: string[]): void {
  const twin = keys.find((key, index) => keys.indexOf(key) < index);
  if (twin !== undefined) throw new CoursePlanError(path, `names the ${what} ${twin} twice`);
}
