import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash as argon2 } from '@node-rs/argon2';

import { createTestDatabase, type TestDatabase } from '../../../tests/testkit/database.js';
import {
  accessEvents,
  cheapPasswords,
  createPeopleRig,
  type PeopleRig,
} from '../../../tests/testkit/people.js';
import { ApiKey, Session, User } from '../../entities/people.js';
import type { Actor } from '../actor.js';
import { newId } from '../ids.js';
import { authenticate } from './authenticate.js';
import { Passwords } from './passwords.js';
import { SessionsService, type SessionTokens, type SignInInput } from './sessions.service.js';

const second = 1_000;
const day = 24 * 60 * 60 * second;

let database: TestDatabase;
let rig: PeopleRig;
let north: { schoolId: string; administratorId: string };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.clear();
  rig = await createPeopleRig(database);
  north = await rig.createSchool('north');
});

const ada = { email: 'ada@school.example', password: 'correct horse', address: null };

async function signedIn(input: Partial<SignInInput> = {}) {
  const result = await rig.sessions.signIn({ ...ada, ...input });
  if (result.kind !== 'signedIn') throw new Error(`Expected to sign in: ${JSON.stringify(result)}`);
  return result;
}

async function renewed(refreshToken: string): Promise<SessionTokens> {
  const result = await rig.sessions.renew(refreshToken);
  if (result.kind !== 'renewed') throw new Error('Expected a renewed session.');
  return result.tokens;
}

function whoIs(bearer: string | null): Promise<Actor | null> {
  return authenticate(
    { orm: database.orm, clock: rig.clock, credentials: rig.credentials },
    bearer,
  );
}

async function onlySession() {
  return database.orm.em.fork().findOneOrFail(Session, { id: { $ne: null } });
}

const unauthenticated = {
  code: 'UNAUTHENTICATED',
  message: 'This bearer token is not valid. Sign in again.',
};

describe('signIn', () => {
  it('opens a session of thirty days with a token of fifteen minutes', async () => {
    const userId = await rig.createPerson(north.schoolId, ada);
    const { tokens, ...rest } = await signedIn();
    expect(rest).toEqual({ kind: 'signedIn', userId, schoolId: north.schoolId });
    const now = rig.clock().getTime();
    expect(tokens.accessTokenExpiresAt.getTime() - now).toBe(15 * 60 * second);
    expect(tokens.sessionExpiresAt.getTime() - now).toBe(30 * day);
    expect(await onlySession()).toMatchObject({ userId, generation: 1, endedAt: null });
  });

  it.each(['ADA@School.Example', '  ada@school.example '])(
    'takes the e-mail address as %j',
    async (email) => {
      await rig.createPerson(north.schoolId, ada);
      await signedIn({ email });
    },
  );

  it('finds a person whose address was stored in capitals', async () => {
    await rig.createPerson(north.schoolId, { email: 'Ada@School.Example' });
    await signedIn();
  });

  it('answers a wrong password, an unknown address and every closed account alike', async () => {
    await rig.createPerson(north.schoolId, ada);
    await rig.createPerson(north.schoolId, { email: 'gone@x.example', disabledAt: new Date() });
    await rig.createPerson(north.schoolId, { email: 'bot@x.example', kind: 'service' });
    await rig.createPerson(north.schoolId, { email: 'sso@x.example', password: null });
    const attempts: Partial<SignInInput>[] = [
      { password: 'battery staple' },
      { password: '' },
      { email: 'nobody@x.example' },
      { email: 'gone@x.example' },
      { email: 'bot@x.example' },
      { email: 'sso@x.example' },
      { school: 'south' },
      { email: "' or 1=1 --" },
      { email: '%' },
    ];
    for (const attempt of attempts) {
      const before = rig.credentials.passwords.computations;
      const result = await rig.sessions.signIn({ ...ada, ...attempt });
      expect(result).toEqual({ kind: 'invalidCredentials' });
      // The same hashing work, so that the time taken tells nothing either.
      expect(rig.credentials.passwords.computations - before).toBe(1);
    }
    expect(await database.orm.em.fork().count(Session)).toBe(0);
  });

  it.each([
    ['email', { email: 'a\u0000@x.example' }],
    ['email', { email: `${'a'.repeat(400)}@x.example` }],
    ['school', { school: 'no\u0000rth' }],
  ])('refuses text for %s that no account can have', async (field, attempt) => {
    await expect(rig.sessions.signIn({ ...ada, ...attempt })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field },
    });
  });

  describe('with an address in several schools', () => {
    let south: { schoolId: string };
    beforeEach(async () => {
      south = await rig.createSchool('south');
      await rig.createPerson(north.schoolId, ada);
    });

    it('asks for the school only when the password opens more than one', async () => {
      await rig.createPerson(south.schoolId, ada);
      expect(await rig.sessions.signIn(ada)).toEqual({
        kind: 'schoolRequired',
        schools: [
          { slug: 'north', name: 'north' },
          { slug: 'south', name: 'south' },
        ],
      });
      expect(await rig.sessions.signIn({ ...ada, password: 'battery staple' })).toEqual({
        kind: 'invalidCredentials',
      });
      expect((await signedIn({ school: 'south' })).schoolId).toBe(south.schoolId);
    });

    it('finds the one school that the password opens', async () => {
      await rig.createPerson(south.schoolId, { ...ada, password: 'battery staple' });
      expect((await signedIn({ password: 'battery staple' })).schoolId).toBe(south.schoolId);
      expect((await signedIn()).schoolId).toBe(north.schoolId);
    });

    it('does the same work for an address in both, in one and in none', async () => {
      await rig.createPerson(south.schoolId, { email: 'both@x.example' });
      await rig.createPerson(north.schoolId, { email: 'both@x.example' });
      for (const email of ['both@x.example', ada.email, 'nobody@x.example']) {
        const before = rig.credentials.passwords.computations;
        await rig.sessions.signIn({ email, password: 'not this one', address: null });
        expect(rig.credentials.passwords.computations - before).toBe(2);
      }
    });

    it('lets nobody try passwords on one account by setting that of another', async () => {
      const mine = await rig.createPerson(south.schoolId, { ...ada, password: 'my guess 0' });
      const guess = async (index: number) => {
        const password = `my guess ${index}`;
        const passwordHash = await rig.credentials.passwords.hash(password);
        await database.orm.em.fork().nativeUpdate(User, { id: mine }, { passwordHash });
        return rig.sessions.signIn({ ...ada, password });
      };
      for (let index = 0; index < 10; index += 1) {
        expect(await guess(index)).toMatchObject({ kind: 'signedIn', schoolId: south.schoolId });
      }
      await expect(guess(10)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    });
  });

  it('stops after ten wrong passwords, however the school is named, right password or not', async () => {
    await rig.createPerson(north.schoolId, ada);
    const wrong = { ...ada, password: 'battery staple' };
    const ways: Partial<SignInInput>[] = [{}, { school: 'north' }, { email: 'ADA@school.example' }];
    const attempts = Array.from({ length: 30 }, (_, index) => ({ ...wrong, ...ways[index % 3] }));
    const answers = await Promise.allSettled(attempts.map((one) => rig.sessions.signIn(one)));
    const served = answers.filter((answer) => answer.status === 'fulfilled');
    expect(served.map((answer) => answer.value.kind)).toEqual(
      Array.from({ length: 10 }, () => 'invalidCredentials'),
    );
    await expect(rig.sessions.signIn(ada)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterSeconds: expect.any(Number) },
    });
  });

  it('does not count attempts that it was too busy to judge', async () => {
    await rig.createPerson(north.schoolId, ada);
    const passwords = await Passwords.create({ cost: cheapPasswords, concurrency: 1, queue: 0 });
    const busy = new SessionsService(rig.deps, { ...rig.credentials, passwords });
    let refused = 0;
    while (refused < 11) {
      const rush = await Promise.allSettled([1, 2, 3, 4].map(() => busy.signIn(ada)));
      for (const answer of rush) {
        if (answer.status === 'fulfilled') continue;
        expect(answer.reason).toMatchObject({ details: { retryAfterSeconds: 1 } });
        refused += 1;
      }
    }
    await signedIn();
  });

  it('does not count right passwords', async () => {
    await rig.createPerson(north.schoolId, ada);
    for (let index = 0; index < 15; index += 1) await signedIn({ address: '192.0.2.1' });
  });

  it('hashes anew a password that was stored under other parameters', async () => {
    const userId = await rig.createPerson(north.schoolId, ada);
    const old = await argon2(ada.password, { ...cheapPasswords, timeCost: 3 });
    const em = database.orm.em.fork();
    await em.nativeUpdate(User, { id: userId }, { passwordHash: old });
    await signedIn();
    const user = await em.findOneOrFail(User, { id: userId });
    expect(user.passwordHash).toMatch(/\$m=8,t=1,p=1\$/);
    await signedIn();
  });
});

describe('renew', () => {
  beforeEach(async () => {
    await rig.createPerson(north.schoolId, ada);
  });

  it('gives the next pair and keeps the end of the session', async () => {
    const { tokens: first } = await signedIn();
    rig.clock.tick(60 * second);
    const next = await renewed(first.refreshToken);
    expect(next.refreshToken).not.toBe(first.refreshToken);
    expect(next.sessionExpiresAt).toEqual(first.sessionExpiresAt);
    expect(next.accessTokenExpiresAt.getTime() - first.accessTokenExpiresAt.getTime()).toBe(
      60 * second,
    );
    expect(await whoIs(next.accessToken)).toMatchObject({ schoolId: north.schoolId });
    expect(await onlySession()).toMatchObject({ generation: 2, rotatedAt: rig.clock() });
  });

  it('gives the slower of two tabs the token of the faster', async () => {
    const { tokens } = await signedIn();
    const faster = await renewed(tokens.refreshToken);
    rig.clock.tick(20 * second);
    const slower = await renewed(tokens.refreshToken);
    expect(slower.refreshToken).toBe(faster.refreshToken);
    expect((await onlySession()).generation).toBe(2);
  });

  it('logs nobody out when twenty renew at once', async () => {
    const { tokens } = await signedIn();
    const all = await Promise.all(Array.from({ length: 20 }, () => renewed(tokens.refreshToken)));
    expect(new Set(all.map((one) => one.refreshToken)).size).toBe(1);
    expect(await onlySession()).toMatchObject({ generation: 2, endedAt: null });
    await renewed(all[0]!.refreshToken);
  });

  it('ends the session when a token is used again after the leeway', async () => {
    const { tokens, userId } = await signedIn();
    const next = await renewed(tokens.refreshToken);
    rig.clock.tick(20 * second + 1);
    expect(await rig.sessions.renew(tokens.refreshToken)).toEqual({ kind: 'sessionEnded' });
    expect(await rig.sessions.renew(next.refreshToken)).toEqual({ kind: 'sessionEnded' });
    await expect(whoIs(next.accessToken)).rejects.toMatchObject(unauthenticated);
    const session = await onlySession();
    expect(session).toMatchObject({ endReason: 'reused', endedAt: rig.clock() });
    expect(await accessEvents(database, north.schoolId)).toEqual([
      {
        type: 'session.ended',
        schoolId: north.schoolId,
        userId,
        sessionId: session.id,
        at: rig.clock().toISOString(),
      },
    ]);
    expect(rig.announced).toEqual([`access:${north.schoolId}`]);
  });

  it('ends the session for a token two generations old even within the leeway', async () => {
    const { tokens } = await signedIn();
    const second = await renewed(tokens.refreshToken);
    const third = await renewed(second.refreshToken);
    expect(await rig.sessions.renew(tokens.refreshToken)).toEqual({ kind: 'sessionEnded' });
    expect(await rig.sessions.renew(third.refreshToken)).toEqual({ kind: 'sessionEnded' });
  });

  it('leaves other sessions of the same person alone', async () => {
    const stolen = await signedIn();
    const other = await signedIn();
    await renewed(stolen.tokens.refreshToken);
    rig.clock.tick(60 * second);
    await rig.sessions.renew(stolen.tokens.refreshToken);
    await renewed(other.tokens.refreshToken);
  });

  it('reports a replayed session once, however often it is replayed', async () => {
    const { tokens } = await signedIn();
    await renewed(tokens.refreshToken);
    rig.clock.tick(60 * second);
    await Promise.all(Array.from({ length: 5 }, () => rig.sessions.renew(tokens.refreshToken)));
    expect(await accessEvents(database, north.schoolId)).toHaveLength(1);
  });

  it('does not bring an ended session back within the leeway', async () => {
    const { tokens, userId } = await signedIn();
    const next = await renewed(tokens.refreshToken);
    await rig.sessions.endSessionsOf(userId);
    for (const token of [tokens.refreshToken, next.refreshToken]) {
      expect(await rig.sessions.renew(token)).toEqual({ kind: 'sessionEnded' });
    }
    expect((await onlySession()).endReason).toBe('revoked');
  });

  it('ends with the session, to the second', async () => {
    const { tokens } = await signedIn();
    rig.clock.tick(30 * day - 1);
    const next = await renewed(tokens.refreshToken);
    rig.clock.tick(1);
    expect(await rig.sessions.renew(next.refreshToken)).toEqual({ kind: 'sessionEnded' });
  });

  it('is refused to a disabled user', async () => {
    const { tokens, userId } = await signedIn();
    await database.orm.em.fork().nativeUpdate(User, { id: userId }, { disabledAt: rig.clock() });
    expect(await rig.sessions.renew(tokens.refreshToken)).toEqual({ kind: 'sessionEnded' });
  });

  it('answers what is no token of ours, or of no session, as an ended session', async () => {
    const stranger = rig.credentials.tokens.issueRefresh({ sessionId: newId(), generation: 1 });
    for (const token of ['', 'let me in', stranger]) {
      expect(await rig.sessions.renew(token)).toEqual({ kind: 'sessionEnded' });
    }
  });
});

describe('signOut', () => {
  beforeEach(async () => {
    await rig.createPerson(north.schoolId, ada);
  });

  it('ends this session and no other, at once', async () => {
    const here = await signedIn();
    const there = await signedIn();
    const actor = (await whoIs(here.tokens.accessToken))!;
    expect(await rig.sessions.signOut(actor)).toEqual({ kind: 'signedOut' });
    await expect(whoIs(here.tokens.accessToken)).rejects.toMatchObject(unauthenticated);
    expect(await rig.sessions.renew(here.tokens.refreshToken)).toEqual({ kind: 'sessionEnded' });
    expect(await whoIs(there.tokens.accessToken)).not.toBeNull();
    expect(rig.announced).toEqual([`access:${north.schoolId}`]);
  });

  it('may be done twice and is reported once', async () => {
    const actor = (await whoIs((await signedIn()).tokens.accessToken))!;
    await rig.sessions.signOut(actor);
    await rig.sessions.signOut(actor);
    expect(await accessEvents(database, north.schoolId)).toMatchObject([
      { type: 'session.ended', sessionId: actor.sessionId },
    ]);
    expect((await onlySession()).endReason).toBe('signed_out');
  });

  it('is forbidden to keys', async () => {
    const actor = { ...(await whoIs((await signedIn()).tokens.accessToken))!, sessionId: null };
    await expect(rig.sessions.signOut(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('endSessionsOf', () => {
  it('ends every live session of one user and reports each', async () => {
    const userId = await rig.createPerson(north.schoolId, ada);
    const mine = [await signedIn(), await signedIn()];
    const other = await signedIn({ email: 'admin@north.example' });
    expect(await rig.sessions.endSessionsOf(userId)).toBe(2);
    expect(await rig.sessions.endSessionsOf(userId)).toBe(0);
    for (const { tokens } of mine) {
      await expect(whoIs(tokens.accessToken)).rejects.toMatchObject(unauthenticated);
    }
    expect(await whoIs(other.tokens.accessToken)).not.toBeNull();
    expect(await accessEvents(database, north.schoolId)).toHaveLength(2);
  });
});

describe('authenticate', () => {
  it('takes nothing for a guest', async () => {
    expect(await whoIs(null)).toBeNull();
  });

  it('makes a token of a session an actor', async () => {
    const { tokens, userId } = await signedIn({ email: 'admin@north.example' });
    expect(await whoIs(tokens.accessToken)).toEqual({
      userId,
      schoolId: north.schoolId,
      kind: 'person',
      isAdministrator: true,
      sessionId: (await onlySession()).id,
      apiKeyId: null,
      scopes: new Set(),
      expiresAt: tokens.accessTokenExpiresAt.getTime(),
    });
  });

  it('lets the actor end with the session when that is sooner than the token', async () => {
    const { tokens } = await signedIn({ email: 'admin@north.example' });
    rig.clock.tick(30 * day - 5 * second);
    const { accessToken } = await renewed(tokens.refreshToken);
    expect((await whoIs(accessToken))?.expiresAt).toBe(tokens.sessionExpiresAt.getTime());
    rig.clock.tick(5 * second);
    await expect(whoIs(accessToken)).rejects.toMatchObject(unauthenticated);
  });

  it('tells an expired token, which may be renewed, from a bad one', async () => {
    const { tokens } = await signedIn({ email: 'admin@north.example' });
    await whoIs(tokens.accessToken);
    rig.clock.tick(15 * 60 * second);
    await expect(whoIs(tokens.accessToken)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    await expect(whoIs('nonsense')).rejects.toMatchObject(unauthenticated);
    await expect(whoIs('')).rejects.toMatchObject(unauthenticated);
  });

  it('refuses a disabled user at once', async () => {
    const { tokens, userId } = await signedIn({ email: 'admin@north.example' });
    await database.orm.em.fork().nativeUpdate(User, { id: userId }, { disabledAt: rig.clock() });
    await expect(whoIs(tokens.accessToken)).rejects.toMatchObject(unauthenticated);
  });

  it('refuses a token that names the user or school of another session', async () => {
    const { userId, schoolId } = await signedIn({ email: 'admin@north.example' });
    const { id: sessionId } = await onlySession();
    const claims = { userId, schoolId, sessionId };
    for (const wrong of [{ userId: newId() }, { schoolId: newId() }, { sessionId: newId() }]) {
      const { token } = await rig.credentials.tokens.issueAccess({ ...claims, ...wrong });
      await expect(whoIs(token)).rejects.toMatchObject(unauthenticated);
    }
  });

  describe('with a key', () => {
    async function createKey() {
      return rig.schools.createServiceAccount(
        { kind: 'operator', schoolId: north.schoolId },
        { name: 'Importer', scopes: ['courses:import', 'events:record'] },
      );
    }

    it('makes it an actor with the scopes of the key', async () => {
      const { key, userId, apiKeyId } = await createKey();
      expect(await whoIs(key)).toEqual({
        userId,
        schoolId: north.schoolId,
        kind: 'service',
        isAdministrator: false,
        sessionId: null,
        apiKeyId,
        scopes: new Set(['courses:import', 'events:record']),
        expiresAt: null,
      });
    });

    it('drops scopes that the product no longer has', async () => {
      const { key, apiKeyId } = await createKey();
      const em = database.orm.em.fork();
      await em.nativeUpdate(ApiKey, { id: apiKeyId }, { scopes: ['moon:land', 'events:record'] });
      expect((await whoIs(key))?.scopes).toEqual(new Set(['events:record']));
    });

    it('refuses one that is wrong, of another key, cut, or unknown', async () => {
      const { key, apiKeyId } = await createKey();
      const other = await createKey();
      const wrong = [
        `lyk_${apiKeyId}_${other.key.slice(-43)}`,
        `lyk_${newId()}_${key.slice(-43)}`,
        key.slice(0, -1),
        `${key}A`,
        `lyk_${apiKeyId}_`,
        'lyk_',
        `lyk_${'-'.repeat(36)}_${key.slice(-43)}`,
      ];
      for (const bearer of wrong) {
        await expect(whoIs(bearer)).rejects.toMatchObject(unauthenticated);
      }
    });

    it('refuses one that was revoked, or whose account was disabled', async () => {
      const revoked = await createKey();
      const disabled = await createKey();
      const em = database.orm.em.fork();
      await em.nativeUpdate(ApiKey, { id: revoked.apiKeyId }, { revokedAt: rig.clock() });
      await em.nativeUpdate(User, { id: disabled.userId }, { disabledAt: rig.clock() });
      for (const { key } of [revoked, disabled]) {
        await expect(whoIs(key)).rejects.toMatchObject(unauthenticated);
      }
    });
  });
});
