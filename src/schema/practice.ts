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

import { PrerequisitesNotMetError } from './courses.js';
import { LessonClosedError } from './release.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Expects } from './shared/expects.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

export enum AttemptState {
  IN_PROGRESS = 'in_progress',
  COMPLETED = 'completed',
  ABANDONED = 'abandoned',
}

registerEnumType(AttemptState, {
  name: 'AttemptState',
  description: 'Where an attempt is in its life.',
  valuesConfig: {
    IN_PROGRESS: { description: 'Open.' },
    COMPLETED: { description: 'Every step has been answered correctly.' },
    ABANDONED: { description: 'Ended without.' },
  },
});

export enum HintKind {
  HINT = 'hint',
  SCAFFOLD = 'scaffold',
}

registerEnumType(HintKind, {
  name: 'HintKind',
  description: 'What a hint does.',
  valuesConfig: {
    HINT: { description: 'Tells something.' },
    SCAFFOLD: { description: 'Asks a smaller question on the way.' },
  },
});

export enum ReasonCode {
  SKILL_NEED = 'SKILL_NEED',
  NEW_SKILL = 'NEW_SKILL',
  RECENT_ERROR = 'RECENT_ERROR',
  SUCCESS_FIT = 'SUCCESS_FIT',
  NEXT_IN_COURSE = 'NEXT_IN_COURSE',
  REVIEW = 'REVIEW',
}

registerEnumType(ReasonCode, {
  name: 'ReasonCode',
  description: 'Why something is recommended. The wording for people is left to the client.',
  valuesConfig: {
    SKILL_NEED: { description: 'A skill it practises is not mastered yet.' },
    NEW_SKILL: { description: 'It brings a skill that has not been met.' },
    RECENT_ERROR: { description: 'A skill it practises was answered wrongly of late.' },
    SUCCESS_FIT: {
      description: 'The chance of success is near the one at which practice pays most.',
    },
    NEXT_IN_COURSE: { description: 'It is what the course has next.' },
    REVIEW: { description: 'It keeps up something mastered.' },
  },
});

@Extensions({ protected: true })
@ObjectType({ description: 'A hint the learner has asked for.', simpleResolvers: true })
export class AskedHint {
  @Field(() => HintKind, { description: 'What it does.' })
  readonly kind!: HintKind;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Text with LaTeX between `$$`.' })
  readonly text!: string;

  @Field(() => [String], { description: 'What a scaffold offers to choose from; empty otherwise.' })
  readonly choices!: string[];

  @Field(() => Int, { description: 'Place among the hints of the step, from 0.' })
  readonly position!: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One answer to one step, as it was graded.',
  implements: Node,
  simpleResolvers: true,
})
export class Response extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'What was answered; null for a recorded outcome.',
  })
  readonly response!: string | null;

  @Field(() => Boolean, { description: 'Whether it is right.' })
  readonly correct!: boolean;

  @Field(() => Float, { description: 'Score, 0 to 1.' })
  readonly score!: number;

  @Field(() => String, {
    description:
      'How the grader came to it, such as EXACT, EQUIVALENT, NOT_EQUAL or RESTATED (equal, and only the question again).',
  })
  readonly outcome!: string;

  @Field(() => String, { description: 'The grader.' })
  readonly grader!: string;

  @Field(() => Int, {
    description: "The grader's version: the same version grades the same for ever.",
  })
  readonly graderVersion!: number;

  @Field(() => Boolean, {
    description: 'Whether it was the first answer to the step in its attempt.',
  })
  readonly firstTry!: boolean;

  @Field(() => Int, { description: 'Hints asked for before it.' })
  readonly hintsUsed!: number;

  @Field(() => DateTime, { description: 'When it was given, by the reporter’s clock.' })
  readonly occurredAt!: Date;

  @Field(() => DateTime, { description: 'When it was stored, by ours.' })
  readonly receivedAt!: Date;
}

@Extensions({ protected: true })
@ObjectType({ description: 'How a step stands in an attempt.', simpleResolvers: true })
export class AttemptStep {
  @Field(() => Boolean, { description: 'Whether it may be answered now.' })
  readonly open!: boolean;

  @Expects(3)
  @Field(() => [Response], { description: 'Answers given, in order.' })
  readonly responses!: Response[];

  @Expects(3)
  @Field(() => [AskedHint], { description: 'Hints asked for, in order.' })
  readonly hints!: AskedHint[];

  @Field(() => Int, { description: 'Hints that may still be asked for.' })
  readonly hintsLeft!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'One sitting on one problem.', implements: Node, simpleResolvers: true })
export class PracticeAttempt extends Node {
  @Field(() => AttemptState, { description: 'Where it is in its life.' })
  readonly state!: AttemptState;

  @Field(() => DateTime, { description: 'When it was opened.' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is open.' })
  readonly endedAt!: Date | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'What a knowledge-tracing engine believes of a learner and a skill.',
  simpleResolvers: true,
})
export class SkillMastery {
  @Field(() => Float, { description: 'Probability that the skill is known, 0 to 1.' })
  readonly probability!: number;

  @Field(() => Int, { description: 'Answers it rests on.' })
  readonly observations!: number;

  @Field(() => String, { description: 'The engine that made it.' })
  readonly engine!: string;

  @Field(() => Int, { description: "The engine's version." })
  readonly engineVersion!: number;

  @Field(() => DateTime, { description: 'When it last moved.' })
  readonly updatedAt!: Date;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A number a reason rests on.', simpleResolvers: true })
export class ReasonValue {
  @Field(() => String, { description: 'What it is, such as `mastery`.' })
  readonly name!: string;

  @Field(() => Float, { description: 'The number.' })
  readonly value!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'One reason, in a form programs can read.', simpleResolvers: true })
export class Reason {
  @Field(() => ReasonCode, { description: 'What kind of reason.' })
  readonly code!: ReasonCode;

  @Field(() => Float, { description: 'Its share in the score; the shares of one item sum to 1.' })
  readonly weight!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'One recommended problem.', simpleResolvers: true })
export class RecommendationItem {
  @Field(() => Float, { description: 'How strongly, 0 to 1.' })
  readonly score!: number;

  @Expects(4)
  @Field(() => [Reason], { description: 'Why, the heaviest reason first.' })
  readonly reasons!: Reason[];
}

@Extensions({ protected: true })
@ObjectType({
  description: 'What the recommendation engine advised at one moment.',
  implements: Node,
  simpleResolvers: true,
})
export class Recommendation extends Node {
  @Expects(5)
  @Field(() => [RecommendationItem], {
    description: 'Problems to do next, the best first. Empty means that nothing is left.',
  })
  readonly items!: RecommendationItem[];

  @Field(() => String, { description: 'The engine that advised.' })
  readonly engine!: string;

  @Field(() => Int, { description: "The engine's version." })
  readonly engineVersion!: number;

  @Field(() => DateTime, { description: 'When.' })
  readonly createdAt!: Date;
}

@InputType({ description: 'What to practise.' })
export class StartPracticeInput {
  @Field(() => ID, { description: 'A course the viewer is enrolled in as a learner.' })
  readonly courseId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Stay within this lesson; the whole course when absent.',
  })
  readonly lessonId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'This very problem; chosen by recommendation when absent.',
  })
  readonly problemId?: string | null;
}

@ObjectType({ description: 'An attempt is open.' })
export class StartPracticeSuccess {
  @Field(() => Boolean, {
    description: 'Whether an open attempt on the same problem was taken up again.',
  })
  readonly resumed: boolean;

  readonly attemptId: string;

  constructor(attemptId: string, resumed: boolean) {
    this.attemptId = attemptId;
    this.resumed = resumed;
  }
}

@ObjectType({
  description: 'The viewer is not enrolled in the course as a learner.',
  implements: UserError,
})
export class NotEnrolledError extends UserError {
  override readonly code = 'NOT_ENROLLED';
  override readonly message = 'Enroll in this course as a learner first.';
}

@ObjectType({ description: 'Every problem has been completed.', implements: UserError })
export class NothingLeftError extends UserError {
  override readonly code = 'NOTHING_LEFT';
  override readonly message = 'Every problem here is completed. Name one to do it again.';
}

export const StartPracticeResult = createUnionType({
  name: 'StartPracticeResult',
  description: 'Outcome of `startPractice`.',
  types: () =>
    [
      StartPracticeSuccess,
      NotEnrolledError,
      NothingLeftError,
      PrerequisitesNotMetError,
      LessonClosedError,
    ] as const,
});

@InputType({ description: 'An answer.' })
export class SubmitResponseInput {
  @Field(() => ID, { description: 'The open attempt.' })
  readonly attemptId!: string;

  @Field(() => ID, { description: 'The open step.' })
  readonly stepId!: string;

  @Field(() => String, {
    description: 'The answer, at most 2,000 characters. For CHOICE: the choice word for word.',
  })
  readonly response!: string;

  @Field(() => String, {
    description:
      'A key of your own, unique to this answer, at most 100 characters. Send the same key to retry: the answer is stored and graded once.',
  })
  readonly clientKey!: string;
}

@ObjectType({ description: 'Stored and graded.' })
export class SubmitResponseSuccess {
  @Field(() => Boolean, {
    description: 'Whether this key had been answered before; nothing was stored again.',
  })
  readonly replayed: boolean;

  readonly responseId: string;
  readonly attemptId: string;
  readonly enrollmentId: string;

  constructor(facts: {
    replayed: boolean;
    responseId: string;
    attemptId: string;
    enrollmentId: string;
  }) {
    this.replayed = facts.replayed;
    this.responseId = facts.responseId;
    this.attemptId = facts.attemptId;
    this.enrollmentId = facts.enrollmentId;
  }
}

@ObjectType({ description: 'This step cannot be answered now.', implements: UserError })
export class StepNotOpenError extends UserError {
  override readonly code = 'STEP_NOT_OPEN';
  override readonly message =
    'This step has been answered correctly already. Answer one of the open steps.';
  readonly openStepIds: string[];

  constructor(openStepIds: string[]) {
    super();
    this.openStepIds = openStepIds;
  }
}

@ObjectType({ description: 'The attempt has ended.', implements: UserError })
export class AttemptClosedError extends UserError {
  override readonly code = 'ATTEMPT_CLOSED';
  override readonly message = 'This attempt has ended. Start practice again for another one.';

  @Field(() => DateTime, { description: 'When it ended.' })
  readonly endedAt: Date;

  constructor(endedAt: string) {
    super();
    this.endedAt = new Date(endedAt);
  }
}

@ObjectType({
  description: 'The answer could not be read, so it was not graded and no try was used up.',
  implements: UserError,
})
export class ResponseUnreadableError extends UserError {
  override readonly code: string;
  override readonly message: string;

  constructor(outcome: string) {
    super();
    this.code = `RESPONSE_${outcome}`;
    this.message = UNREADABLE_MESSAGES[outcome] ?? 'This answer could not be read.';
  }
}

const UNREADABLE_MESSAGES: Readonly<Record<string, string>> = {
  UNREADABLE: 'This is not a number or an expression. Check brackets and signs.',
  TOO_LONG: 'This answer is too long to be read as an expression. Shorten it.',
  TOO_COMPLEX: 'This expression is too large to compare. Simplify it.',
};

export const SubmitResponseResult = createUnionType({
  name: 'SubmitResponseResult',
  description: 'Outcome of `submitResponse`.',
  types: () =>
    [SubmitResponseSuccess, ResponseUnreadableError, StepNotOpenError, AttemptClosedError] as const,
});

@InputType({ description: 'Where a hint is wanted.' })
export class RequestHintInput {
  @Field(() => ID, { description: 'The open attempt.' })
  readonly attemptId!: string;

  @Field(() => ID, { description: 'The open step.' })
  readonly stepId!: string;
}

@ObjectType({ description: 'The next hint.' })
export class RequestHintSuccess {
  readonly attemptId: string;
  readonly hintId: string;

  constructor(attemptId: string, hintId: string) {
    this.attemptId = attemptId;
    this.hintId = hintId;
  }
}

@ObjectType({ description: 'Every hint of the step has been given.', implements: UserError })
export class NoHintLeftError extends UserError {
  override readonly code = 'NO_HINT_LEFT';
  override readonly message = 'Every hint of this step has been given.';
}

export const RequestHintResult = createUnionType({
  name: 'RequestHintResult',
  description: 'Outcome of `requestHint`.',
  types: () => [RequestHintSuccess, NoHintLeftError, StepNotOpenError, AttemptClosedError] as const,
});

@InputType({ description: 'One outcome that another system graded.' })
export class RecordedResponseInput {
  @Field(() => ID, { description: 'The learner.' })
  readonly learnerId!: string;

  @Field(() => ID, { description: 'The step, of the version the learner is enrolled in.' })
  readonly stepId!: string;

  @Field(() => Boolean, { description: 'Whether the answer was right.' })
  readonly correct!: boolean;

  @Field(() => DateTime, { description: 'When it was given.' })
  readonly occurredAt!: Date;

  @Field(() => Int, { defaultValue: 0, description: 'Hints used before it.' })
  readonly hintsUsed!: number;

  @Field(() => String, {
    description:
      'Unique to this outcome within the enrollment, at most 100 characters; sending it again changes nothing.',
  })
  readonly clientKey!: string;
}

@InputType({ description: 'Outcomes to record in a course.' })
export class RecordResponsesInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => [RecordedResponseInput], {
    description: '1 to 200 outcomes, in order for each learner.',
  })
  readonly responses!: RecordedResponseInput[];
}

@ObjectType({ description: 'Recorded: all of them are stored.' })
export class RecordResponsesSuccess {
  @Field(() => Int, { description: 'Stored by this call.' })
  readonly recorded: number;

  @Field(() => [String], { description: 'Client keys that were there already.' })
  readonly duplicates: string[];

  constructor(recorded: number, duplicates: string[]) {
    this.recorded = recorded;
    this.duplicates = duplicates;
  }
}

export const RecordResponsesResult = createUnionType({
  name: 'RecordResponsesResult',
  description: 'Outcome of `recordResponses`.',
  types: () => [RecordResponsesSuccess] as const,
});
