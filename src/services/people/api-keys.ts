import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { isId, newId } from '../ids.js';

/** A key as its owner holds it, in parts. */
export interface ApiKeyParts {
  readonly apiKeyId: string;
  readonly secret: string;
}

/** Every key starts so, which tells it from a token and lets secret scanners find it. */
const prefix = 'lyk_';

/** A new key: its text, shown once, and what is stored of it. */
export function makeApiKey(): { apiKeyId: string; key: string; secretHash: string } {
  const apiKeyId = newId();
  const secret = randomBytes(32).toString('base64url');
  const secretHash = digest(secret).toString('hex');
  return { apiKeyId, key: `${prefix}${apiKeyId}_${secret}`, secretHash };
}

export function isApiKey(bearer: string): boolean {
  return bearer.startsWith(prefix);
}

/** Null for anything that cannot be one of our keys. */
export function readApiKey(bearer: string): ApiKeyParts | null {
  const [, apiKeyId, secret] = /^lyk_([0-9a-f-]{36})_([\w-]{43})$/.exec(bearer) ?? [];
  if (apiKeyId === undefined || secret === undefined || !isId(apiKeyId)) return null;
  return { apiKeyId, secret };
}

/** A secret has 256 random bits, so one SHA-256 is all the stretching it needs. */
export function opensApiKey(secret: string, secretHash: string): boolean {
  const stored = Buffer.from(secretHash, 'hex');
  const given = digest(secret);
  return stored.length === given.length && timingSafeEqual(stored, given);
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
