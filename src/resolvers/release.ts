import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import type { ContentData } from '../entities/courses.js';
import type { LessonRow, ModuleRow } from '../entities/version-cache.js';
import { Lesson, Module, Skill } from '../schema/courses.js';
import { Access, Blocker, LessonContent } from '../schema/release.js';

type Blockers = ReturnType<RequestContext['services']['courses']['blockers']>;
type BlockerRow =
  Blockers['byLesson'] extends ReadonlyMap<string, readonly (infer Row)[]> ? Row : never;

interface AccessRow {
  readonly open: boolean;
  readonly blockers: readonly BlockerRow[];
  readonly nextLessonId: string | null;
}

const OPEN: AccessRow = { open: true, blockers: [], nextLessonId: null };

/** How the viewer stands before a part of a version; null for who is not in its course. */
async function accessTo(
  part: { readonly versionId: string },
  blockersOf: (all: Blockers) => readonly BlockerRow[] | undefined,
  context: RequestContext,
): Promise<AccessRow | null> {
  const { loaders, services, viewer } = context;
  const outline = await loaders.outlineByVersionId.load(part.versionId);
  if (!outline) return null;
  const enrollments = await loaders.viewerEnrollments();
  const own = enrollments.find((enrollment) => enrollment.courseId === outline.courseId);
  if (!own) return viewer?.isAdministrator ? OPEN : null;
  if (own.role !== 'learner' || !outline.hasRules) return OPEN;
  const [progress, mastery] = await Promise.all([
    loaders.lessonProgressByEnrollmentId.load(own.id),
    loaders.masteryByEnrollmentId.load(own.id),
  ]);
  const all = services.courses.blockers(outline, {
    now: context.now(),
    completed: progress?.completedProblems ?? {},
    mastery: new Map(mastery.map((row) => [row.skillId, row.probability])),
  });
  const blockers = blockersOf(all) ?? [];
  return { open: blockers.length === 0, blockers, nextLessonId: all.nextLessonId };
}

async function accessToLesson(lesson: LessonRow, context: RequestContext) {
  return accessTo(lesson, (all) => all.byLesson.get(lesson.id), context);
}

@Resolver(() => Module)
export class ModuleReleaseResolver {
  @Extensions({ readsViewer: true })
  @FieldResolver(() => Access, {
    nullable: true,
    description: 'Whether the viewer may begin it; null for who is not in the course.',
  })
  async access(@Root() module: ModuleRow, @Ctx() context: RequestContext) {
    return accessTo(module, (all) => all.byModule.get(module.id), context);
  }

  @FieldResolver(() => [Module], { description: 'Modules that must be completed first.' })
  async requires(@Root() module: ModuleRow, @Ctx() context: RequestContext): Promise<ModuleRow[]> {
    if (module.requires.length === 0) return [];
    const outline = await context.loaders.outlineByVersionId.load(module.versionId);
    return (outline?.modules ?? []).filter(({ id }) => module.requires.includes(id));
  }
}

@Resolver(() => Lesson)
export class LessonReleaseResolver {
  @Extensions({ readsViewer: true })
  @FieldResolver(() => Access, {
    nullable: true,
    description: 'Whether the viewer may begin it; null for who is not in the course.',
  })
  async access(@Root() lesson: LessonRow, @Ctx() context: RequestContext) {
    return accessToLesson(lesson, context);
  }

  @Extensions({ readsViewer: true })
  @FieldResolver(() => [LessonContent], {
    nullable: true,
    description:
      'What it tells and shows, in order; null while it is closed to the viewer, as `access` says. For those enrolled in the course.',
  })
  async contents(
    @Root() lesson: LessonRow,
    @Ctx() context: RequestContext,
  ): Promise<ContentData[] | null> {
    const access = await accessToLesson(lesson, context);
    if (!access?.open) return null;
    const rows = await context.loaders.contentsByLessonId.load(lesson.id);
    return rows.map((row) => row.data);
  }
}

@Resolver(() => Access)
export class AccessResolver {
  @FieldResolver(() => Lesson, {
    nullable: true,
    description:
      'What to do next: the first lesson of the course that is open and not completed. Null when there is none, and for staff and observers.',
  })
  async nextLesson(@Root() { nextLessonId }: AccessRow, @Ctx() context: RequestContext) {
    return nextLessonId === null ? null : context.loaders.lessonById.load(nextLessonId);
  }
}

@Resolver(() => Blocker)
export class BlockerResolver {
  @FieldResolver(() => Module, { nullable: true, description: 'The module it is about, if any.' })
  async module(@Root() blocker: BlockerRow, @Ctx() context: RequestContext) {
    return 'moduleId' in blocker ? context.loaders.moduleById.load(blocker.moduleId) : null;
  }

  @FieldResolver(() => Lesson, { nullable: true, description: 'The lesson it is about, if any.' })
  async lesson(@Root() blocker: BlockerRow, @Ctx() context: RequestContext) {
    return 'lessonId' in blocker ? context.loaders.lessonById.load(blocker.lessonId) : null;
  }

  @FieldResolver(() => Skill, { nullable: true, description: 'The skill it is about, if any.' })
  async skill(@Root() blocker: BlockerRow, @Ctx() context: RequestContext) {
    return 'skillId' in blocker ? context.loaders.skillById.load(blocker.skillId) : null;
  }
}
