import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import type { GuardianLinkRow, UserRow } from '../entities/people.repository.js';
import {
  CreateUserInput,
  CreateUserResult,
  DisableUserInput,
  DisableUserResult,
  DisableUserSuccess,
  EmailTakenError,
  EnableUserInput,
  EnableUserResult,
  GrantGuardianLinkInput,
  GrantGuardianLinkResult,
  GuardianLinkExistsError,
  GuardianLinkRevokedError,
  LastAdministratorError,
  SaveGuardianLinkSuccess,
  SaveUserSuccess,
  SetGuardianLinkStateInput,
  SetGuardianLinkStateResult,
  UpdatePreferencesInput,
  UpdatePreferencesResult,
  UpdateProfileInput,
  UpdateProfileResult,
  UpdateUserInput,
  UpdateUserResult,
  UserPreferences,
  UserProfile,
} from '../schema/accounts.js';
import { GuardianLink, User } from '../schema/people.js';
import { vouchFor } from '../schema/permissions/guard.js';
import { Expects } from '../schema/shared/expects.js';
import { idOf, optionalIdOf } from '../schema/shared/global-id.js';

/** What holds for who has said nothing of themselves. */
const unsaid = {
  pace: null,
  interests: [],
  goals: [],
  language: null,
  timeZone: null,
  mediaPreference: 'none',
  notifications: 'all',
};

@Resolver(() => User)
export class UserResolver {
  @FieldResolver(() => Boolean, {
    description: 'Whether the account is shut. For the person and administrators.',
  })
  isDisabled(@Root() user: UserRow): boolean {
    return user.disabledAt !== null;
  }

  @FieldResolver(() => UserProfile, {
    description: 'What they say of how they learn. For the person and administrators.',
  })
  async profile(@Root() user: UserRow, @Ctx() context: RequestContext) {
    return (await context.loaders.profileByUserId.load(user.id)) ?? unsaid;
  }

  @FieldResolver(() => UserPreferences, {
    description: 'What they prefer. For the person and administrators.',
  })
  async preferences(@Root() user: UserRow, @Ctx() context: RequestContext) {
    return (await context.loaders.profileByUserId.load(user.id)) ?? unsaid;
  }

  @Expects(2)
  @FieldResolver(() => [GuardianLink], {
    description:
      'Who may look on at their work, in every state. For the person and administrators.',
  })
  async guardianLinks(@Root() user: UserRow, @Ctx() context: RequestContext) {
    return context.loaders.guardianLinksByLearnerId.load(user.id);
  }
}

@Resolver(() => GuardianLink)
export class GuardianLinkGuardianResolver {
  @FieldResolver(() => User, { description: 'The guardian.' })
  async guardian(@Root() link: GuardianLinkRow, @Ctx() context: RequestContext) {
    const user = await context.loaders.userById.load(link.guardianId);
    // Who sees a link sees whom it lets look on.
    if (user) vouchFor(user, context);
    return user;
  }
}

@Resolver()
export class AccountMutationResolver {
  @Mutation(() => CreateUserResult, { description: 'Opens an account. For administrators.' })
  async createUser(
    @Arg('input', () => CreateUserInput, { description: 'Whose.' }) input: CreateUserInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CreateUserResult> {
    const result = await context.services.users.create(context.signedIn(), {
      email: input.email,
      name: input.name,
      password: input.password ?? null,
      isAdministrator: input.isAdministrator,
    });
    return result.kind === 'created' ? new SaveUserSuccess(result.userId) : new EmailTakenError();
  }

  @Mutation(() => UpdateUserResult, { description: 'Changes an account. For administrators.' })
  async updateUser(
    @Arg('input', () => UpdateUserInput, { description: 'Whose, and what.' })
    input: UpdateUserInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateUserResult> {
    const userId = idOf('User', input.userId);
    const result = await context.services.users.update(context.signedIn(), userId, {
      email: input.email ?? undefined,
      name: input.name ?? undefined,
      isAdministrator: input.isAdministrator ?? undefined,
    });
    switch (result.kind) {
      case 'updated':
        return new SaveUserSuccess(userId);
      case 'emailTaken':
        return new EmailTakenError();
      case 'lastAdministrator':
        return new LastAdministratorError();
    }
  }

  @Mutation(() => DisableUserResult, {
    description: 'Shuts an account and ends its sessions at once. For administrators.',
  })
  async disableUser(
    @Arg('input', () => DisableUserInput, { description: 'Whose.' }) input: DisableUserInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DisableUserResult> {
    const userId = idOf('User', input.userId);
    const result = await context.services.users.disable(context.signedIn(), userId);
    return result.kind === 'disabled'
      ? new DisableUserSuccess(userId, result.endedSessions)
      : new LastAdministratorError();
  }

  @Mutation(() => EnableUserResult, {
    description: 'Opens an account again that was shut. For administrators.',
  })
  async enableUser(
    @Arg('input', () => EnableUserInput, { description: 'Whose.' }) input: EnableUserInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof EnableUserResult> {
    const userId = idOf('User', input.userId);
    await context.services.users.enable(context.signedIn(), userId);
    return new SaveUserSuccess(userId);
  }

  @Mutation(() => UpdateProfileResult, {
    description: 'Stores what the viewer says of how they learn.',
  })
  async updateProfile(
    @Arg('input', () => UpdateProfileInput, { description: 'What.' }) input: UpdateProfileInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdateProfileResult> {
    const actor = context.signedIn();
    await context.services.users.updateProfile(actor, {
      ...(input.pace === undefined ? {} : { pace: input.pace }),
      ...(input.interests ? { interests: input.interests } : {}),
      ...(input.goals ? { goals: input.goals } : {}),
    });
    return new SaveUserSuccess(actor.userId);
  }

  @Mutation(() => UpdatePreferencesResult, { description: 'Stores what the viewer prefers.' })
  async updatePreferences(
    @Arg('input', () => UpdatePreferencesInput, { description: 'What.' })
    input: UpdatePreferencesInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UpdatePreferencesResult> {
    const actor = context.signedIn();
    await context.services.users.updateProfile(actor, {
      ...(input.language === undefined ? {} : { language: input.language }),
      ...(input.timeZone === undefined ? {} : { timeZone: input.timeZone }),
      ...(input.mediaPreference ? { mediaPreference: input.mediaPreference } : {}),
      ...(input.notifications ? { notifications: input.notifications } : {}),
    });
    return new SaveUserSuccess(actor.userId);
  }

  @Mutation(() => GrantGuardianLinkResult, {
    description:
      'Lets a guardian look on at a learner: at the viewer, or as administrator at anyone.',
  })
  async grantGuardianLink(
    @Arg('input', () => GrantGuardianLinkInput, { description: 'Whom, at whom, at what.' })
    input: GrantGuardianLinkInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof GrantGuardianLinkResult> {
    const actor = context.signedIn();
    const result = await context.services.guardians.grant(actor, {
      guardianId: idOf('User', input.guardianId),
      learnerId: optionalIdOf('User', input.learnerId) ?? actor.userId,
      scopes: input.scopes,
      expiresAt: input.expiresAt ?? null,
    });
    return result.kind === 'granted'
      ? new SaveGuardianLinkSuccess(result.linkId)
      : new GuardianLinkExistsError(result.linkId);
  }

  @Mutation(() => SetGuardianLinkStateResult, {
    description: 'Pauses, resumes or revokes a guardian link. A guardian may only give it up.',
  })
  async setGuardianLinkState(
    @Arg('input', () => SetGuardianLinkStateInput, { description: 'Which, and how.' })
    input: SetGuardianLinkStateInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetGuardianLinkStateResult> {
    const linkId = idOf('GuardianLink', input.linkId);
    const actor = context.signedIn();
    const result = await context.services.guardians.setState(actor, linkId, input.state);
    return result.kind === 'set'
      ? new SaveGuardianLinkSuccess(linkId)
      : new GuardianLinkRevokedError();
  }
}

@Resolver(() => SaveUserSuccess)
export class SaveUserSuccessResolver {
  @FieldResolver(() => User, { description: 'The account.' })
  async user(@Root() success: SaveUserSuccess, @Ctx() context: RequestContext) {
    return context.loaders.userById.load(success.userId);
  }
}

@Resolver(() => DisableUserSuccess)
export class DisableUserSuccessResolver {
  @FieldResolver(() => User, { description: 'The account.' })
  async user(@Root() success: DisableUserSuccess, @Ctx() context: RequestContext) {
    return context.loaders.userById.load(success.userId);
  }
}

@Resolver(() => SaveGuardianLinkSuccess)
export class SaveGuardianLinkSuccessResolver {
  @FieldResolver(() => GuardianLink, { description: 'The link.' })
  async link(@Root() success: SaveGuardianLinkSuccess, @Ctx() context: RequestContext) {
    return context.loaders.guardianLinkById.load(success.linkId);
  }
}

@Resolver(() => GuardianLinkExistsError)
export class GuardianLinkExistsErrorResolver {
  @FieldResolver(() => GuardianLink, { description: 'The link there is.' })
  async link(@Root() error: GuardianLinkExistsError, @Ctx() context: RequestContext) {
    return context.loaders.guardianLinkById.load(error.linkId);
  }
}
