import {
  createUnionType,
  Extensions,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { GuardianLinkState } from './people.js';
import { DateTime } from './shared/date-time.scalar.js';
import { UserError } from './shared/user-error.js';

export enum MediaPreference {
  NONE = 'none',
  TEXT = 'text',
  AUDIO = 'audio',
  VIDEO = 'video',
}

registerEnumType(MediaPreference, {
  name: 'MediaPreference',
  description: 'The form a person likes to learn from. A wish; it says nothing about ability.',
  valuesConfig: {
    NONE: { description: 'None in particular.' },
    TEXT: { description: 'Reading.' },
    AUDIO: { description: 'Listening.' },
    VIDEO: { description: 'Watching.' },
  },
});

export enum NotificationPreference {
  ALL = 'all',
  DIGEST = 'digest',
  NONE = 'none',
}

registerEnumType(NotificationPreference, {
  name: 'NotificationPreference',
  description: 'How much a person wants to be told.',
  valuesConfig: {
    ALL: { description: 'Everything, as it happens.' },
    DIGEST: { description: 'A summary now and then.' },
    NONE: { description: 'Nothing.' },
  },
});

export enum LearningPace {
  RELAXED = 'relaxed',
  STEADY = 'steady',
  INTENSIVE = 'intensive',
}

registerEnumType(LearningPace, {
  name: 'LearningPace',
  description: 'How fast a learner wants to go.',
  valuesConfig: {
    RELAXED: { description: 'With time to spare.' },
    STEADY: { description: 'A little every day.' },
    INTENSIVE: { description: 'As fast as it goes.' },
  },
});

export enum GuardianScope {
  PROGRESS = 'progress',
}

registerEnumType(GuardianScope, {
  name: 'GuardianScope',
  description: 'What a guardian link opens.',
  valuesConfig: { PROGRESS: { description: 'Enrollments and mastery.' } },
});

@Extensions({ protected: true })
@ObjectType({ description: 'What a learner says of how they learn.', simpleResolvers: true })
export class UserProfile {
  @Field(() => LearningPace, { nullable: true, description: 'The pace they want, if they said.' })
  readonly pace!: LearningPace | null;

  @Field(() => [String], { description: 'What interests them.' })
  readonly interests!: string[];

  @Field(() => [String], { description: 'What they want to reach.' })
  readonly goals!: string[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'How a person likes to use the product.', simpleResolvers: true })
export class UserPreferences {
  @Field(() => String, { nullable: true, description: 'A BCP 47 language tag, if they chose one.' })
  readonly language!: string | null;

  @Field(() => String, { nullable: true, description: 'An IANA time zone, if they chose one.' })
  readonly timeZone!: string | null;

  @Field(() => MediaPreference, { description: 'The form they like to learn from.' })
  readonly mediaPreference!: MediaPreference;

  @Field(() => NotificationPreference, { description: 'How much they want to be told.' })
  readonly notifications!: NotificationPreference;
}

@InputType({ description: 'An account to open.' })
export class CreateUserInput {
  @Field(() => String, { description: 'E-mail address, unique in the school.' })
  readonly email!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Password; without one the person cannot sign in by password.',
  })
  readonly password?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Administers the school.' })
  readonly isAdministrator!: boolean;
}

@InputType({ description: 'An account as it shall be. What is absent stays as it is.' })
export class UpdateUserInput {
  @Field(() => ID, { description: 'The person.' })
  readonly userId!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address, unique in the school.' })
  readonly email?: string | null;

  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters.' })
  readonly name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Administers the school.' })
  readonly isAdministrator?: boolean | null;
}

@ObjectType({ description: 'Somebody in the school has this address.', implements: UserError })
export class EmailTakenError extends UserError {
  override readonly code = 'EMAIL_TAKEN';
  override readonly message = 'Somebody in the school has this e-mail address already.';
}

@ObjectType({
  description: 'The school would be left without an administrator.',
  implements: UserError,
})
export class LastAdministratorError extends UserError {
  override readonly code = 'LAST_ADMINISTRATOR';
  override readonly message = 'This is the last administrator. Make another one first.';
}

@InputType({ description: 'Whose account to shut.' })
export class DisableUserInput {
  @Field(() => ID, { description: 'The person.' })
  readonly userId!: string;
}

@ObjectType({
  description: 'Shut. Open streams of its sessions and keys close within a second.',
})
export class DisableUserSuccess {
  readonly userId: string;

  @Field(() => Int, { description: 'How many sessions were ended.' })
  readonly endedSessions: number;

  constructor(userId: string, endedSessions: number) {
    this.userId = userId;
    this.endedSessions = endedSessions;
  }
}

@InputType({ description: 'Whose account to open again.' })
export class EnableUserInput {
  @Field(() => ID, { description: 'The person.' })
  readonly userId!: string;
}

@InputType({ description: 'What a learner says of how they learn. What is absent stays as it is.' })
export class UpdateProfileInput {
  @Field(() => LearningPace, { nullable: true, description: 'The pace; null for none.' })
  readonly pace?: LearningPace | null;

  @Field(() => [String], { nullable: true, description: 'Up to 20 interests.' })
  readonly interests?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Up to 20 goals.' })
  readonly goals?: string[] | null;
}

@InputType({ description: 'What a person prefers. What is absent stays as it is.' })
export class UpdatePreferencesInput {
  @Field(() => String, { nullable: true, description: 'A BCP 47 language tag; null for none.' })
  readonly language?: string | null;

  @Field(() => String, { nullable: true, description: 'An IANA time zone; null for none.' })
  readonly timeZone?: string | null;

  @Field(() => MediaPreference, { nullable: true, description: 'The form they like.' })
  readonly mediaPreference?: MediaPreference | null;

  @Field(() => NotificationPreference, { nullable: true, description: 'How much to be told.' })
  readonly notifications?: NotificationPreference | null;
}

@InputType({ description: 'Whom to let look on, at whom, and at what.' })
export class GrantGuardianLinkInput {
  @Field(() => ID, { description: 'Who may look on.' })
  readonly guardianId!: string;

  @Field(() => ID, { nullable: true, description: 'At whom; the viewer when absent.' })
  readonly learnerId?: string | null;

  @Field(() => [GuardianScope], { description: 'At what; at least one.' })
  readonly scopes!: GuardianScope[];

  @Field(() => DateTime, { nullable: true, description: 'Until when; without end when absent.' })
  readonly expiresAt?: Date | null;
}

@ObjectType({
  description: 'A link between the two is there and has not ended.',
  implements: UserError,
})
export class GuardianLinkExistsError extends UserError {
  override readonly code = 'GUARDIAN_LINK_EXISTS';
  override readonly message = 'There is a link already. Revoke it to grant another.';
  readonly linkId: string;

  constructor(linkId: string) {
    super();
    this.linkId = linkId;
  }
}

@InputType({ description: 'Which link, and the state it shall have.' })
export class SetGuardianLinkStateInput {
  @Field(() => ID, { description: 'The link.' })
  readonly linkId!: string;

  @Field(() => GuardianLinkState, { description: 'PAUSED, ACTIVE again, or REVOKED for good.' })
  readonly state!: GuardianLinkState;
}

@ObjectType({ description: 'The link has been revoked.', implements: UserError })
export class GuardianLinkRevokedError extends UserError {
  override readonly code = 'GUARDIAN_LINK_REVOKED';
  override readonly message = 'This link has been revoked. It can be granted anew.';
}

@ObjectType({ description: 'The account as it is now.' })
export class SaveUserSuccess {
  readonly userId: string;

  constructor(userId: string) {
    this.userId = userId;
  }
}

@ObjectType({ description: 'The link as it is now. What it no longer opens is gone at once.' })
export class SaveGuardianLinkSuccess {
  readonly linkId: string;

  constructor(linkId: string) {
    this.linkId = linkId;
  }
}

export const CreateUserResult = createUnionType({
  name: 'CreateUserResult',
  description: 'Outcome of `createUser`.',
  types: () => [SaveUserSuccess, EmailTakenError] as const,
});

export const UpdateUserResult = createUnionType({
  name: 'UpdateUserResult',
  description: 'Outcome of `updateUser`.',
  types: () => [SaveUserSuccess, EmailTakenError, LastAdministratorError] as const,
});

export const DisableUserResult = createUnionType({
  name: 'DisableUserResult',
  description: 'Outcome of `disableUser`.',
  types: () => [DisableUserSuccess, LastAdministratorError] as const,
});

export const EnableUserResult = createUnionType({
  name: 'EnableUserResult',
  description: 'Outcome of `enableUser`.',
  types: () => [SaveUserSuccess] as const,
});

export const UpdateProfileResult = createUnionType({
  name: 'UpdateProfileResult',
  description: 'Outcome of `updateProfile`.',
  types: () => [SaveUserSuccess] as const,
});

export const UpdatePreferencesResult = createUnionType({
  name: 'UpdatePreferencesResult',
  description: 'Outcome of `updatePreferences`.',
  types: () => [SaveUserSuccess] as const,
});

export const GrantGuardianLinkResult = createUnionType({
  name: 'GrantGuardianLinkResult',
  description: 'Outcome of `grantGuardianLink`.',
  types: () => [SaveGuardianLinkSuccess, GuardianLinkExistsError] as const,
});

export const SetGuardianLinkStateResult = createUnionType({
  name: 'SetGuardianLinkStateResult',
  description: 'Outcome of `setGuardianLinkState`.',
  types: () => [SaveGuardianLinkSuccess, GuardianLinkRevokedError] as const,
});
