import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../context/request-context.js';
import type { CourseRow } from '../entities/courses.repository.js';
import type { CohortRow, PageStart, SectionRow, TermRow } from '../entities/sections.repository.js';
import { Course } from '../schema/courses.js';
import { UserConnection } from '../schema/people.js';
import {
  Cohort,
  CohortConnection,
  CreateCohortInput,
  CreateCohortResult,
  CreateSectionInput,
  CreateSectionResult,
  CreateTermInput,
  CreateTermResult,
  DeleteCohortInput,
  DeleteCohortResult,
  DeleteSectionInput,
  DeleteSectionResult,
  DeleteSuccess,
  DeleteTermInput,
  DeleteTermResult,
  InUseError,
  NameTakenError,
  SaveCohortSuccess,
  SaveSectionSuccess,
  SaveTermSuccess,
  Section,
  SetCohortMembersInput,
  SetCohortMembersResult,
  SetCohortMembersSuccess,
  Term,
  TermConnection,
  UpdateCohortInput,
  UpdateCohortResult,
  UpdateSectionInput,
  UpdateSectionResult,
  UpdateTermInput,
  UpdateTermResult,
} from '../schema/sections.js';
import { checkedPageSize, PageArgs, pageOf, type Page } from '../schema/shared/connection.js';
import { decodeCursor, encodeCursor } from '../schema/shared/cursor.js';
import { Expects } from '../schema/shared/expects.js';
import { idOf, optionalIdOf } from '../schema/shared/global-id.js';

const idKey = z.tuple([z.uuid()]);

function startOf(list: string, { first, after }: PageArgs): PageStart {
  const limit = checkedPageSize(first) + 1;
  return { limit, afterId: after == null ? null : decodeCursor(list, idKey, after)[0] };
}

@Resolver(() => Term)
export class TermResolver {
  @Query(() => TermConnection, { description: "The terms of the viewer's school, oldest first." })
  async terms(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<TermRow>> {
    const rows = await context.loaders.termsAfter(startOf('terms', args));
    return pageOf(rows, args, (row) => encodeCursor('terms', [row.id]), context.loaders.termCount);
  }
}

@Resolver(() => Section)
export class SectionResolver {
  @FieldResolver(() => Course, { description: 'The course it is a part of.' })
  async course(@Root() section: SectionRow, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(section.courseId);
  }

  @FieldResolver(() => Term, { nullable: true, description: 'The term it is taught in, if any.' })
  async term(@Root() { termId }: SectionRow, @Ctx() context: RequestContext) {
    return termId === null ? null : context.loaders.termById.load(termId);
  }
}

@Resolver(() => Course)
export class CourseSectionsResolver {
  @Expects(10)
  @FieldResolver(() => [Section], { description: 'Its sections, by name.' })
  async sections(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    return context.loaders.sectionsByCourseId.load(course.id);
  }
}

@Resolver(() => Cohort)
export class CohortResolver {
  @Query(() => CohortConnection, {
    description: "The cohorts of the viewer's school, oldest first. For administrators.",
  })
  async cohorts(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<CohortRow>> {
    const rows = await context.loaders.cohortsAfter(startOf('cohorts', args));
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('cohorts', [row.id]),
      context.loaders.cohortCount,
    );
  }

  @FieldResolver(() => UserConnection, { description: 'Who belongs to it.' })
  async members(
    @Root() cohort: CohortRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ) {
    const start = startOf('members', args);
    const rows = await context.loaders.cohortMembersAfter(cohort.id, start);
    const users = await Promise.all(
      rows.map(({ userId }) => context.loaders.userById.load(userId)),
    );
    return pageOf(
      users.filter((user) => user !== null),
      args,
      (row) => encodeCursor('members', [row.id]),
      async () => (await context.loaders.cohortSizeById.load(cohort.id))?.count ?? 0,
    );
  }
}

@Resolver()
export class SectionMutationResolver {
  @Mutation(() => CreateTermResult, { description: 'Makes a term. For administrators.' })
  async createTerm(
    @Arg('input', () => CreateTermInput, { description: 'The term.' }) input: CreateTermInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateTermResult> {
    const actor = context.signedIn();
    const result = await context.services.sections.createTerm(actor, input);
    return result.kind === 'saved' ? new SaveTermSuccess(result.id) : new NameTakenError();
  }

  @Mutation(() => UpdateTermResult, { description: 'Changes a term. For administrators.' })
  async updateTerm(
    @Arg('input', () => UpdateTermInput, { description: 'The term.' }) input: UpdateTermInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateTermResult> {
    const actor = context.signedIn();
    const result = await context.services.sections.updateTerm(
      actor,
      idOf('Term', input.termId),
      input,
    );
    return result.kind === 'saved' ? new SaveTermSuccess(result.id) : new NameTakenError();
  }

  @Mutation(() => DeleteTermResult, {
    description: 'Deletes a term in which no section is taught. For administrators.',
  })
  async deleteTerm(
    @Arg('input', () => DeleteTermInput, { description: 'Which one.' }) input: DeleteTermInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DeleteTermResult> {
    const result = await context.services.sections.deleteTerm(
      context.signedIn(),
      idOf('Term', input.termId),
    );
    return result.kind === 'deleted' ? new DeleteSuccess(input.termId) : new InUseError();
  }

  @Mutation(() => CreateSectionResult, { description: 'Makes a section. For staff of the course.' })
  async createSection(
    @Arg('input', () => CreateSectionInput, { description: 'The section.' })
    input: CreateSectionInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateSectionResult> {
    const actor = context.signedIn();
    const result = await context.services.sections.createSection(
      actor,
      idOf('Course', input.courseId),
      {
        name: input.name,
        termId: optionalIdOf('Term', input.termId) ?? null,
      },
    );
    return result.kind === 'saved' ? new SaveSectionSuccess(result.id) : new NameTakenError();
  }

  @Mutation(() => UpdateSectionResult, {
    description: 'Changes a section. For staff of the course.',
  })
  async updateSection(
    @Arg('input', () => UpdateSectionInput, { description: 'The section.' })
    input: UpdateSectionInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateSectionResult> {
    const actor = context.signedIn();
    const result = await context.services.sections.updateSection(
      actor,
      idOf('Section', input.sectionId),
      {
        name: input.name,
        termId: optionalIdOf('Term', input.termId) ?? null,
      },
    );
    return result.kind === 'saved' ? new SaveSectionSuccess(result.id) : new NameTakenError();
  }

  @Mutation(() => DeleteSectionResult, {
    description: 'Deletes a section that nobody is or ever was in. For staff of the course.',
  })
  async deleteSection(
    @Arg('input', () => DeleteSectionInput, { description: 'Which one.' })
    input: DeleteSectionInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DeleteSectionResult> {
    const result = await context.services.sections.deleteSection(
      context.signedIn(),
      idOf('Section', input.sectionId),
    );
    return result.kind === 'deleted' ? new DeleteSuccess(input.sectionId) : new InUseError();
  }

  @Mutation(() => CreateCohortResult, { description: 'Makes a cohort. For administrators.' })
  async createCohort(
    @Arg('input', () => CreateCohortInput, { description: 'The cohort.' }) input: CreateCohortInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateCohortResult> {
    const actor = context.signedIn();
    const result = await context.services.sections.createCohort(actor, input.name);
    return result.kind === 'saved' ? new SaveCohortSuccess(result.id) : new NameTakenError();
  }

  @Mutation(() => UpdateCohortResult, { description: 'Changes a cohort. For administrators.' })
  async updateCohort(
    @Arg('input', () => UpdateCohortInput, { description: 'The cohort.' }) input: UpdateCohortInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateCohortResult> {
    const actor = context.signedIn();
    const result = await context.services.sections.updateCohort(
      actor,
      idOf('Cohort', input.cohortId),
      input.name,
    );
    return result.kind === 'saved' ? new SaveCohortSuccess(result.id) : new NameTakenError();
  }

  @Mutation(() => DeleteCohortResult, {
    description: 'Deletes a cohort; its members stay in the school. For administrators.',
  })
  async deleteCohort(
    @Arg('input', () => DeleteCohortInput, { description: 'Which one.' }) input: DeleteCohortInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DeleteCohortResult> {
    await context.services.sections.deleteCohort(
      context.signedIn(),
      idOf('Cohort', input.cohortId),
    );
    return new DeleteSuccess(input.cohortId);
  }

  @Mutation(() => SetCohortMembersResult, {
    description: 'Adds people to a cohort and takes others out. For administrators.',
  })
  async setCohortMembers(
    @Arg('input', () => SetCohortMembersInput, { description: 'Whom.' })
    input: SetCohortMembersInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetCohortMembersResult> {
    const cohortId = idOf('Cohort', input.cohortId);
    const changed = await context.services.sections.changeMembers(context.signedIn(), cohortId, {
      add: input.add.map((id) => idOf('User', id)),
      remove: input.remove.map((id) => idOf('User', id)),
    });
    return new SetCohortMembersSuccess({ cohortId, ...changed });
  }
}

@Resolver(() => SaveTermSuccess)
export class SaveTermSuccessResolver {
  @FieldResolver(() => Term, { description: 'The term.' })
  async term(@Root() success: SaveTermSuccess, @Ctx() context: RequestContext) {
    return context.loaders.termById.load(success.termId);
  }
}

@Resolver(() => SaveSectionSuccess)
export class SaveSectionSuccessResolver {
  @FieldResolver(() => Section, { description: 'The section.' })
  async section(@Root() success: SaveSectionSuccess, @Ctx() context: RequestContext) {
    return context.loaders.sectionById.load(success.sectionId);
  }
}

@Resolver(() => SaveCohortSuccess)
export class SaveCohortSuccessResolver {
  @FieldResolver(() => Cohort, { description: 'The cohort.' })
  async cohort(@Root() success: SaveCohortSuccess, @Ctx() context: RequestContext) {
    return context.loaders.cohortById.load(success.cohortId);
  }
}

@Resolver(() => SetCohortMembersSuccess)
export class SetCohortMembersSuccessResolver {
  @FieldResolver(() => Cohort, { description: 'The cohort.' })
  async cohort(@Root() success: SetCohortMembersSuccess, @Ctx() context: RequestContext) {
    return context.loaders.cohortById.load(success.cohortId);
  }
}
