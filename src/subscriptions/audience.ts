import type { StreamItemRow } from '../entities/streams.repository.js';
import { Backlog, type Shown } from './backlog.js';
import type { Subscriber } from './subscriber.js';

/** Events executed together for one audience, so that their reads are batched. */
const TOGETHER = 16;
/** Items waiting to be executed, above which what comes is left in the outbox and read from there. */
const MAX_PENDING = 500;
/** Payloads made for members who replay that are kept for others who do, while any does. */
const MAX_REPLAYED = 256;

/** Null when its field does not show the item. */
export type Payload = Buffer | null;

export interface AudienceOptions {
  /** Makes the payloads of some items for this audience, on behalf of one of its members. */
  readonly show: (
    items: readonly StreamItemRow[],
    member: Subscriber,
    how: 'live' | 'replayed',
  ) => Promise<readonly Payload[]>;
  /** Asks again whether a member may still follow; ends the member when not. Never rejects. */
  readonly recheck: (member: Subscriber) => Promise<void>;
  /** A page of items after a sequence, from the outbox. */
  readonly read: (after: number) => Promise<readonly StreamItemRow[]>;
  /** A fault of ours while serving everyone: told once. Ends the live members, who resume. */
  readonly onFault: (error: unknown, members: readonly Subscriber[]) => void;
  /** The sequence the stream stands at. */
  readonly position: number;
  readonly backlog?: Backlog;
  readonly maxPending?: number;
}

/**
 * Everyone who is shown the same: same document, same variables, same authorisation class. Each
 * event is executed and serialised once and its bytes go to every member.
 */
export class Audience {
  readonly live = new Set<Subscriber>();
  readonly backlog: Backlog;
  readonly #options: AudienceOptions;
  readonly #maxPending: number;
  /** Items after `#position`, as far as they were taken, with no gap. */
  readonly #pending: StreamItemRow[] = [];
  /** By sequence; undefined when the member they were made for was gone by then. */
  readonly #replayed = new Map<number, Promise<Payload | undefined>>();
  #position: number;
  /** The last item put into `#pending`. */
  #taken: number;
  /** The last item known to be in the outbox. */
  #newest: number;
  #running = false;
  #members = 0;

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#maxPending = options.maxPending ?? MAX_PENDING;
    this.#position = options.position;
    this.#taken = options.position;
    this.#newest = options.position;
    this.backlog = options.backlog ?? new Backlog();
  }

  /** The last sequence that has been delivered to live members. */
  get position(): number {
    return this.#position;
  }

  get members(): number {
    return this.#members;
  }

  /** Items held that are not delivered yet. */
  get pending(): number {
    return this.#pending.length;
  }

  join(): void {
    this.#members += 1;
  }

  leave(): void {
    this.#members -= 1;
    this.#forgetReplayed();
  }

  /** Takes a member into the live stream; false while it lacks items that were delivered. */
  goLive(member: Subscriber): boolean {
    if (member.position < this.#position) return false;
    member.follow(this.backlog);
    this.live.add(member);
    this.#forgetReplayed();
    return true;
  }

  /** Takes new items of the stream, in order. */
  take(items: readonly StreamItemRow[]): void {
    const last = items.at(-1);
    if (!last) return;
    this.#newest = Math.max(this.#newest, last.sequence);
    const follows = items[0]?.sequence === this.#taken + 1;
    if (follows && this.#pending.length < this.#maxPending) this.#keep(items);
    if (this.#running) return;
    this.#running = true;
    this.#run().catch((error: unknown) => {
      this.#options.onFault(error, [...this.live]);
      this.#skip();
      this.#running = false;
    });
  }

  /**
   * Shows the first of some items, as many as may be executed together, to a member who replays;
   * null when they are gone. Others who replay at about the same time get the same bytes.
   */
  async replay(
    member: Subscriber,
    items: readonly StreamItemRow[],
  ): Promise<readonly Shown[] | null> {
    const batch = batchOf(items);
    const [first] = batch;
    if (first && revokes(first, member)) await this.#options.recheck(member);
    if (member.over) return null;
    const missing = batch.filter(
      ({ sequence }) => !this.backlog.at(sequence) && !this.#replayed.has(sequence),
    );
    if (missing.length > 0) this.#makeForReplay(missing, member);
    return Promise.all(
      batch.map(async (item) => {
        const { sequence } = item;
        const held = this.backlog.at(sequence);
        if (held) return held;
        let payload = await this.#replayed.get(sequence);
        if (payload === undefined) {
          [payload = null] = await this.#options.show([item], member, 'replayed');
        }
        return { sequence, payload };
      }),
    );
  }

  async #run(): Promise<void> {
    while (this.#position < this.#newest) {
      // Nobody is live: nothing is made, and whoever replays makes it for themselves. Without an
      // await in between, nobody can go live at a position that this skips.
      if (this.live.size === 0) this.#skip();
      else if (this.#pending.length === 0) await this.#refill();
      else await this.#deliver(batchOf(this.#pending));
    }
    this.#running = false;
  }

  async #deliver(batch: readonly StreamItemRow[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    const { recheck } = this.#options;
    // A revocation takes its place in the stream: nothing from here on reaches whom it concerns.
    for (const member of this.live) if (revokes(first, member)) await recheck(member);
    const payloads = await this.#make(batch);
    // Once more, for those who went live meanwhile, whose right was asked before it ended.
    for (const member of this.live) if (revokes(first, member)) await recheck(member);
    // From here on there is no await: who is live now gets the batch, and nobody else.
    if (!payloads) return;
    for (const [index, item] of batch.entries()) {
      this.#position = item.sequence;
      this.backlog.push({ sequence: item.sequence, payload: payloads[index] ?? null });
      for (const member of this.live) member.advance();
    }
    this.#pending.splice(0, batch.length);
    if (!this.#isAnyoneBehind()) this.backlog.clear();
  }

  /**
   * The payloads of some items. Made again for another when their member has left by then, since
   * it may have been their right that ended; undefined when nobody is left to make them for.
   */
  async #make(items: readonly StreamItemRow[]): Promise<readonly Payload[] | undefined> {
    for (const member of this.live) {
      const payloads = await this.#options.show(items, member, 'live');
      if (!member.over) return payloads;
    }
    return undefined;
  }

  #makeForReplay(items: readonly StreamItemRow[], member: Subscriber): void {
    const making = this.#options.show(items, member, 'replayed');
    for (const [index, { sequence }] of items.entries()) {
      const payload = making.then((payloads) => (member.over ? undefined : payloads[index]));
      this.#replayed.set(sequence, payload);
      // A fault is told to those who wait for it, and is not kept.
      payload.catch(() => this.#replayed.delete(sequence));
    }
    for (const sequence of this.#replayed.keys()) {
      if (this.#replayed.size <= MAX_REPLAYED) break;
      this.#replayed.delete(sequence);
    }
  }

  #forgetReplayed(): void {
    if (this.#members === this.live.size) this.#replayed.clear();
  }

  #isAnyoneBehind(): boolean {
    for (const member of this.live) if (member.behind) return true;
    return false;
  }

  async #refill(): Promise<void> {
    const after = this.#taken;
    const items = await this.#options.read(after);
    if (!followsOn(items, after)) {
      throw new Error(`The outbox lacks what follows ${after}, though the stream has grown.`);
    }
    this.#keep(items.filter((item) => item.sequence > this.#taken));
    this.#newest = Math.max(this.#newest, this.#taken);
  }

  #keep(items: readonly StreamItemRow[]): void {
    this.#pending.push(...items);
    this.#taken = items.at(-1)?.sequence ?? this.#taken;
  }

  #skip(): void {
    this.#position = this.#newest;
    this.#taken = this.#newest;
    this.#pending.length = 0;
    this.backlog.clear();
  }
}

/** Whether these are what comes after a sequence, at least one and none missing. */
export function followsOn(items: readonly StreamItemRow[], after: number): boolean {
  return items.length > 0 && items.every((item, index) => item.sequence === after + 1 + index);
}

/** The first items, as far as they may be executed together: a revocation begins a batch. */
function batchOf(items: readonly StreamItemRow[]): readonly StreamItemRow[] {
  let count = 1;
  while (count < TOGETHER) {
    const item = items[count];
    if (!item || isRevocation(item)) break;
    count += 1;
  }
  return items.slice(0, count);
}

/** Items that may end somebody's right to the stream they are in. */
function isRevocation(item: StreamItemRow): boolean {
  return item.payload['type'] === 'enrollment.ended';
}

function revokes(item: StreamItemRow, member: Subscriber): boolean {
  return isRevocation(item) && item.payload['userId'] === member.userId;
}
