import { z } from 'zod';

import { readerOf } from '../../entities/orm.js';
import { Session, User } from '../../entities/people.js';
import {
  countSchools,
  rotateSession,
  sessionWithUser,
  signInCandidates,
  type SessionWithUserRow,
  type SignInCandidateRow,
} from '../../entities/people.repository.js';
import { RequestError } from '../../errors/index.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps } from '../transact.js';
import type { Credentials } from './credentials.js';
import { endSessionsIn } from './end-sessions.js';
import { normalEmail, parseInput } from './input.js';
import { isLive } from './is-live.js';
import { passwordProblem } from './passwords.js';
import type { SignInAttempt } from './sign-in-limits.js';

/** What a client holds of a session. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  /** After this no renewal helps: sign in again. */
  readonly sessionExpiresAt: Date;
}

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** The slug of the school, for people who are in several. */
  readonly school?: string | null | undefined;
  /** The peer the attempt comes from; null when nobody knows. */
  readonly address: string | null;
}

export type SignInResult =
  | {
      readonly kind: 'signedIn';
      readonly tokens: SessionTokens;
      readonly userId: string;
      readonly schoolId: string;
    }
  | { readonly kind: 'invalidCredentials' }
  | {
      readonly kind: 'schoolRequired';
      readonly schools: readonly { readonly slug: string; readonly name: string }[];
    };

export type RenewResult =
  { readonly kind: 'renewed'; readonly tokens: SessionTokens } | { readonly kind: 'sessionEnded' };

/** A session lives this long whatever happens, then one signs in again. */
const sessionMs = 30 * 24 * 60 * 60 * 1_000;
/**
 * Two tabs that renew at once both hold the same token and only one can be first. For this long the
 * other is given the winner's token instead of being taken for a thief.
 */
const leewayMs = 20_000;
/** How many schools one attempt without a school is tried against. */
const mostCandidates = 5;

const signInInput = z.object({
  // A NUL would be an error in PostgreSQL; no address or slug has one.
  email: z
    .string()
    .max(320, 'This e-mail address is too long.')
    .regex(/^\P{Cc}*$/u, 'Not valid.'),
  school: z
    .string()
    .max(63, 'No school has so long a slug.')
    .regex(/^\P{Cc}*$/u, 'Not valid.')
    .nullish(),
});

/** Signing in, staying signed in, signing out. */
export class SessionsService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly credentials: Credentials,
  ) {}

  /**
   * Opens a session. Says which schools there are to choose from only to somebody whose password
   * opens more than one of them. Throws RATE_LIMITED after too many wrong attempts.
   */
  async signIn(input: SignInInput): Promise<SignInResult> {
    const { email, school } = parseInput(signInInput, input);
    const attempt = { email: normalEmail(email), address: input.address };
    const { people, verdicts } = await this.#judge(input.password, attempt, school ?? null);
    const matches = people.filter((_, index) => verdicts[index]);
    const [person, ...others] = matches;
    if (!person) return { kind: 'invalidCredentials' };

    // Not when some account stayed shut: whoever sets the password of one account of an address
    // could otherwise try any number of passwords on its other accounts.
    if (matches.length === people.length) await this.credentials.limits.forgive(attempt);
    if (others.length > 0) {
      const schools = matches.map((match) => ({ slug: match.schoolSlug, name: match.schoolName }));
      return { kind: 'schoolRequired', schools };
    }
    const tokens = await this.#open(person, input.password);
    return { kind: 'signedIn', tokens, userId: person.userId, schoolId: person.schoolId };
  }

  /**
   * Exchanges a refresh token for the next pair. A token that was exchanged before ends the session:
   * two parties hold it, and one of them stole it.
   */
  async renew(refreshToken: string): Promise<RenewResult> {
    const presented = this.credentials.tokens.readRefresh(refreshToken);
    if (!presented) return { kind: 'sessionEnded' };
    const now = this.deps.clock();

    const session = await transact(this.deps, async (tx) => {
      const rotated = await rotateSession(tx.db, {
        id: presented.sessionId,
        generation: presented.generation,
        now,
      });
      const current = await sessionWithUser(tx.db, presented.sessionId);
      if (!current || !isLive(current, now)) return null;
      if (rotated !== null) return current;
      if (isLate(presented.generation, current, now)) return current;
      if (presented.generation < current.generation) {
        await endSessionsIn(tx, { sessionId: current.id }, { reason: 'reused', now });
      }
      return null;
    });
    if (!session) return { kind: 'sessionEnded' };
    const tokens = await this.#tokensFor({ ...session, expiresAt: new Date(session.expiresAt) });
    return { kind: 'renewed', tokens };
  }

  /** Ends the session of this request. Doing it twice is no mistake. */
  async signOut(actor: Actor): Promise<{ readonly kind: 'signedOut' }> {
    const { sessionId } = actor;
    if (sessionId === null) throw RequestError.forbidden('A key has no session to sign out of.');
    const now = this.deps.clock();
    await transact(this.deps, (tx) =>
      endSessionsIn(tx, { sessionId }, { reason: 'signed_out', now }),
    );
    return { kind: 'signedOut' };
  }

  /** Signs a user out everywhere and returns from how many sessions. The caller knows who may. */
  async endSessionsOf(userId: string): Promise<number> {
    const now = this.deps.clock();
    return transact(this.deps, (tx) => endSessionsIn(tx, { userId }, { reason: 'revoked', now }));
  }

  /** Tries the password on the accounts that may be meant, after counting the attempt. */
  async #judge(
    password: string,
    attempt: SignInAttempt,
    school: string | null,
  ): Promise<{ people: readonly SignInCandidateRow[]; verdicts: readonly boolean[] }> {
    const { limits, passwords } = this.credentials;
    await limits.count(attempt);
    try {
      const { people, places } = await this.#candidates(attempt.email, school);
      const hashes = Array.from({ length: places }, (_, at) => people[at]?.passwordHash ?? null);
      return { people, verdicts: await passwords.check(password, hashes) };
    } catch (error) {
      // Nothing was learned from it. A class turned away in a rush must not lock itself out.
      await limits.forgive(attempt);
      throw error;
    }
  }

  /**
   * The accounts to try, and how many checks to make whether or not there are as many: that depends
   * on how many schools there are, so that the time taken does not tell who has an account.
   */
  async #candidates(
    email: string,
    school: string | null,
  ): Promise<{ people: readonly SignInCandidateRow[]; places: number }> {
    const db = readerOf(this.deps.em);
    const schools = school === null ? await countSchools(db, mostCandidates) : 1;
    const places = Math.max(1, schools);
    const people = await signInCandidates(db, { email, schoolSlug: school, limit: places });
    return { people, places };
  }

  async #open(person: SignInCandidateRow, password: string): Promise<SessionTokens> {
    const renewedHash = await this.#renewedHash(person, password);
    const now = this.deps.clock();
    const session = {
      id: newId(),
      schoolId: person.schoolId,
      userId: person.userId,
      generation: 1,
      expiresAt: new Date(now.getTime() + sessionMs),
    };
    await transact(this.deps, async ({ em }) => {
      if (renewedHash !== null) {
        // Only over the hash we checked: the password may have been changed in the meantime.
        await em.nativeUpdate(
          User,
          { id: person.userId, passwordHash: person.passwordHash },
          { passwordHash: renewedHash },
        );
      }
      em.create(Session, {
        ...session,
        rotatedAt: now,
        endedAt: null,
        endReason: null,
        createdAt: now,
      });
    });
    return this.#tokensFor(session);
  }

  /** The password under today's parameters, if it is stored under others. */
  async #renewedHash(person: SignInCandidateRow, password: string): Promise<string | null> {
    const { passwords } = this.credentials;
    if (person.passwordHash === null || !passwords.isOutdated(person.passwordHash)) return null;
    // One from before a stricter rule on length still opens its account.
    if (passwordProblem(password) !== null) return null;
    return passwords.hash(password);
  }

  async #tokensFor(session: {
    id: string;
    userId: string;
    schoolId: string;
    generation: number;
    expiresAt: Date;
  }): Promise<SessionTokens> {
    const { tokens } = this.credentials;
    const { id: sessionId, userId, schoolId, generation } = session;
    const access = await tokens.issueAccess({ sessionId, userId, schoolId });
    return {
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken: tokens.issueRefresh({ sessionId, generation }),
      sessionExpiresAt: session.expiresAt,
    };
  }
}

/** Whether a token lost a race that has only just been run. */
function isLate(generation: number, current: SessionWithUserRow, now: Date): boolean {
  return (
    generation === current.generation - 1 &&
    now.getTime() - new Date(current.rotatedAt).getTime() <= leewayMs
  );
}
