import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { z } from 'zod';

import { readerOf } from '../../entities/orm.js';
import { ApiKey, School, User } from '../../entities/people.js';
import { schoolBySlug, type SchoolRow } from '../../entities/people.repository.js';
import { RequestError } from '../../errors/index.js';
import { scopes, type Actor, type Scope } from '../actor.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps } from '../transact.js';
import { makeApiKey } from './api-keys.js';
import { emailInput, nameInput, parseInput, passwordInput, slugInput } from './input.js';
import type { Passwords } from './passwords.js';

export interface CreateSchoolInput {
  readonly slug: string;
  readonly name: string;
  readonly administrator: {
    readonly email: string;
    readonly name: string;
    readonly password: string;
  };
}

export type CreateSchoolResult =
  | { readonly kind: 'created'; readonly schoolId: string; readonly administratorId: string }
  | { readonly kind: 'slugTaken' };

export interface CreateServiceAccountInput {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** `key` is shown here and never again. */
export interface CreateServiceAccountResult {
  readonly kind: 'created';
  readonly userId: string;
  readonly apiKeyId: string;
  readonly key: string;
}

/** Whoever runs commands on the machine itself. Never made from a request. */
export interface Operator {
  readonly kind: 'operator';
  readonly schoolId: string;
}

const schoolInput = z.object({
  slug: slugInput,
  name: nameInput,
  administrator: z.object({ email: emailInput, name: nameInput, password: passwordInput }),
});

const serviceAccountInput = z.object({
  name: nameInput,
  scopes: z.array(z.enum(scopes, 'No such scope.')).min(1, 'A key needs at least one scope.'),
});

/** Schools and the accounts of the systems that work for them. */
export class SchoolsService {
  constructor(
    private readonly deps: ServiceDeps,
    private readonly passwords: Passwords,
  ) {}

  /** Opens a school with its first administrator. For the operator of the installation. */
  async createSchool(input: CreateSchoolInput): Promise<CreateSchoolResult> {
    const { slug, name, administrator } = parseInput(schoolInput, input);
    // Before the transaction, which should not wait for it.
    const passwordHash = await this.passwords.hash(administrator.password);
    const schoolId = newId();
    const administratorId = newId();
    const now = this.deps.clock();
    try {
      await transact(this.deps, async ({ em }) => {
        em.create(School, { id: schoolId, slug, name, createdAt: now });
        em.create(User, {
          id: administratorId,
          schoolId,
          kind: 'person',
          email: administrator.email,
          name: administrator.name,
          passwordHash,
          isAdministrator: true,
          disabledAt: null,
          createdAt: now,
        });
      });
    } catch (error) {
      // In a school that did not exist only the slug can be taken. Asking first would be a race.
      if (error instanceof UniqueConstraintViolationException) return { kind: 'slugTaken' };
      throw error;
    }
    return { kind: 'created', schoolId, administratorId };
  }

  /** The school with this slug; null when there is none. */
  async findSchool(slug: string): Promise<SchoolRow | null> {
    return schoolBySlug(readerOf(this.deps.em), slug);
  }

  /** Makes an account for a system, with one key that is good for `scopes`. */
  async createServiceAccount(
    by: Actor | Operator,
    input: CreateServiceAccountInput,
  ): Promise<CreateServiceAccountResult> {
    if (by.kind !== 'operator' && !(by.kind === 'person' && by.isAdministrator)) {
      throw RequestError.forbidden('Only an administrator may create a service account.');
    }
    const parsed = parseInput(serviceAccountInput, input);
    const { schoolId } = by;
    const { apiKeyId, key, secretHash } = makeApiKey();
    const userId = newId();
    const now = this.deps.clock();
    await transact(this.deps, async ({ em }) => {
      em.create(User, {
        id: userId,
        schoolId,
        kind: 'service',
        // Every user has an address; .invalid is the domain that no mail reaches (RFC 2606).
        email: `${userId}@service.invalid`,
        name: parsed.name,
        passwordHash: null,
        isAdministrator: false,
        disabledAt: null,
        createdAt: now,
      });
      em.create(ApiKey, {
        id: apiKeyId,
        schoolId,
        userId,
        name: parsed.name,
        secretHash,
        scopes: [...new Set(parsed.scopes)],
        revokedAt: null,
        createdAt: now,
      });
    });
    return { kind: 'created', userId, apiKeyId, key };
  }
}
