import { findCycle } from '../../engines/release/index.js';
import { CourseDraft, type DraftModuleData } from '../../entities/courses.js';
import {
  contentsOfLessons,
  coursesByIds,
  draftOfCourse,
  learnersByLesson,
  skillsByCourseIds,
  type CourseRow,
} from '../../entities/courses.repository.js';
import { Enrollment } from '../../entities/enrollments.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import type { Outline, VersionCache } from '../../entities/version-cache.js';
import { RequestError } from '../../errors/index.js';
import { mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { transact, type ServiceDeps } from '../transact.js';
import { courseForStaff } from './course-for-staff.js';
import { changesBetween, draftOfVersion, type DraftChange } from './draft-changes.js';
import { readDraft, type DraftInput } from './draft-input.js';
import { reportChange } from './report-change.js';
import { writeVersion } from './write-version.js';

export interface Draft {
  readonly courseId: string;
  readonly revision: number;
  /** Null while nothing differs from the published version. */
  readonly savedAt: string | null;
  readonly modules: readonly DraftModuleData[];
  readonly changes: readonly (DraftChange & {
    /** Active learners who have completed a problem of the lesson; null for a module. */
    readonly learners: number | null;
  })[];
}

export interface SaveDraftInput extends DraftInput {
  readonly courseId: string;
  /** The revision that was read. */
  readonly revision: number;
}

export type SaveDraftResult =
  | { kind: 'saved'; draft: Draft }
  | { kind: 'conflict'; revision: number }
  /** Keys of modules, each waiting for the next and the last for the first. */
  | { kind: 'moduleCycle'; moduleKeys: string[] };

export type PublishCourseResult =
  | { kind: 'published'; courseId: string }
  | { kind: 'conflict'; revision: number }
  | { kind: 'nothingToPublish'; courseId: string };

/**
 * The working copy of a course: one document, replaced as a whole by whoever has read its newest
 * revision. The order of its lists is the order of the course, so no place can be taken twice. Keys
 * say what is the same module or lesson in the next version, and carry problems and progress over.
 */
export class DraftsService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly versions: VersionCache,
  ) {}

  /** The draft, or the published version as one, and what publishing it would change. For staff. */
  async draftOf(actor: Actor, courseId: string): Promise<Draft> {
    const db = readerOf(this.deps.em);
    const [course] = await coursesByIds(db, actor.schoolId, [courseId]);
    if (!course || !(await mayTeach(db, actor, courseId))) throw RequestError.notFound('course');
    return this.read(db, course);
  }

  async saveDraft(actor: Actor, input: SaveDraftInput): Promise<SaveDraftResult> {
    return transact(this.deps, async (tx) => {
      const course = await courseForStaff(tx, actor, input.courseId);
      const skills = await skillsByCourseIds(tx.db, actor.schoolId, [course.id]);
      const skillIds = new Map(skills.map((skill) => [skill.key, skill.id]));
      const modules = readDraft({ modules: input.modules }, skillIds);
      if (course.draftRevision !== input.revision) {
        return { kind: 'conflict', revision: course.draftRevision };
      }
      const cycle = findCycle(waitingOf(modules));
      if (cycle) return { kind: 'moduleCycle', moduleKeys: cycle };
      const now = this.deps.clock();
      course.draftRevision += 1;
      await tx.em.upsert(CourseDraft, {
        courseId: course.id,
        schoolId: course.schoolId,
        modules,
        savedById: actor.userId,
        savedAt: now,
      });
      await tx.em.flush();
      reportChange(tx, course, 'draft_saved', now);
      const [row] = await coursesByIds(tx.db, actor.schoolId, [course.id]);
      if (!row) throw RequestError.notFound('course');
      return { kind: 'saved', draft: await this.read(tx.db, row) };
    });
  }

  /**
   * Writes the draft as the next version and makes the course public. Problems stay with the
   * lessons that keep their key. Learners stay on the version they began with, so that nobody's
   * progress is lost or exceeds what there is; staff and observers follow to the new one.
   */
  async publishCourse(
    actor: Actor,
    input: { courseId: string; revision: number },
  ): Promise<PublishCourseResult> {
    return transact(this.deps, async (tx) => {
      const course = await courseForStaff(tx, actor, input.courseId);
      if (course.draftRevision !== input.revision) {
        return { kind: 'conflict', revision: course.draftRevision };
      }
      const now = this.deps.clock();
      const before = await this.publishedOutline(tx.db, course);
      const draft = await draftOfCourse(tx.db, course.schoolId, course.id);
      const old = before ? await versionAsDraft(tx.db, before) : [];
      const isNew = draft !== undefined && changesBetween(old, draft.modules).length > 0;
      // An empty course is no course yet; one that was archived may come back as it is.
      const hasContent = (draft?.modules ?? old).length > 0;
      if ((!isNew && course.status === 'published') || !hasContent) {
        return { kind: 'nothingToPublish', courseId: course.id };
      }
      if (isNew) {
        const versionId = await writeVersion(tx, course, before, draft.modules, now);
        course.publishedVersionId = versionId;
        await tx.em.nativeUpdate(
          Enrollment,
          { courseId: course.id, state: 'active', role: { $ne: 'learner' } },
          { versionId },
        );
      }
      if (draft) {
        await tx.em.nativeDelete(CourseDraft, { courseId: course.id });
        course.draftRevision += 1;
      }
      tx.em.assign(course, { status: 'published', updatedAt: now });
      reportChange(tx, course, 'published', now);
      return { kind: 'published', courseId: course.id };
    });
  }

  private async read(db: Reader, course: CourseRow): Promise<Draft> {
    const outline = await this.publishedOutline(db, course);
    const published = outline ? await versionAsDraft(db, outline) : [];
    const draft = await draftOfCourse(db, course.schoolId, course.id);
    const modules = draft?.modules ?? published;
    const learners = await learnersByLesson(db, course.schoolId, course.id);
    const lessons = [...(outline?.lessonById.values() ?? [])];
    const stableIds = new Map(lessons.map((lesson) => [lesson.key, lesson.stableId]));
    return {
      courseId: course.id,
      revision: course.draftRevision,
      savedAt: draft?.savedAt ?? null,
      modules,
      changes: changesBetween(published, modules).map((change) => ({
        ...change,
        learners:
          change.part === 'module' ? null : (learners.get(stableIds.get(change.key) ?? '') ?? 0),
      })),
    };
  }

  private async publishedOutline(
    db: Reader,
    course: { schoolId: string; publishedVersionId?: string | null | undefined },
  ): Promise<Outline | undefined> {
    return course.publishedVersionId == null
      ? undefined
      : this.versions.outline(db, course.schoolId, course.publishedVersionId);
  }
}

async function versionAsDraft(db: Reader, outline: Outline): Promise<DraftModuleData[]> {
  const lessonIds = [...outline.lessonById.keys()];
  const contents =
    lessonIds.length === 0 ? [] : await contentsOfLessons(db, outline.schoolId, lessonIds);
  return draftOfVersion(outline, contents);
}

/** Which modules each one waits for: those it requires and, in order, the one before it. */
function waitingOf(modules: readonly DraftModuleData[]): Map<string, string[]> {
  return new Map(
    modules.map(({ key, requires, release }, index) => {
      const before = release.inOrder ? modules[index - 1] : undefined;
      return [key, before ? [...requires, before.key] : [...requires]];
    }),
  );
}
