import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

export type AttemptVerdict =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Counts attempts per key over a window that opens with the first of them. */
export interface AttemptLimiter {
  /** Counts one attempt and says whether it may go ahead. */
  consume(key: string): Promise<AttemptVerdict>;
  /** Takes one counted attempt back. */
  giveBack(key: string): Promise<void>;
}

export interface AttemptLimiterOptions {
  /** Sets the keys of this limiter apart from those of others. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
  /** When given, all nodes count together. */
  readonly redis?: Redis | Cluster | undefined;
}

/**
 * Counts in memory, or in Redis when there is one. While Redis is away each node counts for
 * itself: a limit that is looser for a while beats a sign-in that fails.
 */
export function createAttemptLimiter(options: AttemptLimiterOptions): AttemptLimiter {
  const shared = {
    keyPrefix: `lyceum:attempts:${options.name}`,
    points: options.points,
    duration: options.windowSeconds,
  };
  const memory = new RateLimiterMemory(shared);
  const counter = options.redis
    ? new RateLimiterRedis({
        ...shared,
        storeClient: options.redis,
        insuranceLimiter: memory,
        // Without it a command waits in ioredis for as long as the server is away.
        rejectIfRedisNotReady: true,
      })
    : memory;
  return {
    async consume(key) {
      try {
        await counter.consume(key);
        return { allowed: true };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
        return { allowed: false, retryAfterSeconds };
      }
    },
    async giveBack(key) {
      await counter.reward(key);
    },
  };
}
