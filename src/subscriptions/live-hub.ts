import { print, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import type { RequestContext } from '../context/request-context.js';
import type { Reader } from '../entities/orm.js';
import { itemsAfter, type StreamItemRow } from '../entities/streams.repository.js';
import { RequestError } from '../errors/index.js';
import { streamCursor } from '../schema/shared/stream-cursor.js';
import { Audience } from './audience.js';
import type { Bus } from './bus.js';
import type { Outlet } from './outlet.js';
import { SharingRules } from './sharing.js';
import { StreamFeed, type Followed } from './stream-feed.js';
import type { LiveEvent, StreamSource } from './stream-source.js';
import { Subscriber, type SubscriptionEnd } from './subscriber.js';

/** One admitted subscription operation of one socket. */
export interface LiveOperation {
  readonly operationId: string;
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly outlet: Outlet;
  /** A context made afresh: right now for this viewer, and again for each event. */
  readonly freshContext: () => RequestContext;
  /** Asks the field's rule again; rejects when the viewer may no longer follow. */
  readonly authorize: (context: RequestContext) => Promise<unknown>;
}

export interface LiveHubOptions {
  readonly schema: GraphQLSchema;
  readonly db: () => Reader;
  readonly bus: Bus;
  readonly log: Logger;
  readonly execute: (
    operation: Pick<LiveOperation, 'document' | 'operationName' | 'variables'>,
    event: LiveEvent,
    context: RequestContext,
  ) => Promise<ExecutionResult>;
  /** The answer as it goes over the wire: errors formatted, faults masked. */
  readonly toWire: (result: ExecutionResult, context: RequestContext) => object;
  readonly pollMs?: number;
  readonly onOpen?: (operationId: string) => void;
  readonly onEnd?: (reason: string) => void;
  /** Told how long after its use case the newest item of a look was read, in seconds. */
  readonly onLag?: (seconds: number) => void;
}

/** Items a page of a replay reads from the outbox. */
const REPLAY_PAGE = 100;

interface Room {
  readonly audience: Audience;
  readonly followed: Followed;
}

/**
 * The live side of one node: who follows which stream, executed once for everyone who is shown the
 * same, resumed from any cursor, bounded for everyone who is slow.
 */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #feed: StreamFeed;
  readonly #sharing: SharingRules;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #subscribers = new Map<Subscriber, LiveOperation & { shows: StreamSource['shows'] }>();
  readonly #texts = new WeakMap<DocumentNode, string>();

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#sharing = new SharingRules(options.schema);
    this.#feed = new StreamFeed({
      db: options.db,
      log: options.log,
      onRead: (items) => {
        const newest = items.at(-1);
        if (newest) options.onLag?.((Date.now() - Date.parse(newest.createdAt)) / 1_000);
      },
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
    options.bus.onGrown((streams) => {
      this.#feed.hint(streams);
    });
  }

  /** Subscriptions open on this node. */
  get subscriptions(): number {
    return this.#subscribers.size;
  }

  /** Distinct executions per event on this node. */
  get audiences(): number {
    return this.#rooms.size;
  }

  /** Streams this node follows. */
  get streams(): number {
    return this.#feed.size;
  }

  /** Subscribers whose sockets take less than they are offered. */
  get behind(): number {
    let count = 0;
    for (const subscriber of this.#subscribers.keys()) if (subscriber.behind) count += 1;
    return count;
  }

  /** Calls back with every item of a stream from now on; for the node's own needs. */
  async watch(key: string, listener: (items: readonly StreamItemRow[]) => void): Promise<Followed> {
    return this.#feed.follow(key, listener);
  }

  /** Opens a subscription: first what was missed since `source.after`, then what happens. */
  async open(operation: LiveOperation, source: StreamSource): Promise<SubscriptionEnd> {
    const viewer = operation.freshContext().signedIn();
    const key = this.#keyOf(operation, source, viewer.userId);
    const { audience, followed } = await this.#enter(key, source);
    const position = source.after ?? followed.head;
    if (position < followed.prunedThrough || position > followed.head) {
      // Above the head: a cursor from before a restore. Below the floor: pruned. Neither resumes.
      this.#leave(key, audience, followed);
      throw new RequestError(
        'RESYNC_REQUIRED',
        'This cursor can no longer be resumed from. Read the snapshot again and subscribe after its cursor.',
        { cursor: streamCursor(source.stream, followed.head) },
      );
    }
    const subscriber = new Subscriber({
      operationId: operation.operationId,
      userId: viewer.userId,
      outlet: operation.outlet,
      position,
      cursorOf: (sequence) => streamCursor(source.stream, sequence),
      onEnd: (ended, reason) => {
        this.#subscribers.delete(ended);
        audience.live.delete(ended);
        this.#leave(key, audience, followed);
        this.#options.onEnd?.(reason);
      },
    });
    this.#subscribers.set(subscriber, { ...operation, shows: source.shows });
    this.#options.onOpen?.(operation.operationId);
    this.#replay(subscriber, audience, source).catch((error: unknown) => {
      subscriber.end('fault', toError(error));
    });
    return subscriber.asIterator();
  }

  async close(): Promise<void> {
    for (const subscriber of [...this.#subscribers.keys()]) subscriber.end('shutdown');
    await this.#feed.close();
  }

  #keyOf(operation: LiveOperation, source: StreamSource, userId: string): string {
    const sharing = this.#sharing.of(operation.document, operation.operationName);
    const values = Object.entries(operation.variables)
      .filter(([name]) => name !== sharing.afterVariable)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    let text = this.#texts.get(operation.document);
    if (text === undefined) {
      text = print(operation.document);
      this.#texts.set(operation.document, text);
    }
    return JSON.stringify([
      source.stream,
      source.audience,
      sharing.readsViewer ? userId : null,
      text,
      operation.operationName ?? null,
      values,
    ]);
  }

  async #enter(key: string, source: StreamSource): Promise<Room> {
    let room = this.#rooms.get(key);
    if (!room) {
      room = this.#openRoom(source);
      this.#rooms.set(key, room);
      room.catch(() => {
        if (this.#rooms.get(key) === room) this.#rooms.delete(key);
      });
    }
    const entered = await room;
    // The last member may have left while we waited; then the room is closed and we open another.
    if (this.#rooms.get(key) !== room) return this.#enter(key, source);
    entered.audience.join();
    return entered;
  }

  async #openRoom(source: StreamSource): Promise<Room> {
    let take: (items: readonly StreamItemRow[]) => void = () => undefined;
    const followed = await this.#feed.follow(source.stream, (items) => {
      take(items);
    });
    const audience = new Audience({
      position: followed.head,
      show: (item, member) => this.#show(item, member),
      recheck: (member) => this.#recheck(member),
      onFault: (error, members) => {
        this.#options.log.error(
          { err: error, stream: source.stream },
          'live: could not show events',
        );
        for (const member of members) member.end('fault', toError(error));
      },
    });
    take = (items) => {
      audience.take(items);
    };
    return { audience, followed };
  }

  #leave(key: string, audience: Audience, followed: Followed): void {
    audience.leave();
    if (audience.members > 0) return;
    this.#rooms.delete(key);
    followed.release();
  }

  /** Sends what lies between the subscriber's position and the live stream, then goes live. */
  async #replay(subscriber: Subscriber, audience: Audience, source: StreamSource): Promise<void> {
    while (!subscriber.over) {
      if (subscriber.position >= audience.position) {
        // No await between the comparison and going live: nothing can slip in between.
        subscriber.goLive(audience.backlog);
        audience.live.add(subscriber);
        return;
      }
      const items = await itemsAfter(
        this.#options.db(),
        source.stream,
        subscriber.position,
        REPLAY_PAGE,
      );
      if (items[0]?.sequence !== subscriber.position + 1) {
        throw new RequestError('RESYNC_REQUIRED', 'What you missed is no longer kept.', {
          cursor: streamCursor(source.stream, audience.position),
        });
      }
      for (const item of items) {
        if (subscriber.over || item.sequence > audience.position) break;
        const shown = await audience.showTo(subscriber, item);
        if (subscriber.over) return;
        subscriber.write(shown);
        if (!subscriber.outlet.ready) await drained(subscriber.outlet);
      }
    }
  }

  async #show(item: StreamItemRow, member: Subscriber): Promise<Buffer | null> {
    const operation = this.#subscribers.get(member);
    if (!operation?.shows(item.payload)) return null;
    const context = operation.freshContext();
    const event = { stream: item.stream, sequence: item.sequence, facts: item.payload };
    const result = await this.#options.execute(operation, event, context);
    return Buffer.from(JSON.stringify(this.#options.toWire(result, context)), 'utf8');
  }

  async #recheck(member: Subscriber): Promise<void> {
    const operation = this.#subscribers.get(member);
    if (!operation) return;
    try {
      await operation.authorize(operation.freshContext());
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      member.end(
        'revoked',
        new RequestError('ACCESS_REVOKED', 'The right to follow this stream has ended.'),
      );
    }
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function drained(outlet: Outlet): Promise<void> {
  return new Promise((resolve) => {
    outlet.whenReady(resolve);
  });
}
