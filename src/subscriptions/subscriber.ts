import { RequestError } from '../errors/index.js';
import type { Backlog, Shown } from './backlog.js';
import { messagePrefix, nextFrame, type Outlet } from './outlet.js';

/** What a subscription hands to graphql-ws: nothing to iterate, only its end. */
export interface SubscriptionEnd extends AsyncIterableIterator<never> {
  next(): Promise<IteratorResult<never, undefined>>;
  return(): Promise<IteratorResult<never, undefined>>;
  throw(error: unknown): Promise<IteratorResult<never, undefined>>;
}

/** Why a subscription ended. */
export type EndReason = 'complete' | 'slow' | 'revoked' | 'fault' | 'shutdown';

export interface SubscriberOptions {
  readonly operationId: string;
  readonly userId: string;
  readonly outlet: Outlet;
  /** The last sequence the client has. */
  readonly position: number;
  readonly cursorOf: (sequence: number) => string;
  readonly onEnd: (subscriber: Subscriber, reason: EndReason) => void;
}

/**
 * One subscription of one socket. Frames are written straight to the socket as long as it takes
 * them; a socket that does not falls behind in the audience's backlog and catches up from there.
 */
export class Subscriber {
  readonly userId: string;
  readonly outlet: Outlet;
  readonly #options: SubscriberOptions;
  readonly #prefix: Buffer;
  readonly #ended = Promise.withResolvers<undefined>();
  #position: number;
  #behind = false;
  #over = false;
  #backlog: Backlog | undefined;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.userId = options.userId;
    this.outlet = options.outlet;
    this.#position = options.position;
    this.#prefix = messagePrefix(options.operationId);
    // Read by graphql-ws, if it still listens.
    this.#ended.promise.catch(() => undefined);
  }

  /** The last sequence that was written, or that there was nothing to write for. */
  get position(): number {
    return this.#position;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Whether the socket takes less than it is offered. */
  get behind(): boolean {
    return this.#behind;
  }

  /** Live from here on: what is to come is found in `backlog`. */
  follow(backlog: Backlog): void {
    this.#backlog = backlog;
  }

  /** Writes what the backlog holds beyond our position, as far as the socket takes it. */
  advance(): void {
    const backlog = this.#backlog;
    if (this.#over || !backlog) return;
    if (backlog.lacks(this.#position + 1)) {
      this.#tooSlow();
      return;
    }
    if (this.#behind) return;
    for (;;) {
      const shown = backlog.at(this.#position + 1);
      if (!shown) return;
      if (!this.outlet.ready) break;
      this.write(shown);
    }
    this.#behind = true;
    this.outlet.whenReady(() => {
      this.#behind = false;
      this.advance();
    });
  }

  /** Writes one item, whether the socket is ready or not: replays wait for it themselves. */
  write(shown: Shown): void {
    if (this.#over) return;
    this.#position = shown.sequence;
    if (shown.payload && this.outlet.open) {
      this.outlet.send(nextFrame(this.#prefix, shown.payload));
    }
  }

  /** Ends the subscription. With an error the client is told which. */
  end(reason: EndReason, error?: Error): void {
    if (this.#over) return;
    this.#over = true;
    if (error) this.#ended.reject(error);
    else this.#ended.resolve(undefined);
    this.#options.onEnd(this, reason);
  }

  /** For graphql-ws, which sends `complete` or `error` when this settles and ends us on `complete`. */
  asIterator(): SubscriptionEnd {
    const finish = (): Promise<IteratorResult<never, undefined>> => {
      this.end('complete');
      return Promise.resolve({ done: true, value: undefined });
    };
    return {
      next: async () => {
        await this.#ended.promise;
        return { done: true, value: undefined };
      },
      return: finish,
      throw: finish,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #tooSlow(): void {
    const cursor = this.#options.cursorOf(this.#position);
    this.end(
      'slow',
      new RequestError(
        'SLOW_CONSUMER',
        'This client reads too slowly and has fallen behind. Subscribe again after this cursor.',
        { cursor },
      ),
    );
  }
}
