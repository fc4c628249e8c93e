import {
  createUnionType,
  Extensions,
  Field,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { connectionOf } from './shared/connection.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

export enum EnrollmentRole {
  LEARNER = 'learner',
  INSTRUCTOR = 'instructor',
  ASSISTANT = 'assistant',
  OBSERVER = 'observer',
}

registerEnumType(EnrollmentRole, {
  name: 'EnrollmentRole',
  description: 'What a person is in one course.',
  valuesConfig: {
    LEARNER: { description: 'Learns.' },
    INSTRUCTOR: { description: 'Teaches, and enrolls others.' },
    ASSISTANT: { description: 'Helps to teach, and enrolls others.' },
    OBSERVER: { description: 'Looks on.' },
  },
});

export enum EnrollmentState {
  ACTIVE = 'active',
  COMPLETED = 'completed',
  WITHDRAWN = 'withdrawn',
}

registerEnumType(EnrollmentState, {
  name: 'EnrollmentState',
  description: 'Where an enrollment is in its life.',
  valuesConfig: {
    ACTIVE: { description: 'Going on.' },
    COMPLETED: { description: 'Done.' },
    WITHDRAWN: { description: 'Ended early. What was done is kept.' },
  },
});

@Extensions({ protected: true })
@ObjectType({
  description: "A person's place in a course, in one role, on one published version.",
  implements: Node,
  simpleResolvers: true,
})
export class Enrollment extends Node {
  @Field(() => EnrollmentRole, { description: 'The role.' })
  readonly role!: EnrollmentRole;

  @Field(() => EnrollmentState, { description: 'The state.' })
  readonly state!: EnrollmentState;

  @Field(() => DateTime, { description: 'When the person was enrolled.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is active.' })
  readonly endedAt!: Date | null;
}

export const EnrollmentConnection = connectionOf('Enrollment', () => Enrollment);

@InputType({ description: 'Whom to enroll, and where.' })
export class EnrollInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The person; the viewer when absent. Others may be enrolled by staff only.',
  })
  readonly userId?: string | null;

  @Field(() => EnrollmentRole, {
    nullable: true,
    description: 'LEARNER when absent. Other roles are given by staff only.',
  })
  readonly role?: EnrollmentRole | null;
}

@ObjectType({ description: 'Enrolled.' })
export class EnrollSuccess {
  readonly enrollmentId: string;

  constructor(enrollmentId: string) {
    this.enrollmentId = enrollmentId;
  }
}

@ObjectType({
  description: 'The person has an active enrollment in this course.',
  implements: UserError,
})
export class AlreadyEnrolledError extends UserError {
  override readonly code = 'ALREADY_ENROLLED';
  override readonly message = 'There is an active enrollment in this course already.';
  readonly enrollmentId: string;

  constructor(enrollmentId: string) {
    super();
    this.enrollmentId = enrollmentId;
  }
}

@ObjectType({ description: 'The course is not published.', implements: UserError })
export class CourseNotOpenError extends UserError {
  override readonly code = 'COURSE_NOT_OPEN';
  override readonly message = 'This course is not published, so nobody can enroll in it now.';
}

export const EnrollResult = createUnionType({
  name: 'EnrollResult',
  description: 'Outcome of `enroll`.',
  types: () => [EnrollSuccess, AlreadyEnrolledError, CourseNotOpenError] as const,
});

@InputType({ description: 'Which enrollment to end.' })
export class WithdrawInput {
  @Field(() => ID, { description: 'The enrollment.' })
  readonly enrollmentId!: string;
}

@ObjectType({ description: 'Withdrawn. Streams that the enrollment opened close within a second.' })
export class WithdrawSuccess {
  readonly enrollmentId: string;

  constructor(enrollmentId: string) {
    this.enrollmentId = enrollmentId;
  }
}

@ObjectType({ description: 'The enrollment had ended before.', implements: UserError })
export class EnrollmentNotActiveError extends UserError {
  override readonly code = 'ENROLLMENT_NOT_ACTIVE';
  override readonly message = 'This enrollment has ended already.';
}

export const WithdrawResult = createUnionType({
  name: 'WithdrawResult',
  description: 'Outcome of `withdraw`.',
  types: () => [WithdrawSuccess, EnrollmentNotActiveError] as const,
});
