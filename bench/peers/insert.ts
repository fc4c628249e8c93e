/**
 * A small HTTP server that stores what it is sent with one plain multi-row insert, and answers when
 * it is committed. It believes its caller: no sign-in, no checks, no graph.
 */
import { createServer, type IncomingMessage } from 'node:http';

import { announceReady, connect, settings } from './serve.ts';

interface Batch {
  readonly schoolId: string;
  readonly actorId: string;
  readonly events: readonly {
    readonly id: string;
    readonly kind: string;
    readonly courseId: string;
    readonly occurredAt: string;
    readonly data: object;
  }[];
}

const pool = connect('bench-insert');
const COLUMNS = 8;
const statements = new Map<number, string>();

/** `insert ... values ($1, ..., $8), ($9, ...` for so many rows. */
function insertOf(rows: number): string {
  const known = statements.get(rows);
  if (known) return known;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const places = Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`);
    return `(${places.join(', ')})`;
  });
  const statement = `insert into learning_events
    (school_id, id, actor_id, course_id, kind, occurred_at, received_at, data)
    values ${tuples.join(', ')}`;
  statements.set(rows, statement);
  return statement;
}

async function store({ schoolId, actorId, events }: Batch): Promise<number> {
  const now = new Date();
  const values: unknown[] = [];
  for (const { id, kind, courseId, occurredAt, data } of events) {
    values.push(schoolId, id, actorId, courseId, kind.toLowerCase(), occurredAt, now, data);
  }
  const { rowCount } = await pool.query(insertOf(events.length), values);
  return rowCount ?? 0;
}

const server = createServer((request, response) => {
  bodyOf(request)
    .then((body) => store(JSON.parse(body.toString('utf8')) as Batch))
    .then(
      (accepted) => response.end(JSON.stringify({ data: { accepted } })),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

server.listen(settings().port, '127.0.0.1', announceReady);
