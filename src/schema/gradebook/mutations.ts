import {
  createUnionType,
  Extensions,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { DateTime } from '../shared/date-time.scalar.js';
import { UserError } from '../shared/user-error.js';
import { GradePolicy } from './policy.js';

@Extensions({ protected: true })
@ObjectType({ description: 'What is wrong with one field.', simpleResolvers: true })
export class InputProblem {
  @Field(() => String, { description: 'Stable name of the problem, such as `NEGATIVE`.' })
  readonly code!: string;

  @Field(() => String, {
    description:
      'The field of the input, by names and places, such as `policy.categories.1.weight`.',
  })
  readonly field!: string;
}

@ObjectType({
  description: 'Something entered cannot be. Nothing was stored.',
  implements: UserError,
})
export class InvalidGradeInputError extends UserError {
  override readonly code = 'INVALID_GRADE_INPUT';
  override readonly message = 'Some of what was entered cannot be. See `problems`.';

  @Field(() => [InputProblem], { description: 'All that is wrong, one by one.' })
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super();
    this.problems = problems;
  }
}

@ObjectType({ description: 'The enrollment is not that of a learner.', implements: UserError })
export class NotALearnerError extends UserError {
  override readonly code = 'NOT_A_LEARNER';
  override readonly message = 'Only learners have grades. Choose the enrollment of a learner.';
}

@ObjectType({ description: 'There is no override to take back.', implements: UserError })
export class NoGradeOverrideError extends UserError {
  override readonly code = 'NO_GRADE_OVERRIDE';
  override readonly message = 'No override is in force here.';
}

/** What successes that the whole course follows have in common. */
class CourseSuccess {
  constructor(
    readonly courseId: string,
    readonly jobId: string,
  ) {}
}

/** What successes about one column have in common. */
class ColumnSuccess {
  constructor(
    readonly columnId: string,
    readonly jobId: string,
  ) {}
}

/** What successes about one learner have in common. */
class LearnerSuccess {
  constructor(readonly enrollmentId: string) {}
}

@InputType({ description: 'How a course is to be graded.' })
export class SetGradePolicyInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => GradePolicy, { description: 'The whole policy.' })
  readonly policy!: GradePolicy;

  @Field(() => String, { description: 'Why; kept with the policy.' })
  readonly reason!: string;
}

@ObjectType({ description: 'The policy is in force.' })
export class SetGradePolicySuccess extends CourseSuccess {}

export const SetGradePolicyResult = createUnionType({
  name: 'SetGradePolicyResult',
  description: 'Outcome of `setGradePolicy`.',
  types: () => [SetGradePolicySuccess, InvalidGradeInputError] as const,
});

@InputType({ description: 'A new column.' })
export class CreateGradeColumnInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => Float, { description: 'The points of a full result, at least 0.' })
  readonly pointsPossible!: number;

  @Field(() => String, {
    nullable: true,
    description: 'A category of the policy; none when absent.',
  })
  readonly categoryId?: string | null;

  @Field(() => String, { nullable: true, description: 'A period of the policy; none when absent.' })
  readonly periodId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is due; never when absent.' })
  readonly dueAt?: Date | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether its points come on top of the others.',
  })
  readonly extraCredit!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether learners see it at once.' })
  readonly posted!: boolean;

  @Field(() => Int, { nullable: true, description: 'Its place, from 0; last when absent.' })
  readonly position?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'An assessment of the course whose attempts are its results, those that have ended included; filled by people when absent.',
  })
  readonly assessmentId?: string | null;
}

@ObjectType({ description: 'The column is there.' })
export class CreateGradeColumnSuccess extends ColumnSuccess {}

export const CreateGradeColumnResult = createUnionType({
  name: 'CreateGradeColumnResult',
  description: 'Outcome of `createGradeColumn`.',
  types: () => [CreateGradeColumnSuccess, InvalidGradeInputError] as const,
});

@InputType({ description: 'What to change of a column; what is absent stays.' })
export class UpdateGradeColumnInput {
  @Field(() => ID, { description: 'The column.' })
  readonly columnId!: string;

  @Field(() => String, { nullable: true, description: 'Title.' })
  readonly title?: string | null;

  @Field(() => Float, { nullable: true, description: 'The points of a full result, at least 0.' })
  readonly pointsPossible?: number | null;

  @Field(() => String, { nullable: true, description: 'A category of the policy; null: none.' })
  readonly categoryId?: string | null;

  @Field(() => String, { nullable: true, description: 'A period of the policy; null: none.' })
  readonly periodId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is due; null: never.' })
  readonly dueAt?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its points come on top of the others.',
  })
  readonly extraCredit?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Its place, from 0.' })
  readonly position?: number | null;
}

@ObjectType({ description: 'The column is changed.' })
export class UpdateGradeColumnSuccess extends ColumnSuccess {}

export const UpdateGradeColumnResult = createUnionType({
  name: 'UpdateGradeColumnResult',
  description: 'Outcome of `updateGradeColumn`.',
  types: () => [UpdateGradeColumnSuccess, InvalidGradeInputError] as const,
});

@InputType({ description: 'Which column to show or to hide.' })
export class PostGradesInput {
  @Field(() => ID, { description: 'The column.' })
  readonly columnId!: string;

  @Field(() => Boolean, { description: 'Whether learners are to see it.' })
  readonly posted!: boolean;
}

@ObjectType({ description: 'Learners see the column, or no longer do, from this moment on.' })
export class PostGradesSuccess extends ColumnSuccess {}

@ObjectType({ description: 'The column is shown, or hidden, already.', implements: UserError })
export class GradesUnchangedError extends UserError {
  override readonly code = 'GRADES_UNCHANGED';
  override readonly message = 'The column is as you want it already.';
}

export const PostGradesResult = createUnionType({
  name: 'PostGradesResult',
  description: 'Outcome of `postGrades`.',
  types: () => [PostGradesSuccess, GradesUnchangedError] as const,
});

@InputType({ description: 'Points of a learner.' })
export class RecordGradeInput {
  @Field(() => ID, { description: "The learner's enrollment." })
  readonly enrollmentId!: string;

  @Field(() => ID, { description: 'The column.' })
  readonly columnId!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'The points; null takes back what was given.',
  })
  readonly points?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The number of the attempt, from 1; the last there is when absent.',
  })
  readonly attempt?: number | null;
}

@ObjectType({ description: 'The points are in the gradebook.' })
export class RecordGradeSuccess extends LearnerSuccess {}

export const RecordGradeResult = createUnionType({
  name: 'RecordGradeResult',
  description: 'Outcome of `recordGrade`.',
  types: () => [RecordGradeSuccess, InvalidGradeInputError, NotALearnerError] as const,
});

@InputType({ description: 'A number that is to stand in the place of a computed one.' })
export class SetGradeOverrideInput {
  @Field(() => ID, { description: "The learner's enrollment." })
  readonly enrollmentId!: string;

  @Field(() => ID, { nullable: true, description: 'The column; the total when absent.' })
  readonly columnId?: string | null;

  @Field(() => Float, { nullable: true, description: 'Points, or else `fraction`.' })
  readonly points?: number | null;

  @Field(() => Float, { nullable: true, description: 'Fraction, or else `points`.' })
  readonly fraction?: number | null;

  @Field(() => String, { description: 'Why; shown to the learner.' })
  readonly reason!: string;
}

@ObjectType({ description: 'The override is in force.' })
export class SetGradeOverrideSuccess extends LearnerSuccess {}

export const SetGradeOverrideResult = createUnionType({
  name: 'SetGradeOverrideResult',
  description: 'Outcome of `setGradeOverride`.',
  types: () => [SetGradeOverrideSuccess, InvalidGradeInputError, NotALearnerError] as const,
});

@InputType({ description: 'Which override to take back.' })
export class ClearGradeOverrideInput {
  @Field(() => ID, { description: "The learner's enrollment." })
  readonly enrollmentId!: string;

  @Field(() => ID, { nullable: true, description: 'The column; the total when absent.' })
  readonly columnId?: string | null;

  @Field(() => String, { description: 'Why; kept in the history.' })
  readonly reason!: string;
}

@ObjectType({ description: 'The computed number stands again.' })
export class ClearGradeOverrideSuccess extends LearnerSuccess {}

export const ClearGradeOverrideResult = createUnionType({
  name: 'ClearGradeOverrideResult',
  description: 'Outcome of `clearGradeOverride`.',
  types: () =>
    [
      ClearGradeOverrideSuccess,
      NoGradeOverrideError,
      InvalidGradeInputError,
      NotALearnerError,
    ] as const,
});

export enum GradeExemption {
  EXCUSED = 'excused',
  LATE_WAIVED = 'late_waived',
}

registerEnumType(GradeExemption, {
  name: 'GradeExemption',
  description: 'What a learner can be spared.',
  valuesConfig: {
    EXCUSED: { description: 'The whole column: it does not count.' },
    LATE_WAIVED: { description: 'What lateness costs there.' },
  },
});

@InputType({ description: 'What to spare a learner.' })
export class SetGradeExemptionInput {
  @Field(() => ID, { description: "The learner's enrollment." })
  readonly enrollmentId!: string;

  @Field(() => ID, { description: 'The column.' })
  readonly columnId!: string;

  @Field(() => GradeExemption, { description: 'What.' })
  readonly exemption!: GradeExemption;

  @Field(() => Boolean, { description: 'False takes it back.' })
  readonly granted!: boolean;

  @Field(() => String, { description: 'Why; kept in the history.' })
  readonly reason!: string;
}

@ObjectType({ description: 'The exemption is in force, or no longer is.' })
export class SetGradeExemptionSuccess extends LearnerSuccess {}

export const SetGradeExemptionResult = createUnionType({
  name: 'SetGradeExemptionResult',
  description: 'Outcome of `setGradeExemption`.',
  types: () => [SetGradeExemptionSuccess, InvalidGradeInputError, NotALearnerError] as const,
});

@InputType({ description: 'Whose grades to compute anew.' })
export class RecomputeGradesInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only tell who would change and by how much, in the result of the job.',
  })
  readonly dryRun!: boolean;

  @Field(() => GradePolicy, {
    nullable: true,
    description: 'Try this policy in place of the one in force; with `dryRun` alone.',
  })
  readonly policy?: GradePolicy | null;
}

@ObjectType({ description: 'The recompute is on the queue.' })
export class RecomputeGradesSuccess extends CourseSuccess {}

export const RecomputeGradesResult = createUnionType({
  name: 'RecomputeGradesResult',
  description: 'Outcome of `recomputeGrades`.',
  types: () => [RecomputeGradesSuccess, InvalidGradeInputError] as const,
});
