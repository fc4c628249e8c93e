/** One item as an audience is shown it; `payload` is null when its field does not show the item. */
export interface Shown {
  readonly sequence: number;
  readonly payload: Buffer | null;
}

/**
 * The last items of an audience, shared by all its members: a member that is behind is a position
 * in here, not a queue of its own. Bounded by count and bytes; who falls off the end is too slow.
 */
export class Backlog {
  readonly #items: Shown[] = [];
  #bytes = 0;

  constructor(
    private readonly maxItems = 256,
    private readonly maxBytes = 1024 * 1024,
  ) {}

  get length(): number {
    return this.#items.length;
  }

  /** Bytes of the payloads held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds the next item; sequences follow each other without a gap. */
  push(item: Shown): void {
    this.#items.push(item);
    this.#bytes += item.payload?.length ?? 0;
    while (
      this.#items.length > this.maxItems ||
      (this.#bytes > this.maxBytes && this.#items.length > 1)
    ) {
      this.#bytes -= this.#items.shift()?.payload?.length ?? 0;
    }
  }

  clear(): void {
    this.#items.length = 0;
    this.#bytes = 0;
  }

  /** The item with this sequence, while it is held. */
  at(sequence: number): Shown | undefined {
    const [oldest] = this.#items;
    return oldest && this.#items[sequence - oldest.sequence];
  }

  /** Whether items from this sequence on were held and are not any more. */
  lacks(sequence: number): boolean {
    const [oldest] = this.#items;
    return oldest !== undefined && oldest.sequence > sequence;
  }
}
