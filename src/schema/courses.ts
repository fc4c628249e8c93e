import {
  createUnionType,
  Extensions,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { connectionOf } from './shared/connection.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Duration } from './shared/duration.scalar.js';
import { Expects } from './shared/expects.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

export enum CourseStatus {
  DRAFT = 'draft',
  PUBLISHED = 'published',
  ARCHIVED = 'archived',
}

registerEnumType(CourseStatus, {
  name: 'CourseStatus',
  description: 'Who finds a course.',
  valuesConfig: {
    DRAFT: { description: 'Its staff and administrators alone.' },
    PUBLISHED: { description: 'Everyone of the school, in the catalogue.' },
    ARCHIVED: { description: 'Those enrolled in it, its staff and administrators.' },
  },
});

export enum Level {
  BEGINNER = 'beginner',
  INTERMEDIATE = 'intermediate',
  ADVANCED = 'advanced',
}

registerEnumType(Level, {
  name: 'Level',
  description: 'How advanced a course is, or how difficult a part of it.',
  valuesConfig: {
    BEGINNER: { description: 'For those who begin.' },
    INTERMEDIATE: { description: 'For those who know the basics.' },
    ADVANCED: { description: 'For those who know the subject.' },
  },
});

export enum StepKind {
  CHOICE = 'choice',
  TEXT = 'text',
  ALGEBRA = 'algebra',
  RECORDED = 'recorded',
}

registerEnumType(StepKind, {
  name: 'StepKind',
  description: 'How a step is answered.',
  valuesConfig: {
    CHOICE: { description: 'With one of `choices`, word for word.' },
    TEXT: { description: 'With exact text; case and spacing are forgiven.' },
    ALGEBRA: {
      description:
        'With a number or an expression, in plain text or LaTeX; any equal form is right.',
    },
    RECORDED: { description: 'Elsewhere: its outcomes are only recorded here.' },
  },
});

@ObjectType({
  description: 'A knowledge component: what items are tagged with and mastery is held of.',
  implements: Node,
  simpleResolvers: true,
})
export class Skill extends Node {
  @Field(() => String, { description: 'Stable name of the skill inside its course.' })
  readonly key!: string;

  @Field(() => String, { description: 'Name for people.' })
  readonly title!: string;
}

@ObjectType({ description: 'A skill a lesson teaches, and how far.', simpleResolvers: true })
export class LessonObjective {
  @Field(() => Float, { description: 'The mastery aimed at, 0 to 1.' })
  readonly target!: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One thing to answer inside a problem. Its key is not part of the graph.',
  implements: Node,
  simpleResolvers: true,
})
export class Step extends Node {
  @Field(() => String, { description: 'The question. Text with LaTeX between `$$`.' })
  readonly title!: string;

  @Field(() => String, {
    description: 'More of the question; may be empty. Text with LaTeX between `$$`.',
  })
  readonly body!: string;

  @Field(() => StepKind, { description: 'How it is answered.' })
  readonly kind!: StepKind;

  @Field(() => [String], { description: 'What may be chosen; empty unless the kind is CHOICE.' })
  readonly choices!: string[];

  @Field(() => Int, { description: 'How many hints may be asked for.' })
  readonly hintCount!: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A problem: a situation and one or more steps to answer.',
  implements: Node,
  simpleResolvers: true,
})
export class Problem extends Node {
  @Field(() => String, { description: 'Title. Text with LaTeX between `$$`.' })
  readonly title!: string;

  @Field(() => String, {
    description: 'The situation; may be empty. Text with LaTeX between `$$`.',
  })
  readonly body!: string;

  @Expects(3)
  @Field(() => [Step], { description: 'What to answer, in order.' })
  readonly steps!: Step[];

  @Field(() => [String], {
    description: 'Names of figures the text refers to, which the source may not have shipped.',
  })
  readonly figures!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Licence of the problem, as its source states it.',
  })
  readonly license!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom to credit.' })
  readonly attribution!: string | null;
}

export const ProblemConnection = connectionOf('Problem', () => Problem);

@ObjectType({
  description: 'How much of something a learner has done, on the version they are enrolled in.',
  simpleResolvers: true,
})
@Extensions({ protected: true })
export class Progress {
  @Field(() => Int, { description: 'Problems completed at least once.' })
  readonly completed!: number;

  @Field(() => Int, { description: 'Problems in all.' })
  readonly total!: number;

  @Field(() => Float, {
    nullable: true,
    description: '`completed / total`, 0 to 1; null where there are no problems.',
  })
  readonly fraction!: number | null;
}

@ObjectType({
  description: 'A lesson of a published version.',
  implements: Node,
  simpleResolvers: true,
})
export class Lesson extends Node {
  @Field(() => String, { description: 'Stable name of the lesson inside its course.' })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'What it is about.' })
  readonly topic!: string;

  @Field(() => Int, { description: 'Place in its module, from 0.' })
  readonly position!: number;

  @Field(() => Int, { description: 'How many problems it has.' })
  readonly problemCount!: number;

  @Field(() => Level, { nullable: true, description: 'How difficult it is; null when unknown.' })
  readonly difficulty!: Level | null;

  @Field(() => Duration, {
    nullable: true,
    description: 'How long it takes, as its author thinks.',
  })
  readonly estimatedDuration!: string | null;
}

@ObjectType({
  description: 'A module: lessons that belong together.',
  implements: Node,
  simpleResolvers: true,
})
export class Module extends Node {
  @Field(() => String, { description: 'Stable name of the module inside its course.' })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => Int, { description: 'Place in its course, from 0.' })
  readonly position!: number;

  @Field(() => Level, { nullable: true, description: 'How difficult it is; null when unknown.' })
  readonly difficulty!: Level | null;

  @Field(() => Duration, {
    nullable: true,
    description: 'How long it takes, as its author thinks.',
  })
  readonly estimatedDuration!: string | null;

  @Field(() => [Lesson], { description: 'Its lessons, in order.' })
  readonly lessons!: Lesson[];
}

@ObjectType({
  description: 'One published state of a course. Its content never changes.',
  implements: Node,
  simpleResolvers: true,
})
export class CourseVersion extends Node {
  @Field(() => Int, {
    description:
      'Counts the versions of the course, from 1. 0 is the empty one before the first publication.',
  })
  readonly number!: number;

  @Field(() => DateTime, { description: 'When it was published.' })
  readonly publishedAt!: Date;
}

@ObjectType({ description: 'A course.', implements: Node, simpleResolvers: true })
export class Course extends Node {
  @Field(() => String, { description: 'Stable name of the course inside its school.' })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'What it is about; may be empty.' })
  readonly description!: string;

  @Field(() => String, { description: 'Language of the content, as a BCP 47 tag.' })
  readonly language!: string;

  @Field(() => String, { nullable: true, description: 'Licence of the content.' })
  readonly license!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom to credit for the content.' })
  readonly attribution!: string | null;

  @Field(() => CourseStatus, { description: 'Who finds it.' })
  readonly status!: CourseStatus;

  @Field(() => String, { nullable: true, description: 'The subject it is filed under.' })
  readonly category!: string | null;

  @Field(() => Level, { nullable: true, description: 'How advanced it is; null when unknown.' })
  readonly level!: Level | null;

  @Field(() => Duration, {
    nullable: true,
    description: 'How long it takes, as its author thinks.',
  })
  readonly estimatedDuration!: string | null;

  @Field(() => [String], { description: 'What a learner can do afterwards, a sentence each.' })
  readonly objectives!: string[];

  @Field(() => DateTime, { description: 'When the course was made.' })
  readonly createdAt!: Date;
}

export const CourseConnection = connectionOf('Course', () => Course);

@Extensions({ protected: true })
@ObjectType({ description: 'Somebody who teaches a course.', simpleResolvers: true })
export class CourseStaff {
  @Field(() => String, { description: 'Name.' })
  readonly name!: string;
}

@InputType({ description: 'A new course.' })
export class CreateCourseInput {
  @Field(() => String, {
    description: 'Stable name of the course inside its school: letters, digits and `._:-`.',
  })
  readonly key!: string;

  @Field(() => String, { description: 'Title, up to 200 characters.' })
  readonly title!: string;

  @Field(() => String, { description: 'Language of the content, as a BCP 47 tag.' })
  readonly language!: string;

  @Field(() => String, { nullable: true, description: 'What it is about; empty when absent.' })
  readonly description?: string | null;

  @Field(() => String, { nullable: true, description: 'The subject it is filed under.' })
  readonly category?: string | null;

  @Field(() => Level, { nullable: true, description: 'How advanced it is.' })
  readonly level?: Level | null;

  @Field(() => Duration, { nullable: true, description: 'How long it takes.' })
  readonly estimatedDuration?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What a learner can do afterwards, a sentence each, up to 50.',
  })
  readonly objectives?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Licence of the content.' })
  readonly license?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom to credit for the content.' })
  readonly attribution?: string | null;
}

@InputType({
  description:
    'Changes to a course. What is absent stays; null clears what may be empty and leaves the rest.',
})
export class UpdateCourseInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => String, { nullable: true, description: 'Title, up to 200 characters.' })
  readonly title?: string | null;

  @Field(() => String, { nullable: true, description: 'Language, as a BCP 47 tag.' })
  readonly language?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  readonly description?: string | null;

  @Field(() => String, { nullable: true, description: 'The subject; null for none.' })
  readonly category?: string | null;

  @Field(() => Level, { nullable: true, description: 'How advanced it is; null for unknown.' })
  readonly level?: Level | null;

  @Field(() => Duration, {
    nullable: true,
    description: 'How long it takes; null for unknown.',
  })
  readonly estimatedDuration?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What a learner can do afterwards; replaces the list.',
  })
  readonly objectives?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Licence; null for none.' })
  readonly license?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom to credit; null for nobody.' })
  readonly attribution?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Courses that must be completed before one enrolls as a learner, up to 50; replaces the list.',
  })
  readonly prerequisiteIds?: string[] | null;
}

@InputType({ description: 'Which course to archive.' })
export class ArchiveCourseInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;
}

@ObjectType({ description: 'The course is made, as a draft.' })
export class CreateCourseSuccess {
  readonly courseId: string;

  constructor(courseId: string) {
    this.courseId = courseId;
  }
}

@ObjectType({ description: 'Another course of the school has this key.', implements: UserError })
export class CourseKeyTakenError extends UserError {
  override readonly code = 'COURSE_KEY_TAKEN';
  override readonly message = 'Another course of the school has this key. Choose another.';
}

export const CreateCourseResult = createUnionType({
  name: 'CreateCourseResult',
  description: 'Outcome of `createCourse`.',
  types: () => [CreateCourseSuccess, CourseKeyTakenError] as const,
});

@ObjectType({ description: 'The course is changed.' })
export class UpdateCourseSuccess {
  readonly courseId: string;

  constructor(courseId: string) {
    this.courseId = courseId;
  }
}

@ObjectType({
  description: 'The courses would require one another in a circle; nothing was changed.',
  implements: UserError,
})
export class PrerequisiteCycleError extends UserError {
  override readonly code = 'PREREQUISITE_CYCLE';
  override readonly message =
    'These courses would require one another in a circle. Take one link out of it.';
  readonly courseIds: readonly string[];

  constructor(courseIds: readonly string[]) {
    super();
    this.courseIds = courseIds;
  }
}

@ObjectType({
  description: 'The learner has not completed what the course requires.',
  implements: UserError,
})
export class PrerequisitesNotMetError extends UserError {
  override readonly code = 'PREREQUISITES_NOT_MET';
  override readonly message = 'Complete the courses that this one requires first.';
  readonly courseIds: readonly string[];

  constructor(courseIds: readonly string[]) {
    super();
    this.courseIds = courseIds;
  }
}

export const UpdateCourseResult = createUnionType({
  name: 'UpdateCourseResult',
  description: 'Outcome of `updateCourse`.',
  types: () => [UpdateCourseSuccess, PrerequisiteCycleError] as const,
});

@ObjectType({ description: 'The course is archived.' })
export class ArchiveCourseSuccess {
  readonly courseId: string;

  constructor(courseId: string) {
    this.courseId = courseId;
  }
}

@ObjectType({ description: 'The course was archived before.', implements: UserError })
export class AlreadyArchivedError extends UserError {
  override readonly code = 'ALREADY_ARCHIVED';
  override readonly message = 'This course is archived already.';
}

export const ArchiveCourseResult = createUnionType({
  name: 'ArchiveCourseResult',
  description: 'Outcome of `archiveCourse`.',
  types: () => [ArchiveCourseSuccess, AlreadyArchivedError] as const,
});
