/**
 * SQLSTATEs and system errors that say the database is away, not that a statement is wrong: it is
 * shutting down, crashed or starting (57P01-57P03), the connection broke (class 08), it has no
 * connection left (53300), its disk is full or nearly so (53100, 25006), or the network does not
 * get there.
 */
const codes = new Set([
  ...['57P01', '57P02', '57P03', '53300', '53100', '25006'],
  ...['08000', '08001', '08003', '08004', '08006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'],
]);

/** What `pg` says in words alone. */
const messages = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Cannot use a pool after calling end on the pool',
];

const MAX_CAUSES = 10;

/** Whether the database, or the way to it, is gone, so that the same request may succeed soon. */
export function isDatabaseLoss(error: unknown): boolean {
  return causesOf(error).some(({ name, message, code }) => {
    if (name === 'EmbeddedDatabaseUnavailableError') return true;
    if (typeof code === 'string' && codes.has(code)) return true;
    return typeof message === 'string' && messages.some((start) => message.includes(start));
  });
}

/** The error and what it wraps, whoever wrapped it. */
function causesOf(error: unknown): { name?: unknown; message?: unknown; code?: unknown }[] {
  const found: object[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < MAX_CAUSES) {
    const next = queue.shift();
    if (next === null || typeof next !== 'object' || found.includes(next)) continue;
    found.push(next);
    if ('originalError' in next) queue.push(next.originalError);
    if ('cause' in next) queue.push(next.cause);
    if ('errors' in next && Array.isArray(next.errors)) queue.push(...(next.errors as unknown[]));
  }
  return found;
}
