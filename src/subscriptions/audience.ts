import type { StreamItemRow } from '../entities/streams.repository.js';
import { Backlog, type Shown } from './backlog.js';
import type { Subscriber } from './subscriber.js';

/** Events executed at once for one audience; they are delivered in order all the same. */
const CONCURRENT = 16;
/** Items waiting to be executed, above which what comes is left in the outbox and read from there. */
const MAX_PENDING = 500;

export interface AudienceOptions {
  /** Makes the payload of one item for this audience, on behalf of one of its members. */
  readonly show: (item: StreamItemRow, member: Subscriber) => Promise<Buffer | null>;
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
  }

  /** Takes a member into the live stream; false while it lacks items that were delivered. */
  goLive(member: Subscriber): boolean {
    if (member.position < this.#position) return false;
    member.follow(this.backlog);
    this.live.add(member);
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

  /** Shows one item to one member, from the backlog when it is there: for replays. */
  async showTo(member: Subscriber, item: StreamItemRow): Promise<Shown> {
    if (revokes(item, member)) await this.#options.recheck(member);
    const held = this.backlog.at(item.sequence);
    if (held) return held;
    return { sequence: item.sequence, payload: await this.#options.show(item, member) };
  }

  async #run(): Promise<void> {
    while (this.#position < this.#newest) {
      // Nobody is live: nothing is made, and whoever replays makes it for themselves. Without an
      // await in between, nobody can go live at a position that this skips.
      if (this.live.size === 0) this.#skip();
      else if (this.#pending.length === 0) await this.#refill();
      else await this.#deliver(this.#next());
    }
    this.#running = false;
  }

  async #deliver(batch: readonly StreamItemRow[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    const { recheck } = this.#options;
    // A revocation takes its place in the stream: nothing from here on reaches whom it concerns.
    for (const member of this.live) if (revokes(first, member)) await recheck(member);
    const payloads = await Promise.all(batch.map((item) => this.#make(item)));
    // Once more, for those who went live meanwhile, whose right was asked before it ended.
    for (const member of this.live) if (revokes(first, member)) await recheck(member);
    // From here on there is no await: who is live now gets the batch, and nobody else.
    if (payloads.includes(undefined)) return;
    for (const [index, item] of batch.entries()) {
      this.#position = item.sequence;
      this.backlog.push({ sequence: item.sequence, payload: payloads[index] ?? null });
      for (const member of this.live) member.advance();
    }
    this.#pending.splice(0, batch.length);
  }

  /**
   * The payload of an item. Made again for another when its member has left by then, since it may
   * have been their right that ended; undefined when nobody is left to make it for.
   */
  async #make(item: StreamItemRow): Promise<Buffer | null | undefined> {
    for (const member of this.live) {
      const payload = await this.#options.show(item, member);
      if (!member.over) return payload;
    }
    return undefined;
  }

  /** The next items that may be executed together: a revocation begins a batch of its own. */
  #next(): StreamItemRow[] {
    let count = 1;
    while (count < CONCURRENT) {
      const item = this.#pending[count];
      if (!item || isRevocation(item)) break;
      count += 1;
    }
    return this.#pending.slice(0, count);
  }

  async #refill(): Promise<void> {
    const after = this.#taken;
    const items = await this.#options.read(after);
    if (items[0]?.sequence !== after + 1) {
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

/** Items that may end somebody's right to the stream they are in. */
function isRevocation(item: StreamItemRow): boolean {
  return item.payload['type'] === 'enrollment.ended';
}

function revokes(item: StreamItemRow, member: Subscriber): boolean {
  return isRevocation(item) && item.payload['userId'] === member.userId;
}
