import type { Logger } from 'pino';

import type { Reader } from '../entities/orm.js';
import { itemsAfterEach, streamHeads, type StreamItemRow } from '../entities/streams.repository.js';

export type FeedListener = (items: readonly StreamItemRow[]) => void;

/** One stream as this node follows it. */
export interface Followed {
  readonly key: string;
  /** The last sequence that has been handed to listeners. */
  readonly head: number;
  readonly prunedThrough: number;
  /** Stops following for this listener. */
  release(): void;
}

interface Feed {
  head: number;
  prunedThrough: number;
  readonly listeners: Set<FeedListener>;
  readonly opened: Promise<undefined>;
}

export interface StreamFeedOptions {
  readonly db: () => Reader;
  readonly log: Logger;
  /** How often to look without a hint. */
  readonly pollMs?: number;
  /** Items a stream and look. */
  readonly pageSize?: number;
  /** Told of the items of each look that found any. */
  readonly onRead?: (items: readonly StreamItemRow[]) => void;
}

/**
 * Follows streams for one node: one statement reads what is new in all of them, on a hint or once
 * a second, and hands it on in order. Sequences have no gaps, so nothing can be missed unseen.
 */
export class StreamFeed {
  readonly #feeds = new Map<string, Feed>();
  readonly #dirty = new Set<string>();
  readonly #options: StreamFeedOptions;
  readonly #timer: NodeJS.Timeout;
  #reading: Promise<void> | undefined;
  #closed = false;

  constructor(options: StreamFeedOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.hint([...this.#feeds.keys()]);
    }, options.pollMs ?? 1_000);
    this.#timer.unref();
  }

  /** Streams followed now. */
  get size(): number {
    return this.#feeds.size;
  }

  /** Calls `listener` with every item after the returned `head`. */
  async follow(key: string, listener: FeedListener): Promise<Followed> {
    let feed = this.#feeds.get(key);
    if (!feed) {
      feed = this.#open(key);
      this.#feeds.set(key, feed);
    }
    const opened = feed;
    try {
      await opened.opened;
    } catch (error) {
      if (this.#feeds.get(key) === opened) this.#feeds.delete(key);
      throw error;
    }
    opened.listeners.add(listener);
    return {
      key,
      get head() {
        return opened.head;
      },
      get prunedThrough() {
        return opened.prunedThrough;
      },
      release: () => {
        opened.listeners.delete(listener);
        if (opened.listeners.size === 0 && this.#feeds.get(key) === opened) {
          this.#feeds.delete(key);
          this.#dirty.delete(key);
        }
      },
    };
  }

  /** Looks soon for what is new in these streams, as far as they are followed. */
  hint(keys: readonly string[]): void {
    if (this.#closed) return;
    for (const key of keys) if (this.#feeds.has(key)) this.#dirty.add(key);
    if (this.#dirty.size > 0) this.#reading ??= this.#read();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#feeds.clear();
    this.#dirty.clear();
    await this.#reading;
  }

  #open(key: string): Feed {
    const opened = Promise.withResolvers<undefined>();
    const feed = {
      head: 0,
      prunedThrough: 0,
      listeners: new Set<FeedListener>(),
      opened: opened.promise,
    };
    streamHeads(this.#options.db(), [key]).then(([head]) => {
      feed.head = head?.lastSequence ?? 0;
      feed.prunedThrough = head?.prunedThrough ?? 0;
      opened.resolve(undefined);
    }, opened.reject);
    return feed;
  }

  async #read(): Promise<void> {
    const { db, log, pageSize = 500, onRead } = this.#options;
    try {
      // Hints of the same tick are read together.
      await Promise.resolve();
      while (this.#dirty.size > 0 && !this.#closed) {
        const keys = [...this.#dirty];
        this.#dirty.clear();
        const positions: { stream: string; after: number }[] = [];
        for (const key of keys) {
          const feed = this.#feeds.get(key);
          if (!feed) continue;
          await feed.opened;
          positions.push({ stream: key, after: feed.head });
        }
        if (positions.length === 0) continue;
        const items = await itemsAfterEach(db(), positions, pageSize);
        if (items.length > 0) onRead?.(items);
        for (const [key, own] of Map.groupBy(items, (item) => item.stream)) {
          this.#handOn(key, own, pageSize);
        }
      }
    } catch (error) {
      // The next look, a second from now at most, starts from the same heads: nothing is lost.
      log.warn({ err: error }, 'live: could not read the outbox');
    } finally {
      this.#reading = undefined;
    }
  }

  #handOn(key: string, items: readonly StreamItemRow[], pageSize: number): void {
    const feed = this.#feeds.get(key);
    const fresh = items.filter((item) => feed && item.sequence > feed.head);
    const last = fresh.at(-1);
    if (!feed || !last) return;
    feed.head = last.sequence;
    if (items.length >= pageSize) this.#dirty.add(key);
    for (const listener of feed.listeners) listener(fresh);
  }
}
