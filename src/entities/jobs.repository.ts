import { sql } from 'kysely';

import type { Reader } from './orm.js';

export interface JobRow {
  id: string;
  schoolId: string;
  requestedById: string;
  kind: 'import_course' | 'recompute_grades';
  state: 'queued' | 'active' | 'completed' | 'failed';
  done: number;
  total: number | null;
  result: Record<string, unknown> | null;
  failure: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export async function jobsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .select([
      'id',
      'school_id as schoolId',
      'requested_by_id as requestedById',
      'kind',
      'state',
      'done',
      'total',
      'result',
      'failure',
      'created_at as createdAt',
      'started_at as startedAt',
      'ended_at as endedAt',
    ])
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<JobRow>()
    .execute();
}

/** A recompute of a course that a user has asked for and that waits to begin, locked. */
export async function waitingRecompute(
  db: Reader,
  schoolId: string,
  userId: string,
  courseId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from jobs
    where school_id = ${schoolId}::uuid and requested_by_id = ${userId}::uuid
      and kind = 'recompute_grades' and state = 'queued'
      and input @> ${JSON.stringify({ courseId, dryRun: false })}::jsonb
    order by id limit 1 for update`.execute(db);
  return rows[0]?.id;
}
