import { sql } from 'kysely';

import { streamCursor } from '../../src/schema/shared/stream-cursor.js';
import type { DomainEvent } from '../../src/services/domain-events.js';
import { recomputeGrades } from '../../src/services/gradebook/recompute.js';
import type { TestClient } from './client.js';
import type { TestGateway, TestPerson } from './gateway.js';

/** A policy as the graph takes it: total points, the best attempt, no lateness. */
export const PLAIN_POLICY = {
  late: null,
  counting: 'BEST',
  missing: null,
  columnRules: [],
  total: 'POINTS',
  categories: [],
  periods: [],
  overall: 'COLUMNS',
  cap: null,
  scheme: [],
};

export const CREATE_COLUMN = /* GraphQL */ `
  mutation ($input: CreateGradeColumnInput!) {
    createGradeColumn(input: $input) {
      __typename
      ... on UserError {
        code
      }
      ... on InvalidGradeInputError {
        problems {
          code
          field
        }
      }
      ... on CreateGradeColumnSuccess {
        column {
          id
          title
          pointsPossible
          posted
          position
        }
        job {
          id
          kind
        }
      }
    }
  }
`;

export const RECORD = /* GraphQL */ `
  mutation ($input: RecordGradeInput!) {
    recordGrade(input: $input) {
      __typename
      ... on UserError {
        code
      }
      ... on InvalidGradeInputError {
        problems {
          code
          field
        }
      }
      ... on RecordGradeSuccess {
        enrollment {
          grades {
            current {
              fraction
            }
          }
        }
      }
    }
  }
`;

/** A new column; gives its global id. */
export async function createColumn(
  teacher: TestPerson,
  courseId: string,
  facts: Record<string, unknown> = {},
): Promise<string> {
  const input = { courseId, title: 'Quiz', pointsPossible: 10, posted: true, ...facts };
  const { createGradeColumn } = await teacher.client.data(CREATE_COLUMN, { input });
  return createGradeColumn.column.id as string;
}

export async function record(
  client: TestClient,
  enrollmentId: string,
  columnId: string,
  points: number | null,
) {
  const { recordGrade } = await client.data(RECORD, { input: { enrollmentId, columnId, points } });
  return recordGrade;
}

/** Brings the stored grades of a course up to date, as its jobs would. */
export async function recompute(gateway: TestGateway, courseId: string) {
  const { school_id: schoolId } = await gateway.db
    .selectFrom('courses')
    .select('school_id')
    .where('id', '=', courseId)
    .executeTakeFirstOrThrow();
  return recomputeGrades(gateway.deps, { schoolId, courseId });
}

/** What was reported on a stream of these types, oldest first. */
export async function eventsOn(
  gateway: TestGateway,
  stream: string,
  ...types: DomainEvent['type'][]
): Promise<DomainEvent[]> {
  const { rows } = await sql<{ payload: DomainEvent }>`
    select payload from stream_items where stream = ${stream} order by sequence`.execute(
    gateway.db,
  );
  return rows.map(({ payload }) => payload).filter(({ type }) => types.includes(type));
}

/** Waits for a job to end; gives it. */
export async function ended(client: TestClient, jobId: string): Promise<any> {
  const after = streamCursor(`job:${jobId.split('_')[1] ?? ''}`, 0);
  const stream = await client.follow(
    `subscription ($jobId: ID!, $after: String) { jobUpdated(jobId: $jobId, after: $after) {
       job { state result failure progress { done total } } } }`,
    { jobId, after },
  );
  for (let count = 1; ; count += 1) {
    const { job } = (await stream.take(count)).at(-1).jobUpdated;
    if (['COMPLETED', 'FAILED'].includes(job.state)) {
      stream.dispose();
      return job;
    }
  }
}
