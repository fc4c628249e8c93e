import { Worker } from 'node:worker_threads';

import { EmbeddedDatabaseUnavailableError } from './errors.js';
import type { WorkerBoot, WorkerReport, WorkerRequest } from './messages.js';

/** Under Jest this module is TypeScript; Node runs the worker's source as it is. */
const workerFile = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';

interface InFlight {
  readonly since: number;
  readonly resolve: (bytes: ArrayBuffer) => void;
  readonly reject: (error: Error) => void;
}

/** One life of the worker thread: one request at a time, and word when the thread ends. */
export class WorkerLink {
  /** Resolves with the reason once the thread is gone. */
  readonly ended: Promise<Error>;
  readonly #ready: Promise<null>;
  readonly #worker: Worker;
  #inFlight: InFlight | null = null;
  #cause: Error | null = null;

  private constructor(boot: WorkerBoot) {
    this.#worker = new Worker(new URL(workerFile, import.meta.url), {
      workerData: boot,
      name: 'embedded-database',
      // Not the parent's: its loaders and flags are not meant for this thread.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#ready = new Promise((resolve) => {
      this.#worker.on('message', (report: WorkerReport) => {
        if (report.kind === 'reply') this.#settle()?.resolve(report.bytes);
        else if (report.kind === 'ready') resolve(null);
        else this.#cause ??= new Error(report.reason);
      });
    });
    this.#worker.on('error', (error: Error) => (this.#cause ??= error));
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#cause ??= new Error('the worker ended');
        this.#settle()?.reject(this.#unavailable('unknown'));
        resolve(this.#cause);
      });
    });
  }

  /**
   * Starts a worker and resolves once PostgreSQL answers in it.
   * @throws {Error} what kept PostgreSQL from starting
   */
  static async open(boot: WorkerBoot, timeoutMs: number): Promise<WorkerLink> {
    const link = new WorkerLink(boot);
    const timer = setTimeout(() => link.terminate('it did not open in time'), timeoutMs);
    const failure = await Promise.race([link.#ready, link.ended]);
    clearTimeout(timer);
    if (failure !== null) throw failure;
    return link;
  }

  /** How long the present request has been running, or `null` between requests. */
  get busyMs(): number | null {
    return this.#inFlight === null ? null : performance.now() - this.#inFlight.since;
  }

  /**
   * Sends one request; the caller waits for its answer before the next.
   * @throws {EmbeddedDatabaseUnavailableError} when the worker ends first
   */
  request(request: WorkerRequest): Promise<ArrayBuffer> {
    return new Promise((resolve, reject) => {
      if (this.#cause !== null) {
        reject(this.#unavailable('not-executed'));
        return;
      }
      this.#inFlight = { since: performance.now(), resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread wherever it is; what it was doing rejects. */
  terminate(reason: string): void {
    this.#cause ??= new Error(reason);
    void this.#worker.terminate();
  }

  /** Lets PostgreSQL shut down, but no longer than `timeoutMs`. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#cause === null) this.#worker.postMessage({ kind: 'close' } satisfies WorkerRequest);
    const timer = setTimeout(() => this.terminate('it did not close in time'), timeoutMs);
    await this.ended;
    clearTimeout(timer);
  }

  #settle(): InFlight | null {
    const request = this.#inFlight;
    this.#inFlight = null;
    return request;
  }

  #unavailable(outcome: 'not-executed' | 'unknown'): EmbeddedDatabaseUnavailableError {
    const cause = this.#cause;
    return new EmbeddedDatabaseUnavailableError(cause?.message ?? 'no worker', outcome, { cause });
  }
}
