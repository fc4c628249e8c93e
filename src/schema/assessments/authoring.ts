import { GraphQLJSONObject } from 'graphql-scalars';
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

import { connectionOf } from '../shared/connection.js';
import { DateTime } from '../shared/date-time.scalar.js';
import { Expects } from '../shared/expects.js';
import { Node } from '../shared/node.js';
import { UserError } from '../shared/user-error.js';
import { QuestionKind } from './question-kinds.js';

export enum AssessmentType {
  QUIZ = 'quiz',
  EXAM = 'exam',
  HOMEWORK = 'homework',
  PROJECT = 'project',
}

registerEnumType(AssessmentType, {
  name: 'AssessmentType',
  description: 'What an assessment is called in its course.',
  valuesConfig: {
    QUIZ: { description: 'A short test.' },
    EXAM: { description: 'An examination.' },
    HOMEWORK: { description: 'Work to do at home.' },
    PROJECT: { description: 'A longer piece of work.' },
  },
});

export enum AssessmentMode {
  LINEAR = 'linear',
  PRACTICE = 'practice',
  ADAPTIVE = 'adaptive',
}

registerEnumType(AssessmentMode, {
  name: 'AssessmentMode',
  description: 'How its items are asked.',
  valuesConfig: {
    LINEAR: { description: 'All from the start, in their order.' },
    PRACTICE: {
      description: 'As LINEAR, and each answer is graded as it is saved, to be seen at once.',
    },
    ADAPTIVE: {
      description: 'One by one: the next is chosen when the newest has been answered.',
    },
  },
});

export enum AssessmentStatus {
  DRAFT = 'draft',
  PUBLISHED = 'published',
}

registerEnumType(AssessmentStatus, {
  name: 'AssessmentStatus',
  description: 'Whether learners see it.',
  valuesConfig: {
    DRAFT: { description: 'Not yet: it is for the staff of the course.' },
    PUBLISHED: { description: 'They do.' },
  },
});

export enum ReleaseMoment {
  DURING = 'during',
  AFTER_SUBMIT = 'after_submit',
  AFTER_CLOSE = 'after_close',
  MANUAL = 'manual',
}

registerEnumType(ReleaseMoment, {
  name: 'ReleaseMoment',
  description: 'When a sort of feedback is shown to the learner.',
  valuesConfig: {
    DURING: { description: 'As soon as it is there.' },
    AFTER_SUBMIT: { description: 'When the attempt has been submitted.' },
    AFTER_CLOSE: {
      description: 'When the attempt has been submitted and the assessment is closed.',
    },
    MANUAL: { description: 'When staff release it.' },
  },
});

@Extensions({ protected: true })
@ObjectType({
  description: 'A pile of items that the assessments of a course draw from.',
  implements: Node,
  simpleResolvers: true,
})
export class QuestionBank extends Node {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One question through all its versions.',
  implements: Node,
  simpleResolvers: true,
})
export class Item extends Node {
  @Field(() => String, { description: 'What its authors call it; learners do not see it.' })
  readonly title!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;
}

export const ItemConnection = connectionOf('Item', () => Item);

@Extensions({ protected: true })
@ObjectType({
  description: 'A question as its author wrote it; a version never changes.',
  simpleResolvers: true,
})
export class ItemVersion {
  @Field(() => Int, { description: 'Counts the versions of the item, from 1.' })
  readonly number!: number;

  @Field(() => QuestionKind, { description: 'What it asks for.' })
  readonly kind!: string;

  @Field(() => String, { description: 'The question: Markdown with LaTeX, and `{{variable}}`.' })
  readonly prompt!: string;

  @Field(() => GraphQLJSONObject, {
    description: 'What is asked, with `{{variable}}` in its texts.',
  })
  readonly body!: Record<string, unknown>;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'How a score is made of the parts of an answer; null for all or nothing.',
  })
  readonly rule!: Record<string, unknown> | null;

  @Field(() => GraphQLJSONObject, { description: 'What differs from learner to learner, by name.' })
  readonly variables!: Record<string, unknown>;

  @Field(() => Float, { description: 'Points of a right answer.' })
  readonly maxPoints!: number;

  @Field(() => String, { nullable: true, description: 'Why the right answer is right.' })
  readonly rationale!: string | null;

  @Field(() => DateTime, { description: 'When it was written.' })
  readonly createdAt!: Date;
}

@ObjectType({ description: 'When each sort of feedback is shown.', simpleResolvers: true })
@Extensions({ protected: true })
export class ReleasePolicy {
  @Field(() => ReleaseMoment, { description: 'Points and score, of items and of the whole.' })
  readonly score!: ReleaseMoment;

  @Field(() => ReleaseMoment, { description: 'Whether each answer is right.' })
  readonly correctness!: ReleaseMoment;

  @Field(() => ReleaseMoment, { description: 'Why the right answer is right.' })
  readonly rationale!: ReleaseMoment;

  @Field(() => ReleaseMoment, { description: 'What a grader wrote.' })
  readonly comment!: ReleaseMoment;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'Something to be taken, for a score.',
  implements: Node,
  simpleResolvers: true,
})
export class Assessment extends Node {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => AssessmentType, { description: 'What it is called.' })
  readonly type!: AssessmentType;

  @Field(() => AssessmentMode, { description: 'How its items are asked.' })
  readonly mode!: AssessmentMode;

  @Field(() => AssessmentStatus, { description: 'Whether learners see it.' })
  readonly status!: AssessmentStatus;

  @Field(() => Float, {
    nullable: true,
    description: 'The score that passes, 0 to 1; null when nobody passes or fails.',
  })
  readonly passingFraction!: number | null;

  @Field(() => Int, { nullable: true, description: 'In seconds; null for no limit.' })
  readonly timeLimitSeconds!: number | null;

  @Field(() => Int, { nullable: true, description: 'How often it may be taken; null for any.' })
  readonly attemptLimit!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'From when it may be taken.' })
  readonly opensAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When every attempt at it ends.' })
  readonly closesAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'By when it is on time.' })
  readonly dueAt!: Date | null;

  @Field(() => Int, {
    description: 'Minutes after the deadline in which it may still be submitted, not answered.',
  })
  readonly graceMinutes!: number;

  @Field(() => Boolean, { description: 'Whether the order of items differs by learner.' })
  readonly shuffle!: boolean;

  @Field(() => Float, { description: 'Its weight in its category, 0 or more.' })
  readonly weight!: number;

  @Field(() => String, { nullable: true, description: 'Its category in the gradebook.' })
  readonly category!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What it is worth in the gradebook; the points of its items when null.',
  })
  readonly points!: number | null;

  @Field(() => ReleasePolicy, { description: 'When feedback is shown.' })
  readonly release!: ReleasePolicy;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'An item of an assessment, or a draw from a bank.',
  simpleResolvers: true,
})
export class AssessmentPart {
  @Field(() => Int, {
    nullable: true,
    description: 'How many are drawn from the bank; null for an item.',
  })
  readonly drawCount!: number | null;
}

@ObjectType({ description: 'One thing that is wrong with an input.', simpleResolvers: true })
@Extensions({ protected: true })
export class FieldProblem {
  @Field(() => String, { description: 'Where, such as `key.correct[2]`.' })
  readonly path!: string;

  @Field(() => String, { description: 'What, such as MISSING or UNKNOWN_ID.' })
  readonly code!: string;
}

@ObjectType({
  description: 'The input says something that cannot be; nothing was written.',
  implements: UserError,
})
export class InvalidFieldsError extends UserError {
  override readonly code = 'INVALID_FIELDS';
  override readonly message = 'Some fields are not right; `problems` names each of them.';

  @Expects(3)
  @Field(() => [FieldProblem], { description: 'Everything that is wrong.' })
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly FieldProblem[]) {
    super();
    this.problems = problems;
  }
}

@InputType({ description: 'A question bank.' })
export class CreateQuestionBankInput {
  @Field(() => ID, { description: 'The course it is for.' })
  readonly courseId!: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  readonly title!: string;
}

@InputType({ description: 'A question, and what it accepts.' })
export class QuestionInput {
  @Field(() => String, { description: 'What its authors call it, 1 to 200 characters.' })
  readonly title!: string;

  @Field(() => String, {
    description: 'The question: Markdown with LaTeX and `{{variable}}`, at most 20,000 characters.',
  })
  readonly prompt!: string;

  @Field(() => GraphQLJSONObject, {
    description:
      'What is asked: `kind` in small letters, such as `single_choice`, and the fields of the body of that kind, with `id` for what learners see as `identifier`.',
  })
  readonly body!: Record<string, unknown>;

  @Field(() => GraphQLJSONObject, { description: 'What is accepted, of the same kind.' })
  readonly key!: Record<string, unknown>;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'How a score is made of the parts: `type`, `penalty`, `floorAtZero`. All or nothing when absent.',
  })
  readonly rule?: Record<string, unknown> | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'What differs from learner to learner, by name: `{min, max, step}` or `{values}`. Put into texts as `{{name}}`.',
  })
  readonly variables?: Record<string, unknown> | null;

  @Field(() => Float, { defaultValue: 1, description: 'Points of a right answer, above 0.' })
  readonly maxPoints!: number;

  @Field(() => String, { nullable: true, description: 'Why the right answer is right.' })
  readonly rationale?: string | null;
}

@InputType({ description: 'An item to make.' })
export class CreateItemInput {
  @Field(() => ID, { description: 'The bank it goes into.' })
  readonly bankId!: string;

  @Field(() => QuestionInput, { description: 'The question.' })
  readonly question!: QuestionInput;
}

@InputType({ description: 'An item to write anew.' })
export class UpdateItemInput {
  @Field(() => ID, { description: 'The item.' })
  readonly itemId!: string;

  @Field(() => QuestionInput, { description: 'The question from now on.' })
  readonly question!: QuestionInput;
}

@InputType({ description: 'When each sort of feedback is shown.' })
export class ReleasePolicyInput {
  @Field(() => ReleaseMoment, {
    defaultValue: ReleaseMoment.AFTER_SUBMIT,
    description: 'Points and score.',
  })
  readonly score!: ReleaseMoment;

  @Field(() => ReleaseMoment, {
    defaultValue: ReleaseMoment.AFTER_SUBMIT,
    description: 'Whether each answer is right.',
  })
  readonly correctness!: ReleaseMoment;

  @Field(() => ReleaseMoment, {
    defaultValue: ReleaseMoment.AFTER_CLOSE,
    description: 'Why the right answer is right.',
  })
  readonly rationale!: ReleaseMoment;

  @Field(() => ReleaseMoment, {
    defaultValue: ReleaseMoment.AFTER_SUBMIT,
    description: 'What a grader wrote.',
  })
  readonly comment!: ReleaseMoment;
}

@InputType({
  description: 'An item, or a draw from a bank: give `itemId`, or `bankId` and `drawCount`.',
})
export class AssessmentPartInput {
  @Field(() => ID, { nullable: true, description: 'An item of the course.' })
  readonly itemId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A bank of the course.' })
  readonly bankId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many of the bank each attempt draws.' })
  readonly drawCount?: number | null;
}

@InputType({ description: 'All that an assessment says. What is left out is as its default.' })
export class AssessmentSettingsInput {
  @Field(() => String, { description: '1 to 200 characters.' })
  readonly title!: string;

  @Field(() => AssessmentType, { defaultValue: AssessmentType.QUIZ, description: 'Its type.' })
  readonly type!: AssessmentType;

  @Field(() => AssessmentMode, {
    defaultValue: AssessmentMode.LINEAR,
    description: 'How its items are asked.',
  })
  readonly mode!: AssessmentMode;

  @Field(() => Float, { nullable: true, description: 'The score that passes, 0 to 1.' })
  readonly passingFraction?: number | null;

  @Field(() => Int, { nullable: true, description: 'In seconds, 1 to 2,592,000 (30 days).' })
  readonly timeLimitSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: 'How often it may be taken, 1 to 1,000.' })
  readonly attemptLimit?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'From when it may be taken.' })
  readonly opensAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When every attempt ends.' })
  readonly closesAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'By when it is on time.' })
  readonly dueAt?: Date | null;

  @Field(() => Int, { defaultValue: 0, description: 'Grace for the submit step, 0 to 1,440.' })
  readonly graceMinutes!: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the order of items differs by learner.',
  })
  readonly shuffle!: boolean;

  @Field(() => Float, { defaultValue: 1, description: 'Its weight in its category, 0 or more.' })
  readonly weight!: number;

  @Field(() => String, { nullable: true, description: 'Its category, 1 to 200 characters.' })
  readonly category?: string | null;

  @Field(() => Float, { nullable: true, description: 'What it is worth, above 0.' })
  readonly points?: number | null;

  @Field(() => ReleasePolicyInput, { nullable: true, description: 'When feedback is shown.' })
  readonly release?: ReleasePolicyInput | null;

  @Field(() => [AssessmentPartInput], { description: 'What it asks, in order; at most 500.' })
  readonly parts!: AssessmentPartInput[];
}

@InputType({ description: 'An assessment to make.' })
export class CreateAssessmentInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => AssessmentSettingsInput, { description: 'What it says.' })
  readonly settings!: AssessmentSettingsInput;
}

@InputType({ description: 'An assessment to change. Attempts that have begun keep their items.' })
export class UpdateAssessmentInput {
  @Field(() => ID, { description: 'The assessment.' })
  readonly assessmentId!: string;

  @Field(() => AssessmentSettingsInput, { description: 'All that it says from now on.' })
  readonly settings!: AssessmentSettingsInput;
}

@InputType({ description: 'An assessment to publish.' })
export class PublishAssessmentInput {
  @Field(() => ID, { description: 'The assessment.' })
  readonly assessmentId!: string;
}

@ObjectType({ description: 'The bank is there.' })
export class CreateQuestionBankSuccess {
  constructor(readonly bankId: string) {}
}

@ObjectType({ description: 'The item is there.' })
export class CreateItemSuccess {
  constructor(readonly itemId: string) {}
}

@ObjectType({ description: 'The item has a new version.' })
export class UpdateItemSuccess {
  constructor(readonly itemId: string) {}
}

@ObjectType({ description: 'The assessment is there, as a draft.' })
export class CreateAssessmentSuccess {
  constructor(readonly assessmentId: string) {}
}

@ObjectType({ description: 'The assessment has changed.' })
export class UpdateAssessmentSuccess {
  constructor(readonly assessmentId: string) {}
}

@ObjectType({ description: 'Learners see the assessment.' })
export class PublishAssessmentSuccess {
  constructor(readonly assessmentId: string) {}
}

export const CreateQuestionBankResult = createUnionType({
  name: 'CreateQuestionBankResult',
  description: 'Outcome of `createQuestionBank`.',
  types: () => [CreateQuestionBankSuccess, InvalidFieldsError] as const,
});

export const CreateItemResult = createUnionType({
  name: 'CreateItemResult',
  description: 'Outcome of `createItem`.',
  types: () => [CreateItemSuccess, InvalidFieldsError] as const,
});

export const UpdateItemResult = createUnionType({
  name: 'UpdateItemResult',
  description: 'Outcome of `updateItem`.',
  types: () => [UpdateItemSuccess, InvalidFieldsError] as const,
});

export const CreateAssessmentResult = createUnionType({
  name: 'CreateAssessmentResult',
  description: 'Outcome of `createAssessment`.',
  types: () => [CreateAssessmentSuccess, InvalidFieldsError] as const,
});

export const UpdateAssessmentResult = createUnionType({
  name: 'UpdateAssessmentResult',
  description: 'Outcome of `updateAssessment`.',
  types: () => [UpdateAssessmentSuccess, InvalidFieldsError] as const,
});

export const PublishAssessmentResult = createUnionType({
  name: 'PublishAssessmentResult',
  description: 'Outcome of `publishAssessment`.',
  types: () => [PublishAssessmentSuccess, InvalidFieldsError] as const,
});
