import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import { streamKeys } from '../entities/stream-keys.js';
import { AssessmentAttempt, AttemptUpdate } from '../schema/assessments/taking.js';
import { idOf } from '../schema/shared/global-id.js';
import { sequenceAfter, streamCursor } from '../schema/shared/stream-cursor.js';
import type { DomainEventOf } from '../services/domain-events.js';
import { audienceOf, StreamSource, type LiveEvent } from './stream-source.js';

type AttemptEvent = DomainEventOf<
  'attempt.started' | 'attempt.saved' | 'attempt.submitted' | 'attempt.graded'
>;

interface Asked {
  args: { attemptId: string; after?: string | null };
  context: RequestContext;
}

@Resolver(() => AttemptUpdate)
export class AttemptUpdatedSubscription {
  @Subscription(() => AttemptUpdate, {
    description:
      'Each time something is saved in an attempt of the viewer’s own, on whatever device, and each step to its end.',
    subscribe: ({ args, context }: Asked) => {
      const attemptId = idOf('AssessmentAttempt', args.attemptId);
      const stream = streamKeys.attempt(attemptId);
      return new StreamSource(
        stream,
        sequenceAfter(stream, args.after),
        audienceOf(context, `learner of ${attemptId}`),
        (facts) => String(facts['type']).startsWith('attempt.'),
      );
    },
  })
  attemptUpdated(
    @Arg('attemptId', () => ID, { description: 'The attempt.' }) _attemptId: string,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Go on after this cursor: what was missed comes first, then what happens. From now on when absent.',
    })
    _after: string | null,
    @Root() event: LiveEvent<AttemptEvent>,
  ) {
    return { ...event.facts, cursor: streamCursor(event.stream, event.sequence) };
  }

  @FieldResolver(() => AssessmentAttempt, { description: 'The attempt as it is now.' })
  async attempt(@Root() update: AttemptEvent, @Ctx() context: RequestContext) {
    return context.loaders.assessmentAttemptById.load(update.attemptId);
  }
}
