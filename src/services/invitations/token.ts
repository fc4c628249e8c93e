import { createHash, randomBytes } from 'node:crypto';

/** A new token, shown once to whoever invites, and what is stored of it. */
export function makeToken(): { token: string; tokenHash: string } {
  const token = `lyi_${randomBytes(32).toString('base64url')}`;
  return { token, tokenHash: hashOf(token) };
}

/** A token has 256 random bits, so one SHA-256 is all the stretching it needs. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
