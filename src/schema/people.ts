import {
  createUnionType,
  Extensions,
  Field,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { connectionOf } from './shared/connection.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

@ObjectType({
  description: 'A school: the tenant everything belongs to.',
  implements: Node,
  simpleResolvers: true,
})
export class School extends Node {
  @Field(() => String, { description: 'Short name, unique in this installation.' })
  readonly slug!: string;

  @Field(() => String, { description: 'Name.' })
  readonly name!: string;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A person, or a service account.',
  implements: Node,
  simpleResolvers: true,
})
export class User extends Node {
  @Field(() => String, { description: 'Name as shown to those who may see this person.' })
  readonly name!: string;

  // Two who teach the same course are shown the same of everyone in it, but for this.
  @Extensions({ readsViewer: true })
  @Field(() => String, {
    description: 'E-mail address. Only the person and administrators of the school may read it.',
  })
  readonly email!: string;
}

export const UserConnection = connectionOf('User', () => User);

export enum GuardianLinkState {
  ACTIVE = 'active',
  PAUSED = 'paused',
  REVOKED = 'revoked',
}

registerEnumType(GuardianLinkState, {
  name: 'GuardianLinkState',
  description: 'Whether a guardian may look now.',
  valuesConfig: {
    ACTIVE: { description: 'The scopes apply.' },
    PAUSED: { description: 'Nothing can be seen until it is resumed.' },
    REVOKED: { description: 'Ended for good.' },
  },
});

@Extensions({ protected: true })
@ObjectType({
  description: 'What a guardian may see of a learner.',
  implements: Node,
  simpleResolvers: true,
})
export class GuardianLink extends Node {
  @Field(() => GuardianLinkState, { description: 'Whether it applies now.' })
  readonly state!: GuardianLinkState;

  @Field(() => [String], {
    description: 'What it opens: `progress` shows enrollments and mastery.',
  })
  readonly scopes!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ends by itself; null when it does not.',
  })
  readonly expiresAt!: Date | null;
}

@Extensions({ protected: true })
@ObjectType({ description: 'Who is signed in, and what is theirs.', simpleResolvers: true })
export class Viewer {
  @Field(() => Boolean, { description: 'Administers the school.' })
  readonly isAdministrator!: boolean;
}

@ObjectType({
  description: 'What a client sends and keeps to stay signed in.',
  simpleResolvers: true,
})
export class SessionTokens {
  @Field(() => String, {
    description: 'Bearer token for `Authorization`, and for `connection_init` on sockets.',
  })
  readonly accessToken!: string;

  @Field(() => DateTime, { description: 'When the access token runs out. Renew before that.' })
  readonly accessTokenExpiresAt!: Date;

  @Field(() => String, {
    description:
      'Pass to `renewSession`. Each renewal gives a new one; using an old one ends the session.',
  })
  readonly refreshToken!: string;
}

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @Field(() => String, { description: 'E-mail address; case does not matter.' })
  readonly email!: string;

  @Field(() => String, { description: 'Password.' })
  readonly password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Slug of the school. Needed only when the same person has accounts in several.',
  })
  readonly school?: string | null;
}

@ObjectType({ description: 'Signed in.' })
export class SignInSuccess {
  @Field(() => SessionTokens, { description: 'The new session.' })
  readonly tokens: SessionTokens;

  readonly userId: string;
  readonly schoolId: string;

  constructor(facts: { tokens: SessionTokens; userId: string; schoolId: string }) {
    this.tokens = facts.tokens;
    this.userId = facts.userId;
    this.schoolId = facts.schoolId;
  }
}

@ObjectType({
  description: 'No such account with this password. Says nothing about which of the two is wrong.',
  implements: UserError,
})
export class InvalidCredentialsError extends UserError {
  override readonly code = 'INVALID_CREDENTIALS';
  override readonly message = 'The e-mail address or the password is wrong.';
}

@ObjectType({
  description: 'The password is right in more than one school: say which.',
  implements: UserError,
})
export class SchoolRequiredError extends UserError {
  override readonly code = 'SCHOOL_REQUIRED';
  override readonly message = 'You have accounts in several schools: pass `school`.';

  @Field(() => [String], { description: 'Slugs to choose from.' })
  readonly schools: string[];

  constructor(schools: string[]) {
    super();
    this.schools = schools;
  }
}

export const SignInResult = createUnionType({
  name: 'SignInResult',
  description: 'Outcome of `signIn`.',
  types: () => [SignInSuccess, InvalidCredentialsError, SchoolRequiredError] as const,
});

@InputType({ description: 'Which session to renew.' })
export class RenewSessionInput {
  @Field(() => String, { description: 'The latest refresh token of the session.' })
  readonly refreshToken!: string;
}

@ObjectType({ description: 'Renewed.' })
export class RenewSessionSuccess {
  @Field(() => SessionTokens, { description: 'The tokens to use from now on.' })
  readonly tokens: SessionTokens;

  constructor(tokens: SessionTokens) {
    this.tokens = tokens;
  }
}

@ObjectType({
  description:
    'The session cannot be renewed: it ended, ran out, or an old refresh token was used again.',
  implements: UserError,
})
export class SessionEndedError extends UserError {
  override readonly code = 'SESSION_ENDED';
  override readonly message = 'This session has ended. Sign in again.';
}

export const RenewSessionResult = createUnionType({
  name: 'RenewSessionResult',
  description: 'Outcome of `renewSession`.',
  types: () => [RenewSessionSuccess, SessionEndedError] as const,
});

@InputType({ description: 'Which sessions to end.' })
export class SignOutInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'End every session of the viewer, not only this one.',
  })
  readonly everywhere!: boolean;
}

@ObjectType({
  description: 'Signed out. Open streams of the ended sessions close within a second.',
})
export class SignOutSuccess {
  @Field(() => Int, { description: 'How many sessions were ended.' })
  readonly ended: number;

  constructor(ended: number) {
    this.ended = ended;
  }
}

export const SignOutResult = createUnionType({
  name: 'SignOutResult',
  description: 'Outcome of `signOut`.',
  types: () => [SignOutSuccess] as const,
});
