import { readerOf } from '../../src/entities/orm.js';
import { User } from '../../src/entities/people.js';
import { newId } from '../../src/services/ids.js';
import { createCredentials, type Credentials } from '../../src/services/people/credentials.js';
import type { PasswordCost } from '../../src/services/people/passwords.js';
import { SchoolsService } from '../../src/services/people/schools.service.js';
import { SessionsService } from '../../src/services/people/sessions.service.js';
import { deriveKeys } from '../../src/services/people/tokens.js';
import type { ServiceDeps } from '../../src/services/transact.js';
import { createTestClock, type TestClock } from './clock.js';
import type { TestDatabase } from './database.js';

/** As cheap as argon2 goes, so that a sign-in costs a test nothing. */
export const cheapPasswords: PasswordCost = { memoryCost: 8, timeCost: 1, parallelism: 1 };

export const testSecret = 'a secret for tests, thirty-two characters';

export interface PeopleRig {
  readonly clock: TestClock;
  readonly credentials: Credentials;
  readonly sessions: SessionsService;
  readonly schools: SchoolsService;
  readonly deps: ServiceDeps;
  /** Streams that were announced, in order. */
  readonly announced: string[];
  /** A school named after its slug, with `admin@<slug>.example` / `correct horse`. */
  createSchool(slug: string): Promise<{ schoolId: string; administratorId: string }>;
  createPerson(schoolId: string, person?: PersonSeed): Promise<string>;
}

export interface PersonSeed {
  readonly email?: string;
  readonly password?: string | null;
  readonly disabledAt?: Date | null;
  readonly kind?: 'person' | 'service';
}

/** The services of people over a test database, with limits and a clock of their own. */
export async function createPeopleRig(database: TestDatabase): Promise<PeopleRig> {
  const clock = createTestClock();
  const announced: string[] = [];
  const credentials = await createCredentials({
    keys: deriveKeys(testSecret),
    clock,
    passwords: { cost: cheapPasswords },
  });
  const deps: ServiceDeps = {
    em: database.orm.em.fork(),
    clock,
    announce: (streams) => announced.push(...streams),
  };
  const schools = new SchoolsService(deps, credentials.passwords);
  return {
    clock,
    credentials,
    deps,
    announced,
    schools,
    sessions: new SessionsService(deps, credentials),
    async createSchool(slug) {
      const result = await schools.createSchool({
        slug,
        name: slug,
        administrator: {
          email: `admin@${slug}.example`,
          name: 'Administrator',
          password: 'correct horse',
        },
      });
      if (result.kind !== 'created') throw new Error(`School ${slug}: ${result.kind}`);
      return result;
    },
    async createPerson(schoolId, person = {}) {
      const em = database.orm.em.fork();
      const id = newId();
      const { password = 'correct horse' } = person;
      em.create(User, {
        id,
        schoolId,
        kind: person.kind ?? 'person',
        email: person.email ?? `${id}@school.example`,
        name: 'Somebody',
        passwordHash: password === null ? null : await credentials.passwords.hash(password),
        isAdministrator: false,
        disabledAt: person.disabledAt ?? null,
        createdAt: clock(),
      });
      await em.flush();
      return id;
    },
  };
}

/** The events that a school's sign-ins have reported, oldest first. */
export async function accessEvents(
  database: TestDatabase,
  schoolId: string,
): Promise<readonly unknown[]> {
  const rows = await readerOf(database.orm.em.fork())
    .selectFrom('stream_items')
    .select('payload')
    .where('stream', '=', `access:${schoolId}`)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => row.payload);
}
