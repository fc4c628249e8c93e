import { GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import type { RequestContext } from '../context/request-context.js';
import type { Reader } from '../entities/orm.js';
import { itemsAfter, streamHeads, type StreamItemRow } from '../entities/streams.repository.js';
import { RequestError } from '../errors/index.js';
import { streamCursor } from '../schema/shared/stream-cursor.js';
import { Audience, followsOn, type Payload } from './audience.js';
import type { Bus } from './bus.js';
import type { Outlet } from './outlet.js';
import { SharingRules } from './sharing.js';
import { StreamFeed, type FeedListener, type Followed } from './stream-feed.js';
import type { LiveEvent, StreamSource } from './stream-source.js';
import { Subscriber, type EndReason, type SubscriptionEnd } from './subscriber.js';

/** One admitted subscription operation of one socket. */
export interface LiveOperation {
  readonly operationId: string;
  readonly userId: string;
  readonly document: DocumentNode;
  /** Names the document: the same text has the same. */
  readonly documentHash: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly outlet: Outlet;
  /** A context made afresh: now for this viewer, and again for events executed together. */
  readonly freshContext: () => RequestContext;
  /** Asks the field's rule, and its source, again; rejects when the viewer may no longer follow. */
  readonly authorize: (context: RequestContext) => Promise<StreamSource>;
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
  readonly onEnd?: (reason: EndReason) => void;
  /** Told how long after its use case the newest item of a look was read, in seconds. */
  readonly onLag?: (seconds: number) => void;
}

/** Items a page of a replay reads from the outbox. */
const REPLAY_PAGE = 100;
/** Codes that say the viewer lacks a right, as opposed to faults. */
const DENIALS: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND']);

interface Room {
  readonly key: string;
  readonly audience: Audience;
  readonly followed: Followed;
}

interface Membership {
  readonly operation: LiveOperation;
  readonly source: StreamSource;
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
  readonly #audiences = new Set<Audience>();
  readonly #subscribers = new Map<Subscriber, Membership>();
  readonly #leaveBus: () => void;

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
    this.#leaveBus = options.bus.onGrown((streams) => {
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

  /** Items in memory, waiting or kept for those who are behind: bounded for each audience. */
  get held(): number {
    let count = 0;
    for (const { pending, backlog } of this.#audiences) count += pending + backlog.length;
    return count;
  }

  /** Subscribers whose sockets take less than they are offered. */
  get behind(): number {
    let count = 0;
    for (const subscriber of this.#subscribers.keys()) if (subscriber.behind) count += 1;
    return count;
  }

  /** Calls back with every item of a stream from now on; for the node's own needs. */
  async watch(key: string, listener: FeedListener): Promise<Followed> {
    return this.#feed.follow(key, listener);
  }

  /** Opens a subscription: first what was missed since `source.after`, then what happens. */
  async open(operation: LiveOperation, source: StreamSource): Promise<SubscriptionEnd> {
    const room = await this.#enter(this.#keyOf(operation, source), source);
    let position: number;
    try {
      position = await this.#startOf(source, room.followed);
      // Asked again now that the position is fixed: of a right that ends from here on, the stream
      // itself will tell.
      await this.#authorize({ operation, source });
    } catch (error) {
      this.#leave(room);
      throw error;
    }
    return this.#follow({ operation, source }, room, position);
  }

  async close(): Promise<void> {
    this.#leaveBus();
    for (const subscriber of [...this.#subscribers.keys()]) subscriber.end('shutdown');
    await this.#feed.close();
  }

  #keyOf(operation: LiveOperation, source: StreamSource): string {
    const sharing = this.#sharing.of(operation.document, operation.operationName);
    const values = Object.entries(operation.variables)
      .filter(([name]) => name !== sharing.afterVariable)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify([
      source.stream,
      source.audience,
      sharing.readsViewer ? operation.userId : null,
      operation.documentHash,
      operation.operationName,
      values,
    ]);
  }

  /** The sequence to begin after. */
  async #startOf({ stream, after }: StreamSource, followed: Followed): Promise<number> {
    if (after === null) return followed.head;
    if (after < followed.prunedThrough) throw resyncRequired(stream, followed.head);
    if (after > followed.head) {
      // The cursor may come from a commit that this node has not heard of yet. Above what there is
      // at all it comes from before a restore.
      const [head] = await streamHeads(this.#options.db(), [stream]);
      const newest = head?.lastSequence ?? 0;
      if (after > newest) throw resyncRequired(stream, newest);
      this.#feed.hint([stream]);
    }
    return after;
  }

  #follow(membership: Membership, room: Room, position: number): SubscriptionEnd {
    const { operation, source } = membership;
    const subscriber = new Subscriber({
      operationId: operation.operationId,
      userId: operation.userId,
      outlet: operation.outlet,
      position,
      cursorOf: (sequence) => streamCursor(source.stream, sequence),
      onEnd: (ended, reason) => {
        this.#subscribers.delete(ended);
        room.audience.live.delete(ended);
        this.#leave(room);
        this.#options.onEnd?.(reason);
      },
    });
    this.#subscribers.set(subscriber, membership);
    this.#options.onOpen?.(operation.operationId);
    this.#replay(subscriber, room.audience, source.stream).catch((error: unknown) => {
      subscriber.end('fault', toError(error));
    });
    return subscriber.asIterator();
  }

  async #enter(key: string, source: StreamSource): Promise<Room> {
    let opening = this.#rooms.get(key);
    if (!opening) {
      opening = this.#openRoom(key, source.stream);
      this.#rooms.set(key, opening);
    }
    let room: Room;
    try {
      room = await opening;
    } catch (error) {
      if (this.#rooms.get(key) === opening) this.#rooms.delete(key);
      throw error;
    }
    // The last member may have left while we waited; then the room is closed and we open another.
    if (this.#rooms.get(key) !== opening) return this.#enter(key, source);
    room.audience.join();
    return room;
  }

  async #openRoom(key: string, stream: string): Promise<Room> {
    let take: FeedListener = () => undefined;
    const followed = await this.#feed.follow(stream, (items) => {
      take(items);
    });
    const audience = new Audience({
      position: followed.head,
      show: (items, member, how) => this.#show(items, member, how),
      recheck: (member) => this.#recheck(member),
      read: (after) => itemsAfter(this.#options.db(), stream, after, REPLAY_PAGE),
      onFault: (error, members) => {
        this.#options.log.error({ err: error, stream }, 'live: could not show events');
        for (const member of members) member.end('fault', notShown());
      },
    });
    this.#audiences.add(audience);
    // Without an await since `head` was read: what comes from here on is taken.
    take = (items) => {
      audience.take(items);
    };
    return { key, audience, followed };
  }

  #leave({ key, audience, followed }: Room): void {
    audience.leave();
    if (audience.members > 0) return;
    this.#rooms.delete(key);
    this.#audiences.delete(audience);
    followed.release();
  }

  /** Sends what lies between the subscriber's position and the live stream, then goes live. */
  async #replay(subscriber: Subscriber, audience: Audience, stream: string): Promise<void> {
    while (!subscriber.over && !audience.goLive(subscriber)) {
      const after = subscriber.position;
      const items = await itemsAfter(this.#options.db(), stream, after, REPLAY_PAGE);
      if (!followsOn(items, after)) throw resyncRequired(stream, audience.position);
      let left = items.filter((item) => item.sequence <= audience.position);
      while (left.length > 0) {
        const shown = await audience.replay(subscriber, left);
        if (!shown) return;
        for (const one of shown) {
          if (!subscriber.outlet.ready) await drained(subscriber.outlet);
          subscriber.write(one);
        }
        left = left.slice(shown.length);
      }
    }
  }

  /**
   * Executes some events with one context: what they read is read together, and now. A fault of
   * ours ends live members, who resume and so get the event when the fault has passed; one that
   * is still there in the replay is shown, so that it cannot hold up the stream.
   */
  async #show(
    items: readonly StreamItemRow[],
    member: Subscriber,
    how: 'live' | 'replayed',
  ): Promise<readonly Payload[]> {
    const membership = this.#subscribers.get(member);
    if (!membership) return items.map(() => null);
    const { operation, source } = membership;
    const context = operation.freshContext();
    const results = await Promise.all(
      items.map(async ({ stream, sequence, payload }) =>
        source.shows(payload)
          ? this.#options.execute(operation, { stream, sequence, facts: payload }, context)
          : null,
      ),
    );
    if (how === 'live') {
      const fault = results.flatMap((result) => result?.errors ?? []).find(isFault);
      if (fault) throw fault;
    }
    // Something is kept from the member: is it that their right to the stream has ended?
    if (results.some((result) => result?.errors?.some(isDenial))) await this.#recheck(member);
    return results.map(
      (result) =>
        result && Buffer.from(JSON.stringify(this.#options.toWire(result, context)), 'utf8'),
    );
  }

  /** Ends a member whose right to the stream has ended, or of whom we cannot tell. */
  async #recheck(member: Subscriber): Promise<void> {
    const membership = this.#subscribers.get(member);
    if (!membership) return;
    try {
      await this.#authorize(membership);
    } catch (error) {
      if (isDenial(error)) member.end('revoked', accessRevoked());
      else member.end('fault', toError(error));
    }
  }

  async #authorize({ operation, source }: Membership): Promise<void> {
    const now = await operation.authorize(operation.freshContext());
    // Allowed still, but something else: a new enrollment has a stream of its own.
    if (now.stream !== source.stream || now.audience !== source.audience) {
      throw RequestError.forbidden();
    }
  }
}

function resyncRequired(stream: string, head: number): RequestError {
  return new RequestError(
    'RESYNC_REQUIRED',
    'This cursor can no longer be resumed from. Read the snapshot again and subscribe after its cursor.',
    { cursor: streamCursor(stream, head) },
  );
}

function notShown(): RequestError {
  return new RequestError(
    'SERVICE_UNAVAILABLE',
    'An item could not be shown now. Subscribe again after the last cursor.',
  );
}

function accessRevoked(): RequestError {
  return new RequestError('ACCESS_REVOKED', 'The right to follow this stream has ended.');
}

function isDenial(error: unknown): boolean {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  return cause instanceof RequestError && DENIALS.has(cause.code);
}

/** Whether an error of a field is ours, not something that its rule or its type says. */
function isFault({ originalError }: GraphQLError): boolean {
  return originalError !== undefined && !(originalError instanceof RequestError);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function drained(outlet: Outlet): Promise<void> {
  return new Promise((resolve) => {
    outlet.whenReady(resolve);
  });
}
