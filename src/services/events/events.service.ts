import { sql } from 'kysely';

import { RequestError } from '../../errors/index.js';
import type { Actor } from '../actor.js';
import { isId } from '../ids.js';
import { isStorableJson } from '../text.js';
import { transact, type ServiceDeps } from '../transact.js';

/** One event as its reporter tells it. */
export interface LearningEventInput {
  /** The reporter's own UUID; sending it again changes nothing. */
  id: string;
  /** Whose event it is; the actor when absent. */
  actorId?: string | null | undefined;
  courseId?: string | null | undefined;
  kind: string;
  occurredAt: Date;
  data?: Record<string, unknown> | null | undefined;
}

export interface RecordEventsResult {
  /** Stored by this call. */
  accepted: number;
  /** Ids that were there already. */
  duplicates: string[];
}

/** Events a call may carry. */
export const MAX_EVENTS = 500;
/** Longest `data` of one event, as JSON text. */
const MAX_DATA_LENGTH = 4_096;
/** How far a reporter's clock may be ahead; later times are set back to receipt. */
const FUTURE_TOLERANCE_MS = 5 * 60_000;

export class EventsService {
  constructor(private readonly deps: ServiceDeps) {}

  /**
   * Stores learning events, all or none, exactly once by id. People report for themselves; a
   * service account with the scope `events:record` for anyone in its school.
   */
  async recordEvents(
    actor: Actor,
    events: readonly LearningEventInput[],
  ): Promise<RecordEventsResult> {
    if (events.length === 0 || events.length > MAX_EVENTS) {
      throw RequestError.badInput('events', `Send 1 to ${String(MAX_EVENTS)} events at a time.`);
    }
    const now = this.deps.clock();
    const latest = now.getTime() + FUTURE_TOLERANCE_MS;
    const columns = {
      ids: [] as string[],
      actors: [] as string[],
      courses: [] as (string | null)[],
      kinds: [] as string[],
      times: [] as string[],
      data: [] as string[],
    };
    /** Ids as they were sent, by their one form. */
    const sent = new Map<string, string>();
    const duplicates: string[] = [];
    const others = new Set<string>();
    const courses = new Set<string>();
    events.forEach((event, index) => {
      const field = `events.${String(index)}`;
      if (!isId(event.id)) throw RequestError.badInput(`${field}.id`, 'The id must be a UUID.');
      const id = event.id.toLowerCase();
      if (sent.has(id)) {
        duplicates.push(event.id);
        return;
      }
      sent.set(id, event.id);
      const actorId = event.actorId ?? actor.userId;
      if (actorId !== actor.userId) {
        if (!actor.scopes.has('events:record')) {
          throw RequestError.forbidden(
            'Only a key with the scope events:record may report for others.',
          );
        }
        others.add(actorId);
      }
      const data = JSON.stringify(event.data ?? {});
      if (data.length > MAX_DATA_LENGTH) {
        throw RequestError.badInput(
          `${field}.data`,
          `The data of an event may be ${String(MAX_DATA_LENGTH)} characters of JSON at most.`,
        );
      }
      if (!isStorableJson(event.data)) {
        throw RequestError.badInput(
          `${field}.data`,
          'The data of an event has no NUL and no half of a surrogate pair.',
        );
      }
      if (event.courseId != null) courses.add(event.courseId);
      const at = event.occurredAt.getTime();
      columns.ids.push(id);
      columns.actors.push(actorId);
      columns.courses.push(event.courseId ?? null);
      columns.kinds.push(event.kind);
      columns.times.push((at > latest ? now : event.occurredAt).toISOString());
      columns.data.push(data);
    });

    return transact(this.deps, async ({ db }) => {
      if (others.size > 0) {
        const known = await db
          .selectFrom('users')
          .select('id')
          .where('school_id', '=', actor.schoolId)
          .where('id', 'in', [...others])
          .execute();
        if (known.length < others.size) throw RequestError.notFound('user');
      }
      if (courses.size > 0) {
        const known = await db
          .selectFrom('courses')
          .select('id')
          .where('school_id', '=', actor.schoolId)
          .where('id', 'in', [...courses])
          .execute();
        if (known.length < courses.size) throw RequestError.notFound('course');
      }
      // In one order, so that two batches with the same events cannot deadlock.
      const stored = await sql<{ id: string }>`
        insert into learning_events
          (school_id, id, actor_id, course_id, kind, occurred_at, received_at, data)
        select ${actor.schoolId}::uuid, id, actor_id, course_id, kind, occurred_at,
          ${now.toISOString()}::timestamptz, data::jsonb
        from unnest(
          ${columns.ids}::uuid[], ${columns.actors}::uuid[], ${columns.courses}::uuid[],
          ${columns.kinds}::text[], ${columns.times}::timestamptz[], ${columns.data}::text[]
        ) as event (id, actor_id, course_id, kind, occurred_at, data)
        order by id
        on conflict (school_id, id) do nothing
        returning id`.execute(db);
      if (stored.rows.length < columns.ids.length) {
        const fresh = new Set(stored.rows.map((row) => row.id));
        for (const [id, asSent] of sent) if (!fresh.has(id)) duplicates.push(asSent);
      }
      return { accepted: stored.rows.length, duplicates };
    });
  }
}
