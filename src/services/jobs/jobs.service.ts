import type { InferEntity } from '@mikro-orm/core';

import { Job } from '../../entities/jobs.js';
import { jobsByIds, waitingRecompute } from '../../entities/jobs.repository.js';
import { readerOf } from '../../entities/orm.js';
import { RequestError } from '../../errors/index.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';

/** Work that a job carries out; the key is its kind. */
export interface JobInputs {
  import_course: { format: 'oatutor'; archive: string };
  recompute_grades: { courseId: string; dryRun: boolean; policy?: object };
}

export type JobKind = keyof JobInputs;

/** Puts a job on the queue, inside the caller's transaction so that neither exists without the other. */
export type Enqueue = (tx: Transaction, kind: JobKind, jobId: string) => Promise<void>;

/**
 * Background work as its owner sees it: state, progress and result in rows of ours, each change an
 * item on the job's stream. The queue behind it only decides when and where the work runs.
 */
export class JobsService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly enqueue: Enqueue,
  ) {}

  /** Asks for a course to be imported from an archive (base64). Administrators and import keys only. */
  async requestImport(
    actor: Actor,
    input: JobInputs['import_course'],
  ): Promise<{ kind: 'queued'; jobId: string } | { kind: 'archiveUnreadable' }> {
    if (!actor.isAdministrator && !actor.scopes.has('courses:import')) {
      throw RequestError.forbidden('Only administrators import courses.');
    }
    if (!isGzipInBase64(input.archive)) return { kind: 'archiveUnreadable' };
    return { kind: 'queued', jobId: await this.request(actor, 'import_course', input) };
  }

  /** Rejects with NOT_FOUND unless the actor asked for the job or administers the school. */
  async assertVisible(actor: Actor, jobId: string): Promise<void> {
    const [job] = await jobsByIds(readerOf(this.deps.em), actor.schoolId, [jobId]);
    if (!job || (job.requestedById !== actor.userId && !actor.isAdministrator)) {
      throw RequestError.notFound('job');
    }
  }

  /** Marks a job as started and hands its input to the worker; undefined when it has ended already. */
  async begin(
    jobId: string,
  ): Promise<{ schoolId: string; input: Record<string, unknown> } | undefined> {
    return this.change(jobId, (job, now) => {
      if (job.state === 'completed' || job.state === 'failed') return undefined;
      job.state = 'active';
      job.startedAt ??= now;
      return { schoolId: job.schoolId, input: job.input };
    });
  }

  async progress(jobId: string, done: number, total: number): Promise<void> {
    await this.change(jobId, (job) => {
      job.done = done;
      job.total = total;
    });
  }

  async complete(jobId: string, result: Record<string, unknown>): Promise<void> {
    await this.change(jobId, (job, now) => {
      job.state = 'completed';
      job.result = result;
      job.done = job.total ?? job.done;
      job.endedAt = now;
    });
  }

  /** `reason` is shown to the owner: words they can act on, nothing internal. */
  async fail(jobId: string, reason: string): Promise<void> {
    await this.change(jobId, (job, now) => {
      job.state = 'failed';
      job.failure = reason;
      job.endedAt = now;
    });
  }

  private async request<Kind extends JobKind>(
    actor: Actor,
    kind: Kind,
    input: JobInputs[Kind],
  ): Promise<string> {
    return transact(this.deps, (tx) => this.requestIn(tx, actor, kind, input));
  }

  /**
   * The actor's job for this course that waits to begin, locked so that it does not begin before
   * the caller's transaction has ended; undefined when there is none.
   */
  async waitingRecompute(
    tx: Transaction,
    actor: Pick<Actor, 'schoolId' | 'userId'>,
    courseId: string,
  ): Promise<string | undefined> {
    return waitingRecompute(tx.db, actor.schoolId, actor.userId, courseId);
  }

  /** Puts a job on the queue in the transaction of the use case that asks for it; gives its id. */
  async requestIn<Kind extends JobKind>(
    tx: Transaction,
    actor: Pick<Actor, 'schoolId' | 'userId'>,
    kind: Kind,
    input: JobInputs[Kind],
  ): Promise<string> {
    const id = newId();
    const now = this.deps.clock();
    tx.em.create(Job, {
      id,
      schoolId: actor.schoolId,
      requestedById: actor.userId,
      kind,
      state: 'queued',
      done: 0,
      total: null,
      input: { ...input },
      result: null,
      failure: null,
      createdAt: now,
      startedAt: null,
      endedAt: null,
    });
    tx.report({
      type: 'job.updated',
      schoolId: actor.schoolId,
      jobId: id,
      at: now.toISOString(),
    });
    await tx.em.flush();
    await this.enqueue(tx, kind, id);
    return id;
  }

  private async change<T>(
    jobId: string,
    apply: (job: InferEntity<typeof Job>, now: Date) => T,
  ): Promise<T> {
    return transact(this.deps, async (tx) => {
      const job = await tx.em.findOneOrFail(Job, jobId, { populate: ['input'] });
      const now = this.deps.clock();
      const value = apply(job, now);
      tx.report({ type: 'job.updated', schoolId: job.schoolId, jobId, at: now.toISOString() });
      return value;
    });
  }
}

/** `Buffer.from` reads past whatever is no base64; the worker does not. */
function isGzipInBase64(text: string): boolean {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const bytes = Buffer.from(text.slice(0, 4), 'base64');
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
