import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

import { RequestError } from '../../errors/index.js';
import type { Clock } from '../clock.js';
import { isId } from '../ids.js';

/** Secrets derived from LYCEUM_SECRET; each purpose has a key of its own. */
export interface Keys {
  /** Signs access tokens. */
  readonly access: Uint8Array;
  /** Makes refresh tokens. */
  readonly refresh: Uint8Array;
}

/** What an access token says. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly schoolId: string;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What a refresh token says. */
export interface RefreshClaims {
  readonly sessionId: string;
  readonly generation: number;
}

export interface TokenOptions {
  /** How long an access token lives. 15 minutes unless told. */
  readonly accessSeconds?: number;
  /** How many verified access tokens are remembered. */
  readonly remembered?: number;
}

/** The issuer and the audience: both are us. */
const lyceum = 'lyceum';
const algorithm = 'HS256';
/** Ours have under 400 characters; nothing much longer is worth decoding. */
const longestToken = 2_048;
/** Generations are PostgreSQL integers. */
const largestGeneration = 2_147_483_647;

/** One key per purpose out of one secret, so that no token can pass for another kind. */
export function deriveKeys(secret: string): Keys {
  if (secret.length < 32) throw new Error('The secret needs at least 32 characters.');
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `lyceum/${purpose}/v1`, 32));
  return { access: derive('access-token'), refresh: derive('refresh-token') };
}

/** One answer to every bearer token that is not good, so that it teaches nothing. */
export function invalidBearer(): RequestError {
  return RequestError.unauthenticated('This bearer token is not valid. Sign in again.');
}

/**
 * Makes and reads the two tokens of a session. The access token is a JWT that any node can check
 * by itself; the refresh token is a MAC over the session and its generation, so that nothing that
 * could be replayed has to be stored.
 */
export class Tokens {
  readonly #accessSeconds: number;
  /** Claims of tokens whose signature has been checked, by token. */
  readonly #verified: LRUCache<string, AccessClaims>;

  constructor(
    private readonly keys: Keys,
    private readonly clock: Clock,
    options: TokenOptions = {},
  ) {
    this.#accessSeconds = options.accessSeconds ?? 15 * 60;
    this.#verified = new LRUCache({ max: options.remembered ?? 10_000 });
  }

  async issueAccess(
    subject: Omit<AccessClaims, 'expiresAt'>,
  ): Promise<{ token: string; expiresAt: Date }> {
    const issuedAt = Math.floor(this.clock().getTime() / 1_000);
    const expiresAt = issuedAt + this.#accessSeconds;
    const token = await new SignJWT({ sid: subject.sessionId, sch: subject.schoolId })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setIssuer(lyceum)
      .setAudience(lyceum)
      .setSubject(subject.userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.keys.access);
    return { token, expiresAt: new Date(expiresAt * 1_000) };
  }

  /** Throws TOKEN_EXPIRED for a good token past its time, UNAUTHENTICATED for anything else. */
  async verifyAccess(token: string): Promise<AccessClaims> {
    const claims = this.#verified.get(token) ?? (await this.#verifyNew(token));
    if (claims.expiresAt <= this.clock().getTime()) {
      this.#verified.delete(token);
      throw expired();
    }
    return claims;
  }

  issueRefresh({ sessionId, generation }: RefreshClaims): string {
    const message = `${sessionId}.${generation}`;
    const mac = createHmac('sha256', this.keys.refresh).update(message).digest('base64url');
    return `${message}.${mac}`;
  }

  /** Null unless we made it. Whether the session still takes it is for the session to say. */
  readRefresh(token: string): RefreshClaims | null {
    const [, sessionId, digits] = /^([0-9a-f-]{36})\.(\d{1,10})\.[\w-]{43}$/.exec(token) ?? [];
    if (sessionId === undefined || digits === undefined || !isId(sessionId)) return null;
    const claims = { sessionId, generation: Number(digits) };
    if (claims.generation > largestGeneration) return null;
    const given = Buffer.from(token);
    const due = Buffer.from(this.issueRefresh(claims));
    return given.length === due.length && timingSafeEqual(given, due) ? claims : null;
  }

  async #verifyNew(token: string): Promise<AccessClaims> {
    if (token.length > longestToken) throw invalidBearer();
    const claims = readClaims(await this.#payloadOf(token));
    this.#verified.set(token, claims);
    return claims;
  }

  async #payloadOf(token: string): Promise<Record<string, unknown>> {
    try {
      const { payload } = await jwtVerify(token, this.keys.access, {
        algorithms: [algorithm],
        issuer: lyceum,
        audience: lyceum,
        requiredClaims: ['sub', 'sid', 'sch', 'iat', 'exp'],
        currentDate: this.clock(),
      });
      return payload;
    } catch (error) {
      // jose checks the signature, the issuer and the audience before the time.
      if (error instanceof errors.JWTExpired) throw expired();
      if (error instanceof errors.JOSEError) throw invalidBearer();
      throw error;
    }
  }
}

function expired(): RequestError {
  return new RequestError('TOKEN_EXPIRED', 'The access token has expired. Renew it.');
}

/** The claims of a token we signed ourselves, in the form we sign them. */
function readClaims(payload: Record<string, unknown>): AccessClaims {
  const { sub, sid, sch, exp } = payload;
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof sch !== 'string') {
    throw invalidBearer();
  }
  if (typeof exp !== 'number') throw invalidBearer();
  return { userId: sub, sessionId: sid, schoolId: sch, expiresAt: exp * 1_000 };
}
