import { z } from 'zod';

import { readerOf } from '../../entities/orm.js';
import { ApiKey, GuardianLink } from '../../entities/people.js';
import {
  addMissingPeople,
  schoolsBySlug,
  userIdsByEmail,
  type SchoolRow,
} from '../../entities/people.repository.js';
import { RequestError } from '../../errors/index.js';
import { newId } from '../ids.js';
import { transact, type ServiceDeps } from '../transact.js';
import { emailInput, nameInput, parseInput, passwordInput } from './input.js';
import type { Passwords } from './passwords.js';
import type { Operator } from './schools.service.js';

export interface ProvisionedPerson {
  readonly email: string;
  readonly name: string;
  /** Null for somebody who cannot sign in by password. */
  readonly passwordHash: string | null;
  readonly isAdministrator?: boolean;
}

const personInput = z.object({ email: emailInput, name: nameInput });

/**
 * Makes sure that these people have accounts in the operator's school, in one transaction. Whoever
 * is there already stays as they are. Returns each one's user id, in the order asked for.
 */
export async function provisionPeople(
  deps: ServiceDeps,
  by: Operator,
  people: readonly ProvisionedPerson[],
): Promise<readonly { readonly userId: string; readonly created: boolean }[]> {
  if (people.length === 0) return [];
  const rows = people.map(({ passwordHash, isAdministrator = false, ...person }) => ({
    ...parseInput(personInput, person),
    id: newId(),
    passwordHash,
    isAdministrator,
  }));
  return transact(deps, async ({ db }) => {
    const added = await addMissingPeople(db, { id: by.schoolId, now: deps.clock() }, rows);
    const ids = await userIdsByEmail(
      db,
      by.schoolId,
      rows.map((row) => row.email),
    );
    return rows.map((row) => ({
      userId: ids.get(row.email) ?? row.id,
      created: added.has(row.id),
    }));
  });
}

export interface CreateUserInput {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly isAdministrator: boolean;
}

export type CreateUserResult =
  { readonly kind: 'created'; readonly userId: string } | { readonly kind: 'emailTaken' };

/** Opens an account for a person who signs in by password. */
export async function createUser(
  deps: ServiceDeps,
  passwords: Passwords,
  by: Operator,
  input: CreateUserInput,
): Promise<CreateUserResult> {
  const { isAdministrator } = input;
  const { password, ...person } = parseInput(
    personInput.extend({ password: passwordInput }),
    input,
  );
  const passwordHash = await passwords.hash(password);
  const [made] = await provisionPeople(deps, by, [{ ...person, passwordHash, isAdministrator }]);
  return made?.created === true ? { kind: 'created', userId: made.userId } : { kind: 'emailTaken' };
}

/** Makes sure that a guardian is linked to a learner. A link that is there stays as it is. */
export async function provisionGuardianLink(
  deps: ServiceDeps,
  by: Operator,
  link: { guardianId: string; learnerId: string; scopes: readonly string[] },
): Promise<void> {
  await transact(deps, async ({ em }) => {
    const { guardianId, learnerId } = link;
    const known = await em.count(GuardianLink, { guardianId, learnerId });
    if (known > 0) return;
    em.create(GuardianLink, {
      id: newId(),
      schoolId: by.schoolId,
      guardianId,
      learnerId,
      state: 'active',
      scopes: [...link.scopes],
      expiresAt: null,
      createdAt: deps.clock(),
    });
  });
}

/** Makes a key useless from now on and closes its sockets. Doing it twice is no mistake. */
export async function revokeApiKey(
  deps: ServiceDeps,
  by: Operator,
  apiKeyId: string,
): Promise<void> {
  await transact(deps, async ({ em, report }) => {
    const key = await em.findOne(ApiKey, { id: apiKeyId, schoolId: by.schoolId });
    if (!key) throw RequestError.notFound('key');
    if (key.revokedAt) return;
    key.revokedAt = deps.clock();
    report({
      type: 'api_key.revoked',
      schoolId: key.schoolId,
      userId: key.userId,
      apiKeyId: key.id,
      at: key.revokedAt.toISOString(),
    });
  });
}

/** The first schools of the installation by slug, for an operator who has to name one. */
export async function listSchools(
  deps: Pick<ServiceDeps, 'em'>,
  limit: number,
): Promise<readonly SchoolRow[]> {
  return schoolsBySlug(readerOf(deps.em), limit);
}

/** The users of a school behind these e-mail addresses, by address in lower case. */
export async function findUsers(
  deps: Pick<ServiceDeps, 'em'>,
  schoolId: string,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return userIdsByEmail(readerOf(deps.em), schoolId, emails);
}
