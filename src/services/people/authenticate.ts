import { readerOf, type Orm } from '../../entities/orm.js';
import { apiKeyWithUser, sessionWithUser } from '../../entities/people.repository.js';
import { scopes, type Actor, type Scope } from '../actor.js';
import type { Clock } from '../clock.js';
import { isApiKey, opensApiKey, readApiKey } from './api-keys.js';
import type { Credentials } from './credentials.js';
import { isLive } from './is-live.js';
import { invalidBearer } from './tokens.js';

export interface AuthenticationPlatform {
  readonly orm: Orm;
  readonly clock: Clock;
  readonly credentials: Pick<Credentials, 'tokens'>;
}

const noScopes: ReadonlySet<Scope> = new Set();

/**
 * Who a bearer token or key stands for; null, a guest, without one. The signature is checked first
 * and the session or key read afresh by one query, so that what was revoked is refused at once.
 * Takes the credential alone, without the word `Bearer`. Throws TOKEN_EXPIRED or UNAUTHENTICATED.
 */
export async function authenticate(
  platform: AuthenticationPlatform,
  bearer: string | null,
): Promise<Actor | null> {
  if (bearer === null) return null;
  return isApiKey(bearer) ? actorOfKey(platform, bearer) : actorOfToken(platform, bearer);
}

async function actorOfToken(platform: AuthenticationPlatform, token: string): Promise<Actor> {
  const claims = await platform.credentials.tokens.verifyAccess(token);
  const session = await sessionWithUser(readerOf(platform.orm.em), claims.sessionId);
  if (!session || !isLive(session, platform.clock())) throw invalidBearer();
  if (session.userId !== claims.userId || session.schoolId !== claims.schoolId) {
    throw invalidBearer();
  }
  return {
    userId: session.userId,
    schoolId: session.schoolId,
    kind: session.userKind,
    isAdministrator: session.isAdministrator,
    sessionId: session.id,
    apiKeyId: null,
    scopes: noScopes,
    expiresAt: Math.min(claims.expiresAt, new Date(session.expiresAt).getTime()),
  };
}

async function actorOfKey(platform: AuthenticationPlatform, bearer: string): Promise<Actor> {
  const parts = readApiKey(bearer);
  if (!parts) throw invalidBearer();
  const key = await apiKeyWithUser(readerOf(platform.orm.em), parts.apiKeyId);
  if (!key || !opensApiKey(parts.secret, key.secretHash)) throw invalidBearer();
  if (key.revokedAt !== null || key.userDisabledAt !== null) throw invalidBearer();
  return {
    userId: key.userId,
    schoolId: key.schoolId,
    kind: key.userKind,
    isAdministrator: key.isAdministrator,
    sessionId: null,
    apiKeyId: parts.apiKeyId,
    // A scope that has since been dropped from the product grants nothing.
    scopes: new Set(scopes.filter((scope) => key.scopes.includes(scope))),
    expiresAt: null,
  };
}
