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
  readonly key: string;
  head: number;
  prunedThrough: number;
  /** Whether `head` is known. */
  isOpen: boolean;
  /** Whether a hint came before it was. */
  isHinted: boolean;
  opened: Promise<void>;
  readonly listeners: Set<FeedListener>;
}

export interface StreamFeedOptions {
  readonly db: () => Reader;
  readonly log: Logger;
  /** How often to look without a hint. */
  readonly pollMs?: number;
  /** Items that one look may bring, for all streams together. */
  readonly lookSize?: number;
  /** Told of the items of each look that found any. */
  readonly onRead?: (items: readonly StreamItemRow[]) => void;
}

/** Items of one stream that a look may always bring. */
const LEAST_OF_EACH = 10;

/**
 * Follows streams for one node: one statement reads what is new in all of them, on a hint or once
 * a second, and hands it on in order. Sequences have no gaps, so nothing can be missed unseen.
 */
export class StreamFeed {
  readonly #feeds = new Map<string, Feed>();
  readonly #dirty = new Set<Feed>();
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
    const feed = this.#feeds.get(key) ?? this.#open(key);
    // Before anything is awaited, so that another's release does not end what we wait for.
    feed.listeners.add(listener);
    await feed.opened;
    return {
      key,
      get head() {
        return feed.head;
      },
      get prunedThrough() {
        return feed.prunedThrough;
      },
      release: () => {
        feed.listeners.delete(listener);
        if (feed.listeners.size === 0) this.#forget(feed);
      },
    };
  }

  /** Looks soon for what is new in these streams, as far as they are followed. */
  hint(keys: readonly string[]): void {
    if (this.#closed) return;
    for (const key of keys) {
      const feed = this.#feeds.get(key);
      if (feed?.isOpen) this.#dirty.add(feed);
      else if (feed) feed.isHinted = true;
    }
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
    const feed: Feed = {
      key,
      head: 0,
      prunedThrough: 0,
      isOpen: false,
      isHinted: false,
      opened: Promise.resolve(),
      listeners: new Set(),
    };
    this.#feeds.set(key, feed);
    feed.opened = this.#findHead(feed);
    return feed;
  }

  async #findHead(feed: Feed): Promise<void> {
    try {
      const [head] = await streamHeads(this.#options.db(), [feed.key]);
      feed.head = head?.lastSequence ?? 0;
      feed.prunedThrough = head?.prunedThrough ?? 0;
      feed.isOpen = true;
    } catch (error) {
      this.#forget(feed);
      throw error;
    }
    if (feed.isHinted) this.hint([feed.key]);
  }

  #forget(feed: Feed): void {
    if (this.#feeds.get(feed.key) === feed) this.#feeds.delete(feed.key);
    this.#dirty.delete(feed);
  }

  async #read(): Promise<void> {
    const { db, log, lookSize = 2_000, onRead } = this.#options;
    try {
      // Hints of the same tick are read together.
      await Promise.resolve();
      while (this.#dirty.size > 0 && !this.#closed) {
        const feeds = [...this.#dirty];
        this.#dirty.clear();
        const limit = Math.max(LEAST_OF_EACH, Math.floor(lookSize / feeds.length));
        const positions = feeds.map(({ key, head }) => ({ stream: key, after: head }));
        const items = await itemsAfterEach(db(), positions, limit);
        if (items.length > 0) onRead?.(items);
        const byStream = Map.groupBy(items, (item) => item.stream);
        for (const feed of feeds) this.#handOn(feed, byStream.get(feed.key) ?? [], limit);
      }
    } catch (error) {
      // The next look, a second from now at most, starts from the same heads: nothing is lost.
      log.warn({ err: error }, 'live: could not read the outbox');
    } finally {
      this.#reading = undefined;
    }
  }

  #handOn(feed: Feed, items: readonly StreamItemRow[], limit: number): void {
    const last = items.at(-1);
    if (!last || this.#feeds.get(feed.key) !== feed) return;
    feed.head = last.sequence;
    if (items.length >= limit) this.#dirty.add(feed);
    for (const listener of feed.listeners) listener(items);
  }
}
