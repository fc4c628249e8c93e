import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

import { connectionOf } from './shared/connection.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Expects } from './shared/expects.js';
import { Node } from './shared/node.js';

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

  @Field(() => [Lesson], { description: 'Its lessons, in order.' })
  readonly lessons!: Lesson[];
}

@ObjectType({
  description: 'One published state of a course. Its content never changes.',
  implements: Node,
  simpleResolvers: true,
})
export class CourseVersion extends Node {
  @Field(() => Int, { description: 'Counts the versions of the course, from 1.' })
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

  @Field(() => DateTime, { description: 'When the course was made.' })
  readonly createdAt!: Date;
}

export const CourseConnection = connectionOf('Course', () => Course);
