type Subscriber = (payload: string) => void;

/** Who listens to which channel of LISTEN and NOTIFY; outlives the worker that is listened to. */
export class Channels {
  readonly #subscribers = new Map<string, Set<Subscriber>>();

  /** The statement that makes a session listen to everything that is listened to. */
  get listenAll(): string {
    return [...this.#subscribers.keys()].map((channel) => listen(channel)).join(';');
  }

  /**
   * @param run executes a statement
   * @returns ends the subscription
   */
  async subscribe(
    channel: string,
    subscriber: Subscriber,
    run: (sql: string) => Promise<unknown>,
  ): Promise<() => Promise<void>> {
    await run(listen(channel)); // harmless when it does already
    const subscribers = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, subscribers.add(subscriber));
    return async () => {
      if (!subscribers.delete(subscriber) || subscribers.size > 0) return;
      this.#subscribers.delete(channel);
      await run(`UN${listen(channel)}`);
    };
  }

  deliver(channel: string, payload: string): void {
    for (const subscriber of this.#subscribers.get(channel) ?? []) {
      // Not in the middle of reading a reply, which a throw would break off.
      queueMicrotask(() => subscriber(payload));
    }
  }
}

function listen(channel: string): string {
  return `LISTEN "${channel.replaceAll('"', '""')}"`;
}
