import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../context/request-context.js';
import type { EnrollmentRow } from '../entities/enrollments.repository.js';
import type { GuardianLinkRow } from '../entities/people.repository.js';
import { Enrollment, EnrollmentConnection } from '../schema/enrollments.js';
import {
  GuardianLink,
  InvalidCredentialsError,
  RenewSessionInput,
  RenewSessionResult,
  RenewSessionSuccess,
  School,
  SchoolRequiredError,
  SessionEndedError,
  SignInInput,
  SignInResult,
  SignInSuccess,
  SignOutInput,
  SignOutResult,
  SignOutSuccess,
  User,
  Viewer,
} from '../schema/people.js';
import { checkedPageSize, PageArgs, pageOf, type Page } from '../schema/shared/connection.js';
import { decodeCursor, encodeCursor } from '../schema/shared/cursor.js';

const idKey = z.tuple([z.uuid()]);

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: 'Who is signed in; null for a guest.' })
  viewer(@Ctx() context: RequestContext) {
    return context.viewer;
  }

  @FieldResolver(() => User, { description: 'The person.' })
  async user(@Ctx() context: RequestContext) {
    return context.viewer && context.loaders.userById.load(context.viewer.userId);
  }

  @FieldResolver(() => School, { description: 'Their school.' })
  async school(@Ctx() context: RequestContext) {
    return context.loaders.viewerSchool();
  }

  @FieldResolver(() => EnrollmentConnection, {
    description: 'Their active enrollments, oldest first.',
  })
  async enrollments(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<EnrollmentRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const after = args.after == null ? null : decodeCursor('enrollments', idKey, args.after)[0];
    const rows = await context.loaders.viewerEnrollmentsAfter(after, limit);
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('enrollments', [row.id]),
      async () => (await context.loaders.viewerEnrollments()).length,
    );
  }

  @FieldResolver(() => [GuardianLink], { description: 'Learners they are guardian of.' })
  async guardianLinks(@Ctx() context: RequestContext) {
    return context.loaders.viewerGuardianLinks();
  }
}

@Resolver(() => GuardianLink)
export class GuardianLinkResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The learner; null while the link shows nothing.',
  })
  async learner(@Root() link: GuardianLinkRow, @Ctx() context: RequestContext) {
    return opens(link, context) ? context.loaders.userById.load(link.learnerId) : null;
  }

  @FieldResolver(() => [Enrollment], {
    description: 'What the learner is enrolled in; empty unless the scope `progress` applies now.',
  })
  async enrollments(@Root() link: GuardianLinkRow, @Ctx() context: RequestContext) {
    if (!opens(link, context) || !link.scopes.includes('progress')) return [];
    return context.loaders.activeEnrollmentsByUserId.load(link.learnerId);
  }
}

function opens(link: GuardianLinkRow, context: RequestContext): boolean {
  return (
    link.state === 'active' && (link.expiresAt === null || new Date(link.expiresAt) > context.now())
  );
}

@Resolver()
export class SessionResolver {
  @Mutation(() => SignInResult, {
    description: 'Opens a session with e-mail address and password.',
  })
  async signIn(
    @Arg('input', () => SignInInput, { description: 'Who signs in.' }) input: SignInInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SignInResult> {
    const result = await context.services.sessions.signIn({
      email: input.email,
      password: input.password,
      school: input.school,
      address: context.address,
    });
    switch (result.kind) {
      case 'signedIn':
        return new SignInSuccess(result);
      case 'invalidCredentials':
        return new InvalidCredentialsError();
      case 'schoolRequired':
        return new SchoolRequiredError(result.schools.map((school) => school.slug));
    }
  }

  @Mutation(() => RenewSessionResult, { description: 'Exchanges a refresh token for new tokens.' })
  async renewSession(
    @Arg('input', () => RenewSessionInput, { description: 'Which session.' })
    input: RenewSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RenewSessionResult> {
    const result = await context.services.sessions.renew(input.refreshToken);
    return result.kind === 'renewed'
      ? new RenewSessionSuccess(result.tokens)
      : new SessionEndedError();
  }

  @Mutation(() => SignOutResult, {
    description: 'Ends the session of this request, or all of the viewer’s.',
  })
  async signOut(
    @Arg('input', () => SignOutInput, { description: 'Which sessions.' }) input: SignOutInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SignOutResult> {
    const { viewer, services } = context;
    if (!viewer) return new SignOutSuccess(0);
    if (input.everywhere)
      return new SignOutSuccess(await services.sessions.endSessionsOf(viewer.userId));
    await services.sessions.signOut(viewer);
    return new SignOutSuccess(1);
  }
}
