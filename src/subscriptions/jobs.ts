import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import { streamKeys } from '../entities/stream-keys.js';
import { Job } from '../schema/jobs.js';
import { JobUpdate } from '../schema/live.js';
import { idOf } from '../schema/shared/global-id.js';
import { sequenceAfter, streamCursor } from '../schema/shared/stream-cursor.js';
import type { DomainEventOf } from '../services/domain-events.js';
import { audienceOf, StreamSource, type LiveEvent } from './stream-source.js';

interface Asked {
  args: { jobId: string; after?: string | null };
  context: RequestContext;
}

@Resolver(() => JobUpdate)
export class JobUpdatedSubscription {
  @Subscription(() => JobUpdate, {
    description: 'Each step a job takes, to its end.',
    subscribe: ({ args, context }: Asked) => {
      const jobId = idOf('Job', args.jobId);
      const stream = streamKeys.job(jobId);
      return new StreamSource(
        stream,
        sequenceAfter(stream, args.after),
        audienceOf(context, `owner of ${jobId}`),
        (facts) => facts['type'] === 'job.updated',
      );
    },
  })
  jobUpdated(
    @Arg('jobId', () => ID, { description: 'The job.' }) _jobId: string,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Go on after this cursor: what was missed comes first, then what happens. From now on when absent.',
    })
    _after: string | null,
    @Root() event: LiveEvent<DomainEventOf<'job.updated'>>,
  ) {
    return { ...event.facts, cursor: streamCursor(event.stream, event.sequence) };
  }

  @FieldResolver(() => Job, { description: 'The job as it is now.' })
  async job(@Root() update: DomainEventOf<'job.updated'>, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(update.jobId);
  }
}
