/** What has to be undone at the end of a run, however it ends; the last thing made goes first. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];
  #closed: Promise<void> | undefined;

  /** Undone at the end; at once when the run is ending already. */
  defer(undo: () => unknown): void {
    if (this.#closed) {
      void settled(attempt(undo));
      throw new Error('The run is over.');
    }
    this.#steps.push(undo);
  }

  get over(): boolean {
    return this.#closed !== undefined;
  }

  /** Undoes everything, once. What cannot be undone is told and does not stop the rest. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // Let whoever called `close` see that we are over before anything happens.
    await Promise.resolve();
    for (let undo = this.#steps.pop(); undo; undo = this.#steps.pop()) {
      try {
        await undo();
      } catch (error) {
        console.error('Could not clean up:', error);
      }
    }
  }
}

async function attempt(work: () => unknown): Promise<void> {
  await work();
}

/** Waits for the end of something whose failure others deal with. */
export async function settled(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
