import { GraphQLJSONObject } from 'graphql-scalars';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { DateTime } from './shared/date-time.scalar.js';

export enum LearningEventKind {
  LESSON_VIEWED = 'lesson_viewed',
  VIDEO_WATCHED = 'video_watched',
  ACTIVITY_STARTED = 'activity_started',
  ACTIVITY_COMPLETED = 'activity_completed',
  RESOURCE_OPENED = 'resource_opened',
  DISCUSSION_POSTED = 'discussion_posted',
  SEARCHED = 'searched',
  VISIT_STARTED = 'visit_started',
  VISIT_ENDED = 'visit_ended',
}

registerEnumType(LearningEventKind, {
  name: 'LearningEventKind',
  description: 'What happened. Answers and hints make their own events and are not reported.',
  valuesConfig: {
    LESSON_VIEWED: { description: 'A lesson was looked at.' },
    VIDEO_WATCHED: { description: 'A stretch of video was watched.' },
    ACTIVITY_STARTED: { description: 'An activity was begun.' },
    ACTIVITY_COMPLETED: { description: 'An activity was finished.' },
    RESOURCE_OPENED: { description: 'A resource was opened.' },
    DISCUSSION_POSTED: { description: 'Something was said to others.' },
    SEARCHED: { description: 'Something was searched for.' },
    VISIT_STARTED: { description: 'A span of activity began.' },
    VISIT_ENDED: { description: 'A span of activity ended.' },
  },
});

@InputType({ description: 'One event, as its reporter tells it.' })
export class LearningEventInput {
  @Field(() => ID, { description: "The reporter's own UUID. Sending it again changes nothing." })
  readonly id!: string;

  @Field(() => LearningEventKind, { description: 'What happened.' })
  readonly kind!: LearningEventKind;

  @Field(() => DateTime, {
    description:
      "When, by the reporter's clock. More than 5 minutes ahead of ours is set to receipt.",
  })
  readonly occurredAt!: Date;

  @Field(() => ID, { nullable: true, description: 'Whose event; the viewer when absent.' })
  readonly actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The course it belongs to.' })
  readonly courseId?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'More about it, at most 4,096 characters of JSON.',
  })
  readonly data?: Record<string, unknown> | null;
}

@InputType({ description: 'Events to store.' })
export class RecordLearningEventsInput {
  @Field(() => [LearningEventInput], { description: '1 to 500 events, in any order.' })
  readonly events!: LearningEventInput[];
}

@ObjectType({ description: 'All of them are stored.' })
export class RecordLearningEventsSuccess {
  @Field(() => Int, { description: 'Stored by this call.' })
  readonly accepted: number;

  @Field(() => [ID], { description: 'Ids that were there already.' })
  readonly duplicates: string[];

  constructor(accepted: number, duplicates: string[]) {
    this.accepted = accepted;
    this.duplicates = duplicates;
  }
}

export const RecordLearningEventsResult = createUnionType({
  name: 'RecordLearningEventsResult',
  description: 'Outcome of `recordLearningEvents`.',
  types: () => [RecordLearningEventsSuccess] as const,
});
