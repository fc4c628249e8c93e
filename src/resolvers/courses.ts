import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Info,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../context/request-context.js';
import type { CourseRow, CourseStaffRow, SkillRow } from '../entities/courses.repository.js';
import type { EnrollmentRow } from '../entities/enrollments.repository.js';
import type { LessonRow, ModuleRow, ProblemRow, StepRow } from '../entities/version-cache.js';
import { RequestError } from '../errors/index.js';
import {
  AlreadyArchivedError,
  ArchiveCourseInput,
  ArchiveCourseResult,
  ArchiveCourseSuccess,
  Course,
  CourseConnection,
  CourseKeyTakenError,
  CourseStaff,
  CourseVersion,
  CreateCourseInput,
  CreateCourseResult,
  CreateCourseSuccess,
  Lesson,
  LessonObjective,
  Module,
  PrerequisiteCycleError,
  PrerequisitesNotMetError,
  Problem,
  ProblemConnection,
  Progress,
  Skill,
  Step,
  UpdateCourseInput,
  UpdateCourseResult,
  UpdateCourseSuccess,
} from '../schema/courses.js';
import { Enrollment, EnrollmentConnection, EnrollmentRole } from '../schema/enrollments.js';
import { maySeeCourse } from '../schema/permissions/rules.js';
import { checkedPageSize, PageArgs, pageOf, type Page } from '../schema/shared/connection.js';
import { decodeCursor, encodeCursor, keyText } from '../schema/shared/cursor.js';
import { Expects } from '../schema/shared/expects.js';
import { idOf, toGlobalId } from '../schema/shared/global-id.js';
import { streamCursor } from '../schema/shared/stream-cursor.js';
import { selects } from './selects.js';

const courseKey = z.tuple([keyText, z.uuid()]);
const positionKey = z.tuple([z.number().int().min(0)]);
const idKey = z.tuple([z.uuid()]);

/** The version a viewer sees of a course: the one they are enrolled in, else the published one. */
async function versionSeen(course: CourseRow, context: RequestContext): Promise<string | null> {
  const enrollments = await context.loaders.viewerEnrollments();
  const own = enrollments.find((enrollment) => enrollment.courseId === course.id);
  return own?.versionId ?? course.publishedVersionId;
}

@Resolver(() => Course)
export class CourseResolver {
  @Query(() => CourseConnection, {
    description: "The published courses of the viewer's school, by title.",
  })
  async courses(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<CourseRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const after = args.after == null ? null : decodeCursor('courses', courseKey, args.after);
    const rows = await context.loaders.publishedCourses(
      after && { title: after[0], id: after[1] },
      limit,
    );
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('courses', [row.title, row.id]),
      context.loaders.publishedCourseCount,
    );
  }

  @Query(() => Course, {
    nullable: true,
    description:
      'A course by its id; NOT_FOUND when the viewer’s school has none that they may see. Drafts are for staff; archived courses for those enrolled and staff.',
  })
  async course(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<CourseRow> {
    const course = await context.loaders.courseById.load(idOf('Course', id));
    if (!course || !(await maySeeCourse(course, context))) throw RequestError.notFound('course');
    return course;
  }

  @Extensions({ readsViewer: true })
  @FieldResolver(() => CourseVersion, {
    nullable: true,
    description:
      'The version the viewer is enrolled in, else the published one; null before the first.',
  })
  async version(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    const versionId = await versionSeen(course, context);
    return versionId === null ? null : context.loaders.versionById.load(versionId);
  }

  @Extensions({ readsViewer: true })
  @FieldResolver(() => [Module], { description: 'Modules of `version`, in order.' })
  async modules(
    @Root() course: CourseRow,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ModuleRow[]> {
    const versionId = await versionSeen(course, context);
    if (versionId === null) return [];
    // So that no lesson has to wait for it by itself.
    if (selects(info, 'progress')) await context.loaders.viewerProgress();
    return (await context.loaders.outlineByVersionId.load(versionId))?.modules ?? [];
  }

  @Expects(2)
  @FieldResolver(() => [CourseStaff], { description: 'Who teaches it now.' })
  async instructors(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    const staff = await context.loaders.staffByCourseId.load(course.id);
    return staff.filter(({ role }) => role === 'instructor');
  }

  @Expects(2)
  @FieldResolver(() => [CourseStaff], { description: 'Who helps to teach it now.' })
  async assistants(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    const staff = await context.loaders.staffByCourseId.load(course.id);
    return staff.filter(({ role }) => role === 'assistant');
  }

  @Expects(2)
  @FieldResolver(() => [Course], {
    description:
      'Courses to complete before one enrolls as a learner, by title; without those the viewer may not see.',
  })
  async prerequisites(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    const links = await context.loaders.prerequisitesByCourseId.load(course.id);
    return coursesSeen(
      links.map((link) => link.requiredCourseId),
      context,
    );
  }

  @FieldResolver(() => [Skill], { description: 'Every skill of the course, by title.' })
  async skills(@Root() course: CourseRow, @Ctx() context: RequestContext): Promise<SkillRow[]> {
    return context.loaders.skillsByCourseId.load(course.id);
  }

  @Extensions({ readsViewer: true })
  @FieldResolver(() => Enrollment, {
    nullable: true,
    description: "The viewer's active enrollment; null when there is none.",
  })
  async viewerEnrollment(
    @Root() course: CourseRow,
    @Ctx() context: RequestContext,
  ): Promise<EnrollmentRow | null> {
    const enrollments = await context.loaders.viewerEnrollments();
    return enrollments.find((enrollment) => enrollment.courseId === course.id) ?? null;
  }

  @FieldResolver(() => EnrollmentConnection, {
    description: 'Active enrollments, oldest first. For staff.',
  })
  async enrollments(
    @Root() course: CourseRow,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('role', () => EnrollmentRole, { nullable: true, description: 'Only those in this role.' })
    role: EnrollmentRole | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<EnrollmentRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const after = args.after == null ? null : decodeCursor('enrollments', idKey, args.after)[0];
    const rows = await context.loaders.enrollmentPage.load({
      courseId: course.id,
      role: role ?? null,
      state: 'active',
      sectionId: null,
      afterId: after,
      limit,
    });
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('enrollments', [row.id]),
      () => context.loaders.enrollmentCount(course.id, role ?? null),
    );
  }

  @FieldResolver(() => String, {
    description:
      'Cursor of the newest class activity. Read it in a request before the snapshot and subscribe to `classActivity` after it: nothing falls between, though an item may be in both. For staff.',
  })
  async activityCursor(@Root() course: CourseRow, @Ctx() context: RequestContext): Promise<string> {
    const { stream, sequence } = await context.loaders.classroomHead(course.id);
    return streamCursor(stream, sequence);
  }
}

@Resolver()
export class CourseMutationResolver {
  @Mutation(() => CreateCourseResult, {
    description: 'Makes a course, as a draft without content. For administrators.',
  })
  async createCourse(
    @Arg('input', () => CreateCourseInput, { description: 'The course.' })
    input: CreateCourseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateCourseResult> {
    const result = await context.services.courses.createCourse(context.signedIn(), {
      key: input.key,
      title: input.title,
      language: input.language,
      license: input.license,
      attribution: input.attribution,
      category: input.category,
      level: input.level,
      estimatedDuration: input.estimatedDuration,
      description: input.description ?? undefined,
      objectives: input.objectives ?? undefined,
    });
    return result.kind === 'created'
      ? new CreateCourseSuccess(result.courseId)
      : new CourseKeyTakenError();
  }

  @Mutation(() => UpdateCourseResult, {
    description: 'Changes what is said of a course, and which courses it requires. For its staff.',
  })
  async updateCourse(
    @Arg('input', () => UpdateCourseInput, { description: 'The changes.' })
    { courseId, prerequisiteIds, ...changes }: UpdateCourseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateCourseResult> {
    const result = await context.services.courses.updateCourse(
      context.signedIn(),
      idOf('Course', courseId),
      {
        ...changes,
        title: changes.title ?? undefined,
        language: changes.language ?? undefined,
        description: changes.description ?? undefined,
        objectives: changes.objectives ?? undefined,
      },
      prerequisiteIds?.map((id) => idOf('Course', id)),
    );
    return result.kind === 'updated'
      ? new UpdateCourseSuccess(result.courseId)
      : new PrerequisiteCycleError(result.courseIds);
  }

  @Mutation(() => ArchiveCourseResult, {
    description:
      'Takes a course out of the catalogue; those enrolled go on. `publishCourse` brings it back. For its staff.',
  })
  async archiveCourse(
    @Arg('input', () => ArchiveCourseInput, { description: 'Which one.' })
    input: ArchiveCourseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ArchiveCourseResult> {
    const courseId = idOf('Course', input.courseId);
    const result = await context.services.courses.archiveCourse(context.signedIn(), courseId);
    return result.kind === 'archived'
      ? new ArchiveCourseSuccess(result.courseId)
      : new AlreadyArchivedError();
  }
}

@Resolver(() => CreateCourseSuccess)
export class CreateCourseSuccessResolver {
  @FieldResolver(() => Course, { description: 'The new course.' })
  async course(@Root() success: CreateCourseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }
}

@Resolver(() => UpdateCourseSuccess)
export class UpdateCourseSuccessResolver {
  @FieldResolver(() => Course, { description: 'The course as it is now.' })
  async course(@Root() success: UpdateCourseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }
}

@Resolver(() => PrerequisiteCycleError)
export class PrerequisiteCycleErrorResolver {
  @FieldResolver(() => [Course], {
    description:
      'The circle: each would require the next, and the last the first. Without those the viewer may not see.',
  })
  async courses(@Root() error: PrerequisiteCycleError, @Ctx() context: RequestContext) {
    return coursesSeen(error.courseIds, context);
  }
}

@Resolver(() => PrerequisitesNotMetError)
export class PrerequisitesNotMetErrorResolver {
  @FieldResolver(() => [Course], {
    description: 'What to complete first. Without those the viewer may not see.',
  })
  async courses(@Root() error: PrerequisitesNotMetError, @Ctx() context: RequestContext) {
    return coursesSeen(error.courseIds, context);
  }
}

@Resolver(() => ArchiveCourseSuccess)
export class ArchiveCourseSuccessResolver {
  @FieldResolver(() => Course, { description: 'The course as it is now.' })
  async course(@Root() success: ArchiveCourseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }
}

@Resolver(() => CourseStaff)
export class CourseStaffResolver {
  @FieldResolver(() => ID, { description: 'The id of the user.' })
  userId(@Root() staff: CourseStaffRow): string {
    return toGlobalId('User', staff.userId);
  }
}

/** Those of these courses that the viewer may see, in their order. */
export async function coursesSeen(
  ids: readonly string[],
  context: RequestContext,
): Promise<CourseRow[]> {
  const courses = await Promise.all(
    ids.map(async (id) => {
      const course = await context.loaders.courseById.load(id);
      return course && (await maySeeCourse(course, context)) ? course : null;
    }),
  );
  return courses.filter((course) => course !== null);
}

@Resolver(() => Lesson)
export class LessonResolver {
  @Expects(3)
  @FieldResolver(() => [LessonObjective], { description: 'What it teaches.' })
  objectives(@Root() lesson: LessonRow): LessonRow['objectives'] {
    return lesson.objectives;
  }

  @FieldResolver(() => ProblemConnection, {
    description: 'Its problems, in order. For those enrolled in the course.',
  })
  async problems(
    @Root() lesson: LessonRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<ProblemRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const start = args.after == null ? 0 : decodeCursor('problems', positionKey, args.after)[0] + 1;
    const outline = await context.loaders.outlineByVersionId.load(lesson.versionId);
    const entries = outline?.problemsByLessonId.get(lesson.id) ?? [];
    const wanted = entries.slice(start, start + limit);
    const rows = await Promise.all(
      wanted.map((entry) => context.loaders.problemById.load(entry.id)),
    );
    const found = rows.flatMap((row, index) => (row ? [{ row, position: start + index }] : []));
    const page = pageOf(
      found,
      args,
      ({ position }) => encodeCursor('problems', [position]),
      () => Promise.resolve(entries.length),
    );
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })) };
  }

  @Extensions({ readsViewer: true })
  @FieldResolver(() => Progress, {
    nullable: true,
    description:
      'How much of it the viewer has done; null unless enrolled in its course on this version.',
  })
  progress(@Root() lesson: LessonRow, @Ctx() context: RequestContext) {
    const { viewerProgress } = context.loaders;
    const now = viewerProgress.now();
    return now ? progressIn(now, lesson) : viewerProgress().then((own) => progressIn(own, lesson));
  }
}

@Resolver(() => LessonObjective)
export class LessonObjectiveResolver {
  @FieldResolver(() => Skill, { description: 'The skill.' })
  async skill(@Root() objective: { skillId: string }, @Ctx() context: RequestContext) {
    return context.loaders.skillById.load(objective.skillId);
  }
}

@Resolver(() => Problem)
export class ProblemResolver {
  @FieldResolver(() => Lesson, { description: 'The lesson it belongs to.' })
  async lesson(@Root() problem: ProblemRow, @Ctx() context: RequestContext) {
    const outline = await context.loaders.outlineByVersionId.load(problem.versionId);
    return outline?.lessonById.get(problem.lessonId);
  }
}

@Resolver(() => Step)
export class StepResolver {
  @Expects(3)
  @FieldResolver(() => [Skill], { description: 'Skills it practises.' })
  async skills(@Root() step: StepRow, @Ctx() context: RequestContext) {
    return Promise.all(step.skillIds.map((id) => context.loaders.skillById.load(id)));
  }

  @FieldResolver(() => Problem, { description: 'The problem it belongs to.' })
  async problem(@Root() step: StepRow, @Ctx() context: RequestContext) {
    return context.loaders.problemById.load(step.problemId);
  }
}

function progressIn(own: ReadonlyMap<string, Readonly<Record<string, number>>>, lesson: LessonRow) {
  const completed = own.get(lesson.versionId);
  return completed ? progressOf(completed[lesson.stableId] ?? 0, lesson.problemCount) : null;
}

export function progressOf(completed: number, total: number) {
  // A version may have fewer problems than were completed in an earlier one.
  const done = Math.min(completed, total);
  return { completed: done, total, fraction: total === 0 ? null : done / total };
}
