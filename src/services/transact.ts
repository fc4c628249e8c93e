import { sql } from 'kysely';

import { readerOf, type EntityManager, type Reader } from '../entities/orm.js';
import type { Clock } from './clock.js';
import { streamsOf, type DomainEvent } from './domain-events.js';

/** What every service is built from. */
export interface ServiceDeps {
  /** Forked for this request; each use case forks it again for its transaction. */
  readonly em: EntityManager;
  readonly clock: Clock;
  /** Tells the live side, after commit, which streams have grown. A hint: losing it loses nothing. */
  readonly announce: (streams: readonly string[]) => void;
}

/** One open transaction. Never use an outer EntityManager inside: the embedded database would wait for ever. */
export interface Transaction {
  readonly em: EntityManager;
  readonly db: Reader;
  /** Puts an event into the outbox of this transaction. */
  readonly report: (event: DomainEvent) => void;
}

/**
 * Runs one use case in one transaction: its rows, then the outbox items of what it reported, then
 * commit, then the hint. Stream rows are locked last and in one order, so that their sequences
 * follow commit order, hold nobody up for long and cannot deadlock.
 */
export async function transact<T>(
  deps: ServiceDeps,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  let grown: readonly string[] = [];
  const result = await deps.em.fork({ clear: true }).transactional(async (em) => {
    const events: DomainEvent[] = [];
    const value = await work({ em, db: readerOf(em), report: (event) => events.push(event) });
    await em.flush();
    grown = await appendToStreams(readerOf(em), events, deps.clock());
    return value;
  });
  if (grown.length > 0) deps.announce(grown);
  return result;
}

/** Numbers the events on their streams and stores them. Returns the streams, sorted. */
async function appendToStreams(
  db: Reader,
  events: readonly DomainEvent[],
  now: Date,
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const byStream = new Map<string, DomainEvent[]>();
  for (const event of events) {
    for (const stream of streamsOf(event)) {
      const items = byStream.get(stream);
      if (items) items.push(event);
      else byStream.set(stream, [event]);
    }
  }
  const keys = [...byStream.keys()].sort();
  const schoolIds = keys.map((key) => byStream.get(key)?.[0]?.schoolId ?? '');
  const counts = keys.map((key) => byStream.get(key)?.length ?? 0);

  const heads = await sql<{ key: string; last_sequence: number | string }>`
    insert into streams (key, school_id, last_sequence, pruned_through)
    select key, school_id, count, 0
    from unnest(${keys}::text[], ${schoolIds}::uuid[], ${counts}::bigint[])
      with ordinality as grown (key, school_id, count, position)
    order by position
    on conflict (key) do update
      set last_sequence = streams.last_sequence + excluded.last_sequence
    returning key, last_sequence`.execute(db);

  const rows: { stream: string; sequence: number; school: string; payload: string }[] = [];
  for (const head of heads.rows) {
    const items = byStream.get(head.key) ?? [];
    let sequence = Number(head.last_sequence) - items.length;
    for (const event of items) {
      sequence += 1;
      rows.push({
        stream: head.key,
        sequence,
        school: event.schoolId,
        payload: JSON.stringify(event),
      });
    }
  }
  await sql`
    insert into stream_items (stream, sequence, school_id, payload, created_at)
    select stream, sequence, school_id, payload::jsonb, ${now.toISOString()}::timestamptz
    from unnest(
      ${rows.map((row) => row.stream)}::text[],
      ${rows.map((row) => row.sequence)}::bigint[],
      ${rows.map((row) => row.school)}::uuid[],
      ${rows.map((row) => row.payload)}::text[]
    ) as item (stream, sequence, school_id, payload)`.execute(db);
  return keys;
}
