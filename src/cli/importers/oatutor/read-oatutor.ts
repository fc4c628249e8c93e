import type { CourseContent } from '../../../services/courses/course-content.js';
import type { SourceNotes } from '../report.js';
import { buildCourse } from './build-course.js';
import { addToPool, type ContentPool, type ProblemFolder } from './content-pool.js';
import { fillLessons } from './fill-lessons.js';
import { DEFAULT_LIMITS, type OatutorLimits } from './limits.js';
import { openSource } from './open-source.js';
import { ReadNotes } from './read-notes.js';
import { readPlan, type Plan, type PlanFiles } from './read-plan.js';
import { PLAN_FILES } from './source-paths.js';

export interface OatutorOptions {
  /**
   * Counts up to `total`, in bytes of an archive or files of a directory: only the ratio means
   * something.
   */
  onProgress?: (done: number, total: number) => void;
  limits?: Partial<OatutorLimits>;
}

export interface OatutorReadResult extends SourceNotes {
  /** Those of the plan, in its order. */
  courses: CourseContent[];
}

/**
 * Reads OATutor content from a directory, a `.tar` or a gzipped tar, also below a leading folder.
 * Nothing is written.
 *
 * A damaged file costs what it holds and no more: it is named in `skipped`. Throws a
 * CoursePlanError when the plan itself cannot be read and a CourseSourceError when the source
 * cannot; then there is no result at all.
 */
export async function readOatutor(
  source: string,
  options: OatutorOptions = {},
): Promise<OatutorReadResult> {
  const notes = new ReadNotes();
  const planFiles: PlanFiles = new Map();
  const pools = new Map<string, ContentPool>();
  const files = await openSource(source, {
    notes,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    onProgress: options.onProgress ?? (() => undefined),
  });
  for await (const file of files) {
    const { at } = file;
    if ('problem' in at) {
      const pool: ContentPool = pools.get(at.root) ?? new Map<string, ProblemFolder>();
      pools.set(at.root, pool);
      addToPool(pool, { ...file, at }, notes);
    } else {
      planFiles.set(at.root, { [at.kind]: file, ...planFiles.get(at.root) });
    }
  }
  const plan = readPlan(planFiles);
  const pool: ContentPool = pools.get(plan.root) ?? new Map<string, ProblemFolder>();
  const filled = fillLessons(plan, pool, notes);
  noteAbsentSteps(plan, pool, notes);
  return {
    courses: plan.courses.map((course) => buildCourse(course, plan, filled, notes)),
    skipped: notes.skipped,
    warnings: notes.warnings,
    figuresNamed: filled.figuresNamed,
    figuresAbsent: filled.figuresAbsent,
  };
}

/** A lost file leaves no trace in its folder; the skill model still knows that there was one. */
function noteAbsentSteps({ root, skillModel }: Plan, pool: ContentPool, notes: ReadNotes): void {
  const present = new Set([...pool.values()].flatMap(({ steps }) => [...steps.keys()]));
  const absent = [...skillModel.keys()].filter((step) => !present.has(step));
  if (absent.length === 0) return;
  const some = absent.slice(0, 3).join(', ');
  const more = absent.length > 3 ? ` and ${absent.length - 3} more` : '';
  notes.warn(`${root}${PLAN_FILES.SKILLS}`, `names steps that are not there: ${some}${more}`);
}
