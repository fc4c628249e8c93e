export interface Pace {
  /** Answers a second. */
  readonly rate: number;
  /** Most answers of one batch. */
  readonly maxBatch: number;
}

/** Batches a second, as long as the other side keeps up. */
const BATCHES_PER_SECOND = 10;
/** What may be made up for after a delay, in seconds: more would be a burst, not a rate. */
const CATCH_UP_SECONDS = 1;
/** Sums of tenths are not whole. */
const ROUNDING = 1e-6;

/**
 * Decides how many answers are due. By any moment no more have been let through than the rate times
 * the time since the start; a side that cannot keep up gets larger batches, up to a second's worth,
 * and what it is later than that is not made up for. A bucket of tokens, with the time handed in.
 */
export class Pacer {
  readonly #batch: number;
  readonly #capacity: number;
  #tokens = 0;
  #at: number;

  /** Begins at `now`, in milliseconds. */
  constructor(
    private readonly pace: Pace,
    now: number,
  ) {
    const { rate, maxBatch } = pace;
    if (!(rate > 0)) throw new RangeError('A rate is more than nothing.');
    this.#batch = Math.min(maxBatch, Math.max(1, Math.round(rate / BATCHES_PER_SECOND)));
    this.#capacity = Math.max(this.#batch, rate * CATCH_UP_SECONDS);
    this.#at = now;
  }

  /** How many of the `left` answers to send now; 0 when it is not time yet. They count as sent. */
  take(now: number, left: number): number {
    this.#tokens = Math.min(
      this.#capacity,
      this.#tokens + ((now - this.#at) * this.pace.rate) / 1e3,
    );
    this.#at = now;
    const whole = Math.floor(this.#tokens + ROUNDING);
    if (whole < Math.min(this.#batch, left)) return 0;
    const taken = Math.min(whole, this.pace.maxBatch, left);
    this.#tokens -= taken;
    return taken;
  }

  /** How many milliseconds after the last `take` the next batch is due. */
  waitMs(left: number): number {
    const missing = Math.min(this.#batch, left) - this.#tokens - ROUNDING;
    return Math.max(0, Math.ceil((missing * 1e3) / this.pace.rate));
  }
}
