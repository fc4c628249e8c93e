/** Thrown by a gate whose queue is full. */
export class GateFullError extends Error {}

/** Lets a few pieces of work run at once, a bounded number wait in line, and turns the rest away. */
export class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly limits: { concurrency: number; queue: number }) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.limits.concurrency) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.limits.queue) throw new GateFullError('The queue is full.');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    // The place goes to the next in line without ever being free, so nobody can slip in between.
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
