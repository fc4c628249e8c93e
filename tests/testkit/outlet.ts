import { Subscriber, type EndReason } from '../../src/subscriptions/subscriber.js';

interface TestFrame {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
}

/** The text of one unmasked text frame (RFC 6455, section 5.2). */
function textOf(frame: Buffer): string {
  const length = frame[1] ?? 0;
  const start = length === 127 ? 10 : length === 126 ? 4 : 2;
  return frame.subarray(start).toString('utf8');
}

/** An outlet that takes frames as long as there is room, and keeps what it took. */
export class TestOutlet {
  readonly frames: TestFrame[] = [];
  open = true;
  #room = Infinity;
  #waiting: (() => void)[] = [];

  get ready(): boolean {
    return this.#room > 0;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  send(frame: Buffer): void {
    this.frames.push(JSON.parse(textOf(frame)) as TestFrame);
    this.#room -= 1;
  }

  whenReady(callback: () => void): void {
    if (this.ready) callback();
    else this.#waiting.push(callback);
  }

  /** Takes no more frames. */
  stall(): void {
    this.#room = 0;
  }

  /** Takes so many frames more. */
  drain(room = Infinity): void {
    this.#room = room;
    for (const callback of this.#waiting.splice(0)) callback();
  }
}

/** A subscription over such an outlet, and how it ended. */
export class TestSubscriber {
  readonly outlet = new TestOutlet();
  readonly subscriber: Subscriber;
  ended: EndReason | null = null;

  constructor(
    facts: { userId?: string; position?: number; onEnd?: (ended: Subscriber) => void } = {},
  ) {
    this.subscriber = new Subscriber({
      operationId: 'op',
      userId: facts.userId ?? 'somebody',
      outlet: this.outlet,
      position: facts.position ?? 0,
      cursorOf: (sequence) => `cursor ${sequence}`,
      onEnd: (subscriber, reason) => {
        this.ended = reason;
        facts.onEnd?.(subscriber);
      },
    });
  }

  /** The payloads written so far. */
  get written(): unknown[] {
    return this.outlet.frames.map(({ payload }) => payload);
  }

  /** The error that the subscription ended with; null when it ended without. */
  async error(): Promise<unknown> {
    try {
      await this.subscriber.asIterator().next();
      return null;
    } catch (error) {
      return error;
    }
  }
}
