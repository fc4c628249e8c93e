import { Arg, Ctx, FieldResolver, Float, Mutation, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../../context/request-context.js';
import type {
  AssessmentAttemptRow,
  AttemptItemRow,
  SavedResponseRow,
} from '../../entities/assessments.repository.js';
import { Assessment, InvalidFieldsError } from '../../schema/assessments/authoring.js';
import {
  ItemResponse,
  QuestionBody,
  typedBody,
  typedResponse,
} from '../../schema/assessments/question-kinds.js';
import {
  AssessmentAttempt,
  AssessmentAttemptState,
  AssessmentNotOpenError,
  AttemptItem,
  AttemptLimitReachedError,
  AttemptNotOpenError,
  AttemptNotSubmittedError,
  AttemptResult,
  GradeItemInput,
  GradeItemResult,
  GradeItemSuccess,
  ItemGrade,
  ItemResult,
  ReleaseGradesInput,
  ReleaseGradesResult,
  ReleaseGradesSuccess,
  ResponseRefusedError,
  SavedResponse,
  SaveResponseInput,
  SaveResponseResult,
  SaveResponseSuccess,
  StaleResponseError,
  StartAttemptInput,
  StartAttemptResult,
  StartAttemptSuccess,
  SubmitAttemptInput,
  SubmitAttemptResult,
  SubmitAttemptSuccess,
  VoidAttemptInput,
  VoidAttemptResult,
  VoidAttemptSuccess,
} from '../../schema/assessments/taking.js';
import { Enrollment } from '../../schema/enrollments.js';
import { NotEnrolledError } from '../../schema/practice.js';
import { Expects } from '../../schema/shared/expects.js';
import { idOf } from '../../schema/shared/global-id.js';
import { streamCursor } from '../../schema/shared/stream-cursor.js';
import { responseOf } from './responses.js';

/** A row that a foreign key says is there. */
function found<Row>(row: Row | null): Row {
  if (row === null) throw new Error('A row names another that is not there.');
  return row;
}

/** The newest judgement of an item of an attempt. */
async function judged(item: AttemptItemRow, { loaders }: RequestContext) {
  const grade = (await loaders.gradesByAttemptItemId.load(item.id)).at(-1);
  return grade ? { ...grade, maxPoints: item.maxPoints } : null;
}

@Resolver(() => AssessmentAttempt)
export class AssessmentAttemptResolver {
  @FieldResolver(() => AssessmentAttemptState, { description: 'Where it is in its life.' })
  state(@Root() attempt: AssessmentAttemptRow, @Ctx() context: RequestContext) {
    return context.services.attempts.stateOf(attempt);
  }

  @FieldResolver(() => Assessment, { description: 'What is taken.' })
  async assessment(@Root() attempt: AssessmentAttemptRow, @Ctx() context: RequestContext) {
    return context.loaders.assessmentById.load(attempt.assessmentId);
  }

  @FieldResolver(() => Enrollment, { description: 'Whose attempt it is.' })
  async enrollment(@Root() attempt: AssessmentAttemptRow, @Ctx() context: RequestContext) {
    return context.loaders.enrollmentById.load(attempt.enrollmentId);
  }

  @Expects(20)
  @FieldResolver(() => [AttemptItem], { description: 'Its items so far, in order.' })
  async items(@Root() attempt: AssessmentAttemptRow, @Ctx() context: RequestContext) {
    return context.loaders.attemptItemsByAttemptId.load(attempt.id);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Seconds from its start to its end, by the server; null while it is open.',
  })
  timeTakenSeconds(@Root() { startedAt, submittedAt }: AssessmentAttemptRow): number | null {
    return submittedAt === null
      ? null
      : (new Date(submittedAt).getTime() - new Date(startedAt).getTime()) / 1_000;
  }

  @FieldResolver(() => AttemptResult, { description: 'What came of it.' })
  async result(@Root() attempt: AssessmentAttemptRow, @Ctx() context: RequestContext) {
    const { loaders, services } = context;
    const [assessment, items] = await Promise.all([
      loaders.assessmentById.load(attempt.assessmentId),
      loaders.attemptItemsByAttemptId.load(attempt.id),
    ]);
    const grades = await Promise.all(items.map((item) => judged(item, context)));
    return services.attempts.attemptResult(
      context.signedIn(),
      attempt,
      found(assessment),
      grades.filter((grade) => grade !== null),
    );
  }

  @FieldResolver(() => String, {
    description:
      'Cursor of the newest update. Read it in a request before the snapshot and subscribe to `attemptUpdated` after it: nothing falls between.',
  })
  async cursor(
    @Root() attempt: AssessmentAttemptRow,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    const { stream, sequence } = await context.loaders.attemptHead(attempt.id);
    return streamCursor(stream, sequence);
  }
}

@Resolver(() => AttemptItem)
export class AttemptItemResolver {
  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt.' })
  async attempt(@Root() item: AttemptItemRow, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(item.attemptId);
  }

  @FieldResolver(() => String, { description: 'The question: Markdown with LaTeX.' })
  prompt(@Root() item: AttemptItemRow, @Ctx() context: RequestContext): string {
    return context.services.attempts.variantOf(item).prompt;
  }

  @FieldResolver(() => QuestionBody, { description: 'What is asked, in this attempt’s variant.' })
  body(@Root() item: AttemptItemRow, @Ctx() context: RequestContext): object {
    return typedBody(context.services.attempts.variantOf(item).body);
  }

  @FieldResolver(() => SavedResponse, {
    nullable: true,
    description: 'What was saved last; null when nothing ever was.',
  })
  async response(@Root() item: AttemptItemRow, @Ctx() context: RequestContext) {
    return context.loaders.savedResponseByAttemptItemId.load(item.id);
  }

  @FieldResolver(() => ItemResult, { description: 'How it was judged.' })
  async result(@Root() item: AttemptItemRow, @Ctx() context: RequestContext) {
    const attempt = found(await context.loaders.assessmentAttemptById.load(item.attemptId));
    const assessment = found(await context.loaders.assessmentById.load(attempt.assessmentId));
    const grade = await judged(item, context);
    const viewer = context.signedIn();
    return context.services.attempts.itemResult(viewer, item, grade, attempt, assessment);
  }

  @Expects(3)
  @FieldResolver(() => [ItemGrade], {
    nullable: true,
    description: 'Every judgement, oldest first; null for the learner.',
  })
  async grades(@Root() item: AttemptItemRow, @Ctx() context: RequestContext) {
    return context.signedIn().userId === item.userId
      ? null
      : context.loaders.gradesByAttemptItemId.load(item.id);
  }
}

@Resolver(() => SavedResponse)
export class SavedResponseResolver {
  @FieldResolver(() => ItemResponse, {
    nullable: true,
    description: 'The answer; null when it was taken back.',
  })
  response(@Root() { response }: SavedResponseRow): object | null {
    return response === null ? null : typedResponse(response);
  }
}

@Resolver()
export class AttemptMutationResolver {
  @Mutation(() => StartAttemptResult, {
    description: 'Opens an attempt at an assessment, or takes up the one that is open.',
  })
  async startAttempt(
    @Arg('input', () => StartAttemptInput, { description: 'What to take.' })
    input: StartAttemptInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof StartAttemptResult> {
    const result = await context.services.attempts.startAttempt(context.signedIn(), {
      assessmentId: idOf('Assessment', input.assessmentId),
      clientKey: input.clientKey,
    });
    switch (result.kind) {
      case 'started':
        return new StartAttemptSuccess(result.attemptId, result.resumed);
      case 'notEnrolled':
        return new NotEnrolledError();
      case 'notOpen':
        return new AssessmentNotOpenError(result.opensAt, result.closesAt);
      case 'limitReached':
        return new AttemptLimitReachedError(result.limit);
    }
  }

  @Mutation(() => SaveResponseResult, {
    description: 'Saves an answer in an open attempt, over the version that the caller saw.',
  })
  async saveResponse(
    @Arg('input', () => SaveResponseInput, { description: 'The answer.' })
    input: SaveResponseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SaveResponseResult> {
    const result = await context.services.attempts.saveResponse(context.signedIn(), {
      attemptItemId: idOf('AttemptItem', input.attemptItemId),
      version: input.version,
      response: input.response == null ? null : responseOf(input.response),
    });
    switch (result.kind) {
      case 'saved':
        return new SaveResponseSuccess(result.attemptItemId);
      case 'stale':
        return new StaleResponseError(result.attemptItemId);
      case 'refused':
        return new ResponseRefusedError(result.problems);
      case 'notOpen':
        return new AttemptNotOpenError(result.attemptId);
    }
  }

  @Mutation(() => SubmitAttemptResult, {
    description: 'Hands an attempt in. What no person is needed for is graded at once.',
  })
  async submitAttempt(
    @Arg('input', () => SubmitAttemptInput, { description: 'The attempt.' })
    input: SubmitAttemptInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SubmitAttemptResult> {
    const result = await context.services.attempts.submitAttempt(context.signedIn(), {
      attemptId: idOf('AssessmentAttempt', input.attemptId),
      clientKey: input.clientKey,
    });
    return result.kind === 'submitted'
      ? new SubmitAttemptSuccess(result.attemptId)
      : new AttemptNotOpenError(result.attemptId);
  }

  @Mutation(() => GradeItemResult, {
    description: 'Gives points for an answer, over those it had. For the staff of the course.',
  })
  async gradeItem(
    @Arg('input', () => GradeItemInput, { description: 'The points.' }) input: GradeItemInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof GradeItemResult> {
    const result = await context.services.attempts.gradeItem(context.signedIn(), {
      attemptItemId: idOf('AttemptItem', input.attemptItemId),
      points: input.points,
      comment: input.comment ?? null,
    });
    switch (result.kind) {
      case 'graded':
        return new GradeItemSuccess(result.attemptItemId);
      case 'invalid':
        return new InvalidFieldsError(result.problems);
      case 'notSubmitted':
        return new AttemptNotSubmittedError(result.attemptId);
    }
  }

  @Mutation(() => ReleaseGradesResult, {
    description:
      'Shows learners what the release policy keeps until it is released by hand. For the staff of the course.',
  })
  async releaseGrades(
    @Arg('input', () => ReleaseGradesInput, { description: 'The assessment.' })
    input: ReleaseGradesInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ReleaseGradesResult> {
    const id = idOf('Assessment', input.assessmentId);
    const { released } = await context.services.attempts.releaseGrades(context.signedIn(), id);
    return new ReleaseGradesSuccess(released);
  }

  @Mutation(() => VoidAttemptResult, {
    description: 'Makes an attempt count for nothing. For the staff of the course.',
  })
  async voidAttempt(
    @Arg('input', () => VoidAttemptInput, { description: 'The attempt.' })
    input: VoidAttemptInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof VoidAttemptResult> {
    const id = idOf('AssessmentAttempt', input.attemptId);
    const { attemptId } = await context.services.attempts.voidAttempt(context.signedIn(), id);
    return new VoidAttemptSuccess(attemptId);
  }
}

@Resolver(() => StartAttemptSuccess)
export class StartAttemptSuccessResolver {
  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt.' })
  async attempt(@Root() { attemptId }: StartAttemptSuccess, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(attemptId);
  }
}

@Resolver(() => SubmitAttemptSuccess)
export class SubmitAttemptSuccessResolver {
  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() { attemptId }: SubmitAttemptSuccess, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(attemptId);
  }
}

@Resolver(() => VoidAttemptSuccess)
export class VoidAttemptSuccessResolver {
  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() { attemptId }: VoidAttemptSuccess, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(attemptId);
  }
}

@Resolver(() => AttemptNotOpenError)
export class AttemptNotOpenErrorResolver {
  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() { attemptId }: AttemptNotOpenError, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(attemptId);
  }
}

@Resolver(() => AttemptNotSubmittedError)
export class AttemptNotSubmittedErrorResolver {
  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() { attemptId }: AttemptNotSubmittedError, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(attemptId);
  }
}

@Resolver(() => SaveResponseSuccess)
export class SaveResponseSuccessResolver {
  @FieldResolver(() => AttemptItem, { description: 'The item with what was stored.' })
  async item(@Root() { attemptItemId }: SaveResponseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.attemptItemById.load(attemptItemId);
  }
}

@Resolver(() => StaleResponseError)
export class StaleResponseErrorResolver {
  @FieldResolver(() => AttemptItem, { description: 'The item with what is stored.' })
  async item(@Root() { attemptItemId }: StaleResponseError, @Ctx() context: RequestContext) {
    return context.loaders.attemptItemById.load(attemptItemId);
  }
}

@Resolver(() => GradeItemSuccess)
export class GradeItemSuccessResolver {
  @FieldResolver(() => AttemptItem, { description: 'The item as it is now.' })
  async item(@Root() { attemptItemId }: GradeItemSuccess, @Ctx() context: RequestContext) {
    return context.loaders.attemptItemById.load(attemptItemId);
  }
}
