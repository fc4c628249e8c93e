import { GraphQLJSONObject } from 'graphql-scalars';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../../context/request-context.js';
import type {
  AssessmentPartRow,
  AssessmentRow,
  ItemRow,
  QuestionBankRow,
} from '../../entities/assessments.repository.js';
import {
  Assessment,
  AssessmentPart,
  CreateAssessmentInput,
  CreateAssessmentResult,
  CreateAssessmentSuccess,
  CreateItemInput,
  CreateItemResult,
  CreateItemSuccess,
  CreateQuestionBankInput,
  CreateQuestionBankResult,
  CreateQuestionBankSuccess,
  InvalidFieldsError,
  Item,
  ItemConnection,
  ItemVersion,
  PublishAssessmentInput,
  PublishAssessmentResult,
  PublishAssessmentSuccess,
  QuestionBank,
  ReleaseMoment,
  UpdateAssessmentInput,
  UpdateAssessmentResult,
  UpdateAssessmentSuccess,
  UpdateItemInput,
  UpdateItemResult,
  UpdateItemSuccess,
  type AssessmentSettingsInput,
  type QuestionInput,
} from '../../schema/assessments/authoring.js';
import { AssessmentAttempt, AssessmentAttemptConnection } from '../../schema/assessments/taking.js';
import { Course } from '../../schema/courses.js';
import { maySeeAssessment } from '../../schema/permissions/rules.js';
import { checkedPageSize, PageArgs, pageOf } from '../../schema/shared/connection.js';
import { decodeCursor, encodeCursor } from '../../schema/shared/cursor.js';
import { Expects } from '../../schema/shared/expects.js';
import { idOf, optionalIdOf } from '../../schema/shared/global-id.js';

/** Lists of children by their ids, which are ordered by creation. */
const idKey = z.tuple([z.uuid()]);

function afterId(list: string, after: string | null | undefined): string | null {
  return after == null ? null : decodeCursor(list, idKey, after)[0];
}

@Resolver(() => Course)
export class CourseAssessmentsResolver {
  @Expects(40)
  @FieldResolver(() => [Assessment], {
    description: 'Its assessments, oldest first: the published ones, and for its staff all.',
  })
  async assessments(
    @Root() course: { id: string },
    @Ctx() context: RequestContext,
  ): Promise<AssessmentRow[]> {
    const rows = await context.loaders.assessmentsByCourseId.load(course.id);
    const seen = await Promise.all(rows.map((row) => maySeeAssessment(row, context)));
    return rows.filter((_row, index) => seen[index]);
  }

  @Expects(20)
  @FieldResolver(() => [QuestionBank], { description: 'Its question banks; for its staff.' })
  async questionBanks(@Root() course: { id: string }, @Ctx() context: RequestContext) {
    return context.loaders.questionBanksByCourseId.load(course.id);
  }
}

@Resolver(() => QuestionBank)
export class QuestionBankResolver {
  @FieldResolver(() => Course, { description: 'The course it is for.' })
  async course(@Root() bank: QuestionBankRow, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(bank.courseId);
  }

  @FieldResolver(() => ItemConnection, { description: 'Its items, oldest first.' })
  async items(
    @Root() bank: QuestionBankRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ) {
    const rows = await loaders.itemPage.load({
      parentId: bank.id,
      afterId: afterId('items', args.after),
      limit: checkedPageSize(args.first) + 1,
    });
    return pageOf(
      rows,
      args,
      ({ id }) => encodeCursor('items', [id]),
      () => loaders.itemCount(bank.id),
    );
  }
}

@Resolver(() => Item)
export class ItemResolver {
  @FieldResolver(() => QuestionBank, { description: 'The bank it is in.' })
  async bank(@Root() item: ItemRow, @Ctx() context: RequestContext) {
    return context.loaders.questionBankById.load(item.bankId);
  }

  @FieldResolver(() => ItemVersion, { description: 'What it asks from now on.' })
  async version(@Root() item: ItemRow, @Ctx() context: RequestContext) {
    return context.loaders.latestVersionByItemId.load(item.id);
  }
}

@Resolver(() => AssessmentPart)
export class AssessmentPartResolver {
  @FieldResolver(() => Item, { nullable: true, description: 'The item; null for a draw.' })
  async item(@Root() part: AssessmentPartRow, @Ctx() context: RequestContext) {
    return part.itemId === null ? null : context.loaders.itemById.load(part.itemId);
  }

  @FieldResolver(() => QuestionBank, {
    nullable: true,
    description: 'The bank that is drawn from.',
  })
  async bank(@Root() part: AssessmentPartRow, @Ctx() context: RequestContext) {
    return part.bankId === null ? null : context.loaders.questionBankById.load(part.bankId);
  }
}

@Resolver(() => Assessment)
export class AssessmentResolver {
  @FieldResolver(() => Course, { description: 'The course it is of.' })
  async course(@Root() assessment: AssessmentRow, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(assessment.courseId);
  }

  @Expects(20)
  @FieldResolver(() => [AssessmentPart], {
    description: 'What it asks, in order. For the staff of its course.',
  })
  async parts(@Root() assessment: AssessmentRow, @Ctx() context: RequestContext) {
    return context.loaders.partsByAssessmentId.load(assessment.id);
  }

  @Expects(3)
  @FieldResolver(() => [AssessmentAttempt], {
    description: 'The viewer’s own attempts, oldest first.',
  })
  async viewerAttempts(@Root() assessment: AssessmentRow, @Ctx() context: RequestContext) {
    return context.loaders.viewerAttemptsByAssessmentId.load(assessment.id);
  }

  @FieldResolver(() => AssessmentAttemptConnection, {
    description: 'Everyone’s attempts, oldest first. For the staff of its course.',
  })
  async attempts(
    @Root() assessment: AssessmentRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ) {
    const rows = await loaders.assessmentAttemptPage.load({
      parentId: assessment.id,
      afterId: afterId('attempts', args.after),
      limit: checkedPageSize(args.first) + 1,
    });
    return pageOf(
      rows,
      args,
      ({ id }) => encodeCursor('attempts', [id]),
      () => loaders.assessmentAttemptCount(assessment.id),
    );
  }
}

@Resolver()
export class AuthoringResolver {
  @Query(() => GraphQLJSONObject, {
    description: 'What the newest version of an item accepts. For the staff of its course.',
  })
  async itemKey(
    @Arg('itemId', () => ID, { description: 'The item.' }) itemId: string,
    @Ctx() context: RequestContext,
  ) {
    return context.services.authoring.itemKey(context.signedIn(), idOf('Item', itemId));
  }

  @Mutation(() => CreateQuestionBankResult, {
    description:
      'Makes a question bank. For the staff of the course, as all that writes questions.',
  })
  async createQuestionBank(
    @Arg('input', () => CreateQuestionBankInput, { description: 'The bank.' })
    input: CreateQuestionBankInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateQuestionBankResult> {
    const result = await context.services.authoring.createQuestionBank(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      title: input.title,
    });
    return result.kind === 'created'
      ? new CreateQuestionBankSuccess(result.bankId)
      : new InvalidFieldsError(result.problems);
  }

  @Mutation(() => CreateItemResult, { description: 'Puts an item into a bank.' })
  async createItem(
    @Arg('input', () => CreateItemInput, { description: 'The item.' }) input: CreateItemInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateItemResult> {
    const result = await context.services.authoring.createItem(context.signedIn(), {
      bankId: idOf('QuestionBank', input.bankId),
      question: questionOf(input.question),
    });
    return result.kind === 'created'
      ? new CreateItemSuccess(result.itemId)
      : new InvalidFieldsError(result.problems);
  }

  @Mutation(() => UpdateItemResult, {
    description: 'Writes a new version of an item. Attempts that have begun keep the old one.',
  })
  async updateItem(
    @Arg('input', () => UpdateItemInput, { description: 'The item.' }) input: UpdateItemInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateItemResult> {
    const result = await context.services.authoring.updateItem(context.signedIn(), {
      itemId: idOf('Item', input.itemId),
      question: questionOf(input.question),
    });
    return result.kind === 'updated'
      ? new UpdateItemSuccess(result.itemId)
      : new InvalidFieldsError(result.problems);
  }

  @Mutation(() => CreateAssessmentResult, { description: 'Makes an assessment, as a draft.' })
  async createAssessment(
    @Arg('input', () => CreateAssessmentInput, { description: 'The assessment.' })
    input: CreateAssessmentInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateAssessmentResult> {
    const result = await context.services.authoring.createAssessment(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      settings: settingsOf(input.settings),
    });
    return result.kind === 'created'
      ? new CreateAssessmentSuccess(result.assessmentId)
      : new InvalidFieldsError(result.problems);
  }

  @Mutation(() => UpdateAssessmentResult, { description: 'Says all of an assessment anew.' })
  async updateAssessment(
    @Arg('input', () => UpdateAssessmentInput, { description: 'The assessment.' })
    input: UpdateAssessmentInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateAssessmentResult> {
    const result = await context.services.authoring.updateAssessment(context.signedIn(), {
      assessmentId: idOf('Assessment', input.assessmentId),
      settings: settingsOf(input.settings),
    });
    return result.kind === 'updated'
      ? new UpdateAssessmentSuccess(result.assessmentId)
      : new InvalidFieldsError(result.problems);
  }

  @Mutation(() => PublishAssessmentResult, { description: 'Lets learners see an assessment.' })
  async publishAssessment(
    @Arg('input', () => PublishAssessmentInput, { description: 'The assessment.' })
    input: PublishAssessmentInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PublishAssessmentResult> {
    const id = idOf('Assessment', input.assessmentId);
    const result = await context.services.authoring.publishAssessment(context.signedIn(), id);
    return result.kind === 'published'
      ? new PublishAssessmentSuccess(result.assessmentId)
      : new InvalidFieldsError(result.problems);
  }
}

@Resolver(() => CreateQuestionBankSuccess)
export class CreateQuestionBankSuccessResolver {
  @FieldResolver(() => QuestionBank, { description: 'The bank.' })
  async questionBank(
    @Root() { bankId }: CreateQuestionBankSuccess,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.questionBankById.load(bankId);
  }
}

@Resolver(() => CreateItemSuccess)
export class CreateItemSuccessResolver {
  @FieldResolver(() => Item, { description: 'The item.' })
  async item(@Root() { itemId }: CreateItemSuccess, @Ctx() context: RequestContext) {
    return context.loaders.itemById.load(itemId);
  }
}

@Resolver(() => UpdateItemSuccess)
export class UpdateItemSuccessResolver {
  @FieldResolver(() => Item, { description: 'The item as it is now.' })
  async item(@Root() { itemId }: UpdateItemSuccess, @Ctx() context: RequestContext) {
    return context.loaders.itemById.load(itemId);
  }
}

@Resolver(() => CreateAssessmentSuccess)
export class CreateAssessmentSuccessResolver {
  @FieldResolver(() => Assessment, { description: 'The assessment.' })
  async assessment(
    @Root() { assessmentId }: CreateAssessmentSuccess,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.assessmentById.load(assessmentId);
  }
}

@Resolver(() => UpdateAssessmentSuccess)
export class UpdateAssessmentSuccessResolver {
  @FieldResolver(() => Assessment, { description: 'The assessment as it is now.' })
  async assessment(
    @Root() { assessmentId }: UpdateAssessmentSuccess,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.assessmentById.load(assessmentId);
  }
}

@Resolver(() => PublishAssessmentSuccess)
export class PublishAssessmentSuccessResolver {
  @FieldResolver(() => Assessment, { description: 'The assessment as it is now.' })
  async assessment(
    @Root() { assessmentId }: PublishAssessmentSuccess,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.assessmentById.load(assessmentId);
  }
}

function questionOf({ title, prompt, body, key, rule, variables, ...rest }: QuestionInput) {
  return {
    title,
    prompt,
    body,
    key,
    rule: rule ?? null,
    variables: variables ?? {},
    maxPoints: rest.maxPoints,
    rationale: rest.rationale ?? null,
  };
}

const DEFAULT_RELEASE = {
  score: ReleaseMoment.AFTER_SUBMIT,
  correctness: ReleaseMoment.AFTER_SUBMIT,
  rationale: ReleaseMoment.AFTER_CLOSE,
  comment: ReleaseMoment.AFTER_SUBMIT,
};

function settingsOf(input: AssessmentSettingsInput) {
  const { score, correctness, rationale, comment } = input.release ?? DEFAULT_RELEASE;
  return {
    title: input.title,
    type: input.type,
    mode: input.mode,
    passingFraction: input.passingFraction ?? null,
    timeLimitSeconds: input.timeLimitSeconds ?? null,
    attemptLimit: input.attemptLimit ?? null,
    opensAt: input.opensAt ?? null,
    closesAt: input.closesAt ?? null,
    dueAt: input.dueAt ?? null,
    graceMinutes: input.graceMinutes,
    shuffle: input.shuffle,
    weight: input.weight,
    category: input.category ?? null,
    points: input.points ?? null,
    release: { score, correctness, rationale, comment },
    parts: input.parts.map(({ itemId, bankId, drawCount }) => ({
      itemId: optionalIdOf('Item', itemId),
      bankId: optionalIdOf('QuestionBank', bankId),
      drawCount: drawCount ?? null,
    })),
  };
}
