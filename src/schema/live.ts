import { Extensions, Field, Float, InterfaceType, ObjectType } from 'type-graphql';

import { Enrollment } from './enrollments.js';
import { DateTime } from './shared/date-time.scalar.js';

/** What every item of a stream carries beside its own fields. */
@InterfaceType({
  description: 'An item of a live stream.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class StreamItem {
  @Field(() => String, {
    description:
      'Opaque position in the stream. Subscribe with `after` this cursor to go on from here, with no gap and no repeat.',
  })
  readonly cursor!: string;
}

@InterfaceType({
  description: 'Something that happened in a course.',
  implements: StreamItem,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class ClassActivity extends StreamItem {
  @Field(() => DateTime, { description: 'When it happened.' })
  readonly at!: Date;

  @Field(() => Enrollment, { nullable: true, description: 'Whose enrollment it happened to.' })
  readonly enrollment?: Enrollment | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A learner opened a problem.',
  implements: ClassActivity,
  simpleResolvers: true,
})
export class PracticeActivity extends ClassActivity {}

@Extensions({ protected: true })
@ObjectType({
  description: 'A learner asked for a hint.',
  implements: ClassActivity,
  simpleResolvers: true,
})
export class HintActivity extends ClassActivity {}

@Extensions({ protected: true })
@ObjectType({
  description: 'A learner answered.',
  implements: ClassActivity,
  simpleResolvers: true,
})
export class ResponseActivity extends ClassActivity {
  @Field(() => Boolean, { description: 'Whether the answer was right.' })
  readonly correct!: boolean;

  @Field(() => Boolean, { description: 'Whether it was the first answer to the step.' })
  readonly firstTry!: boolean;
}

@Extensions({ protected: true })
@ObjectType({ description: 'Mastery of one skill after an answer.', simpleResolvers: true })
export class MasteryMove {
  @Field(() => Float, { description: 'Probability that the skill is known, 0 to 1.' })
  readonly probability!: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'Someone joined or left the course.',
  implements: ClassActivity,
  simpleResolvers: true,
})
export class EnrollmentActivity extends ClassActivity {
  @Field(() => Boolean, { description: 'True when they joined, false when they left.' })
  readonly joined!: boolean;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A new recommendation for the viewer.',
  implements: StreamItem,
  simpleResolvers: true,
})
export class RecommendationMade extends StreamItem {}

@Extensions({ protected: true })
@ObjectType({ description: 'A job has moved on.', implements: StreamItem, simpleResolvers: true })
export class JobUpdate extends StreamItem {}
