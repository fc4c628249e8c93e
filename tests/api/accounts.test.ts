import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { GuardianLink } from '../../src/entities/people.js';
import { streamKeys } from '../../src/entities/stream-keys.js';
import { parseGlobalId, toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const mutation = (field: string, selection: string) =>
  `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) { result: ${field}(input: $input) {
    __typename ${selection} } }`;

const ERROR = '... on UserError { code }';
const CREATE = mutation(
  'createUser',
  `${ERROR} ... on SaveUserSuccess { user { id name email isDisabled } }`,
);
const UPDATE = mutation('updateUser', `${ERROR} ... on SaveUserSuccess { user { name email } }`);
const DISABLE = mutation(
  'disableUser',
  `${ERROR} ... on DisableUserSuccess { endedSessions user { isDisabled } }`,
);
const ENABLE = mutation('enableUser', '... on SaveUserSuccess { user { isDisabled } }');
const PROFILE = mutation(
  'updateProfile',
  '... on SaveUserSuccess { user { profile { pace interests goals } } }',
);
const PREFERENCES = mutation(
  'updatePreferences',
  '... on SaveUserSuccess { user { preferences { language timeZone mediaPreference notifications } } }',
);
const GRANT = mutation(
  'grantGuardianLink',
  `${ERROR} ... on SaveGuardianLinkSuccess { link { id state expiresAt guardian { name } } }
   ... on GuardianLinkExistsError { link { id } }`,
);
const SET_LINK = mutation(
  'setGuardianLinkState',
  `${ERROR} ... on SaveGuardianLinkSuccess { link { state } }`,
);

async function ask(person: TestPerson, text: string, input: object) {
  return (await person.client.data(text, { input })).result;
}

async function school() {
  const room = await gateway.createClass();
  const administrator = await gateway.createPerson(room.schoolId, { isAdministrator: true });
  return { ...room, administrator };
}

async function reported(schoolId: string): Promise<any[]> {
  const rows = await gateway.db
    .selectFrom('stream_items')
    .select('payload')
    .where('stream', '=', streamKeys.school(schoolId))
    .orderBy('sequence')
    .execute();
  return rows.map((row) => row.payload);
}

const newEmail = () => `${newId()}@elsewhere.example`;

describe('createUser', () => {
  it('opens an account that can sign in, and tells so', async () => {
    const { schoolId, administrator } = await school();
    const email = newEmail();
    const facts = { email: email.toUpperCase(), name: 'New', password: 'correct horse' };
    const { user } = await ask(administrator, CREATE, facts);
    expect(user).toEqual({ id: user.id, name: 'New', email, isDisabled: false });
    const { signIn } = await gateway
      .guest()
      .data(
        `mutation ($email: String!) { signIn(input: { email: $email, password: "correct horse" }) { __typename } }`,
        { email },
      );
    expect(signIn.__typename).toBe('SignInSuccess');
    expect(await reported(schoolId)).toMatchObject([
      { type: 'user.changed', change: 'created', actorId: administrator.id },
    ]);
  });

  it('takes an address once in a school, and only what an account can have', async () => {
    const { administrator, learner, teacher } = await school();
    const facts = { email: learner.email, name: 'New' };
    expect((await ask(administrator, CREATE, facts)).code).toBe('EMAIL_TAKEN');
    for (const [field, value] of [
      ['email', 'nobody'],
      ['name', '\u0000'],
      ['password', 'short'],
    ] as const) {
      const input = { email: newEmail(), name: 'New', [field]: value };
      const refused = (await administrator.client.ask(CREATE, { input })).error('BAD_USER_INPUT');
      expect(refused.extensions).toMatchObject({ field });
    }
    const input = { email: newEmail(), name: 'New' };
    (await teacher.client.ask(CREATE, { input })).error('FORBIDDEN');
  });
});

describe('updateUser', () => {
  it('changes what is named, for administrators of the school', async () => {
    const { schoolId, administrator, learner, teacher } = await school();
    const other = await school();
    const userId = learner.globalId;
    const changed = await ask(administrator, UPDATE, { userId, name: 'Renamed' });
    expect(changed.user).toEqual({ name: 'Renamed', email: learner.email });
    const taken = await ask(administrator, UPDATE, { userId, email: teacher.email });
    expect(taken.code).toBe('EMAIL_TAKEN');
    (await teacher.client.ask(UPDATE, { input: { userId } })).error('FORBIDDEN');
    (await other.administrator.client.ask(UPDATE, { input: { userId } })).error('NOT_FOUND');
    const changes = (await reported(schoolId)).map(({ change }) => change);
    expect(changes).toEqual(['updated']);
  });

  it('leaves a school its last administrator, also when two go at once', async () => {
    const { schoolId, administrator } = await school();
    const userId = administrator.globalId;
    const demote = { userId, isAdministrator: false };
    expect((await ask(administrator, UPDATE, demote)).code).toBe('LAST_ADMINISTRATOR');
    expect((await ask(administrator, DISABLE, { userId })).code).toBe('LAST_ADMINISTRATOR');
    const second = await gateway.createPerson(schoolId, { isAdministrator: true });
    const both = await Promise.all([
      administrator.client.ask(UPDATE, { input: demote }),
      second.client.ask(UPDATE, { input: { ...demote, userId: second.globalId } }),
    ]);
    const codes = both.map((answer) => answer.data().result.code ?? 'demoted');
    expect(codes.sort()).toEqual(['LAST_ADMINISTRATOR', 'demoted']);
  });
});

describe('disableUser', () => {
  it('ends every session at once, and lets nobody in until it is enabled', async () => {
    const { schoolId, administrator, learner } = await school();
    const other = await gateway.signIn(learner);
    const userId = learner.globalId;
    expect(await ask(administrator, DISABLE, { userId })).toEqual({
      __typename: 'DisableUserSuccess',
      endedSessions: 2,
      user: { isDisabled: true },
    });
    for (const client of [learner.client, other]) {
      (await client.ask('{ viewer { isAdministrator } }')).error('UNAUTHENTICATED');
    }
    const signIn = mutation('signIn', '... on UserError { code }');
    const { email, password } = learner;
    const refused = await gateway.guest().data(signIn, { input: { email, password } });
    expect(refused.result.code).toBe('INVALID_CREDENTIALS');
    expect((await ask(administrator, ENABLE, { userId })).user.isDisabled).toBe(false);
    const again = await gateway.guest().data(signIn, { input: { email, password } });
    expect(again.result.__typename).toBe('SignInSuccess');
    expect((await reported(schoolId)).map(({ change }) => change)).toEqual(['disabled', 'enabled']);
  });

  it('closes the streams that are open, and shuts out a service account’s keys', async () => {
    const { schoolId, administrator, teacher, course } = await school();
    const stream = await teacher.client.follow(
      `subscription ($id: ID!) { classActivity(courseId: $id) { cursor } }`,
      { id: course.globalId },
    );
    const { client, userId } = await gateway.createServiceAccount(schoolId, ['courses:import']);
    await ask(administrator, DISABLE, { userId: teacher.globalId });
    await ask(administrator, DISABLE, { userId: toGlobalId('User', userId) });
    await stream.finish();
    expect(stream.ended).toBe(true);
    (await client.ask('{ viewer { isAdministrator } }')).error('UNAUTHENTICATED');
  });

  it('is for administrators of the school', async () => {
    const { learner, teacher } = await school();
    const other = await school();
    const input = { userId: learner.globalId };
    (await teacher.client.ask(DISABLE, { input })).error('FORBIDDEN');
    (await other.administrator.client.ask(DISABLE, { input })).error('NOT_FOUND');
    (await other.administrator.client.ask(ENABLE, { input })).error('NOT_FOUND');
  });
});

describe('updateProfile and updatePreferences', () => {
  it('store what is said and leave the rest as it is', async () => {
    const { schoolId, learner, administrator } = await school();
    const first = await ask(learner, PROFILE, { pace: 'STEADY', goals: ['Pass algebra'] });
    expect(first.user.profile).toEqual({ pace: 'STEADY', interests: [], goals: ['Pass algebra'] });
    const second = await ask(learner, PROFILE, { pace: null, interests: ['Chess'] });
    expect(second.user.profile).toEqual({
      pace: null,
      interests: ['Chess'],
      goals: ['Pass algebra'],
    });
    const said = await ask(learner, PREFERENCES, { language: 'pl', timeZone: 'Europe/Warsaw' });
    expect(said.user.preferences).toEqual({
      language: 'pl',
      timeZone: 'Europe/Warsaw',
      mediaPreference: 'NONE',
      notifications: 'ALL',
    });
    const { node } = await administrator.client.data(
      `query ($id: ID!) { node(id: $id) { ... on User { profile { interests } } } }`,
      { id: learner.globalId },
    );
    expect(node.profile.interests).toEqual(['Chess']);
    expect((await reported(schoolId)).map(({ change }) => change)).toEqual(
      Array(3).fill('profile_updated'),
    );
  });

  it('take only what there is, and are the person’s alone to read', async () => {
    const { schoolId, learner, teacher } = await school();
    for (const [text, field, value] of [
      [PREFERENCES, 'language', 'not a tag'],
      [PREFERENCES, 'timeZone', 'Mars/Olympus'],
      [PROFILE, 'goals', Array(21).fill('More')],
    ] as const) {
      const refused = await learner.client.ask(text, { input: { [field]: value } });
      expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({ field });
    }
    const query = `query ($id: ID!) { node(id: $id) { ... on User { profile { goals } } } }`;
    (await teacher.client.ask(query, { id: learner.globalId })).error('FORBIDDEN');
    (await gateway.guest().ask(PROFILE, { input: {} })).error('UNAUTHENTICATED');
    const service = await gateway.createService(schoolId, ['courses:import']);
    (await service.ask(PROFILE, { input: {} })).error('FORBIDDEN');
  });
});

describe('guardian links', () => {
  const SEEN = `{ viewer { guardianLinks { state enrollments { id } } } }`;

  async function family() {
    const room = await school();
    const guardian = await gateway.createPerson(room.schoolId, { name: 'Guardian' });
    return { ...room, guardian };
  }

  async function sees(guardian: TestPerson): Promise<boolean> {
    const { viewer } = await guardian.client.data(SEEN);
    return viewer.guardianLinks.some((link: any) => link.enrollments.length > 0);
  }

  it('open what the learner consents to, until they are paused or revoked', async () => {
    const { schoolId, learner, guardian } = await family();
    const input = { guardianId: guardian.globalId, scopes: ['PROGRESS'] };
    const { link } = await ask(learner, GRANT, input);
    expect(link).toMatchObject({ state: 'ACTIVE', guardian: { name: 'Guardian' } });
    expect(await sees(guardian)).toBe(true);
    expect(await ask(learner, GRANT, input)).toMatchObject({
      code: 'GUARDIAN_LINK_EXISTS',
      link: { id: link.id },
    });
    const set = (person: TestPerson, state: string) =>
      ask(person, SET_LINK, { linkId: link.id, state });
    await set(learner, 'PAUSED');
    expect(await sees(guardian)).toBe(false);
    await set(learner, 'ACTIVE');
    expect(await sees(guardian)).toBe(true);
    expect((await set(guardian, 'REVOKED')).link.state).toBe('REVOKED');
    expect(await sees(guardian)).toBe(false);
    expect((await set(learner, 'ACTIVE')).code).toBe('GUARDIAN_LINK_REVOKED');
    expect((await ask(learner, GRANT, input)).link).toMatchObject({ id: link.id, state: 'ACTIVE' });
    expect((await reported(schoolId)).map(({ type, state }) => [type, state])).toEqual(
      ['active', 'paused', 'active', 'revoked', 'active'].map((state) => [
        'guardian_link.changed',
        state,
      ]),
    );
  });

  it('give nothing once they have run out, and are granted anew', async () => {
    const { administrator, learner, guardian } = await family();
    const input = {
      guardianId: guardian.globalId,
      learnerId: learner.globalId,
      scopes: ['PROGRESS'],
    };
    const expiresAt = new Date(gateway.clock().getTime() + 60_000).toISOString();
    const { link } = await ask(administrator, GRANT, { ...input, expiresAt });
    expect(link.expiresAt).toBe(expiresAt);
    expect(await sees(guardian)).toBe(true);
    await gateway.deps.em.nativeUpdate(
      GuardianLink,
      { id: parseGlobalId(link.id)!.id },
      { expiresAt: new Date(gateway.clock().getTime() - 1) },
    );
    expect(await sees(guardian)).toBe(false);
    expect((await ask(administrator, GRANT, input)).link.id).toBe(link.id);
    expect(await sees(guardian)).toBe(true);
  });

  it('are the learner’s and administrators’ to grant and change', async () => {
    const { learner, guardian, teacher, administrator } = await family();
    const other = await family();
    const input = {
      guardianId: guardian.globalId,
      learnerId: learner.globalId,
      scopes: ['PROGRESS'],
    };
    for (const person of [guardian, teacher, other.learner]) {
      (await person.client.ask(GRANT, { input })).error('FORBIDDEN');
    }
    (await other.administrator.client.ask(GRANT, { input })).error('NOT_FOUND');
    for (const [field, value] of [
      ['scopes', []],
      ['expiresAt', '2020-01-01T00:00:00Z'],
      ['guardianId', learner.globalId],
    ] as const) {
      const refused = await learner.client.ask(GRANT, { input: { ...input, [field]: value } });
      expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({ field });
    }
    const { link } = await ask(administrator, GRANT, input);
    const change = { linkId: link.id, state: 'PAUSED' };
    (await guardian.client.ask(SET_LINK, { input: change })).error('FORBIDDEN');
    for (const person of [teacher, other.administrator]) {
      (await person.client.ask(SET_LINK, { input: change })).error('NOT_FOUND');
    }
    const none = { linkId: randomId('GuardianLink'), state: 'PAUSED' };
    (await administrator.client.ask(SET_LINK, { input: none })).error('NOT_FOUND');
  });
});
