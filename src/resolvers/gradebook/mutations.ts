import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../../context/request-context.js';
import { Course } from '../../schema/courses.js';
import { Enrollment } from '../../schema/enrollments.js';
import { GradeColumn } from '../../schema/gradebook/grades.js';
import {
  ClearGradeOverrideInput,
  ClearGradeOverrideResult,
  ClearGradeOverrideSuccess,
  CreateGradeColumnInput,
  CreateGradeColumnResult,
  CreateGradeColumnSuccess,
  GradesUnchangedError,
  InvalidGradeInputError,
  NoGradeOverrideError,
  NotALearnerError,
  PostGradesInput,
  PostGradesResult,
  PostGradesSuccess,
  RecomputeGradesInput,
  RecomputeGradesResult,
  RecomputeGradesSuccess,
  RecordGradeInput,
  RecordGradeResult,
  RecordGradeSuccess,
  SetGradeExemptionInput,
  SetGradeExemptionResult,
  SetGradeExemptionSuccess,
  SetGradeOverrideInput,
  SetGradeOverrideResult,
  SetGradeOverrideSuccess,
  SetGradePolicyInput,
  SetGradePolicyResult,
  SetGradePolicySuccess,
  UpdateGradeColumnInput,
  UpdateGradeColumnResult,
  UpdateGradeColumnSuccess,
} from '../../schema/gradebook/mutations.js';
import { Job } from '../../schema/jobs.js';
import { idOf, optionalIdOf } from '../../schema/shared/global-id.js';
import { readPolicy } from './policy.js';

@Resolver()
export class GradebookMutationResolver {
  @Mutation(() => SetGradePolicyResult, {
    description: 'Sets how a course is graded. All grades follow, by a job. For its staff.',
  })
  async setGradePolicy(
    @Arg('input', () => SetGradePolicyInput, { description: 'What, where and why.' })
    input: SetGradePolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetGradePolicyResult> {
    const result = await context.services.gradebook.setPolicy(
      context.signedIn(),
      idOf('Course', input.courseId),
      readPolicy(input.policy),
      input.reason,
    );
    return result.kind === 'changed'
      ? new SetGradePolicySuccess(result.courseId, result.jobId)
      : new InvalidGradeInputError(result.problems);
  }

  @Mutation(() => CreateGradeColumnResult, {
    description: 'Adds a column to a gradebook. For the staff of the course.',
  })
  async createGradeColumn(
    @Arg('input', () => CreateGradeColumnInput, { description: 'The column.' })
    input: CreateGradeColumnInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateGradeColumnResult> {
    const { courseId, categoryId, periodId, dueAt, position, assessmentId, ...rest } = input;
    const result = await context.services.gradebook.createColumn(
      context.signedIn(),
      idOf('Course', courseId),
      {
        ...rest,
        categoryId: categoryId ?? null,
        periodId: periodId ?? null,
        dueAt: dueAt ?? null,
        position: position ?? undefined,
        assessmentId: optionalIdOf('Assessment', assessmentId),
      },
    );
    return result.kind === 'changed'
      ? new CreateGradeColumnSuccess(result.columnId, result.jobId)
      : new InvalidGradeInputError(result.problems);
  }

  @Mutation(() => UpdateGradeColumnResult, {
    description: 'Changes a column. All grades follow, by a job. For the staff of the course.',
  })
  async updateGradeColumn(
    @Arg('input', () => UpdateGradeColumnInput, { description: 'Which, and what.' })
    input: UpdateGradeColumnInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateGradeColumnResult> {
    const { columnId, title, pointsPossible, categoryId, periodId, dueAt, extraCredit, position } =
      input;
    const result = await context.services.gradebook.updateColumn(
      context.signedIn(),
      idOf('GradeColumn', columnId),
      {
        ...(title == null ? {} : { title }),
        ...(pointsPossible == null ? {} : { pointsPossible }),
        ...(categoryId === undefined ? {} : { categoryId }),
        ...(periodId === undefined ? {} : { periodId }),
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(extraCredit == null ? {} : { extraCredit }),
        ...(position == null ? {} : { position }),
      },
    );
    return result.kind === 'changed'
      ? new UpdateGradeColumnSuccess(result.columnId, result.jobId)
      : new InvalidGradeInputError(result.problems);
  }

  @Mutation(() => PostGradesResult, {
    description: 'Shows the grades of a column to learners, or hides them. For its staff.',
  })
  async postGrades(
    @Arg('input', () => PostGradesInput, { description: 'Which.' }) input: PostGradesInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PostGradesResult> {
    const result = await context.services.gradebook.post(
      context.signedIn(),
      idOf('GradeColumn', input.columnId),
      input.posted,
    );
    return result.kind === 'changed'
      ? new PostGradesSuccess(result.columnId, result.jobId)
      : new GradesUnchangedError();
  }

  @Mutation(() => RecordGradeResult, {
    description: 'Enters points of a learner. For the staff of the course.',
  })
  async recordGrade(
    @Arg('input', () => RecordGradeInput, { description: 'Whose, where and how many.' })
    input: RecordGradeInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RecordGradeResult> {
    const result = await context.services.gradebook.recordGrade(context.signedIn(), {
      enrollmentId: idOf('Enrollment', input.enrollmentId),
      columnId: idOf('GradeColumn', input.columnId),
      points: input.points ?? null,
      attempt: input.attempt ?? undefined,
    });
    if (result.kind === 'changed') return new RecordGradeSuccess(result.enrollmentId);
    return refused(result);
  }

  @Mutation(() => SetGradeOverrideResult, {
    description: 'Sets a grade by hand, of a column or of the total. For the staff of the course.',
  })
  async setGradeOverride(
    @Arg('input', () => SetGradeOverrideInput, { description: 'Whose, what and why.' })
    input: SetGradeOverrideInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetGradeOverrideResult> {
    const result = await context.services.gradebook.setOverride(context.signedIn(), {
      enrollmentId: idOf('Enrollment', input.enrollmentId),
      columnId: optionalIdOf('GradeColumn', input.columnId) ?? null,
      points: input.points ?? null,
      fraction: input.fraction ?? null,
      reason: input.reason,
    });
    if (result.kind === 'changed') return new SetGradeOverrideSuccess(result.enrollmentId);
    return refused(result);
  }

  @Mutation(() => ClearGradeOverrideResult, {
    description: 'Takes back what was set by hand. For the staff of the course.',
  })
  async clearGradeOverride(
    @Arg('input', () => ClearGradeOverrideInput, { description: 'Which, and why.' })
    input: ClearGradeOverrideInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ClearGradeOverrideResult> {
    const result = await context.services.gradebook.clearOverride(context.signedIn(), {
      enrollmentId: idOf('Enrollment', input.enrollmentId),
      columnId: optionalIdOf('GradeColumn', input.columnId) ?? null,
      reason: input.reason,
    });
    if (result.kind === 'changed') return new ClearGradeOverrideSuccess(result.enrollmentId);
    return result.kind === 'noOverride' ? new NoGradeOverrideError() : refused(result);
  }

  @Mutation(() => SetGradeExemptionResult, {
    description: 'Spares a learner a column, or what lateness costs there. For its staff.',
  })
  async setGradeExemption(
    @Arg('input', () => SetGradeExemptionInput, { description: 'Whom, what and why.' })
    input: SetGradeExemptionInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetGradeExemptionResult> {
    const result = await context.services.gradebook.setExemption(context.signedIn(), {
      enrollmentId: idOf('Enrollment', input.enrollmentId),
      columnId: idOf('GradeColumn', input.columnId),
      kind: input.exemption,
      granted: input.granted,
      reason: input.reason,
    });
    if (result.kind === 'changed') return new SetGradeExemptionSuccess(result.enrollmentId);
    return refused(result);
  }

  @Mutation(() => RecomputeGradesResult, {
    description: 'Computes all grades of a course anew, or tells what would change. For its staff.',
  })
  async recomputeGrades(
    @Arg('input', () => RecomputeGradesInput, { description: 'Which, and how.' })
    input: RecomputeGradesInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RecomputeGradesResult> {
    const result = await context.services.gradebook.requestRecompute(
      context.signedIn(),
      idOf('Course', input.courseId),
      { dryRun: input.dryRun, policy: input.policy ? readPolicy(input.policy) : null },
    );
    return result.kind === 'changed'
      ? new RecomputeGradesSuccess(result.courseId, result.jobId)
      : new InvalidGradeInputError(result.problems);
  }
}

function refused(
  result:
    | { readonly kind: 'notALearner' }
    | { readonly kind: 'invalid'; readonly problems: InvalidGradeInputError['problems'] },
): InvalidGradeInputError | NotALearnerError {
  return result.kind === 'invalid'
    ? new InvalidGradeInputError(result.problems)
    : new NotALearnerError();
}

@Resolver(() => SetGradePolicySuccess)
export class SetGradePolicySuccessResolver {
  @FieldResolver(() => Course, { description: 'The course.' })
  async course(@Root() success: SetGradePolicySuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }

  @FieldResolver(() => Job, { description: 'The job that computes the grades; watch it, or not.' })
  async job(@Root() success: SetGradePolicySuccess, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(success.jobId);
  }
}

@Resolver(() => RecomputeGradesSuccess)
export class RecomputeGradesSuccessResolver {
  @FieldResolver(() => Course, { description: 'The course.' })
  async course(@Root() success: RecomputeGradesSuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }

  @FieldResolver(() => Job, { description: 'The job that computes the grades; watch it, or not.' })
  async job(@Root() success: RecomputeGradesSuccess, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(success.jobId);
  }
}

@Resolver(() => CreateGradeColumnSuccess)
export class CreateGradeColumnSuccessResolver {
  @FieldResolver(() => GradeColumn, { description: 'The column as it is now.' })
  async column(@Root() success: CreateGradeColumnSuccess, @Ctx() context: RequestContext) {
    return context.loaders.gradeColumnById.load(success.columnId);
  }

  @FieldResolver(() => Job, { description: 'The job that computes the grades; watch it, or not.' })
  async job(@Root() success: CreateGradeColumnSuccess, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(success.jobId);
  }
}

@Resolver(() => UpdateGradeColumnSuccess)
export class UpdateGradeColumnSuccessResolver {
  @FieldResolver(() => GradeColumn, { description: 'The column as it is now.' })
  async column(@Root() success: UpdateGradeColumnSuccess, @Ctx() context: RequestContext) {
    return context.loaders.gradeColumnById.load(success.columnId);
  }

  @FieldResolver(() => Job, { description: 'The job that computes the grades; watch it, or not.' })
  async job(@Root() success: UpdateGradeColumnSuccess, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(success.jobId);
  }
}

@Resolver(() => PostGradesSuccess)
export class PostGradesSuccessResolver {
  @FieldResolver(() => GradeColumn, { description: 'The column as it is now.' })
  async column(@Root() success: PostGradesSuccess, @Ctx() context: RequestContext) {
    return context.loaders.gradeColumnById.load(success.columnId);
  }

  @FieldResolver(() => Job, { description: 'The job that computes the grades; watch it, or not.' })
  async job(@Root() success: PostGradesSuccess, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(success.jobId);
  }
}

@Resolver(() => RecordGradeSuccess)
export class RecordGradeSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The learner, with the grades as they are now.' })
  async enrollment(@Root() success: RecordGradeSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => SetGradeOverrideSuccess)
export class SetGradeOverrideSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The learner, with the grades as they are now.' })
  async enrollment(@Root() success: SetGradeOverrideSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => ClearGradeOverrideSuccess)
export class ClearGradeOverrideSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The learner, with the grades as they are now.' })
  async enrollment(@Root() success: ClearGradeOverrideSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => SetGradeExemptionSuccess)
export class SetGradeExemptionSuccessResolver {
  @FieldResolver(() => Enrollment, { description: 'The learner, with the grades as they are now.' })
  async enrollment(@Root() success: SetGradeExemptionSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}
