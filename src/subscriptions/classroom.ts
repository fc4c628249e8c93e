import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import { streamKeys } from '../entities/stream-keys.js';
import { Problem, Skill, Step } from '../schema/courses.js';
import { Enrollment, EnrollmentRole } from '../schema/enrollments.js';
import {
  ClassActivity,
  EnrollmentActivity,
  HintActivity,
  MasteryMove,
  PracticeActivity,
  ResponseActivity,
} from '../schema/live.js';
import { Response } from '../schema/practice.js';
import { idOf } from '../schema/shared/global-id.js';
import { sequenceAfter, streamCursor } from '../schema/shared/stream-cursor.js';
import type { DomainEventOf } from '../services/domain-events.js';
import { audienceOf, StreamSource, type LiveEvent } from './stream-source.js';

type ClassEvent = DomainEventOf<
  | 'practice.started'
  | 'hint.requested'
  | 'response.submitted'
  | 'enrollment.created'
  | 'enrollment.ended'
>;

const TYPES = {
  'practice.started': 'PracticeActivity',
  'hint.requested': 'HintActivity',
  'response.submitted': 'ResponseActivity',
  'enrollment.created': 'EnrollmentActivity',
  'enrollment.ended': 'EnrollmentActivity',
} as const satisfies Record<ClassEvent['type'], string>;

interface Asked {
  args: { courseId: string; after?: string | null };
  context: RequestContext;
}

@Resolver()
export class ClassActivitySubscription {
  @Subscription(() => ClassActivity, {
    description:
      'Everything that happens in a course, in the order it was committed. For its staff. Ends with ACCESS_REVOKED when the right ends.',
    subscribe: ({ args, context }: Asked) => {
      const courseId = idOf('Course', args.courseId);
      const stream = streamKeys.classroom(courseId);
      return new StreamSource(
        stream,
        sequenceAfter(stream, args.after),
        audienceOf(context, `staff of ${courseId}`),
        (facts) => String(facts['type']) in TYPES,
      );
    },
  })
  classActivity(
    @Arg('courseId', () => ID, { description: 'The course.' }) _courseId: string,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Go on after this cursor: what was missed comes first, then what happens. From now on when absent.',
    })
    _after: string | null,
    @Root() event: LiveEvent<ClassEvent>,
  ) {
    return {
      ...event.facts,
      __typename: TYPES[event.facts.type],
      cursor: streamCursor(event.stream, event.sequence),
      joined: event.facts.type === 'enrollment.created',
    };
  }
}

function whose(activity: ClassEvent, context: RequestContext) {
  return context.loaders.enrollmentById.load(activity.enrollmentId);
}

@Resolver(() => PracticeActivity)
export class PracticeActivityResolver {
  @FieldResolver(() => Enrollment, { nullable: true, description: 'Whose.' })
  async enrollment(
    @Root() activity: DomainEventOf<'practice.started'>,
    @Ctx() context: RequestContext,
  ) {
    return whose(activity, context);
  }

  @FieldResolver(() => Problem, { nullable: true, description: 'The problem opened.' })
  async problem(
    @Root() activity: DomainEventOf<'practice.started'>,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.problemById.load(activity.problemId);
  }
}

@Resolver(() => HintActivity)
export class HintActivityResolver {
  @FieldResolver(() => Enrollment, { nullable: true, description: 'Whose.' })
  async enrollment(
    @Root() activity: DomainEventOf<'hint.requested'>,
    @Ctx() context: RequestContext,
  ) {
    return whose(activity, context);
  }

  @FieldResolver(() => Step, { nullable: true, description: 'The step a hint was asked for.' })
  async step(@Root() activity: DomainEventOf<'hint.requested'>, @Ctx() context: RequestContext) {
    return context.loaders.stepById.load(activity.stepId);
  }
}

@Resolver(() => ResponseActivity)
export class ResponseActivityResolver {
  @FieldResolver(() => Enrollment, { nullable: true, description: 'Whose.' })
  async enrollment(
    @Root() activity: DomainEventOf<'response.submitted'>,
    @Ctx() context: RequestContext,
  ) {
    return whose(activity, context);
  }

  @FieldResolver(() => Step, { nullable: true, description: 'The step answered.' })
  async step(
    @Root() activity: DomainEventOf<'response.submitted'>,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.stepById.load(activity.stepId);
  }

  @FieldResolver(() => Response, { nullable: true, description: 'The answer as it was graded.' })
  async response(
    @Root() activity: DomainEventOf<'response.submitted'>,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.responseById.load(activity.responseId);
  }

  @FieldResolver(() => [MasteryMove], {
    description: 'Mastery after the answer, for the skills it moved.',
  })
  mastery(@Root() activity: DomainEventOf<'response.submitted'>) {
    return activity.mastery;
  }
}

@Resolver(() => MasteryMove)
export class MasteryMoveResolver {
  @FieldResolver(() => Skill, { nullable: true, description: 'The skill.' })
  async skill(@Root() move: { skillId: string }, @Ctx() context: RequestContext) {
    return context.loaders.skillById.load(move.skillId);
  }
}

@Resolver(() => EnrollmentActivity)
export class EnrollmentActivityResolver {
  @FieldResolver(() => Enrollment, { nullable: true, description: 'Whose.' })
  async enrollment(
    @Root() activity: DomainEventOf<'enrollment.created' | 'enrollment.ended'>,
    @Ctx() context: RequestContext,
  ) {
    return whose(activity, context);
  }

  @FieldResolver(() => EnrollmentRole, { description: 'In which role.' })
  role(@Root() activity: DomainEventOf<'enrollment.created' | 'enrollment.ended'>) {
    return activity.role;
  }
}
