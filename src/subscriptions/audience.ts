import type { StreamItemRow } from '../entities/streams.repository.js';
import { Backlog, type Shown } from './backlog.js';
import type { Subscriber } from './subscriber.js';

/** Events executed at once for one audience; they are delivered in order all the same. */
const CONCURRENT = 16;

export interface AudienceOptions {
  /** Makes the payload of one item for this audience, on behalf of one of its members. */
  readonly show: (item: StreamItemRow, member: Subscriber) => Promise<Buffer | null>;
  /** Asks again whether a member may still follow; ends the member when not. */
  readonly recheck: (member: Subscriber) => Promise<void>;
  /** A fault of ours while serving everyone: told once, and every member is ended to resume. */
  readonly onFault: (error: unknown, members: readonly Subscriber[]) => void;
  /** The sequence the stream stands at. */
  readonly position: number;
  readonly backlog?: Backlog;
}

/**
 * Everyone who is shown the same: same document, same variables, same authorisation class. Each
 * event is executed and serialised once and its bytes go to every member.
 */
export class Audience {
  readonly live = new Set<Subscriber>();
  readonly backlog: Backlog;
  readonly #options: AudienceOptions;
  readonly #pending: StreamItemRow[] = [];
  #position: number;
  #running = false;
  #members = 0;

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#position = options.position;
    this.backlog = options.backlog ?? new Backlog();
  }

  /** The last sequence that has been delivered to live members. */
  get position(): number {
    return this.#position;
  }

  get members(): number {
    return this.#members;
  }

  join(): void {
    this.#members += 1;
  }

  leave(): void {
    this.#members -= 1;
  }

  /** Takes new items of the stream, in order. */
  take(items: readonly StreamItemRow[]): void {
    this.#pending.push(...items);
    if (!this.#running) {
      this.#running = true;
      this.#run().catch((error: unknown) => {
        this.#running = false;
        this.#pending.length = 0;
        this.#options.onFault(error, [...this.live]);
      });
    }
  }

  /** Shows one item to one member, from the backlog when it is there: for replays. */
  async showTo(member: Subscriber, item: StreamItemRow): Promise<Shown> {
    if (revokes(item, member)) await this.#options.recheck(member);
    const held = this.backlog.at(item.sequence);
    if (held) return held;
    return { sequence: item.sequence, payload: await this.#options.show(item, member) };
  }

  async #run(): Promise<void> {
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      const [first] = batch;
      // A revocation takes its place in the stream: nothing from here on reaches whom it concerns.
      if (first && isRevocation(first)) {
        for (const member of [...this.live]) {
          if (revokes(first, member)) await this.#options.recheck(member);
        }
      }
      const [representative] = this.live;
      if (!representative) {
        // Nobody is live: nothing is made, and whoever replays makes it for themselves. Without an
        // await in between, nobody can go live at a position that this skips.
        this.#position = batch.at(-1)?.sequence ?? this.#position;
        this.backlog.clear();
        continue;
      }
      const payloads = await Promise.all(
        batch.map((item) => this.#options.show(item, representative)),
      );
      batch.forEach((item, index) => {
        const shown = { sequence: item.sequence, payload: payloads[index] ?? null };
        this.#position = item.sequence;
        this.backlog.push(shown);
        for (const member of this.live) member.offer(shown);
      });
    }
    this.#running = false;
  }

  /** The next items that may be executed together: a revocation begins a batch of its own. */
  #next(): StreamItemRow[] {
    let count = 0;
    while (count < CONCURRENT && count < this.#pending.length) {
      const item = this.#pending[count];
      if (count > 0 && item && isRevocation(item)) break;
      count += 1;
    }
    return this.#pending.splice(0, count);
  }
}

/** Items that may end somebody's right to the stream they are in. */
function isRevocation(item: StreamItemRow): boolean {
  return item.payload['type'] === 'enrollment.ended';
}

function revokes(item: StreamItemRow, member: Subscriber): boolean {
  return isRevocation(item) && item.payload['userId'] === member.userId;
}
