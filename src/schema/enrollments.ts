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
  INVITED = 'invited',
  PENDING = 'pending',
  WAITLISTED = 'waitlisted',
  ACTIVE = 'active',
  SUSPENDED = 'suspended',
  COMPLETED = 'completed',
  WITHDRAWN = 'withdrawn',
  EXPIRED = 'expired',
  REJECTED = 'rejected',
}

registerEnumType(EnrollmentState, {
  name: 'EnrollmentState',
  description: 'Where an enrollment is in its life.',
  valuesConfig: {
    INVITED: { description: 'Offered, and not taken yet.' },
    PENDING: { description: 'Asked for; staff have to approve.' },
    WAITLISTED: { description: 'Waiting for a seat.' },
    ACTIVE: { description: 'Going on. Only this state gives rights in the course.' },
    SUSPENDED: { description: 'Stopped by staff for a while; the seat is kept.' },
    COMPLETED: { description: 'Done.' },
    WITHDRAWN: { description: 'Ended early. What was done is kept.' },
    EXPIRED: { description: 'Ran out.' },
    REJECTED: { description: 'Turned down, by staff or by the one who was invited.' },
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

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it has not.' })
  readonly endedAt!: Date | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One step in the life of an enrollment. Steps are never changed or removed.',
  simpleResolvers: true,
})
export class EnrollmentTransition {
  @Field(() => EnrollmentState, { nullable: true, description: 'From; null for the first.' })
  readonly fromState!: EnrollmentState | null;

  @Field(() => EnrollmentState, { description: 'To.' })
  readonly toState!: EnrollmentState;

  @Field(() => String, { nullable: true, description: 'Why, if somebody said.' })
  readonly reason!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  readonly createdAt!: Date;
}

@ObjectType({
  description: 'How a course takes learners, and how it stands.',
  simpleResolvers: true,
})
export class EnrollmentSettings {
  @Field(() => Int, { nullable: true, description: 'Seats for learners; null for no limit.' })
  readonly capacity!: number | null;

  @Field(() => Boolean, {
    description: 'Whether staff must approve those who enroll themselves.',
  })
  readonly approvalRequired!: boolean;

  @Field(() => Int, { description: 'Learners who hold a seat: ACTIVE or SUSPENDED.' })
  readonly seatsTaken!: number;

  @Field(() => Int, { description: 'Learners who wait for one.' })
  readonly waitlisted!: number;
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

  @Field(() => ID, { nullable: true, description: 'A section of the course; none when absent.' })
  readonly sectionId?: string | null;
}

@ObjectType({
  description:
    'Enrolled: ACTIVE; WAITLISTED when every seat is taken; PENDING where staff must approve.',
})
export class EnrollSuccess {
  readonly enrollmentId: string;

  constructor(enrollmentId: string) {
    this.enrollmentId = enrollmentId;
  }
}

@ObjectType({
  description: 'The person has an enrollment in this course that has not ended; see its state.',
  implements: UserError,
})
export class AlreadyEnrolledError extends UserError {
  override readonly code = 'ALREADY_ENROLLED';
  override readonly message = 'There is an enrollment in this course already.';
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
  types: () =>
    [EnrollSuccess, AlreadyEnrolledError, CourseNotOpenError, PrerequisitesNotMetError] as const,
});

@InputType({ description: 'Which enrollment to end.' })
export class WithdrawInput {
  @Field(() => ID, { description: 'The enrollment.' })
  readonly enrollmentId!: string;

  @Field(() => String, { nullable: true, description: 'Why; up to 1,000 characters.' })
  readonly reason?: string | null;
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

@InputType({ description: 'Where to take an enrollment.' })
export class SetEnrollmentStateInput {
  @Field(() => ID, { description: 'The enrollment.' })
  readonly enrollmentId!: string;

  @Field(() => EnrollmentState, { description: 'The state it shall have.' })
  readonly state!: EnrollmentState;

  @Field(() => String, { nullable: true, description: 'Why; up to 1,000 characters.' })
  readonly reason?: string | null;
}

@ObjectType({
  description: 'Done and recorded. When it ends a right, streams it opened close within a second.',
})
export class SetEnrollmentStateSuccess {
  readonly enrollmentId: string;

  constructor(enrollmentId: string) {
    this.enrollmentId = enrollmentId;
  }
}

@ObjectType({
  description: 'From its state the enrollment does not go there.',
  implements: UserError,
})
export class TransitionNotAllowedError extends UserError {
  override readonly code = 'TRANSITION_NOT_ALLOWED';
  override readonly message = 'The enrollment cannot go from its state to this one.';

  @Field(() => EnrollmentState, { description: 'The state it has.' })
  readonly state: `${EnrollmentState}`;

  @Field(() => [EnrollmentState], { description: 'Where the viewer may take it.' })
  readonly allowed: readonly `${EnrollmentState}`[];

  constructor(state: `${EnrollmentState}`, allowed: readonly `${EnrollmentState}`[]) {
    super();
    this.state = state;
    this.allowed = allowed;
  }
}

@ObjectType({ description: 'Every seat of the course is taken.', implements: UserError })
export class CourseFullError extends UserError {
  override readonly code = 'COURSE_FULL';
  override readonly message = 'Every seat of this course is taken.';

  @Field(() => Int, { description: 'How many seats there are.' })
  readonly capacity: number;

  constructor(capacity: number) {
    super();
    this.capacity = capacity;
  }
}

export const SetEnrollmentStateResult = createUnionType({
  name: 'SetEnrollmentStateResult',
  description: 'Outcome of `setEnrollmentState`.',
  types: () => [SetEnrollmentStateSuccess, TransitionNotAllowedError, CourseFullError] as const,
});

@InputType({ description: 'Which section an enrollment belongs to.' })
export class SetEnrollmentSectionInput {
  @Field(() => ID, { description: 'The enrollment.' })
  readonly enrollmentId!: string;

  @Field(() => ID, { nullable: true, description: 'A section of its course; none when absent.' })
  readonly sectionId?: string | null;
}

@ObjectType({ description: 'Done.' })
export class SetEnrollmentSectionSuccess {
  readonly enrollmentId: string;

  constructor(enrollmentId: string) {
    this.enrollmentId = enrollmentId;
  }
}

export const SetEnrollmentSectionResult = createUnionType({
  name: 'SetEnrollmentSectionResult',
  description: 'Outcome of `setEnrollmentSection`.',
  types: () => [SetEnrollmentSectionSuccess] as const,
});

@InputType({ description: 'How a course shall take learners. What is absent stays as it is.' })
export class SetEnrollmentSettingsInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Seats for learners, from 0; null for no limit. Seats that are taken stay taken.',
  })
  readonly capacity?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether staff must approve those who enroll themselves.',
  })
  readonly approvalRequired?: boolean | null;
}

@ObjectType({ description: 'Set.' })
export class SetEnrollmentSettingsSuccess {
  readonly courseId: string;

  @Field(() => Int, { description: 'How many who waited have got a seat by it.' })
  readonly promoted: number;

  constructor(courseId: string, promoted: number) {
    this.courseId = courseId;
    this.promoted = promoted;
  }
}

export const SetEnrollmentSettingsResult = createUnionType({
  name: 'SetEnrollmentSettingsResult',
  description: 'Outcome of `setEnrollmentSettings`.',
  types: () => [SetEnrollmentSettingsSuccess] as const,
});
