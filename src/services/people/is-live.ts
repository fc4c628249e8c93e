import type { SessionWithUserRow } from '../../entities/people.repository.js';

/** Whether a session still lets its user in. */
export function isLive(session: SessionWithUserRow, now: Date): boolean {
  return (
    session.endedAt === null && session.userDisabledAt === null && new Date(session.expiresAt) > now
  );
}
