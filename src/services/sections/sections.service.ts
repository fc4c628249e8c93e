import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { z } from 'zod';

import { Enrollment } from '../../entities/enrollments.js';
import { Invitation } from '../../entities/invitations.js';
import { readerOf } from '../../entities/orm.js';
import { User } from '../../entities/people.js';
import { Cohort, CohortMember, Section, Term } from '../../entities/sections.js';
import { addCohortMembers, removeCohortMembers } from '../../entities/sections.repository.js';
import { RequestError } from '../../errors/index.js';
import { assertCourse, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import type { DomainEventOf } from '../domain-events.js';
import { newId } from '../ids.js';
import { nameInput, parseInput } from '../people/input.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';

export type SaveResult = { kind: 'saved'; id: string } | { kind: 'nameTaken' };

export type DeleteResult = { kind: 'deleted' } | { kind: 'inUse' };

export interface TermInput {
  name: string;
  startsAt: Date;
  endsAt: Date;
}

export interface SectionInput {
  name: string;
  termId: string | null;
}

/** Members that one request may add or remove. */
export const MAX_MEMBERS = 500;

const nameOnly = z.object({ name: nameInput });

type Kind = DomainEventOf<'organisation.changed'>['kind'];
type Change = DomainEventOf<'organisation.changed'>['change'];

/** How a school groups its people: terms and cohorts of the school, sections of a course. */
export class SectionsService {
  constructor(private readonly deps: ServiceDeps) {}

  async createTerm(actor: Actor, input: TermInput): Promise<SaveResult> {
    const facts = termFacts(actor, input);
    return this.#save(actor, 'term', 'created', async ({ em }) => {
      const id = newId();
      em.create(Term, { id, schoolId: actor.schoolId, ...facts, createdAt: this.deps.clock() });
      return id;
    });
  }

  async updateTerm(actor: Actor, id: string, input: TermInput): Promise<SaveResult> {
    const facts = termFacts(actor, input);
    return this.#save(actor, 'term', 'updated', async ({ em }) => {
      const term = await em.findOne(Term, { id, schoolId: actor.schoolId });
      if (!term) throw RequestError.notFound('term');
      em.assign(term, facts);
      return id;
    });
  }

  /** Deletes a term that no section is taught in. */
  async deleteTerm(actor: Actor, id: string): Promise<DeleteResult> {
    assertAdministrator(actor);
    return transact(this.deps, async (tx) => {
      const term = await tx.em.findOne(Term, { id, schoolId: actor.schoolId });
      if (!term) throw RequestError.notFound('term');
      if ((await tx.em.count(Section, { termId: id })) > 0) return { kind: 'inUse' };
      tx.em.remove(term);
      this.#report(tx, actor, 'term', id, 'deleted');
      return { kind: 'deleted' };
    });
  }

  async createSection(actor: Actor, courseId: string, input: SectionInput): Promise<SaveResult> {
    const { name } = parseInput(nameOnly, input);
    const { schoolId } = actor;
    await assertCourse(readerOf(this.deps.em), schoolId, courseId);
    return this.#save(actor, 'section', 'created', async (tx) => {
      await assertTeaches(tx, actor, courseId);
      const termId = await termOf(tx, schoolId, input.termId);
      const id = newId();
      const createdAt = this.deps.clock();
      tx.em.create(Section, { id, schoolId, courseId, termId, name, createdAt });
      return id;
    });
  }

  async updateSection(actor: Actor, id: string, input: SectionInput): Promise<SaveResult> {
    const { name } = parseInput(nameOnly, input);
    return this.#save(actor, 'section', 'updated', async (tx) => {
      const section = await taughtSection(tx, actor, id);
      tx.em.assign(section, { name, termId: await termOf(tx, actor.schoolId, input.termId) });
      return id;
    });
  }

  /** Deletes a section that nobody is or ever was in. */
  async deleteSection(actor: Actor, id: string): Promise<DeleteResult> {
    return transact(this.deps, async (tx) => {
      const section = await taughtSection(tx, actor, id);
      const uses = [
        await tx.em.count(Enrollment, { sectionId: id }),
        await tx.em.count(Invitation, { sectionId: id }),
      ];
      if (uses.some((count) => count > 0)) return { kind: 'inUse' };
      tx.em.remove(section);
      this.#report(tx, actor, 'section', id, 'deleted');
      return { kind: 'deleted' };
    });
  }

  async createCohort(actor: Actor, name: string): Promise<SaveResult> {
    assertAdministrator(actor);
    const facts = parseInput(nameOnly, { name });
    return this.#save(actor, 'cohort', 'created', async ({ em }) => {
      const id = newId();
      em.create(Cohort, { id, schoolId: actor.schoolId, ...facts, createdAt: this.deps.clock() });
      return id;
    });
  }

  async updateCohort(actor: Actor, id: string, name: string): Promise<SaveResult> {
    assertAdministrator(actor);
    const facts = parseInput(nameOnly, { name });
    return this.#save(actor, 'cohort', 'updated', async (tx) => {
      tx.em.assign(await cohortOf(tx, actor, id), facts);
      return id;
    });
  }

  /** Deletes a cohort; its members stay people of the school. */
  async deleteCohort(actor: Actor, id: string): Promise<DeleteResult> {
    assertAdministrator(actor);
    return transact(this.deps, async (tx) => {
      const cohort = await cohortOf(tx, actor, id);
      await tx.em.nativeDelete(CohortMember, { cohortId: id });
      tx.em.remove(cohort);
      this.#report(tx, actor, 'cohort', id, 'deleted');
      return { kind: 'deleted' };
    });
  }

  /** Adds people to a cohort and takes others out. Doing it twice is no mistake. */
  async changeMembers(
    actor: Actor,
    id: string,
    { add, remove }: { add: readonly string[]; remove: readonly string[] },
  ): Promise<{ added: number; removed: number }> {
    assertAdministrator(actor);
    if (add.length + remove.length > MAX_MEMBERS) {
      throw RequestError.badInput(
        'add',
        `At most ${String(MAX_MEMBERS)} members may change at a time.`,
      );
    }
    const { schoolId } = actor;
    const named = [...new Set([...add, ...remove])];
    return transact(this.deps, async (tx) => {
      await cohortOf(tx, actor, id);
      const known = await tx.em.count(User, { id: { $in: named }, schoolId });
      if (known < named.length) throw RequestError.notFound('user');
      const at = this.deps.clock();
      const added = await addCohortMembers(tx.db, { id, schoolId, at }, [...new Set(add)]);
      const removed = await removeCohortMembers(tx.db, id, remove);
      if (added + removed > 0) this.#report(tx, actor, 'cohort', id, 'updated');
      return { added, removed };
    });
  }

  /** Of two of the same name the database lets one be. */
  async #save(
    actor: Actor,
    kind: Kind,
    change: Change,
    work: (tx: Transaction) => Promise<string>,
  ): Promise<SaveResult> {
    try {
      return await transact(this.deps, async (tx) => {
        const id = await work(tx);
        this.#report(tx, actor, kind, id, change);
        return { kind: 'saved', id };
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) return { kind: 'nameTaken' };
      throw error;
    }
  }

  #report(tx: Transaction, actor: Actor, kind: Kind, objectId: string, change: Change): void {
    const { schoolId, userId: actorId } = actor;
    const at = this.deps.clock().toISOString();
    tx.report({ type: 'organisation.changed', schoolId, kind, objectId, change, actorId, at });
  }
}

function termFacts(actor: Actor, { startsAt, endsAt, ...input }: TermInput) {
  assertAdministrator(actor);
  const { name } = parseInput(nameOnly, input);
  if (endsAt <= startsAt) throw RequestError.badInput('endsAt', 'A term ends after it starts.');
  return { name, startsAt, endsAt };
}

function assertAdministrator(actor: Actor): void {
  if (!actor.isAdministrator) throw RequestError.forbidden('Only administrators may do this.');
}

async function assertTeaches({ db }: Transaction, actor: Actor, courseId: string): Promise<void> {
  if (await mayTeach(db, actor, courseId)) return;
  throw RequestError.forbidden('Only staff of the course may change its sections.');
}

async function taughtSection(tx: Transaction, actor: Actor, id: string) {
  const section = await tx.em.findOne(Section, { id, schoolId: actor.schoolId });
  if (!section) throw RequestError.notFound('section');
  await assertTeaches(tx, actor, section.courseId);
  return section;
}

async function cohortOf({ em }: Transaction, { schoolId }: Actor, id: string) {
  const cohort = await em.findOne(Cohort, { id, schoolId });
  if (!cohort) throw RequestError.notFound('cohort');
  return cohort;
}

async function termOf({ em }: Transaction, schoolId: string, termId: string | null) {
  if (termId === null) return null;
  if ((await em.count(Term, { id: termId, schoolId })) === 0) throw RequestError.notFound('term');
  return termId;
}
