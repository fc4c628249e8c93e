import { sql } from 'kysely';

import type { Reader } from './orm.js';

/** One numbered item of a stream, as it was stored with its transaction. */
export interface StreamItemRow {
  stream: string;
  sequence: number;
  payload: Record<string, unknown>;
  /** When the use case that reported it ended, by our clock. */
  createdAt: string;
}

/** Where a stream stands: its newest sequence, and the one through which it has been pruned. */
export interface StreamHead {
  key: string;
  lastSequence: number;
  prunedThrough: number;
}

/** As the driver gives a bigint: text from PostgreSQL, a number from the embedded database. */
type Bigint = number | string;

/** Heads of those of these streams that have ever had an item. */
export async function streamHeads(db: Reader, keys: readonly string[]): Promise<StreamHead[]> {
  const rows = await db
    .selectFrom('streams')
    .select(['key', 'last_sequence as lastSequence', 'pruned_through as prunedThrough'])
    .where('key', 'in', keys)
    .$castTo<{ key: string; lastSequence: Bigint; prunedThrough: Bigint }>()
    .execute();
  return rows.map((row) => ({
    key: row.key,
    lastSequence: Number(row.lastSequence),
    prunedThrough: Number(row.prunedThrough),
  }));
}

/** Items of one stream after a sequence, in order. */
export async function itemsAfter(
  db: Reader,
  stream: string,
  after: number,
  limit: number,
): Promise<StreamItemRow[]> {
  const rows = await db
    .selectFrom('stream_items')
    .select(['stream', 'sequence', 'payload', 'created_at as createdAt'])
    .where('stream', '=', stream)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .$castTo<Omit<StreamItemRow, 'sequence'> & { sequence: Bigint }>()
    .execute();
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** Items of many streams, each after its own sequence: one statement however many there are. */
export async function itemsAfterEach(
  db: Reader,
  positions: readonly { stream: string; after: number }[],
  limit: number,
): Promise<StreamItemRow[]> {
  const { rows } = await sql<Omit<StreamItemRow, 'sequence'> & { sequence: Bigint }>`
    select item.stream, item.sequence, item.payload, item.created_at as "createdAt"
    from unnest(
      ${positions.map((position) => position.stream)}::text[],
      ${positions.map((position) => position.after)}::bigint[]
    ) as position (stream, after)
    cross join lateral (
      select stream, sequence, payload, created_at from stream_items
      where stream_items.stream = position.stream and stream_items.sequence > position.after
      order by sequence
      limit ${limit}
    ) as item
    order by item.stream, item.sequence`.execute(db);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** Drops items older than `before` and notes through where. Returns how many went. */
export async function pruneStreams(db: Reader, before: Date): Promise<number> {
  const { rows } = await sql<{ count: Bigint }>`
    with gone as (
      delete from stream_items
      where created_at < ${before.toISOString()}::timestamptz
      returning stream, sequence
    ), floors as (
      update streams set pruned_through = floor.sequence
      from (select stream, max(sequence) as sequence from gone group by stream) as floor
      where streams.key = floor.stream and streams.pruned_through < floor.sequence
    )
    select count(*) as count from gone`.execute(db);
  return Number(rows[0]?.count ?? 0);
}
