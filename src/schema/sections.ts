import { createUnionType, Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { connectionOf } from './shared/connection.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

@ObjectType({
  description: 'A span of time in which the school teaches.',
  implements: Node,
  simpleResolvers: true,
})
export class Term extends Node {
  @Field(() => String, { description: 'Name, unique in the school.' })
  readonly name!: string;

  @Field(() => DateTime, { description: 'When it starts.' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  readonly endsAt!: Date;
}

@ObjectType({
  description: 'A part of the people of a course that is taught together.',
  implements: Node,
  simpleResolvers: true,
})
export class Section extends Node {
  @Field(() => String, { description: 'Name, unique in the course.' })
  readonly name!: string;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A named group of people of the school, across its courses.',
  implements: Node,
  simpleResolvers: true,
})
export class Cohort extends Node {
  @Field(() => String, { description: 'Name, unique in the school.' })
  readonly name!: string;
}

export const TermConnection = connectionOf('Term', () => Term);
export const CohortConnection = connectionOf('Cohort', () => Cohort);

@ObjectType({ description: 'Another of its kind has this name.', implements: UserError })
export class NameTakenError extends UserError {
  override readonly code = 'NAME_TAKEN';
  override readonly message = 'This name is taken. Choose another.';
}

@ObjectType({
  description: 'It is in use, and what was done with it is kept.',
  implements: UserError,
})
export class InUseError extends UserError {
  override readonly code = 'IN_USE';
  override readonly message = 'It is in use and cannot be deleted.';
}

@ObjectType({ description: 'Deleted.' })
export class DeleteSuccess {
  @Field(() => ID, { description: 'The id it had.' })
  readonly deletedId: string;

  constructor(deletedId: string) {
    this.deletedId = deletedId;
  }
}

@InputType({ description: 'A term to make.' })
export class CreateTermInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;

  @Field(() => DateTime, { description: 'When it starts.' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { description: 'When it ends, after it starts.' })
  readonly endsAt!: Date;
}

@InputType({ description: 'A term as it shall be.' })
export class UpdateTermInput {
  @Field(() => ID, { description: 'The term.' })
  readonly termId!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;

  @Field(() => DateTime, { description: 'When it starts.' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { description: 'When it ends, after it starts.' })
  readonly endsAt!: Date;
}

@InputType({ description: 'Which term.' })
export class DeleteTermInput {
  @Field(() => ID, { description: 'The term.' })
  readonly termId!: string;
}

@InputType({ description: 'A section to make.' })
export class CreateSectionInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;

  @Field(() => ID, { nullable: true, description: 'The term; none when absent.' })
  readonly termId?: string | null;
}

@InputType({ description: 'A section as it shall be.' })
export class UpdateSectionInput {
  @Field(() => ID, { description: 'The section.' })
  readonly sectionId!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;

  @Field(() => ID, { nullable: true, description: 'The term; none when absent.' })
  readonly termId?: string | null;
}

@InputType({ description: 'Which section.' })
export class DeleteSectionInput {
  @Field(() => ID, { description: 'The section.' })
  readonly sectionId!: string;
}

@InputType({ description: 'A cohort to make.' })
export class CreateCohortInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;
}

@InputType({ description: 'A cohort as it shall be.' })
export class UpdateCohortInput {
  @Field(() => ID, { description: 'The cohort.' })
  readonly cohortId!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  readonly name!: string;
}

@InputType({ description: 'Which cohort.' })
export class DeleteCohortInput {
  @Field(() => ID, { description: 'The cohort.' })
  readonly cohortId!: string;
}

@InputType({ description: 'Whom to add to a cohort and whom to take out: at most 500 in all.' })
export class SetCohortMembersInput {
  @Field(() => ID, { description: 'The cohort.' })
  readonly cohortId!: string;

  @Field(() => [ID], { defaultValue: [], description: 'People to add.' })
  readonly add!: string[];

  @Field(() => [ID], { defaultValue: [], description: 'People to take out.' })
  readonly remove!: string[];
}

@ObjectType({ description: 'The term as it is now.' })
export class SaveTermSuccess {
  readonly termId: string;

  constructor(termId: string) {
    this.termId = termId;
  }
}

@ObjectType({ description: 'The section as it is now.' })
export class SaveSectionSuccess {
  readonly sectionId: string;

  constructor(sectionId: string) {
    this.sectionId = sectionId;
  }
}

@ObjectType({ description: 'The cohort as it is now.' })
export class SaveCohortSuccess {
  readonly cohortId: string;

  constructor(cohortId: string) {
    this.cohortId = cohortId;
  }
}

@ObjectType({ description: 'The members are as asked.' })
export class SetCohortMembersSuccess {
  readonly cohortId: string;

  @Field(() => Int, { description: 'How many were added; those who were in it do not count.' })
  readonly added: number;

  @Field(() => Int, { description: 'How many were taken out.' })
  readonly removed: number;

  constructor(facts: { cohortId: string; added: number; removed: number }) {
    this.cohortId = facts.cohortId;
    this.added = facts.added;
    this.removed = facts.removed;
  }
}

export const CreateTermResult = createUnionType({
  name: 'CreateTermResult',
  description: 'Outcome of `createTerm`.',
  types: () => [SaveTermSuccess, NameTakenError] as const,
});

export const UpdateTermResult = createUnionType({
  name: 'UpdateTermResult',
  description: 'Outcome of `updateTerm`.',
  types: () => [SaveTermSuccess, NameTakenError] as const,
});

export const DeleteTermResult = createUnionType({
  name: 'DeleteTermResult',
  description: 'Outcome of `deleteTerm`.',
  types: () => [DeleteSuccess, InUseError] as const,
});

export const CreateSectionResult = createUnionType({
  name: 'CreateSectionResult',
  description: 'Outcome of `createSection`.',
  types: () => [SaveSectionSuccess, NameTakenError] as const,
});

export const UpdateSectionResult = createUnionType({
  name: 'UpdateSectionResult',
  description: 'Outcome of `updateSection`.',
  types: () => [SaveSectionSuccess, NameTakenError] as const,
});

export const DeleteSectionResult = createUnionType({
  name: 'DeleteSectionResult',
  description: 'Outcome of `deleteSection`.',
  types: () => [DeleteSuccess, InUseError] as const,
});

export const CreateCohortResult = createUnionType({
  name: 'CreateCohortResult',
  description: 'Outcome of `createCohort`.',
  types: () => [SaveCohortSuccess, NameTakenError] as const,
});

export const UpdateCohortResult = createUnionType({
  name: 'UpdateCohortResult',
  description: 'Outcome of `updateCohort`.',
  types: () => [SaveCohortSuccess, NameTakenError] as const,
});

export const DeleteCohortResult = createUnionType({
  name: 'DeleteCohortResult',
  description: 'Outcome of `deleteCohort`.',
  types: () => [DeleteSuccess] as const,
});

export const SetCohortMembersResult = createUnionType({
  name: 'SetCohortMembersResult',
  description: 'Outcome of `setCohortMembers`.',
  types: () => [SetCohortMembersSuccess] as const,
});
