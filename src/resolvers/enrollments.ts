import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../context/request-context.js';
import type { CourseRow } from '../entities/courses.repository.js';
import type { EnrollmentRow, EnrollmentTransitionRow } from '../entities/enrollments.repository.js';
import type { MasteryRow } from '../entities/practice.repository.js';
import { RequestError } from '../errors/index.js';
import {
  Course,
  CourseVersion,
  PrerequisitesNotMetError,
  Progress,
  Skill,
} from '../schema/courses.js';
import {
  AlreadyEnrolledError,
  CourseFullError,
  CourseNotOpenError,
  EnrollInput,
  Enrollment,
  EnrollmentConnection,
  EnrollmentNotActiveError,
  EnrollmentRole,
  EnrollmentSettings,
  EnrollmentState,
  EnrollmentTransition,
  EnrollResult,
  EnrollSuccess,
  SetEnrollmentSectionInput,
  SetEnrollmentSectionResult,
  SetEnrollmentSectionSuccess,
  SetEnrollmentSettingsInput,
  SetEnrollmentSettingsResult,
  SetEnrollmentSettingsSuccess,
  SetEnrollmentStateInput,
  SetEnrollmentStateResult,
  SetEnrollmentStateSuccess,
  TransitionNotAllowedError,
  WithdrawInput,
  WithdrawResult,
  WithdrawSuccess,
} from '../schema/enrollments.js';
import { User } from '../schema/people.js';
import { vouchFor } from '../schema/permissions/guard.js';
import { Recommendation, SkillMastery } from '../schema/practice.js';
import { Section } from '../schema/sections.js';
import { checkedPageSize, PageArgs, pageOf, type Page } from '../schema/shared/connection.js';
import { decodeCursor, encodeCursor } from '../schema/shared/cursor.js';
import { Expects } from '../schema/shared/expects.js';
import { idOf, optionalIdOf } from '../schema/shared/global-id.js';
import { streamCursor } from '../schema/shared/stream-cursor.js';
import { progressOf } from './courses.js';

const idKey = z.tuple([z.uuid()]);

@Resolver(() => Enrollment)
export class EnrollmentResolver {
  @FieldResolver(() => Course, { description: 'The course.' })
  async course(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(enrollment.courseId);
  }

  @FieldResolver(() => CourseVersion, { description: 'The version it works on.' })
  async version(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    return context.loaders.versionById.load(enrollment.versionId);
  }

  @FieldResolver(() => User, { description: 'The person.' })
  async user(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    const user = await context.loaders.userById.load(enrollment.userId);
    // Who sees an enrollment sees whose it is.
    if (user) vouchFor(user, context);
    return user;
  }

  @FieldResolver(() => Section, { nullable: true, description: 'The section, if any.' })
  async section(@Root() { sectionId }: EnrollmentRow, @Ctx() context: RequestContext) {
    return sectionId === null ? null : context.loaders.sectionById.load(sectionId);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Place on the waitlist, from 1: who is first gets the next seat. Null unless WAITLISTED.',
  })
  async waitlistPosition(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    if (enrollment.state !== 'waitlisted') return null;
    const row = await context.loaders.waitlistPositionByEnrollmentId.load(enrollment.id);
    return row?.position ?? null;
  }

  @Expects(5)
  @FieldResolver(() => [EnrollmentTransition], {
    description: 'Every step it has taken, oldest first.',
  })
  async transitions(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentTransitionsByEnrollmentId.load(enrollment.id);
  }

  @FieldResolver(() => [SkillMastery], { description: 'Mastery of every skill met so far.' })
  async mastery(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    return context.loaders.masteryByEnrollmentId.load(enrollment.id);
  }

  @FieldResolver(() => Progress, { description: 'How much of the course is done.' })
  async progress(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    const [row, outline] = await Promise.all([
      context.loaders.lessonProgressByEnrollmentId.load(enrollment.id),
      context.loaders.outlineByVersionId.load(enrollment.versionId),
    ]);
    const completed = Object.values(row?.completedProblems ?? {}).reduce(
      (sum, count) => sum + count,
      0,
    );
    return progressOf(completed, outline?.problems.length ?? 0);
  }

  @FieldResolver(() => Recommendation, {
    nullable: true,
    description: 'The newest recommendation; null before the first answer.',
  })
  async recommendation(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    return context.loaders.latestRecommendationByEnrollmentId.load(enrollment.id);
  }

  @FieldResolver(() => String, {
    description:
      'Cursor of the newest recommendation. Read it in a request before the snapshot and subscribe to `recommendations` after it: nothing falls between.',
  })
  async recommendationsCursor(
    @Root() enrollment: EnrollmentRow,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    const { stream, sequence } = await context.loaders.recommendationsHead(enrollment.id);
    return streamCursor(stream, sequence);
  }
}

@Resolver(() => EnrollmentTransition)
export class EnrollmentTransitionResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who took the step; null for the system. For staff of the course.',
  })
  async actor(@Root() { actorId }: EnrollmentTransitionRow, @Ctx() context: RequestContext) {
    return actorId === null ? null : context.loaders.userById.load(actorId);
  }
}

@ArgsType()
class EnrollmentsByStateArgs extends PageArgs {
  @Field(() => EnrollmentState, {
    defaultValue: EnrollmentState.ACTIVE,
    description: 'Those in this state.',
  })
  readonly state!: EnrollmentState;

  @Field(() => EnrollmentRole, {
    nullable: true,
    description: 'Those in this role; all if absent.',
  })
  readonly role?: EnrollmentRole | null;

  @Field(() => ID, { nullable: true, description: 'Those of this section; all if absent.' })
  readonly sectionId?: string | null;
}

@Resolver(() => Course)
export class CourseEnrollmentResolver {
  @FieldResolver(() => EnrollmentSettings, {
    description: 'How the course takes learners, and how it stands.',
  })
  async enrollmentSettings(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentSettingsByCourseId.load(course.id);
  }

  @FieldResolver(() => EnrollmentConnection, {
    description: 'Enrollments in one state, oldest first. For staff of the course.',
  })
  async enrollmentsByState(
    @Root() course: CourseRow,
    @Args(() => EnrollmentsByStateArgs) args: EnrollmentsByStateArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<EnrollmentRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const afterId = args.after == null ? null : decodeCursor('roster', idKey, args.after)[0];
    const page = {
      courseId: course.id,
      role: args.role ?? null,
      state: args.state,
      sectionId: optionalIdOf('Section', args.sectionId) ?? null,
    };
    if (page.sectionId !== null) {
      const section = await context.loaders.sectionById.load(page.sectionId);
      if (section?.courseId !== course.id) throw RequestError.notFound('section');
    }
    const rows = await context.loaders.enrollmentPage.load({ ...page, afterId, limit });
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('roster', [row.id]),
      () => context.loaders.countEnrollments(page),
    );
  }
}

@Resolver(() => SkillMastery)
export class SkillMasteryResolver {
  @FieldResolver(() => Skill, { description: 'The skill.' })
  async skill(@Root() mastery: MasteryRow, @Ctx() context: RequestContext) {
    return context.loaders.skillById.load(mastery.skillId);
  }
}

@Resolver()
export class EnrollmentMutationResolver {
  @Mutation(() => EnrollResult, {
    description: 'Enrolls the viewer, or as staff another person, in a published course.',
  })
  async enroll(
    @Arg('input', () => EnrollInput, { description: 'Whom, and where.' }) input: EnrollInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof EnrollResult> {
    const result = await context.services.enrollments.enroll(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      userId: optionalIdOf('User', input.userId),
      role: input.role ?? undefined,
      sectionId: optionalIdOf('Section', input.sectionId),
    });
    switch (result.kind) {
      case 'enrolled':
        return new EnrollSuccess(result.enrollmentId);
      case 'alreadyEnrolled':
        return new AlreadyEnrolledError(result.enrollmentId);
      case 'courseNotOpen':
        return new CourseNotOpenError();
      case 'prerequisitesMissing':
        return new PrerequisitesNotMetError(result.courseIds);
    }
  }

  @Mutation(() => WithdrawResult, {
    description: "Ends an enrollment: the viewer's own, or as staff anyone's.",
  })
  async withdraw(
    @Arg('input', () => WithdrawInput, { description: 'Which one.' }) input: WithdrawInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof WithdrawResult> {
    const id = idOf('Enrollment', input.enrollmentId);
    const result = await context.services.enrollments.withdraw(
      context.signedIn(),
      id,
      input.reason,
    );
    return result.kind === 'withdrawn'
      ? new WithdrawSuccess(result.enrollmentId)
      : new EnrollmentNotActiveError();
  }

  @Mutation(() => SetEnrollmentStateResult, {
    description:
      'Takes an enrollment to another state: approves, rejects, suspends, resumes, completes, ends. For staff of the course.',
  })
  async setEnrollmentState(
    @Arg('input', () => SetEnrollmentStateInput, { description: 'Which one, and where to.' })
    input: SetEnrollmentStateInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetEnrollmentStateResult> {
    const result = await context.services.enrollments.setState(context.signedIn(), {
      enrollmentId: idOf('Enrollment', input.enrollmentId),
      state: input.state,
      reason: input.reason,
    });
    switch (result.kind) {
      case 'moved':
        return new SetEnrollmentStateSuccess(result.enrollmentId);
      case 'courseFull':
        return new CourseFullError(result.capacity);
      case 'notAllowed':
        return new TransitionNotAllowedError(result.from, result.allowed);
    }
  }

  @Mutation(() => SetEnrollmentSectionResult, {
    description: 'Puts an enrollment into a section of its course. For staff of the course.',
  })
  async setEnrollmentSection(
    @Arg('input', () => SetEnrollmentSectionInput, { description: 'Which one, and where.' })
    input: SetEnrollmentSectionInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetEnrollmentSectionResult> {
    const enrollmentId = idOf('Enrollment', input.enrollmentId);
    await context.services.enrollments.setSection(context.signedIn(), {
      enrollmentId,
      sectionId: optionalIdOf('Section', input.sectionId) ?? null,
    });
    return new SetEnrollmentSectionSuccess(enrollmentId);
  }

  @Mutation(() => SetEnrollmentSettingsResult, {
    description: 'Says how a course takes learners. For staff of the course.',
  })
  async setEnrollmentSettings(
    @Arg('input', () => SetEnrollmentSettingsInput, { description: 'The course, and how.' })
    input: SetEnrollmentSettingsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetEnrollmentSettingsResult> {
    const courseId = idOf('Course', input.courseId);
    const { promoted } = await context.services.enrollments.setSettings(context.signedIn(), {
      courseId,
      capacity: input.capacity,
      approvalRequired: input.approvalRequired ?? undefined,
    });
    return new SetEnrollmentSettingsSuccess(courseId, promoted);
  }
}

@Resolver(() => SetEnrollmentStateSuccess)
export class SetEnrollmentStateSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The enrollment as it is now.' })
  async enrollment(@Root() success: SetEnrollmentStateSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => SetEnrollmentSectionSuccess)
export class SetEnrollmentSectionSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The enrollment as it is now.' })
  async enrollment(@Root() success: SetEnrollmentSectionSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => SetEnrollmentSettingsSuccess)
export class SetEnrollmentSettingsSuccessResolver {
  @FieldResolver(() => Course, { description: 'The course as it is now.' })
  async course(@Root() success: SetEnrollmentSettingsSuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }
}

@Resolver(() => EnrollSuccess)
export class EnrollSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The new enrollment.' })
  async enrollment(@Root() success: EnrollSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => AlreadyEnrolledError)
export class AlreadyEnrolledErrorResolver {
  @FieldResolver(() => Enrollment, { description: 'The enrollment there is.' })
  async enrollment(@Root() error: AlreadyEnrolledError, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(error.enrollmentId);
  }
}

@Resolver(() => WithdrawSuccess)
export class WithdrawSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The enrollment as it is now.' })
  async enrollment(@Root() success: WithdrawSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}
