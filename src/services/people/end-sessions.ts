import { endSessions } from '../../entities/people.repository.js';
import type { Transaction } from '../transact.js';

/**
 * Ends sessions as part of a larger use case and reports each, which closes their sockets on every
 * node. Returns how many were still live.
 */
export async function endSessionsIn(
  tx: Transaction,
  which: { sessionId: string } | { userId: string },
  end: { reason: 'signed_out' | 'reused' | 'revoked'; now: Date },
): Promise<number> {
  const ended = await endSessions(tx.db, which, end);
  for (const session of ended) {
    tx.report({
      type: 'session.ended',
      schoolId: session.schoolId,
      userId: session.userId,
      sessionId: session.id,
      at: end.now.toISOString(),
    });
  }
  return ended.length;
}
