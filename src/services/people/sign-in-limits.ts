import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';

import { RequestError } from '../../errors/index.js';
import { createAttemptLimiter, type AttemptLimiter } from './attempt-limiter.js';
import { networkOf } from './network-of.js';

export interface SignInAttempt {
  /** In normal form. */
  readonly email: string;
  /** Where the attempt comes from; null when nobody knows. */
  readonly address: string | null;
}

const windowSeconds = 15 * 60;

/**
 * How often somebody may guess. Counted per e-mail address over all schools: were each school
 * counted apart, guessing with and without naming the school would double the number of guesses,
 * and which of the two runs out first would tell whether the account exists.
 */
export class SignInLimits {
  readonly #perAccount: AttemptLimiter;
  readonly #perAddress: AttemptLimiter;

  constructor(redis?: Redis | Cluster) {
    this.#perAccount = createAttemptLimiter({
      name: 'sign-in-account',
      points: 10,
      windowSeconds,
      redis,
    });
    this.#perAddress = createAttemptLimiter({
      name: 'sign-in-address',
      points: 100,
      windowSeconds,
      redis,
    });
  }

  /** Counts an attempt before it is made. Throws RATE_LIMITED when there have been too many. */
  async count(attempt: SignInAttempt): Promise<void> {
    // The address first: one that is over its limit must not lock other people's accounts.
    if (attempt.address !== null) await spend(this.#perAddress, networkOf(attempt.address));
    await spend(this.#perAccount, accountKey(attempt.email));
  }

  /** A right password was no guess: a class that signs in from one address is not an attack. */
  async forgive(attempt: SignInAttempt): Promise<void> {
    if (attempt.address !== null) await this.#perAddress.giveBack(networkOf(attempt.address));
    await this.#perAccount.giveBack(accountKey(attempt.email));
  }
}

async function spend(limiter: AttemptLimiter, key: string): Promise<void> {
  const verdict = await limiter.consume(key);
  if (verdict.allowed) return;
  throw new RequestError('RATE_LIMITED', 'Too many attempts to sign in. Try again later.', {
    retryAfterSeconds: verdict.retryAfterSeconds,
  });
}

/** Hashed, so that Redis and its backups hold no e-mail addresses. */
function accountKey(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}
