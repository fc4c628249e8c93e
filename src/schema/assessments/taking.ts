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

import { StreamItem } from '../live.js';
import { NotEnrolledError } from '../practice.js';
import { connectionOf } from '../shared/connection.js';
import { DateTime } from '../shared/date-time.scalar.js';
import { Expects } from '../shared/expects.js';
import { Node } from '../shared/node.js';
import { UserError } from '../shared/user-error.js';
import { FieldProblem, InvalidFieldsError } from './authoring.js';
import { ItemResponseInput, QuestionKind } from './question-kinds.js';

export enum AssessmentAttemptState {
  IN_PROGRESS = 'in_progress',
  OVERDUE = 'overdue',
  SUBMITTED = 'submitted',
  AUTO_SUBMITTED = 'auto_submitted',
  GRADED = 'graded',
  VOIDED = 'voided',
}

registerEnumType(AssessmentAttemptState, {
  name: 'AssessmentAttemptState',
  description: 'Where an attempt at an assessment is in its life.',
  valuesConfig: {
    IN_PROGRESS: { description: 'Open to answers.' },
    OVERDUE: { description: 'Past its deadline: answers are frozen, and it may be submitted.' },
    SUBMITTED: { description: 'Handed in; somebody has to grade some of it.' },
    AUTO_SUBMITTED: { description: 'As SUBMITTED, by time and not by the learner.' },
    GRADED: { description: 'Handed in, and every item has its points.' },
    VOIDED: { description: 'Does not count.' },
  },
});

export enum WithheldReason {
  NOT_SUBMITTED = 'not_submitted',
  NOT_GRADED = 'not_graded',
  NOT_CLOSED = 'not_closed',
  NOT_RELEASED = 'not_released',
  VOIDED = 'voided',
}

registerEnumType(WithheldReason, {
  name: 'WithheldReason',
  description: 'Why something is null.',
  valuesConfig: {
    NOT_SUBMITTED: { description: 'It shows once the attempt has been submitted.' },
    NOT_GRADED: { description: 'Nobody has graded it yet.' },
    NOT_CLOSED: { description: 'It shows once the assessment is closed.' },
    NOT_RELEASED: { description: 'It shows once staff release it.' },
    VOIDED: { description: 'The attempt does not count.' },
  },
});

@Extensions({ protected: true })
@ObjectType({
  description: 'What came of an attempt, as far as it may be seen.',
  simpleResolvers: true,
})
export class AttemptResult {
  @Field(() => Float, { nullable: true, description: '`pointsEarned / pointsPossible`, 0 to 1.' })
  readonly score!: number | null;

  @Field(() => Float, { nullable: true, description: 'Points of all items together.' })
  readonly pointsEarned!: number | null;

  @Field(() => Float, { description: 'Points of all items, had all been right.' })
  readonly pointsPossible!: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the score passes; null also when nobody passes or fails.',
  })
  readonly passed!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Items with full marks.' })
  readonly correct!: number | null;

  @Field(() => Int, { description: 'Items in all.' })
  readonly total!: number;

  @Field(() => WithheldReason, { nullable: true, description: 'Why there is no score.' })
  readonly scoreWithheld!: WithheldReason | null;

  @Field(() => WithheldReason, { nullable: true, description: 'Why `correct` is null.' })
  readonly correctWithheld!: WithheldReason | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One sitting on an assessment. Its times are the server’s.',
  implements: Node,
  simpleResolvers: true,
})
export class AssessmentAttempt extends Node {
  @Field(() => Int, { description: '1, 2, 3 …, for this learner and assessment.' })
  readonly number!: number;

  @Field(() => DateTime, { description: 'When it was started.' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When answers freeze; null for never.' })
  readonly deadlineAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it may be submitted.' })
  readonly graceUntil!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is open.' })
  readonly submittedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the learner handed it in; null when time did, or nobody yet.',
  })
  readonly receivedAt!: Date | null;

  @Field(() => Int, { description: 'How many items it asks in all.' })
  readonly itemCount!: number;
}

export const AssessmentAttemptConnection = connectionOf(
  'AssessmentAttempt',
  () => AssessmentAttempt,
);

@Extensions({ protected: true })
@ObjectType({ description: 'A number that a choice rests on.', simpleResolvers: true })
export class SelectionReason {
  @Field(() => String, { description: 'What it is, such as NEXT_IN_ORDER.' })
  readonly code!: string;

  @Field(() => Float, { description: 'The number.' })
  readonly value!: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'How an answer was judged, as far as it may be seen.',
  simpleResolvers: true,
})
export class ItemResult {
  @Field(() => Float, { nullable: true, description: 'Points; null when there are none to see.' })
  readonly points!: number | null;

  @Field(() => WithheldReason, { nullable: true, description: 'Why there are no points.' })
  readonly pointsWithheld!: WithheldReason | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it has full marks.' })
  readonly correct!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Such as RIGHT, PARTLY_RIGHT, WRONG, UNANSWERED or NEEDS_GRADING.',
  })
  readonly outcome!: string | null;

  @Field(() => WithheldReason, {
    nullable: true,
    description: 'Why `correct` and `outcome` are null.',
  })
  readonly correctWithheld!: WithheldReason | null;

  @Field(() => String, { nullable: true, description: 'What a grader wrote.' })
  readonly comment!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the right answer is right.' })
  readonly rationale!: string | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'An answer as it was saved.',
  simpleResolvers: true,
})
export class SavedResponse {
  @Field(() => Int, { description: '1, 2, 3 …: send it back to save over this one.' })
  readonly version!: number;

  @Field(() => DateTime, { description: 'When it was saved.' })
  readonly savedAt!: Date;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'An item as it is asked in one attempt.',
  implements: Node,
  simpleResolvers: true,
})
export class AttemptItem extends Node {
  @Field(() => Int, { description: 'Place in the attempt, from 0.' })
  readonly position!: number;

  @Field(() => QuestionKind, { description: 'What it asks for.' })
  readonly kind!: string;

  @Field(() => Float, { description: 'Points of a right answer.' })
  readonly maxPoints!: number;

  @Field(() => String, { description: 'The selector that chose it.' })
  readonly selector!: string;

  @Field(() => Int, { description: "The selector's version." })
  readonly selectorVersion!: number;

  @Expects(2)
  @Field(() => [SelectionReason], { description: 'Why it was chosen.' })
  readonly reasons!: SelectionReason[];
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One judgement of an answer; the newest counts.',
  simpleResolvers: true,
})
export class ItemGrade {
  @Field(() => Int, { description: '1, 2, 3 …: each supersedes the one before it.' })
  readonly number!: number;

  @Field(() => Float, { nullable: true, description: 'Points; null while somebody has to look.' })
  readonly points!: number | null;

  @Field(() => String, { description: 'What was found.' })
  readonly outcome!: string;

  @Field(() => String, { description: 'The grader: a kind of question, or `person`.' })
  readonly grader!: string;

  @Field(() => Int, { nullable: true, description: "The grader's version; null for a person." })
  readonly graderVersion!: number | null;

  @Field(() => String, { nullable: true, description: 'What the grader wrote.' })
  readonly comment!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  readonly gradedAt!: Date;
}

@InputType({ description: 'What to take.' })
export class StartAttemptInput {
  @Field(() => ID, { description: 'The assessment.' })
  readonly assessmentId!: string;

  @Field(() => String, {
    description: 'A key of your own, at most 100 characters. Send it again to retry: one attempt.',
  })
  readonly clientKey!: string;
}

@ObjectType({ description: 'The attempt is open.' })
export class StartAttemptSuccess {
  readonly attemptId: string;

  @Field(() => Boolean, {
    description: 'Whether an open attempt, or this key’s own, was taken up.',
  })
  readonly resumed: boolean;

  constructor(attemptId: string, resumed: boolean) {
    this.attemptId = attemptId;
    this.resumed = resumed;
  }
}

@ObjectType({ description: 'The assessment cannot be taken now.', implements: UserError })
export class AssessmentNotOpenError extends UserError {
  override readonly code = 'ASSESSMENT_NOT_OPEN';
  override readonly message = 'This assessment is not open now; see when it opens and closes.';

  @Field(() => DateTime, { nullable: true, description: 'When it opens for the viewer.' })
  readonly opensAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it closes for the viewer.' })
  readonly closesAt: Date | null;

  constructor(opensAt: Date | null, closesAt: Date | null) {
    super();
    this.opensAt = opensAt;
    this.closesAt = closesAt;
  }
}

@ObjectType({ description: 'No attempt is left.', implements: UserError })
export class AttemptLimitReachedError extends UserError {
  override readonly code = 'ATTEMPT_LIMIT_REACHED';
  override readonly message = 'Every attempt at this assessment has been used.';

  @Field(() => Int, { description: 'How many there are for the viewer.' })
  readonly limit: number;

  constructor(limit: number) {
    super();
    this.limit = limit;
  }
}

export const StartAttemptResult = createUnionType({
  name: 'StartAttemptResult',
  description: 'Outcome of `startAttempt`.',
  types: () =>
    [
      StartAttemptSuccess,
      NotEnrolledError,
      AssessmentNotOpenError,
      AttemptLimitReachedError,
    ] as const,
});

@InputType({ description: 'An answer to save.' })
export class SaveResponseInput {
  @Field(() => ID, { description: 'The item of the open attempt.' })
  readonly attemptItemId!: string;

  @Field(() => Int, {
    description: 'The version that is saved over; 0 when nothing has been saved yet.',
  })
  readonly version!: number;

  @Field(() => ItemResponseInput, {
    nullable: true,
    description: 'The answer; null to take it back.',
  })
  readonly response?: Readonly<Record<string, unknown>> | null;
}

@ObjectType({ description: 'Saved.' })
export class SaveResponseSuccess {
  readonly attemptItemId: string;

  constructor(attemptItemId: string) {
    this.attemptItemId = attemptItemId;
  }
}

@ObjectType({
  description: 'Something else has been saved meanwhile; it is kept, and this was not saved.',
  implements: UserError,
})
export class StaleResponseError extends UserError {
  override readonly code = 'STALE_RESPONSE';
  override readonly message =
    'Another answer was saved meanwhile. Look at it, and save again over its version.';
  readonly attemptItemId: string;

  constructor(attemptItemId: string) {
    super();
    this.attemptItemId = attemptItemId;
  }
}

@ObjectType({ description: 'This is no answer to this question.', implements: UserError })
export class ResponseRefusedError extends UserError {
  override readonly code = 'RESPONSE_REFUSED';
  override readonly message = 'This is no answer to this question; `problems` says why.';

  @Expects(2)
  @Field(() => [FieldProblem], { description: 'Why.' })
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly FieldProblem[]) {
    super();
    this.problems = problems;
  }
}

@ObjectType({ description: 'The attempt takes no answers any more.', implements: UserError })
export class AttemptNotOpenError extends UserError {
  override readonly code = 'ATTEMPT_NOT_OPEN';
  override readonly message = 'This attempt takes no answers any more.';
  readonly attemptId: string;

  constructor(attemptId: string) {
    super();
    this.attemptId = attemptId;
  }
}

export const SaveResponseResult = createUnionType({
  name: 'SaveResponseResult',
  description: 'Outcome of `saveResponse`.',
  types: () =>
    [SaveResponseSuccess, StaleResponseError, ResponseRefusedError, AttemptNotOpenError] as const,
});

@InputType({ description: 'An attempt to hand in.' })
export class SubmitAttemptInput {
  @Field(() => ID, { description: 'The attempt.' })
  readonly attemptId!: string;

  @Field(() => String, {
    description: 'A key of your own, at most 100 characters. Send it again to retry.',
  })
  readonly clientKey!: string;
}

@ObjectType({ description: 'Handed in, and graded as far as no person is needed.' })
export class SubmitAttemptSuccess {
  readonly attemptId: string;

  constructor(attemptId: string) {
    this.attemptId = attemptId;
  }
}

export const SubmitAttemptResult = createUnionType({
  name: 'SubmitAttemptResult',
  description: 'Outcome of `submitAttempt`.',
  types: () => [SubmitAttemptSuccess, AttemptNotOpenError] as const,
});

@Extensions({ protected: true })
@ObjectType({
  description: 'An attempt has moved on.',
  implements: StreamItem,
  simpleResolvers: true,
})
export class AttemptUpdate extends StreamItem {
  @Field(() => DateTime, { description: 'When.' })
  readonly at!: Date;
}

@InputType({ description: 'Points for an answer.' })
export class GradeItemInput {
  @Field(() => ID, { description: 'The item of an attempt that has been handed in.' })
  readonly attemptItemId!: string;

  @Field(() => Float, { description: 'From 0 to the points of a right answer.' })
  readonly points!: number;

  @Field(() => String, {
    nullable: true,
    description: 'For the learner, at most 20,000 characters.',
  })
  readonly comment?: string | null;
}

@ObjectType({ description: 'Graded.' })
export class GradeItemSuccess {
  readonly attemptItemId: string;

  constructor(attemptItemId: string) {
    this.attemptItemId = attemptItemId;
  }
}

@ObjectType({ description: 'The attempt is still open, or does not count.', implements: UserError })
export class AttemptNotSubmittedError extends UserError {
  override readonly code = 'ATTEMPT_NOT_SUBMITTED';
  override readonly message = 'Only what has been handed in, and counts, can be graded.';
  readonly attemptId: string;

  constructor(attemptId: string) {
    super();
    this.attemptId = attemptId;
  }
}

export const GradeItemResult = createUnionType({
  name: 'GradeItemResult',
  description: 'Outcome of `gradeItem`.',
  types: () => [GradeItemSuccess, InvalidFieldsError, AttemptNotSubmittedError] as const,
});

@InputType({ description: 'Grades to show.' })
export class ReleaseGradesInput {
  @Field(() => ID, { description: 'The assessment.' })
  readonly assessmentId!: string;
}

@ObjectType({ description: 'Learners see what is released by hand.' })
export class ReleaseGradesSuccess {
  @Field(() => Int, { description: 'Attempts that were released by this call.' })
  readonly released: number;

  constructor(released: number) {
    this.released = released;
  }
}

export const ReleaseGradesResult = createUnionType({
  name: 'ReleaseGradesResult',
  description: 'Outcome of `releaseGrades`.',
  types: () => [ReleaseGradesSuccess] as const,
});

@InputType({ description: 'An attempt that shall not count.' })
export class VoidAttemptInput {
  @Field(() => ID, { description: 'The attempt.' })
  readonly attemptId!: string;
}

@ObjectType({ description: 'The attempt does not count, and uses up none of those there are.' })
export class VoidAttemptSuccess {
  readonly attemptId: string;

  constructor(attemptId: string) {
    this.attemptId = attemptId;
  }
}

export const VoidAttemptResult = createUnionType({
  name: 'VoidAttemptResult',
  description: 'Outcome of `voidAttempt`.',
  types: () => [VoidAttemptSuccess] as const,
});
