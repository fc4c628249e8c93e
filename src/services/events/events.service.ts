import { sql } from 'kysely';

import type { Reader } from '../../entities/orm.js';
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
      // Neither is written without an escape, so that most data need not be walked through.
      if (data.includes('\\u') && !isStorableJson(event.data)) {
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
      // In one order, so that two batches with the same events cannot deadlock.
      const stored = await sql<{ id: string }>`
        insert into learning_events
          (school_id, id, actor_id, course_id, kind, occurred_at, received_at, data)
        select ${actor.schoolId}::uuid, id, actor_id, course_id, kind, occurred_at,
          ${now.toISOString()}::timestamptz, data
        from rows from (
          unnest(
            ${columns.ids}::uuid[], ${columns.actors}::uuid[], ${columns.courses}::uuid[],
            ${columns.kinds}::text[], ${columns.times}::timestamptz[]
          ),
          jsonb_array_elements(${`[${columns.data.join(',')}]`}::jsonb)
        ) as event (id, actor_id, course_id, kind, occurred_at, data)
        where (course_id is null or course_id in
            (select id from courses where school_id = ${actor.schoolId}::uuid))
          and actor_id in (select id from users where school_id = ${actor.schoolId}::uuid)
        order by id
        on conflict (school_id, id) do nothing
        returning id`.execute(db);
      if (stored.rows.length < columns.ids.length) {
        // Something was there already, or names what is not: only then is it worth asking which.
        await assertKnown(db, 'users', actor.schoolId, others);
        await assertKnown(db, 'courses', actor.schoolId, courses);
        const fresh = new Set(stored.rows.map((row) => row.id));
        for (const [id, asSent] of sent) if (!fresh.has(id)) duplicates.push(asSent);
      }
      return { accepted: stored.rows.length, duplicates };
    });
  }
}

/** Throws NOT_FOUND unless the school has every one of these. */
async function assertKnown(
  db: Reader,
  table: 'users' | 'courses',
  schoolId: string,
  ids: ReadonlySet<string>,
): Promise<void> {
  if (ids.size === 0) return;
  const known = await db
    .selectFrom(table)
    .select('id')
    .where('school_id', '=', schoolId)
    .where('id', 'in', [...ids])
    .execute();
  if (known.length < ids.size) throw RequestError.notFound(table === 'users' ? 'user' : 'course');
}
