import type { RequestContext } from '../context/request-context.js';

/** One stored item of a stream, as live fields resolve it: its place and its facts. */
export interface LiveEvent<Facts = Record<string, unknown>> {
  readonly stream: string;
  readonly sequence: number;
  readonly facts: Facts;
}

/**
 * What a Subscription field's `subscribe` answers: which stream to follow, from where, and who may
 * share an execution. The hub reads and delivers; nothing is iterated here, so that nothing queues
 * where the hub cannot see it.
 */
export class StreamSource implements AsyncIterable<LiveEvent> {
  constructor(
    readonly stream: string,
    /** The last sequence the client has seen; null to begin with what comes next. */
    readonly after: number | null,
    /**
     * The authorisation class: viewers with the same one are shown the same. Same school, same
     * rank in it, same relation to the subject, same scopes.
     */
    readonly audience: string,
    /** Which stored items this field shows; the others only move its place. */
    readonly shows: (facts: Record<string, unknown>) => boolean,
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<LiveEvent> {
    throw new Error('A stream source is delivered by the live hub, not iterated.');
  }
}

/** The part of an authorisation class that every stream shares. */
export function audienceOf(context: RequestContext, relation: string): string {
  const viewer = context.signedIn();
  // Administrators are shown more of a person than the staff of a course are.
  const rank = viewer.isAdministrator ? 'administrator' : 'member';
  return [viewer.schoolId, rank, relation, ...[...viewer.scopes].sort()].join(' ');
}
