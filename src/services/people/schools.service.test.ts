import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createTestDatabase, type TestDatabase } from '../../../tests/testkit/database.js';
import { createPeopleRig, type PeopleRig } from '../../../tests/testkit/people.js';
import { readerOf } from '../../entities/orm.js';
import { ApiKey, GuardianLink, School, User } from '../../entities/people.js';
import {
  guardianLinksOf,
  schoolById,
  schoolBySlug,
  usersByIds,
} from '../../entities/people.repository.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import type { CreateSchoolInput } from './schools.service.js';

let database: TestDatabase;
let rig: PeopleRig;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.clear();
  rig = await createPeopleRig(database);
});

const input: CreateSchoolInput = {
  slug: 'north',
  name: ' North School ',
  administrator: { email: ' Ada@North.Example ', name: 'Ada', password: 'correct horse' },
};

function count(entity: typeof School | typeof User | typeof ApiKey): Promise<number> {
  return database.orm.em.fork().count(entity as typeof User);
}

describe('createSchool', () => {
  it('makes the school and an administrator who can sign in', async () => {
    const result = await rig.schools.createSchool(input);
    if (result.kind !== 'created') throw new Error(result.kind);
    expect(await rig.schools.findSchool('north')).toMatchObject({
      id: result.schoolId,
      slug: 'north',
      name: 'North School',
    });
    expect(
      await database.orm.em.fork().findOneOrFail(User, { id: result.administratorId }),
    ).toMatchObject({ email: 'ada@north.example', isAdministrator: true, kind: 'person' });
    expect(
      await rig.sessions.signIn({ ...input.administrator, school: 'north', address: null }),
    ).toMatchObject({ kind: 'signedIn', userId: result.administratorId });
  });

  it('leaves a school whose slug is wanted again as it was', async () => {
    await rig.schools.createSchool(input);
    expect(await rig.schools.createSchool({ ...input, name: 'Other' })).toEqual({
      kind: 'slugTaken',
    });
    expect(await count(School)).toBe(1);
    expect(await count(User)).toBe(1);
  });

  it('gives a slug that several want at once to one of them', async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () => rig.schools.createSchool(input)),
    );
    expect(results.map((result) => result.kind).sort()).toEqual([
      'created',
      ...Array.from({ length: 4 }, () => 'slugTaken'),
    ]);
  });

  const { administrator } = input;
  const wrong: [string, CreateSchoolInput][] = [
    ['slug', { ...input, slug: 'North' }],
    ['slug', { ...input, slug: 'a' }],
    ['slug', { ...input, slug: 'a--b' }],
    ['slug', { ...input, slug: 'x'.repeat(64) }],
    ['name', { ...input, name: '  ' }],
    ['name', { ...input, name: 'nul \u0000' }],
    ['name', { ...input, name: 'x'.repeat(201) }],
    ['administrator.email', { ...input, administrator: { ...administrator, email: 'ada' } }],
    ['administrator.name', { ...input, administrator: { ...administrator, name: '' } }],
    [
      'administrator.password',
      { ...input, administrator: { ...administrator, password: 'short' } },
    ],
  ];
  it.each(wrong)('names the field %s when it is wrong (%#)', async (field, bad) => {
    await expect(rig.schools.createSchool(bad)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field },
    });
    expect(await count(School)).toBe(0);
  });
});

describe('createServiceAccount', () => {
  const account = { name: 'Importer', scopes: ['courses:import'] as const };

  async function actorOf(person: Partial<Actor>): Promise<Actor> {
    const { schoolId, administratorId } = await rig.createSchool('north');
    return {
      userId: administratorId,
      schoolId,
      kind: 'person',
      isAdministrator: true,
      sessionId: newId(),
      apiKeyId: null,
      scopes: new Set(),
      expiresAt: null,
      ...person,
    };
  }

  it('shows an administrator the key once and stores only its hash', async () => {
    const actor = await actorOf({});
    const { key, userId, apiKeyId } = await rig.schools.createServiceAccount(actor, {
      ...account,
      scopes: ['courses:import', 'courses:import'],
    });
    expect(key).toMatch(new RegExp(`^lyk_${apiKeyId}_[\\w-]{43}$`));
    const em = database.orm.em.fork();
    const stored = await em.findOneOrFail(ApiKey, { id: apiKeyId });
    expect(stored).toMatchObject({ userId, schoolId: actor.schoolId, scopes: ['courses:import'] });
    expect(JSON.stringify(stored)).not.toContain(key.slice(-43));
    expect(await em.findOneOrFail(User, { id: userId })).toMatchObject({
      kind: 'service',
      passwordHash: null,
      isAdministrator: false,
      name: 'Importer',
    });
  });

  it('is for administrators who are people', async () => {
    const actor = await actorOf({ isAdministrator: false });
    for (const other of [actor, { ...actor, kind: 'service' as const, isAdministrator: true }]) {
      await expect(rig.schools.createServiceAccount(other, account)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    expect(await count(ApiKey)).toBe(0);
  });

  it.each([
    ['scopes', { name: 'Importer', scopes: [] }],
    ['scopes.0', { name: 'Importer', scopes: ['moon:land' as 'courses:import'] }],
    ['name', { name: '', scopes: account.scopes }],
  ])('names the field %s when it is wrong', async (field, bad) => {
    const operator = { kind: 'operator', schoolId: newId() } as const;
    await expect(rig.schools.createServiceAccount(operator, bad)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field },
    });
  });
});

describe('people.repository', () => {
  it('finds schools, with timestamps that a Date can read', async () => {
    const { schoolId } = await rig.createSchool('north');
    const db = readerOf(database.orm.em.fork());
    const school = await schoolById(db, schoolId);
    expect(school).toMatchObject({ id: schoolId, slug: 'north' });
    expect(typeof school!.createdAt).toBe('string');
    expect(new Date(school!.createdAt)).toEqual(rig.clock());
    expect(await schoolBySlug(db, 'north')).toEqual(school);
    expect(await schoolById(db, newId())).toBeNull();
    expect(await schoolBySlug(db, 'south')).toBeNull();
  });

  it('finds users of one school only, without their passwords', async () => {
    const north = await rig.createSchool('north');
    const south = await rig.createSchool('south');
    const db = readerOf(database.orm.em.fork());
    const ids = [north.administratorId, south.administratorId, newId()];
    const found = await usersByIds(db, north.schoolId, ids);
    expect(found).toEqual([
      {
        id: north.administratorId,
        schoolId: north.schoolId,
        kind: 'person',
        email: 'admin@north.example',
        name: 'Administrator',
        isAdministrator: true,
        disabledAt: null,
        createdAt: expect.any(String),
      },
    ]);
    expect(await usersByIds(db, north.schoolId, [])).toEqual([]);
  });

  it('finds the links of a guardian', async () => {
    const { schoolId, administratorId: guardianId } = await rig.createSchool('north');
    const learnerId = await rig.createPerson(schoolId);
    const em = database.orm.em.fork();
    em.create(GuardianLink, {
      id: newId(),
      schoolId,
      guardianId,
      learnerId,
      state: 'active',
      scopes: ['progress'],
      expiresAt: rig.clock(),
      createdAt: rig.clock(),
    });
    await em.flush();
    const links = await guardianLinksOf(readerOf(em), schoolId, guardianId);
    expect(links).toMatchObject([{ learnerId, state: 'active', scopes: ['progress'] }]);
    expect(await guardianLinksOf(readerOf(em), schoolId, learnerId)).toEqual([]);
  });
});
