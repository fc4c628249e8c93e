import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import type { EnrollmentRow } from '../entities/enrollments.repository.js';
import type { MasteryRow } from '../entities/practice.repository.js';
import { Course, CourseVersion, Progress, Skill } from '../schema/courses.js';
import {
  AlreadyEnrolledError,
  CourseNotOpenError,
  EnrollInput,
  Enrollment,
  EnrollmentNotActiveError,
  EnrollResult,
  EnrollSuccess,
  WithdrawInput,
  WithdrawResult,
  WithdrawSuccess,
} from '../schema/enrollments.js';
import { User } from '../schema/people.js';
import { vouchFor } from '../schema/permissions/guard.js';
import { Recommendation, SkillMastery } from '../schema/practice.js';
import { idOf, optionalIdOf } from '../schema/shared/global-id.js';
import { streamCursor } from '../schema/shared/stream-cursor.js';
import { progressOf } from './courses.js';

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
    });
    switch (result.kind) {
      case 'enrolled':
        return new EnrollSuccess(result.enrollmentId);
      case 'alreadyEnrolled':
        return new AlreadyEnrolledError(result.enrollmentId);
      case 'courseNotOpen':
        return new CourseNotOpenError();
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
    const result = await context.services.enrollments.withdraw(context.signedIn(), id);
    return result.kind === 'withdrawn'
      ? new WithdrawSuccess(result.enrollmentId)
      : new EnrollmentNotActiveError();
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
