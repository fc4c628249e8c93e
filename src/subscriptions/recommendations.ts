import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import { streamKeys } from '../entities/stream-keys.js';
import { RequestError } from '../errors/index.js';
import { RecommendationMade } from '../schema/live.js';
import { Recommendation } from '../schema/practice.js';
import { idOf } from '../schema/shared/global-id.js';
import { sequenceAfter, streamCursor } from '../schema/shared/stream-cursor.js';
import type { DomainEventOf } from '../services/domain-events.js';
import { audienceOf, StreamSource, type LiveEvent } from './stream-source.js';

interface Asked {
  args: { courseId: string; after?: string | null };
  context: RequestContext;
}

@Resolver(() => RecommendationMade)
export class RecommendationsSubscription {
  @Subscription(() => RecommendationMade, {
    description: 'What the viewer is advised to do next in a course, each time it changes.',
    subscribe: async ({ args, context }: Asked) => {
      const courseId = idOf('Course', args.courseId);
      const enrollments = await context.loaders.viewerEnrollments();
      const own = enrollments.find((row) => row.courseId === courseId);
      if (!own) throw RequestError.notFound('enrollment');
      const stream = streamKeys.recommendations(own.id);
      return new StreamSource(
        stream,
        sequenceAfter(stream, args.after),
        audienceOf(context, `learner of ${own.id}`),
        (facts) => facts['type'] === 'recommendation.made',
      );
    },
  })
  recommendations(
    @Arg('courseId', () => ID, { description: 'A course the viewer learns in.' })
    _courseId: string,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Go on after this cursor: what was missed comes first, then what happens. From now on when absent.',
    })
    _after: string | null,
    @Root() event: LiveEvent<DomainEventOf<'recommendation.made'>>,
  ) {
    return { ...event.facts, cursor: streamCursor(event.stream, event.sequence) };
  }

  @FieldResolver(() => Recommendation, { description: 'The recommendation.' })
  async recommendation(
    @Root() made: DomainEventOf<'recommendation.made'>,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.recommendationById.load(made.recommendationId);
  }
}
