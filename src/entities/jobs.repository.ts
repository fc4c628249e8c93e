import type { Reader } from './orm.js';

export interface JobRow {
  id: string;
  schoolId: string;
  requestedById: string;
  kind: 'import_course';
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
