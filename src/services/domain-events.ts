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
      /** Every step of an enrollment's life; those that begin or end a right are told as such too. */
      readonly type: 'enrollment.transitioned';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly role: string;
      readonly from: string | null;
      readonly to: string;
      readonly actorId: string | null;
      readonly at: string;
    }
  | {
      readonly type: 'enrollment.moved';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly sectionId: string | null;
      readonly at: string;
    }
  | {
      readonly type: 'enrollment_settings.changed';
      readonly schoolId: string;
      readonly courseId: string;
      readonly actorId: string;
      readonly at: string;
    }
  | {
      readonly type: 'invitation.created' | 'invitation.ended';
      readonly schoolId: string;
      readonly courseId: string;
      readonly invitationId: string;
      readonly state: string;
      readonly at: string;
    }
  | {
      /** A term, section or cohort that was made, changed or deleted. */
      readonly type: 'organisation.changed';
      readonly schoolId: string;
      readonly kind: 'term' | 'section' | 'cohort';
      readonly objectId: string;
      readonly change: 'created' | 'updated' | 'deleted';
      readonly actorId: string;
      readonly at: string;
    }
  | {
      readonly type: 'user.changed';
      readonly schoolId: string;
      readonly userId: string;
      readonly change: 'created' | 'updated' | 'profile_updated' | 'disabled' | 'enabled';
      readonly actorId: string;
      readonly at: string;
    }
  | {
      readonly type: 'guardian_link.changed';
      readonly schoolId: string;
      readonly guardianLinkId: string;
      readonly guardianId: string;
      readonly learnerId: string;
      readonly state: string;
      readonly actorId: string;
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
      readonly type: 'grade.changed';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      /** Columns that changed; none when only a total did. */
      readonly columnIds: readonly string[];
      /** Whether the learner sees any of it. */
      readonly posted: boolean;
      readonly at: string;
    }
  | {
      readonly type: 'gradebook.changed';
      readonly schoolId: string;
      readonly courseId: string;
      readonly what: 'policy' | 'column';
      readonly columnId: string | null;
      readonly at: string;
    }
  | {
      readonly type: 'course.changed';
      readonly schoolId: string;
      readonly courseId: string;
      readonly change: string;
      readonly at: string;
    }
  | {
      readonly type: 'attempt.started' | 'attempt.submitted';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly attemptId: string;
      readonly assessmentId: string;
      readonly at: string;
    }
  | {
      readonly type: 'attempt.saved';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly attemptId: string;
      readonly assessmentId: string;
      readonly attemptItemId: string;
      readonly at: string;
    }
  | {
      /** What an attempt has come to, each time it changes. */
      readonly type: 'attempt.graded';
      readonly schoolId: string;
      readonly courseId: string;
      readonly enrollmentId: string;
      readonly userId: string;
      readonly attemptId: string;
      readonly assessmentId: string;
      /** Null while there are none that count. */
      readonly points: number | null;
      readonly possible: number;
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
    case 'grade.changed':
      return event.posted
        ? [streamKeys.classroom(event.courseId), streamKeys.grades(event.enrollmentId)]
        : [streamKeys.classroom(event.courseId)];
    case 'course.changed':
    case 'gradebook.changed':
      return [streamKeys.classroom(event.courseId)];
    case 'enrollment.transitioned':
    case 'enrollment.moved':
    case 'enrollment_settings.changed':
    case 'invitation.created':
    case 'invitation.ended':
      return [streamKeys.enrollments(event.courseId)];
    case 'organisation.changed':
    case 'user.changed':
    case 'guardian_link.changed':
      return [streamKeys.school(event.schoolId)];
    case 'recommendation.made':
      return [streamKeys.recommendations(event.enrollmentId)];
    case 'session.ended':
    case 'api_key.revoked':
      return [streamKeys.access(event.schoolId)];
    case 'attempt.started':
    case 'attempt.submitted':
    case 'attempt.graded':
      return [streamKeys.classroom(event.courseId), streamKeys.attempt(event.attemptId)];
    case 'attempt.saved':
      return [streamKeys.attempt(event.attemptId)];
    case 'job.updated':
      return [streamKeys.job(event.jobId)];
  }
}
