import { LockMode, UniqueConstraintViolationException, type InferEntity } from '@mikro-orm/core';

import { GuardianLink, User } from '../../entities/people.js';
import type { GuardianLinkRow } from '../../entities/people.repository.js';
import { RequestError } from '../../errors/index.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';

/** What a link may open. */
export const guardianScopes = ['progress'] as const;

export type GuardianScope = (typeof guardianScopes)[number];

export interface GrantInput {
  readonly guardianId: string;
  readonly learnerId: string;
  readonly scopes: readonly GuardianScope[];
  /** Null for no end. */
  readonly expiresAt: Date | null;
}

export type GrantResult =
  { kind: 'granted'; linkId: string } | { kind: 'linkExists'; linkId: string };

export type SetLinkStateResult = { kind: 'set'; linkId: string } | { kind: 'linkRevoked' };

/** Who may look on at a learner's work from outside the school. */
export class GuardiansService {
  constructor(private readonly deps: ServiceDeps) {}

  /**
   * Lets a guardian see what the scopes open, until the link expires or ends. The learner's own grant
   * is their consent; an administrator may grant for them. A link that was revoked or has run out is
   * granted anew.
   */
  async grant(actor: Actor, input: GrantInput): Promise<GrantResult> {
    const { guardianId, learnerId, expiresAt } = input;
    const { schoolId } = actor;
    if (actor.userId !== learnerId && !actor.isAdministrator) {
      throw RequestError.forbidden('Only the learner or an administrator may grant this.');
    }
    const now = this.deps.clock();
    if (input.scopes.length === 0) {
      throw RequestError.badInput('scopes', 'A link needs at least one scope.');
    }
    if (expiresAt !== null && expiresAt <= now) {
      throw RequestError.badInput('expiresAt', 'A link ends in the future.');
    }
    if (guardianId === learnerId) {
      throw RequestError.badInput('guardianId', 'Nobody is their own guardian.');
    }
    const grant = async (tx: Transaction): Promise<GrantResult> => {
      const ids = [guardianId, learnerId];
      const people = await tx.em.count(User, { id: { $in: ids }, schoolId, kind: 'person' });
      if (people < ids.length) throw RequestError.notFound('user');
      const terms = {
        state: 'active' as const,
        scopes: [...new Set(input.scopes)],
        grantedById: actor.userId,
        expiresAt,
      };
      const known = await tx.em.findOne(
        GuardianLink,
        { guardianId, learnerId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (known && known.state !== 'revoked' && !hasExpired(known, now)) {
        return { kind: 'linkExists', linkId: known.id };
      }
      if (known) tx.em.assign(known, terms);
      const link =
        known ??
        tx.em.create(GuardianLink, {
          id: newId(),
          schoolId,
          guardianId,
          learnerId,
          ...terms,
          createdAt: now,
        });
      report(tx, actor, link, now);
      return { kind: 'granted', linkId: link.id };
    };
    try {
      return await transact(this.deps, grant);
    } catch (error) {
      // Two at once: one made the link, the other finds it.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      return transact(this.deps, grant);
    }
  }

  /**
   * Pauses, resumes or revokes a link. The learner and administrators may do each; the guardian may
   * only give it up. A revoked link stays so until it is granted anew.
   */
  async setState(
    actor: Actor,
    linkId: string,
    state: GuardianLinkRow['state'],
  ): Promise<SetLinkStateResult> {
    const { userId, schoolId, isAdministrator } = actor;
    return transact(this.deps, async (tx) => {
      const link = await tx.em.findOne(
        GuardianLink,
        { id: linkId, schoolId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      const isParty = link?.guardianId === userId || link?.learnerId === userId;
      if (!link || !(isParty || isAdministrator)) throw RequestError.notFound('guardian link');
      if (link.learnerId !== userId && !isAdministrator && state !== 'revoked') {
        throw RequestError.forbidden('A guardian may only give the link up.');
      }
      if (link.state === 'revoked') return { kind: 'linkRevoked' };
      if (link.state !== state) {
        link.state = state;
        report(tx, actor, link, this.deps.clock());
      }
      return { kind: 'set', linkId };
    });
  }
}

function hasExpired(link: InferEntity<typeof GuardianLink>, now: Date): boolean {
  return link.expiresAt != null && link.expiresAt <= now;
}

function report(
  tx: Transaction,
  actor: Actor,
  link: InferEntity<typeof GuardianLink>,
  now: Date,
): void {
  const { id: guardianLinkId, schoolId, guardianId, learnerId, state } = link;
  tx.report({
    type: 'guardian_link.changed',
    schoolId,
    guardianLinkId,
    guardianId,
    learnerId,
    state,
    actorId: actor.userId,
    at: now.toISOString(),
  });
}
