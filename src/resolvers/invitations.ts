import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../context/request-context.js';
import type { CourseRow } from '../entities/courses.repository.js';
import type { InvitationRow } from '../entities/invitations.repository.js';
import { Course, PrerequisitesNotMetError } from '../schema/courses.js';
import { AlreadyEnrolledError, CourseNotOpenError, Enrollment } from '../schema/enrollments.js';
import {
  AcceptInvitationInput,
  AcceptInvitationResult,
  AcceptInvitationSuccess,
  AccountNeededError,
  AlreadyInvitedError,
  DeclineInvitationInput,
  DeclineInvitationResult,
  DeclineInvitationSuccess,
  Invitation,
  InvitationClosedError,
  InvitationConnection,
  InviteToCourseInput,
  InviteToCourseResult,
  InviteToCourseSuccess,
  RevokeInvitationInput,
  RevokeInvitationResult,
  RevokeInvitationSuccess,
  SignInNeededError,
} from '../schema/invitations.js';
import { Section } from '../schema/sections.js';
import { checkedPageSize, PageArgs, pageOf, type Page } from '../schema/shared/connection.js';
import { decodeCursor, encodeCursor } from '../schema/shared/cursor.js';
import { idOf, optionalIdOf } from '../schema/shared/global-id.js';

const idKey = z.tuple([z.uuid()]);

@Resolver(() => Invitation)
export class InvitationResolver {
  @FieldResolver(() => Course, { description: 'The course.' })
  async course(@Root() invitation: InvitationRow, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(invitation.courseId);
  }

  @FieldResolver(() => Section, { nullable: true, description: 'The section, if any.' })
  async section(@Root() { sectionId }: InvitationRow, @Ctx() context: RequestContext) {
    return sectionId === null ? null : context.loaders.sectionById.load(sectionId);
  }

  @FieldResolver(() => Enrollment, {
    nullable: true,
    description: 'The enrollment; null until somebody without an account has accepted.',
  })
  async enrollment(@Root() { enrollmentId }: InvitationRow, @Ctx() context: RequestContext) {
    return enrollmentId === null ? null : context.loaders.enrollmentById.load(enrollmentId);
  }
}

@Resolver(() => Course)
export class CourseInvitationsResolver {
  @FieldResolver(() => InvitationConnection, {
    description: 'Its invitations in every state, oldest first. For staff of the course.',
  })
  async invitations(
    @Root() course: CourseRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<InvitationRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const after = args.after == null ? null : decodeCursor('invitations', idKey, args.after)[0];
    const rows = await context.loaders.invitationsAfter(course.id, after, limit);
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('invitations', [row.id]),
      () => context.loaders.countInvitations(course.id),
    );
  }
}

@Resolver()
export class InvitationMutationResolver {
  @Mutation(() => InviteToCourseResult, {
    description: 'Offers a place in a course to an e-mail address. For staff of the course.',
  })
  async inviteToCourse(
    @Arg('input', () => InviteToCourseInput, { description: 'Whom, and to what.' })
    input: InviteToCourseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof InviteToCourseResult> {
    const result = await context.services.invitations.invite(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      email: input.email,
      role: input.role,
      days: input.days,
      sectionId: optionalIdOf('Section', input.sectionId),
    });
    switch (result.kind) {
      case 'invited':
        return new InviteToCourseSuccess(result.invitationId, result.token);
      case 'alreadyInvited':
        return new AlreadyInvitedError(result.invitationId);
      case 'alreadyEnrolled':
        return new AlreadyEnrolledError(result.enrollmentId);
      case 'courseNotOpen':
        return new CourseNotOpenError();
    }
  }

  @Mutation(() => AcceptInvitationResult, {
    description:
      'Takes the place that an invitation offers: as the viewer, or with a new account for the address.',
  })
  async acceptInvitation(
    @Arg('input', () => AcceptInvitationInput, { description: 'Which one, and as whom.' })
    input: AcceptInvitationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AcceptInvitationResult> {
    const result = await context.services.invitations.accept(context.viewer, input);
    switch (result.kind) {
      case 'accepted':
        return new AcceptInvitationSuccess(result.enrollmentId, result.state);
      case 'closed':
        return new InvitationClosedError();
      case 'accountNeeded':
        return new AccountNeededError(result.email);
      case 'signInNeeded':
        return new SignInNeededError();
      case 'prerequisitesMissing':
        return new PrerequisitesNotMetError(result.courseIds);
      case 'alreadyEnrolled':
        return new AlreadyEnrolledError(result.enrollmentId);
    }
  }

  @Mutation(() => DeclineInvitationResult, { description: 'Turns an invitation down.' })
  async declineInvitation(
    @Arg('input', () => DeclineInvitationInput, { description: 'Which one.' })
    input: DeclineInvitationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DeclineInvitationResult> {
    const result = await context.services.invitations.decline(input.token);
    return result.kind === 'ended' ? new DeclineInvitationSuccess() : new InvitationClosedError();
  }

  @Mutation(() => RevokeInvitationResult, {
    description: 'Takes an open invitation back. For staff of the course.',
  })
  async revokeInvitation(
    @Arg('input', () => RevokeInvitationInput, { description: 'Which one.' })
    input: RevokeInvitationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RevokeInvitationResult> {
    const id = idOf('Invitation', input.invitationId);
    const result = await context.services.invitations.revoke(context.signedIn(), id);
    return result.kind === 'ended' ? new RevokeInvitationSuccess(id) : new InvitationClosedError();
  }
}

@Resolver(() => InviteToCourseSuccess)
export class InviteToCourseSuccessResolver {
  @FieldResolver(() => Invitation, { description: 'The invitation.' })
  async invitation(@Root() success: InviteToCourseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.invitationById.load(success.invitationId);
  }
}

@Resolver(() => AlreadyInvitedError)
export class AlreadyInvitedErrorResolver {
  @FieldResolver(() => Invitation, { description: 'The invitation there is.' })
  async invitation(@Root() error: AlreadyInvitedError, @Ctx() context: RequestContext) {
    return context.loaders.invitationById.load(error.invitationId);
  }
}

@Resolver(() => RevokeInvitationSuccess)
export class RevokeInvitationSuccessResolver {
  @FieldResolver(() => Invitation, { description: 'The invitation as it is now.' })
  async invitation(@Root() success: RevokeInvitationSuccess, @Ctx() context: RequestContext) {
    return context.loaders.invitationById.load(success.invitationId);
  }
}
