import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { z } from 'zod';

import { ApiKey, User } from '../../entities/people.js';
import { lockAdministrators } from '../../entities/people.repository.js';
import { UserProfile } from '../../entities/profiles.js';
import type { UserProfileRow } from '../../entities/profiles.repository.js';
import { RequestError } from '../../errors/index.js';
import type { Actor } from '../actor.js';
import type { DomainEventOf } from '../domain-events.js';
import { newId } from '../ids.js';
import { isStorableText } from '../text.js';
import { transact, type ServiceDeps, type Transaction } from '../transact.js';
import { endSessionsIn } from './end-sessions.js';
import { emailInput, nameInput, parseInput, passwordInput } from './input.js';
import type { Passwords } from './passwords.js';

export interface NewUserInput {
  readonly email: string;
  readonly name: string;
  /** Null for somebody who cannot sign in by password. */
  readonly password: string | null;
  readonly isAdministrator: boolean;
}

/** What is absent stays as it is. */
export interface UserChanges {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly isAdministrator?: boolean | undefined;
}

export type NewUserResult = { kind: 'created'; userId: string } | { kind: 'emailTaken' };

export type UpdateUserResult =
  { kind: 'updated'; userId: string } | { kind: 'emailTaken' } | { kind: 'lastAdministrator' };

export type DisableUserResult =
  { kind: 'disabled'; userId: string; endedSessions: number } | { kind: 'lastAdministrator' };

/** What a person says of themselves. What is absent stays as it is. */
export type ProfileChanges = Partial<Omit<UserProfileRow, 'userId'>>;

type Change = DomainEventOf<'user.changed'>['change'];

const newUserInput = z.object({
  email: emailInput,
  name: nameInput,
  password: passwordInput.nullable(),
});

const changesInput = z.object({ email: emailInput.optional(), name: nameInput.optional() });

const statements = z
  .array(
    z
      .string()
      .trim()
      .min(1, 'Say something, or leave it out.')
      .max(200, 'At most 200 characters each.')
      .refine(isStorableText, 'This is plain text.'),
  )
  .max(20, 'At most 20.');

const profileInput = z.object({
  language: z.string().refine(isLanguage, 'This is not a BCP 47 language tag.').nullish(),
  timeZone: z.string().refine(isTimeZone, 'This is not an IANA time zone.').nullish(),
  interests: statements.optional(),
  goals: statements.optional(),
});

/** The people of a school: their accounts, and what they say of themselves. */
export class UsersService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly passwords: Passwords,
  ) {}

  /** Opens an account. Administrators only. */
  async create(actor: Actor, input: NewUserInput): Promise<NewUserResult> {
    assertAdministrator(actor);
    const { password, ...person } = parseInput(newUserInput, input);
    // Before the transaction, which should not wait for it.
    const passwordHash = password === null ? null : await this.passwords.hash(password);
    const id = newId();
    const now = this.deps.clock();
    return this.#unlessTaken(async (tx) => {
      tx.em.create(User, {
        id,
        schoolId: actor.schoolId,
        kind: 'person',
        ...person,
        passwordHash,
        isAdministrator: input.isAdministrator,
        disabledAt: null,
        createdAt: now,
      });
      report(tx, actor, id, 'created', now);
      return { kind: 'created', userId: id };
    });
  }

  /** Changes an account. Administrators only; the last of them stays one. */
  async update(actor: Actor, userId: string, input: UserChanges): Promise<UpdateUserResult> {
    assertAdministrator(actor);
    const { email, name } = parseInput(changesInput, { email: input.email, name: input.name });
    return this.#unlessTaken(async (tx) => {
      if (input.isAdministrator === false && (await isLastAdministrator(tx, actor, userId))) {
        return { kind: 'lastAdministrator' };
      }
      const user = await userOf(tx, actor, userId);
      if (user.kind === 'service' && (email !== undefined || input.isAdministrator === true)) {
        throw RequestError.forbidden('A service account has only a name to change.');
      }
      if (email !== undefined) user.email = email;
      if (name !== undefined) user.name = name;
      if (input.isAdministrator !== undefined) user.isAdministrator = input.isAdministrator;
      report(tx, actor, userId, 'updated', this.deps.clock());
      return { kind: 'updated', userId };
    });
  }

  /**
   * Shuts an account: its sessions end and its keys are revoked at once, and nothing opens it until
   * it is enabled again. Administrators only. What the person did is kept.
   */
  async disable(actor: Actor, userId: string): Promise<DisableUserResult> {
    assertAdministrator(actor);
    const now = this.deps.clock();
    return transact(this.deps, async (tx) => {
      if (await isLastAdministrator(tx, actor, userId)) return { kind: 'lastAdministrator' };
      const user = await userOf(tx, actor, userId);
      if (!user.disabledAt) {
        user.disabledAt = now;
        report(tx, actor, userId, 'disabled', now);
      }
      await tx.em.flush();
      const endedSessions = await endSessionsIn(tx, { userId }, { reason: 'revoked', now });
      for (const key of await tx.em.find(ApiKey, { userId, revokedAt: null })) {
        key.revokedAt = now;
        tx.report({
          type: 'api_key.revoked',
          schoolId: key.schoolId,
          userId,
          apiKeyId: key.id,
          at: now.toISOString(),
        });
      }
      return { kind: 'disabled', userId, endedSessions };
    });
  }

  /** Opens an account that was shut. Keys stay revoked. Administrators only. */
  async enable(actor: Actor, userId: string): Promise<void> {
    assertAdministrator(actor);
    await transact(this.deps, async (tx) => {
      const user = await userOf(tx, actor, userId);
      if (!user.disabledAt) return;
      user.disabledAt = null;
      report(tx, actor, userId, 'enabled', this.deps.clock());
    });
  }

  /** Stores what the actor says of themselves. */
  async updateProfile(actor: Actor, changes: ProfileChanges): Promise<void> {
    if (actor.kind === 'service') {
      throw RequestError.forbidden('A service account has no profile.');
    }
    const { language, timeZone, interests, goals } = parseInput(profileInput, {
      language: changes.language,
      timeZone: changes.timeZone,
      interests: changes.interests,
      goals: changes.goals,
    });
    const { userId, schoolId } = actor;
    const now = this.deps.clock();
    await transact(this.deps, async (tx) => {
      // Made first and changed then, so that two changes at once make one row.
      await tx.em.upsert(
        UserProfile,
        {
          userId,
          schoolId,
          mediaPreference: 'none',
          notifications: 'all',
          interests: [],
          goals: [],
          updatedAt: now,
        },
        { onConflictAction: 'ignore' },
      );
      tx.em.clear();
      const profile = await tx.em.findOneOrFail(UserProfile, { userId });
      if (language !== undefined) profile.language = language;
      if (timeZone !== undefined) profile.timeZone = timeZone;
      if (interests !== undefined) profile.interests = interests;
      if (goals !== undefined) profile.goals = goals;
      if (changes.pace !== undefined) profile.pace = changes.pace;
      if (changes.mediaPreference !== undefined) profile.mediaPreference = changes.mediaPreference;
      if (changes.notifications !== undefined) profile.notifications = changes.notifications;
      profile.updatedAt = now;
      report(tx, actor, userId, 'profile_updated', now);
    });
  }

  /** Of two with the same address the database lets one be. */
  async #unlessTaken<Result>(
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result | { kind: 'emailTaken' }> {
    try {
      return await transact(this.deps, work);
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) return { kind: 'emailTaken' };
      throw error;
    }
  }
}

function assertAdministrator(actor: Actor): void {
  if (!actor.isAdministrator) throw RequestError.forbidden('Only administrators may do this.');
}

async function userOf({ em }: Transaction, { schoolId }: Actor, id: string) {
  const user = await em.findOne(User, { id, schoolId });
  if (!user) throw RequestError.notFound('user');
  return user;
}

async function isLastAdministrator(tx: Transaction, { schoolId }: Actor, userId: string) {
  const administrators = await lockAdministrators(tx.db, schoolId);
  return administrators.length === 1 && administrators[0] === userId;
}

function report(tx: Transaction, actor: Actor, userId: string, change: Change, now: Date): void {
  const { schoolId, userId: actorId } = actor;
  tx.report({ type: 'user.changed', schoolId, userId, change, actorId, at: now.toISOString() });
}

function isLanguage(tag: string): boolean {
  try {
    return tag.length <= 35 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    // It throws for what is no tag; that is the answer.
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    // An offset such as +01:00 is taken as well, but knows no summer time.
    if (!/^[A-Za-z]/.test(name)) return false;
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // It throws for what is no zone; that is the answer.
    return false;
  }
}
