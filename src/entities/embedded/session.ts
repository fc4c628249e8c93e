import { toWireValue } from './bind-values.js';
import { readReply, type Reply, type TransactionStatus } from './reply.js';
import { StatementCache } from './statement-cache.js';
import type { WorkerLink } from './worker-link.js';

/** A prepared statement no longer fits the table it reads, or was dropped under our hands. */
const STALE_PLAN = new Set(['0A000', '26000']);

/** PostgreSQL's one session in one worker. Its user sends one statement after the other. */
export class Session {
  status: TransactionStatus = 'I';
  readonly #statements = new StatementCache();

  constructor(
    readonly link: WorkerLink,
    private readonly onNotification: (channel: string, payload: string) => void,
  ) {}

  /**
   * Runs one statement with values, or any number without. What PostgreSQL objects to is in the
   * reply's `error`.
   * @throws {EmbeddedDatabaseUnavailableError} when the worker ends meanwhile
   */
  async run(sql: string, values: readonly unknown[] = []): Promise<Reply> {
    const before = this.status;
    if (this.#statements.stale && before === 'I') {
      await this.#send({ kind: 'simple', sql: 'DEALLOCATE ALL' });
      this.#statements.clear();
    }
    if (values.length === 0) return this.#send({ kind: 'simple', sql });

    const { name, parse } = this.#statements.plan(sql);
    const wire = values.map(toWireValue);
    const reply = await this.#send({ kind: 'extended', sql, values: wire, name, parse });
    if (name === '') return reply;
    if (parse) {
      if (reply.parsed) this.#statements.prepared(sql, name);
    } else if (STALE_PLAN.has(reply.error?.code ?? '')) {
      this.#statements.invalidate();
      if (before === 'I') return this.run(sql, values);
    }
    return reply;
  }

  /** The whole cluster as .tar.gz. */
  async dump(): Promise<Uint8Array> {
    return new Uint8Array(await this.link.request({ kind: 'dump' }));
  }

  async #send(request: Parameters<WorkerLink['request']>[0]): Promise<Reply> {
    const reply = readReply(await this.link.request(request));
    this.status = reply.status;
    for (const { command } of reply.results) this.#statements.observe(command);
    for (const { channel, payload } of reply.notifications) this.onNotification(channel, payload);
    return reply;
  }
}
