import { LockMode, UniqueConstraintViolationException, type InferEntity } from '@mikro-orm/core';
import { z } from 'zod';

import { Course } from '../../entities/courses.js';
import { missingPrerequisites } from '../../entities/courses.repository.js';
import { Enrollment } from '../../entities/enrollments.js';
import { openEnrollment, type EnrollmentRow } from '../../entities/enrollments.repository.js';
import { Invitation } from '../../entities/invitations.js';
import type { InvitationRow } from '../../entities/invitations.repository.js';
import { readerOf } from '../../entities/orm.js';
import { User } from '../../entities/people.js';
import { userIdsByEmail } from '../../entities/people.repository.js';
import { RequestError } from '../../errors/index.js';
import { assertCourse, mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import { sectionOf } from '../enrollments/enrollments.service.js';
import {
  beginEnrollment,
  moveEnrollment,
  type Cause,
  type NewEnrollment,
} from '../enrollments/lifecycle.js';
import { isFull, lockSeats } from '../enrollments/seats.js';
import { newId } from '../ids.js';
import { emailInput, nameInput, parseInput, passwordInput } from '../people/input.js';
import type { Passwords } from '../people/passwords.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import { hashOf, makeToken } from './token.js';

export interface InviteInput {
  readonly courseId: string;
  readonly email: string;
  readonly role: EnrollmentRow['role'];
  readonly sectionId?: string | undefined;
  /** From 1 to 90. */
  readonly days: number;
}

/** `token` is shown here and never again. */
export type InviteResult =
  | { kind: 'invited'; invitationId: string; token: string }
  | { kind: 'alreadyInvited'; invitationId: string }
  | { kind: 'alreadyEnrolled'; enrollmentId: string }
  | { kind: 'courseNotOpen' };

export interface AcceptInput {
  readonly token: string;
  /** Only for somebody without an account. */
  readonly name?: string | null | undefined;
  readonly password?: string | null | undefined;
}

export type AcceptResult =
  | { kind: 'accepted'; enrollmentId: string; state: EnrollmentRow['state'] }
  | { kind: 'closed' }
  | { kind: 'accountNeeded'; email: string }
  | { kind: 'signInNeeded' }
  | { kind: 'prerequisitesMissing'; courseIds: readonly string[] }
  | { kind: 'alreadyEnrolled'; enrollmentId: string };

export type EndResult = { kind: 'ended'; invitationId: string } | { kind: 'closed' };

type InvitationEntity = InferEntity<typeof Invitation>;

const DAY_MS = 24 * 60 * 60 * 1_000;

const inviteInput = z.object({
  email: emailInput,
  days: z.int().min(1, 'An invitation is open for at least a day.').max(90, 'At most 90 days.'),
});

const accountInput = z.object({ name: nameInput, password: passwordInput });

/** Places in a course that are offered to e-mail addresses, with or without an account behind them. */
export class InvitationsService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly passwords: Passwords,
  ) {}

  /**
   * Offers a place in a published course. Somebody who has an account gets an enrollment in the
   * state `invited` at once.
   */
  async invite(actor: Actor, input: InviteInput): Promise<InviteResult> {
    const { email, days } = parseInput(inviteInput, input);
    const { courseId, role } = input;
    const { schoolId } = actor;
    await assertCourse(readerOf(this.deps.em), schoolId, courseId);
    const { token, tokenHash } = makeToken();
    const now = this.deps.clock();
    const invite = async (tx: Transaction): Promise<InviteResult> => {
      if (!(await mayTeach(tx.db, actor, courseId))) {
        throw RequestError.forbidden('Only staff of the course may invite to it.');
      }
      const sectionId = await sectionOf(tx, schoolId, courseId, input.sectionId);
      const course = await tx.em.findOneOrFail(Course, { id: courseId, schoolId });
      if (course.status !== 'published' || course.publishedVersionId == null) {
        return { kind: 'courseNotOpen' };
      }
      await lockSeats(tx, schoolId, courseId);
      const known = await tx.em.findOne(Invitation, { courseId, email, state: 'open' });
      if (known && known.expiresAt > now) {
        return { kind: 'alreadyInvited', invitationId: known.id };
      }
      if (known) {
        await end(tx, known, 'expired', { actorId: null, reason: null, now });
        await tx.em.flush();
      }
      const userId = (await userIdsByEmail(tx.db, schoolId, [email])).get(email);
      const open = userId && (await openEnrollment(tx.db, schoolId, userId, courseId));
      if (open) return { kind: 'alreadyEnrolled', enrollmentId: open.id };
      const versionId = course.publishedVersionId;
      const enrollment =
        userId === undefined
          ? null
          : beginEnrollment(
              tx,
              { schoolId, courseId, versionId, userId, role, sectionId },
              'invited',
              { actorId: actor.userId, reason: null, now },
            );
      const invitation = tx.em.create(Invitation, {
        id: newId(),
        schoolId,
        courseId,
        sectionId,
        email,
        role,
        state: 'open',
        tokenHash,
        invitedById: actor.userId,
        enrollmentId: enrollment?.id ?? null,
        expiresAt: new Date(now.getTime() + days * DAY_MS),
        createdAt: now,
        endedAt: null,
      });
      report(tx, invitation, 'invitation.created', now);
      return { kind: 'invited', invitationId: invitation.id, token };
    };
    try {
      return await transact(this.deps, invite);
    } catch (error) {
      // Two at once: the partial unique indexes let one through, the other finds what it made.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      return transact(this.deps, invite);
    }
  }

  /**
   * Takes the place that a token offers. Who has an account must be signed in to it; who has none
   * gets one by a name and a password. The enrollment is `waitlisted` when every seat is taken.
   */
  async accept(actor: Actor | null, input: AcceptInput): Promise<AcceptResult> {
    const invitation = await this.#openInvitation(input.token);
    if (!invitation) return { kind: 'closed' };
    const { schoolId, courseId, email } = invitation;
    const db = readerOf(this.deps.em);
    const owner = (await userIdsByEmail(db, schoolId, [email])).get(email);
    if (owner !== undefined && owner !== actor?.userId) return { kind: 'signInNeeded' };
    if (owner === undefined && (input.name == null || input.password == null)) {
      return { kind: 'accountNeeded', email };
    }
    // Before the transaction, which should not wait for it.
    const account = owner === undefined ? await this.#account(input) : null;
    const now = this.deps.clock();
    try {
      return await transact(this.deps, async (tx): Promise<AcceptResult> => {
        const seats = await lockSeats(tx, schoolId, courseId);
        const locked = await this.#lock(tx, invitation.id);
        const course = await tx.em.findOne(Course, { id: courseId, status: 'published' });
        const versionId = course?.publishedVersionId;
        if (locked?.state !== 'open' || versionId == null) return { kind: 'closed' };
        const userId = owner ?? newId();
        if (locked.role === 'learner') {
          const courseIds = await missingPrerequisites(tx.db, schoolId, courseId, userId);
          if (courseIds.length > 0) return { kind: 'prerequisitesMissing', courseIds };
        }
        if (account) {
          tx.em.create(User, {
            id: userId,
            schoolId,
            kind: 'person',
            email,
            ...account,
            isAdministrator: false,
            disabledAt: null,
            createdAt: now,
          });
          const at = now.toISOString();
          tx.report({
            type: 'user.changed',
            schoolId,
            userId,
            change: 'created',
            actorId: userId,
            at,
          });
          await tx.em.flush();
        }
        const cause = { actorId: userId, reason: null, now };
        const waits = locked.role === 'learner' && (await isFull(tx, seats, courseId));
        const to = waits ? 'waitlisted' : 'active';
        const sectionId = locked.sectionId ?? null;
        const facts = { schoolId, courseId, versionId, userId, role: locked.role, sectionId };
        const enrollment = await this.#enroll(tx, facts, to, cause);
        if (enrollment.kind === 'alreadyEnrolled') {
          return { kind: 'alreadyEnrolled', enrollmentId: enrollment.enrollmentId };
        }
        locked.enrollmentId = enrollment.enrollmentId;
        close(tx, locked, 'accepted', now);
        return { kind: 'accepted', enrollmentId: enrollment.enrollmentId, state: to };
      });
    } catch (error) {
      // Somebody opened an account for this address, or enrolled, in the same moment.
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      return { kind: 'signInNeeded' };
    }
  }

  /** Turns an offer down. Whoever holds the token may. */
  async decline(token: string): Promise<EndResult> {
    const invitation = await this.#openInvitation(token);
    if (!invitation) return { kind: 'closed' };
    return this.#end(invitation, 'declined', null);
  }

  /** Takes an offer back, as staff of the course. */
  async revoke(actor: Actor, invitationId: string): Promise<EndResult> {
    const em = this.deps.em.fork();
    const invitation = await em.findOne(Invitation, { id: invitationId, schoolId: actor.schoolId });
    const isStaff =
      invitation !== null && (await mayTeach(readerOf(em), actor, invitation.courseId));
    if (!isStaff) throw RequestError.notFound('invitation');
    return this.#end(invitation, 'revoked', actor.userId);
  }

  /** Closes what has run out, of every school. Returns how many; a bounded number at a time. */
  async expire(limit = 500): Promise<number> {
    const due = await this.deps.em
      .fork()
      .find(
        Invitation,
        { state: 'open', expiresAt: { $lte: this.deps.clock() } },
        { orderBy: { id: 'asc' }, limit },
      );
    for (const invitation of due) await this.#end(invitation, 'expired', null);
    return due.length;
  }

  async #end(
    { id, schoolId, courseId }: InvitationEntity,
    state: 'declined' | 'revoked' | 'expired',
    actorId: string | null,
  ): Promise<EndResult> {
    const now = this.deps.clock();
    return transact(this.deps, async (tx) => {
      await lockSeats(tx, schoolId, courseId);
      const invitation = await this.#lock(tx, id);
      if (invitation?.state !== 'open') return { kind: 'closed' };
      await end(tx, invitation, state, { actorId, reason: null, now });
      return { kind: 'ended', invitationId: id };
    });
  }

  /** The invitation that a token opens now; null for any that does not, whyever. */
  async #openInvitation(token: string): Promise<InvitationEntity | null> {
    const invitation = await this.deps.em
      .fork()
      .findOne(Invitation, { tokenHash: hashOf(token), state: 'open' });
    return invitation && invitation.expiresAt > this.deps.clock() ? invitation : null;
  }

  async #lock(tx: Transaction, id: string): Promise<InvitationEntity | null> {
    return tx.em.findOne(Invitation, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  async #account(input: AcceptInput): Promise<{ name: string; passwordHash: string }> {
    const { name, password } = parseInput(accountInput, input);
    return { name, passwordHash: await this.passwords.hash(password) };
  }

  /** The enrollment made with the invitation, moved; or a new one on the version of today. */
  async #enroll(
    tx: Transaction,
    facts: NewEnrollment,
    to: 'active' | 'waitlisted',
    cause: Cause,
  ): Promise<{ kind: 'enrolled' | 'alreadyEnrolled'; enrollmentId: string }> {
    const { schoolId, userId, courseId } = facts;
    const open = await openEnrollment(tx.db, schoolId, userId, courseId);
    if (open && open.state !== 'invited') {
      return { kind: 'alreadyEnrolled', enrollmentId: open.id };
    }
    if (open) {
      const enrollment = await tx.em.findOneOrFail(
        Enrollment,
        { id: open.id },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      moveEnrollment(tx, enrollment, to, cause);
      return { kind: 'enrolled', enrollmentId: open.id };
    }
    return { kind: 'enrolled', enrollmentId: beginEnrollment(tx, facts, to, cause).id };
  }
}

/** What becomes of the enrollment of an invitation that ends without being accepted. */
const fates = { declined: 'rejected', revoked: 'withdrawn', expired: 'expired' } as const;

async function end(
  tx: Transaction,
  invitation: InvitationEntity,
  state: keyof typeof fates,
  cause: Cause,
): Promise<void> {
  if (invitation.enrollmentId != null) {
    const enrollment = await tx.em.findOneOrFail(
      Enrollment,
      { id: invitation.enrollmentId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    // Staff may have withdrawn it by itself.
    if (enrollment.state === 'invited') {
      const actorId = state === 'declined' ? enrollment.userId : cause.actorId;
      moveEnrollment(tx, enrollment, fates[state], { ...cause, actorId });
    }
  }
  close(tx, invitation, state, cause.now);
}

function close(
  tx: Transaction,
  invitation: InvitationEntity,
  state: InvitationRow['state'],
  now: Date,
): void {
  invitation.state = state;
  invitation.endedAt = now;
  report(tx, invitation, 'invitation.ended', now);
}

function report(
  tx: Transaction,
  { id: invitationId, schoolId, courseId, state }: InvitationEntity,
  type: 'invitation.created' | 'invitation.ended',
  now: Date,
): void {
  tx.report({ type, schoolId, courseId, invitationId, state, at: now.toISOString() });
}
