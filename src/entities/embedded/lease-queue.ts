import { EmbeddedDatabaseUnavailableError } from './errors.js';
import { Lease } from './lease.js';
import type { Session } from './session.js';

interface Waiter {
  readonly since: number;
  readonly grant: (lease: Lease) => void;
  readonly refuse: (error: Error) => void;
}

/** Hands the one connection of a session to one user after the other, in order of arrival. */
export class LeaseQueue {
  #active: Lease | null = null;
  #waiters: Waiter[] = [];
  #closedBy: Error | null = null;
  #onIdle: (() => void) | null = null;

  constructor(private readonly session: Session) {}

  get active(): Lease | null {
    return this.#active;
  }

  get waiting(): number {
    return this.#waiters.length;
  }

  get longestWaitMs(): number {
    const first = this.#waiters[0];
    return first === undefined ? 0 : performance.now() - first.since;
  }

  /** @throws {EmbeddedDatabaseUnavailableError} when the queue is closed, or closes meanwhile */
  acquire(): Promise<Lease> {
    return new Promise((resolve, reject) => {
      if (this.#closedBy !== null) reject(this.#closedBy);
      else if (this.#active === null) resolve(this.#lease());
      else this.#waiters.push({ since: performance.now(), grant: resolve, refuse: reject });
    });
  }

  /** Turns away who has waited longer than this. */
  refuseAfter(limitMs: number): void {
    while (this.longestWaitMs > limitMs) {
      this.#waiters
        .shift()
        ?.refuse(new EmbeddedDatabaseUnavailableError(`the connection was busy for ${limitMs} ms`));
    }
  }

  /** Resolves when nobody holds or wants the connection any more. */
  idle(): Promise<void> {
    if (this.#active === null) return Promise.resolve();
    return new Promise((resolve) => (this.#onIdle = resolve));
  }

  /** Turns everybody away, those who wait included, and ends what the present holder does. */
  close(reason: Error): void {
    this.#closedBy = reason;
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(reason);
    this.#active?.end(reason);
  }

  #lease(): Lease {
    this.#active = new Lease(this.session, () => this.#next());
    return this.#active;
  }

  #next(): void {
    this.#active = null;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) waiter.grant(this.#lease());
    else this.#onIdle?.();
  }
}
