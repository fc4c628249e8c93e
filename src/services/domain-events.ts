import { streamKeys } from '../entities/stream-keys.js';

/**
 * Everything that happens in the product, as facts with ids. Services report these inside their
 * transaction; `streamsOf` says which streams carry each.
 */
export type DomainEvent =
  | {
      readonly type: 'practice.started';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly attemptId: string;
      readonly problemId: string;
      readonly at: string;
    }
  | {
      readonly type: 'hint.requested';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly attemptId: string;
      readonly stepId: string;
      readonly at: string;
    }
  | {
      readonly type: 'response.submitted';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly responseId: string;
      readonly stepId: string;
      readonly problemId: string;
      readonly correct: boolean;
      readonly firstTry: boolean;
      /** Mastery after the response, for the skills it moved. */
      readonly mastery: readonly { skillId: string; probability: number }[];
      readonly at: string;
    }
  | {
      readonly type: 'enrollment.created';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly role: string;
      readonly at: string;
    }
  | {
      readonly type: 'enrollment.ended';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly role: string;
      readonly at: string;
    }
  | {
      readonly type: 'recommendation.made';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly recommendationId: string;
      readonly at: string;
    }
  | {
      readonly type: 'session.ended';
      readonly schoolId: string;
      readonly userId: string;
      readonly sessionId: string;
      readonly at: string;
    }
  | {
      readonly type: 'api_key.revoked';
      readonly schoolId: string;
      readonly userId: string;
      readonly apiKeyId: string;
      readonly at: string;
    }
  | {
      readonly type: 'job.updated';
      readonly schoolId: string;
      readonly jobId: string;
      readonly at: string;
    };

export type DomainEventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** The streams that carry an event. */
export function streamsOf(event: DomainEvent): readonly string[] {
  switch (event.type) {
    case 'practice.started':
    case 'hint.requested':
    case 'response.submitted':
    case 'enrollment.created':
      return [streamKeys.classroom(event.courseId)];
    case 'enrollment.ended':
      // Both: the end of the right takes its place in every stream the right opened.
      return [streamKeys.classroom(event.courseId), streamKeys.recommendations(event.enrollmentId)];
    case 'recommendation.made':
      return [streamKeys.recommendations(event.enrollmentId)];
    case 'session.ended':
    case 'api_key.revoked':
      return [streamKeys.access(event.schoolId)];
    case 'job.updated':
      return [streamKeys.job(event.jobId)];
  }
}
