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

import { PrerequisitesNotMetError } from './courses.js';
import {
  AlreadyEnrolledError,
  CourseNotOpenError,
  EnrollmentRole,
  EnrollmentState,
} from './enrollments.js';
import { connectionOf } from './shared/connection.js';
import { DateTime } from './shared/date-time.scalar.js';
import { toGlobalId } from './shared/global-id.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

export enum InvitationState {
  OPEN = 'open',
  ACCEPTED = 'accepted',
  DECLINED = 'declined',
  REVOKED = 'revoked',
  EXPIRED = 'expired',
}

registerEnumType(InvitationState, {
  name: 'InvitationState',
  description: 'What became of an invitation.',
  valuesConfig: {
    OPEN: { description: 'Can be accepted until it expires.' },
    ACCEPTED: { description: 'Taken.' },
    DECLINED: { description: 'Turned down.' },
    REVOKED: { description: 'Taken back by staff.' },
    EXPIRED: { description: 'Ran out.' },
  },
});

@Extensions({ protected: true })
@ObjectType({
  description: 'A place in a course, offered to an e-mail address. For staff of the course.',
  implements: Node,
  simpleResolvers: true,
})
export class Invitation extends Node {
  @Field(() => String, { description: 'The address.' })
  readonly email!: string;

  @Field(() => EnrollmentRole, { description: 'The role that is offered.' })
  readonly role!: EnrollmentRole;

  @Field(() => InvitationState, { description: 'What became of it.' })
  readonly state!: InvitationState;

  @Field(() => DateTime, { description: 'Until when it can be accepted.' })
  readonly expiresAt!: Date;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is open.' })
  readonly endedAt!: Date | null;
}

export const InvitationConnection = connectionOf('Invitation', () => Invitation);

@InputType({ description: 'Whom to invite, and to what.' })
export class InviteToCourseInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => String, { description: 'The e-mail address.' })
  readonly email!: string;

  @Field(() => EnrollmentRole, {
    defaultValue: EnrollmentRole.LEARNER,
    description: 'The role to offer.',
  })
  readonly role!: EnrollmentRole;

  @Field(() => ID, { nullable: true, description: 'A section of the course; none when absent.' })
  readonly sectionId?: string | null;

  @Field(() => Int, { defaultValue: 14, description: 'For how many days, 1 to 90.' })
  readonly days!: number;
}

@ObjectType({ description: 'Invited.' })
export class InviteToCourseSuccess {
  readonly invitationId: string;

  @Field(() => String, {
    description: 'What opens the invitation: bring it to the invited. Shown here and never again.',
  })
  readonly token: string;

  constructor(invitationId: string, token: string) {
    this.invitationId = invitationId;
    this.token = token;
  }
}

@ObjectType({
  description: 'An invitation to this course is open for the address.',
  implements: UserError,
})
export class AlreadyInvitedError extends UserError {
  override readonly code = 'ALREADY_INVITED';
  override readonly message = 'An invitation for this address is open. Revoke it to make another.';
  readonly invitationId: string;

  constructor(invitationId: string) {
    super();
    this.invitationId = invitationId;
  }
}

export const InviteToCourseResult = createUnionType({
  name: 'InviteToCourseResult',
  description: 'Outcome of `inviteToCourse`.',
  types: () =>
    [InviteToCourseSuccess, AlreadyInvitedError, AlreadyEnrolledError, CourseNotOpenError] as const,
});

@InputType({ description: 'Which invitation to accept, and as whom.' })
export class AcceptInvitationInput {
  @Field(() => String, { description: 'The token of the invitation.' })
  readonly token!: string;

  @Field(() => String, { nullable: true, description: 'Name of the account to open, if any.' })
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: 'Password of the account to open, if any.' })
  readonly password?: string | null;
}

@ObjectType({
  description: 'Accepted. Somebody who got an account by it signs in with the address next.',
})
export class AcceptInvitationSuccess {
  @Field(() => ID, { description: 'The enrollment.' })
  readonly enrollmentId: string;

  @Field(() => EnrollmentState, { description: 'ACTIVE, or WAITLISTED when the course is full.' })
  readonly state: `${EnrollmentState}`;

  constructor(enrollmentId: string, state: `${EnrollmentState}`) {
    this.enrollmentId = toGlobalId('Enrollment', enrollmentId);
    this.state = state;
  }
}

@ObjectType({
  description: 'No invitation is open for this: it ended, ran out, or never was.',
  implements: UserError,
})
export class InvitationClosedError extends UserError {
  override readonly code = 'INVITATION_CLOSED';
  override readonly message = 'This invitation is not open. Ask for a new one.';
}

@ObjectType({
  description: 'The address has no account yet: pass `name` and `password` to open one.',
  implements: UserError,
})
export class AccountNeededError extends UserError {
  override readonly code = 'ACCOUNT_NEEDED';
  override readonly message = 'There is no account for this address. Pass a name and a password.';

  @Field(() => String, { description: 'The address that was invited.' })
  readonly email: string;

  constructor(email: string) {
    super();
    this.email = email;
  }
}

@ObjectType({
  description: 'The address has an account: sign in to it, then accept.',
  implements: UserError,
})
export class SignInNeededError extends UserError {
  override readonly code = 'SIGN_IN_NEEDED';
  override readonly message = 'Sign in with the address that was invited, then accept.';
}

export const AcceptInvitationResult = createUnionType({
  name: 'AcceptInvitationResult',
  description: 'Outcome of `acceptInvitation`.',
  types: () =>
    [
      AcceptInvitationSuccess,
      InvitationClosedError,
      AccountNeededError,
      SignInNeededError,
      PrerequisitesNotMetError,
      AlreadyEnrolledError,
    ] as const,
});

@InputType({ description: 'Which invitation to turn down.' })
export class DeclineInvitationInput {
  @Field(() => String, { description: 'The token of the invitation.' })
  readonly token!: string;
}

@ObjectType({ description: 'Turned down.' })
export class DeclineInvitationSuccess {
  @Field(() => InvitationState, { description: 'DECLINED.' })
  readonly state = InvitationState.DECLINED;
}

export const DeclineInvitationResult = createUnionType({
  name: 'DeclineInvitationResult',
  description: 'Outcome of `declineInvitation`.',
  types: () => [DeclineInvitationSuccess, InvitationClosedError] as const,
});

@InputType({ description: 'Which invitation to take back.' })
export class RevokeInvitationInput {
  @Field(() => ID, { description: 'The invitation.' })
  readonly invitationId!: string;
}

@ObjectType({ description: 'Taken back.' })
export class RevokeInvitationSuccess {
  readonly invitationId: string;

  constructor(invitationId: string) {
    this.invitationId = invitationId;
  }
}

export const RevokeInvitationResult = createUnionType({
  name: 'RevokeInvitationResult',
  description: 'Outcome of `revokeInvitation`.',
  types: () => [RevokeInvitationSuccess, InvitationClosedError] as const,
});
