import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import type { RecommendationItemData, RecommendationReasonData } from '../entities/practice.js';
import type {
  AttemptRow,
  RecommendationRow,
  ResponseRow,
} from '../entities/practice.repository.js';
import type { StepRow } from '../entities/version-cache.js';
import { Lesson, PrerequisitesNotMetError, Problem, Skill, Step } from '../schema/courses.js';
import { Enrollment } from '../schema/enrollments.js';
import {
  AskedHint,
  AttemptClosedError,
  AttemptStep,
  NoHintLeftError,
  NotEnrolledError,
  NothingLeftError,
  PracticeAttempt,
  Reason,
  ReasonValue,
  Recommendation,
  RecommendationItem,
  RecordResponsesInput,
  RecordResponsesResult,
  RecordResponsesSuccess,
  RequestHintInput,
  RequestHintResult,
  RequestHintSuccess,
  Response,
  ResponseUnreadableError,
  StartPracticeInput,
  StartPracticeResult,
  StartPracticeSuccess,
  StepNotOpenError,
  SubmitResponseInput,
  SubmitResponseResult,
  SubmitResponseSuccess,
} from '../schema/practice.js';
import { LessonClosedError } from '../schema/release.js';
import { Expects } from '../schema/shared/expects.js';
import { idOf, optionalIdOf, toGlobalId } from '../schema/shared/global-id.js';
import { Node } from '../schema/shared/node.js';
import { fetchNode } from './node.js';

@Resolver(() => PracticeAttempt)
export class PracticeAttemptResolver {
  @FieldResolver(() => Problem, { description: 'The problem.' })
  async problem(@Root() attempt: AttemptRow, @Ctx() context: RequestContext) {
    return context.loaders.problemById.load(attempt.problemId);
  }

  @Expects(3)
  @FieldResolver(() => [AttemptStep], { description: 'How each step of the problem stands.' })
  async steps(@Root() attempt: AttemptRow, @Ctx() context: RequestContext) {
    const [problem, responses, hints] = await Promise.all([
      context.loaders.problemById.load(attempt.problemId),
      context.loaders.responsesByAttemptId.load(attempt.id),
      context.loaders.askedHintsByAttemptId.load(attempt.id),
    ]);
    return (problem?.steps ?? []).map((step) => {
      const own = responses.filter((response) => response.stepId === step.id);
      const asked = hints.filter((hint) => hint.stepId === step.id);
      return {
        stepRow: step,
        open: attempt.state === 'in_progress' && !own.some((response) => response.correct),
        responses: own,
        hints: asked,
        hintsLeft: step.hintCount - asked.length,
      };
    });
  }
}

@Resolver(() => AttemptStep)
export class AttemptStepResolver {
  @FieldResolver(() => Step, { description: 'The step.' })
  step(@Root() attemptStep: { stepRow: StepRow }): StepRow {
    return attemptStep.stepRow;
  }
}

@Resolver(() => Response)
export class ResponseResolver {
  @FieldResolver(() => Step, { description: 'The step.' })
  async step(@Root() response: ResponseRow, @Ctx() context: RequestContext) {
    return context.loaders.stepById.load(response.stepId);
  }
}

@Resolver(() => Recommendation)
export class RecommendationResolver {
  @FieldResolver(() => Enrollment, { description: 'Whom it is for.' })
  async enrollment(@Root() recommendation: RecommendationRow, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(recommendation.enrollmentId);
  }

  @FieldResolver(() => Response, {
    nullable: true,
    description: 'The answer that brought it about.',
  })
  async response(@Root() recommendation: RecommendationRow, @Ctx() context: RequestContext) {
    return recommendation.responseId === null
      ? null
      : context.loaders.responseById.load(recommendation.responseId);
  }
}

@Resolver(() => RecommendationItem)
export class RecommendationItemResolver {
  @FieldResolver(() => Problem, { description: 'The problem.' })
  async problem(@Root() item: RecommendationItemData, @Ctx() context: RequestContext) {
    return context.loaders.problemById.load(item.problemId);
  }

  @FieldResolver(() => Lesson, { description: 'The lesson it is in.' })
  async lesson(@Root() item: RecommendationItemData, @Ctx() context: RequestContext) {
    return context.loaders.lessonById.load(item.lessonId);
  }
}

@Resolver(() => Reason)
export class ReasonResolver {
  @FieldResolver(() => Skill, {
    nullable: true,
    description: 'The skill it is about, if it is about one.',
  })
  async skill(@Root() reason: RecommendationReasonData, @Ctx() context: RequestContext) {
    return reason.skillId === undefined ? null : context.loaders.skillById.load(reason.skillId);
  }

  @Expects(2)
  @FieldResolver(() => [Node], {
    description: 'What it rests on: answers, skills, lessons, problems.',
  })
  async evidence(@Root() reason: RecommendationReasonData, @Ctx() context: RequestContext) {
    const nodes = await Promise.all(
      reason.evidence.map(({ type, id }) => fetchNode(context, EVIDENCE_TYPES[type], id)),
    );
    return nodes.filter((node) => node !== null);
  }

  @Expects(3)
  @FieldResolver(() => [ReasonValue], { description: 'Numbers it rests on.' })
  values(@Root() reason: RecommendationReasonData) {
    return Object.entries(reason.values).map(([name, value]) => ({ name, value }));
  }
}

const EVIDENCE_TYPES = {
  response: 'Response',
  skill: 'Skill',
  lesson: 'Lesson',
  problem: 'Problem',
} as const;

@Resolver()
export class PracticeMutationResolver {
  @Mutation(() => StartPracticeResult, {
    description: 'Opens an attempt on a named problem, or on the one that is recommended.',
  })
  async startPractice(
    @Arg('input', () => StartPracticeInput, { description: 'What to practise.' })
    input: StartPracticeInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof StartPracticeResult> {
    const result = await context.services.practice.startPractice(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      lessonId: optionalIdOf('Lesson', input.lessonId),
      problemId: optionalIdOf('Problem', input.problemId),
    });
    switch (result.kind) {
      case 'started':
        return new StartPracticeSuccess(result.attemptId, result.resumed);
      case 'notEnrolled':
        return new NotEnrolledError();
      case 'nothingLeft':
        return new NothingLeftError();
      case 'prerequisitesMissing':
        return new PrerequisitesNotMetError(result.courseIds);
      case 'closed': {
        const { blockers, nextLessonId } = result;
        return new LessonClosedError({ open: false, blockers, nextLessonId });
      }
    }
  }

  @Mutation(() => SubmitResponseResult, {
    description:
      'Grades an answer to an open step, updates mastery and recommends what comes next.',
  })
  async submitResponse(
    @Arg('input', () => SubmitResponseInput, { description: 'The answer.' })
    input: SubmitResponseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SubmitResponseResult> {
    const result = await context.services.practice.submitResponse(context.signedIn(), {
      attemptId: idOf('PracticeAttempt', input.attemptId),
      stepId: idOf('Step', input.stepId),
      response: input.response,
      clientKey: input.clientKey,
    });
    switch (result.kind) {
      case 'graded':
        return new SubmitResponseSuccess(result);
      case 'unreadable':
        return new ResponseUnreadableError(result.outcome);
      case 'stepNotOpen':
        return new StepNotOpenError(result.openStepIds);
      case 'attemptClosed':
        return new AttemptClosedError(result.endedAt);
    }
  }

  @Mutation(() => RequestHintResult, {
    description:
      'Gives the next hint of an open step. A hint asked for before the first answer counts in mastery.',
  })
  async requestHint(
    @Arg('input', () => RequestHintInput, { description: 'Where it is wanted.' })
    input: RequestHintInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RequestHintResult> {
    const result = await context.services.practice.requestHint(context.signedIn(), {
      attemptId: idOf('PracticeAttempt', input.attemptId),
      stepId: idOf('Step', input.stepId),
    });
    switch (result.kind) {
      case 'given':
        return new RequestHintSuccess(result.attemptId, result.hintId);
      case 'noneLeft':
        return new NoHintLeftError();
      case 'stepNotOpen':
        return new StepNotOpenError(result.openStepIds);
      case 'attemptClosed':
        return new AttemptClosedError(result.endedAt);
    }
  }

  @Mutation(() => RecordResponsesResult, {
    description:
      'Stores outcomes that another system graded. For keys with the scope `responses:record`.',
  })
  async recordResponses(
    @Arg('input', () => RecordResponsesInput, { description: 'The outcomes.' })
    input: RecordResponsesInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RecordResponsesResult> {
    const result = await context.services.recording.recordResponses(
      context.signedIn(),
      idOf('Course', input.courseId),
      input.responses.map((response) => ({
        correct: response.correct,
        occurredAt: response.occurredAt,
        hintsUsed: response.hintsUsed,
        clientKey: response.clientKey,
        learnerId: idOf('User', response.learnerId),
        stepId: idOf('Step', response.stepId),
      })),
    );
    return new RecordResponsesSuccess(result.recorded, result.duplicates);
  }
}

@Resolver(() => StartPracticeSuccess)
export class StartPracticeSuccessResolver {
  @FieldResolver(() => PracticeAttempt, { description: 'The open attempt.' })
  async attempt(@Root() success: StartPracticeSuccess, @Ctx() context: RequestContext) {
    return context.loaders.attemptById.load(success.attemptId);
  }
}

@Resolver(() => SubmitResponseSuccess)
export class SubmitResponseSuccessResolver {
  @FieldResolver(() => Response, { description: 'The answer as it was graded.' })
  async response(@Root() success: SubmitResponseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.responseById.load(success.responseId);
  }

  @FieldResolver(() => PracticeAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() success: SubmitResponseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.attemptById.load(success.attemptId);
  }

  @FieldResolver(() => Enrollment, {
    description: 'The enrollment, with mastery and recommendation as they are now.',
  })
  async enrollment(@Root() success: SubmitResponseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(success.enrollmentId);
  }
}

@Resolver(() => RequestHintSuccess)
export class RequestHintSuccessResolver {
  @FieldResolver(() => AskedHint, { description: 'The hint.' })
  async hint(@Root() success: RequestHintSuccess, @Ctx() context: RequestContext) {
    const hints = await context.loaders.askedHintsByAttemptId.load(success.attemptId);
    return hints.find((hint) => hint.id === success.hintId);
  }

  @FieldResolver(() => PracticeAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() success: RequestHintSuccess, @Ctx() context: RequestContext) {
    return context.loaders.attemptById.load(success.attemptId);
  }
}

@Resolver(() => StepNotOpenError)
export class StepNotOpenErrorResolver {
  @FieldResolver(() => [String], { description: 'Ids of the steps that may be answered.' })
  openSteps(@Root() error: StepNotOpenError): string[] {
    return error.openStepIds.map((id) => toGlobalId('Step', id));
  }
}
