import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import {
  RecordLearningEventsInput,
  RecordLearningEventsResult,
  RecordLearningEventsSuccess,
} from '../schema/events.js';
import { optionalIdOf } from '../schema/shared/global-id.js';

@Resolver()
export class EventMutationResolver {
  @Mutation(() => RecordLearningEventsResult, {
    description:
      'Stores learning events, all or none, exactly once by id. Answers only once they are committed.',
  })
  async recordLearningEvents(
    @Arg('input', () => RecordLearningEventsInput, { description: 'The events.' })
    input: RecordLearningEventsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RecordLearningEventsResult> {
    const result = await context.services.events.recordEvents(
      context.signedIn(),
      input.events.map((event) => ({
        id: event.id,
        kind: event.kind,
        occurredAt: event.occurredAt,
        data: event.data,
        actorId: optionalIdOf('User', event.actorId),
        courseId: optionalIdOf('Course', event.courseId),
      })),
    );
    return new RecordLearningEventsSuccess(result.accepted, result.duplicates);
  }
}
