import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ApiKey, GuardianLink, User } from '../../src/entities/people.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import type { TestClient } from '../testkit/client.js';
import { sampleCourse } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';

let gateway: TestGateway;
beforeAll(async () => {
  // The limits count by the address of the peer, which these tests choose.
  gateway = await TestGateway.start({ environment: { LYCEUM_TRUST_PROXY: 'loopback' } });
});
afterAll(async () => {
  await gateway.stop();
});

const VIEWER = /* GraphQL */ `
  {
    viewer {
      isAdministrator
      user {
        id
        name
        email
      }
      school {
        name
        slug
      }
      enrollments {
        totalCount
        edges {
          node {
            role
            course {
              title
            }
          }
        }
      }
      guardianLinks {
        id
      }
    }
  }
`;

const SIGN_IN = /* GraphQL */ `
  mutation ($email: String!, $password: String!, $school: String) {
    signIn(input: { email: $email, password: $password, school: $school }) {
      __typename
      ... on UserError {
        code
        message
      }
      ... on SchoolRequiredError {
        schools
      }
      ... on SignInSuccess {
        tokens {
          accessToken
          accessTokenExpiresAt
          refreshToken
        }
      }
    }
  }
`;

const RENEW = /* GraphQL */ `
  mutation ($refreshToken: String!) {
    renewSession(input: { refreshToken: $refreshToken }) {
      __typename
      ... on UserError {
        code
        message
      }
      ... on RenewSessionSuccess {
        tokens {
          accessToken
          accessTokenExpiresAt
          refreshToken
        }
      }
    }
  }
`;

const SIGN_OUT = /* GraphQL */ `
  mutation ($everywhere: Boolean! = false) {
    signOut(input: { everywhere: $everywhere }) {
      ... on SignOutSuccess {
        ended
      }
    }
  }
`;

const ACTIVITY = /* GraphQL */ `
  subscription ($courseId: ID!) {
    classActivity(courseId: $courseId) {
      cursor
    }
  }
`;

const WHO = '{ viewer { user { id } } }';

/** An attempt from an address of its own, so that no test spends another's attempts. */
async function signIn(
  variables: { email: string; password: string; school?: string },
  from = someAddress(),
) {
  const answer = await gateway.guest().ask(SIGN_IN, variables, { 'x-forwarded-for': from });
  return answer.data().signIn;
}

function someAddress(): string {
  const [a, b, c] = newId().slice(-12).match(/.{4}/g)!;
  return `2001:db8:${a}:${b!}::${c!}`;
}

async function renew(refreshToken: string) {
  return (await gateway.guest().data(RENEW, { refreshToken })).renewSession;
}

async function isSignedIn(client: TestClient): Promise<boolean> {
  const answer = await client.ask(WHO);
  return answer.code === null && answer.data().viewer !== null;
}

async function createPerson(): Promise<TestPerson> {
  return gateway.createPerson(await gateway.createSchool());
}

describe('viewer', () => {
  it('is null for a guest', async () => {
    expect((await gateway.guest().data(VIEWER)).viewer).toBeNull();
  });

  it('tells who is signed in, their school and their active enrollments', async () => {
    const { schoolId, learner } = await gateway.createClass();
    const second = await gateway.createCourse(
      schoolId,
      sampleCourse({ key: 'second', title: 'Second course' }),
    );
    await gateway.enroll(schoolId, second, learner.id, 'observer');
    const { viewer } = await learner.client.data(VIEWER);
    expect(viewer).toEqual({
      isAdministrator: false,
      user: { id: learner.globalId, name: 'Learner', email: learner.email },
      school: { name: expect.any(String), slug: expect.stringMatching(/^school-/) },
      enrollments: {
        totalCount: 2,
        edges: [
          { node: { role: 'LEARNER', course: { title: 'Sample course' } } },
          { node: { role: 'OBSERVER', course: { title: 'Second course' } } },
        ],
      },
      guardianLinks: [],
    });
  });

  it('leaves enrollments that have ended out', async () => {
    const { learner, enrollmentId } = await gateway.createClass();
    await learner.client.data(
      `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`,
      { id: toGlobalId('Enrollment', enrollmentId) },
    );
    const { viewer } = await learner.client.data(VIEWER);
    expect(viewer.enrollments).toEqual({ totalCount: 0, edges: [] });
  });

  it('pages through enrollments in the order of enrolling', async () => {
    const { schoolId, learner } = await gateway.createClass();

    for (const key of ['b', 'c', 'a']) {
      const course = await gateway.createCourse(schoolId, sampleCourse({ key, title: key }));
      await gateway.enroll(schoolId, course, learner.id);
    }
    const titles: string[] = [];
    let after: string | null = null;
    do {
      const { viewer }: any = await learner.client.data(
        `query ($after: String) { viewer { enrollments(first: 3, after: $after) {
           totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
           edges { cursor node { course { title } } } } } }`,
        { after },
      );
      const { edges, pageInfo, totalCount } = viewer.enrollments;
      expect(totalCount).toBe(4);
      expect(pageInfo).toMatchObject({
        hasPreviousPage: after !== null,
        startCursor: edges[0].cursor,
        endCursor: edges.at(-1).cursor,
      });
      titles.push(...edges.map((edge: any) => edge.node.course.title));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(titles).toEqual(['Sample course', 'b', 'c', 'a']);
  });
});

describe('signIn', () => {
  it('gives tokens that work, whatever the case of the address', async () => {
    const person = await createPerson();
    const result = await signIn({
      email: ` ${person.email.toUpperCase()}`,
      password: person.password,
    });
    expect(result.__typename).toBe('SignInSuccess');
    const expiry = Date.parse(result.tokens.accessTokenExpiresAt) - gateway.clock().getTime();
    expect(expiry).toBeGreaterThan(14 * 60_000);
    expect(expiry).toBeLessThanOrEqual(15 * 60_000);
    const { viewer } = await gateway.withToken(result.tokens.accessToken).data(WHO);
    expect(viewer.user.id).toBe(person.globalId);
  });

  it('says the same of a wrong password, an unknown address, a closed account and a service', async () => {
    const schoolId = await gateway.createSchool();
    const person = await gateway.createPerson(schoolId);
    const closed = await gateway.createPerson(schoolId);
    const { em } = gateway.deps;
    await em.nativeUpdate(User, { id: closed.id }, { disabledAt: gateway.clock() });
    await gateway.createService(schoolId, ['events:record']);
    const service = await em.fork().findOneOrFail(User, { schoolId, kind: 'service' });
    const password = 'correct horse';
    const results = await Promise.all([
      signIn({ email: person.email, password: 'wrong horse' }),
      signIn({ email: 'nobody@school.example', password }),
      signIn({ email: closed.email, password }),
      signIn({ email: service.email, password }),
      signIn({ email: person.email, password, school: 'another-school' }),
    ]);
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toEqual({
      __typename: 'InvalidCredentialsError',
      code: 'INVALID_CREDENTIALS',
      message: 'The e-mail address or the password is wrong.',
    });
  });

  it('asks which school when the password is right in several', async () => {
    const email = `${newId()}@several.example`;
    const slugs = [];
    for (const slug of [`one-${newId().slice(-8)}`, `two-${newId().slice(-8)}`]) {
      const schoolId = await gateway.createSchool(slug);
      const person = await gateway.createPerson(schoolId);
      await gateway.deps.em.nativeUpdate(User, { id: person.id }, { email });
      slugs.push(slug);
    }
    const result = await signIn({ email, password: 'correct horse' });
    expect(result).toMatchObject({ __typename: 'SchoolRequiredError', code: 'SCHOOL_REQUIRED' });
    expect(result.schools).toEqual(slugs);
    const chosen = await signIn({ email, password: 'correct horse', school: slugs[1]! });
    const { viewer } = await gateway
      .withToken(chosen.tokens.accessToken)
      .data('{ viewer { school { slug } } }');
    expect(viewer.school.slug).toBe(slugs[1]);
  });

  it('refuses the eleventh wrong attempt on an account with 429 and when to come back', async () => {
    const { email } = await createPerson();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await signIn({ email, password: 'wrong' })).code).toBe('INVALID_CREDENTIALS');
    }
    const refused = await gateway
      .guest()
      .ask(SIGN_IN, { email, password: 'correct horse' }, { 'x-forwarded-for': someAddress() });
    expect(refused.status).toBe(429);
    expect(refused.error('RATE_LIMITED').extensions).toMatchObject({
      retryAfterSeconds: expect.any(Number),
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('renewSession', () => {
  it('gives new tokens, of which the new refresh token is the one to use', async () => {
    const person = await createPerson();
    const first = await renew(person.tokens.refreshToken);
    expect(first.__typename).toBe('RenewSessionSuccess');
    expect(first.tokens.refreshToken).not.toBe(person.tokens.refreshToken);
    const { viewer } = await gateway.withToken(first.tokens.accessToken).data(WHO);
    expect(viewer.user.id).toBe(person.globalId);
    expect((await renew(first.tokens.refreshToken)).__typename).toBe('RenewSessionSuccess');
  });

  it('lets two tabs renew at once', async () => {
    const person = await createPerson();
    const both = await Promise.all([1, 2].map(() => renew(person.tokens.refreshToken)));
    expect(both.map((result) => result.__typename)).toEqual([
      'RenewSessionSuccess',
      'RenewSessionSuccess',
    ]);
    expect(both[0].tokens.refreshToken).toBe(both[1].tokens.refreshToken);
  });

  it('ends the session when an old token is used again, and closes its sockets', async () => {
    const { teacher, course } = await gateway.createClass();
    const stream = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    const { tokens } = await renew(teacher.tokens.refreshToken);
    gateway.clock.tick(60_000);
    expect(await renew(teacher.tokens.refreshToken)).toEqual({
      __typename: 'SessionEndedError',
      code: 'SESSION_ENDED',
      message: 'This session has ended. Sign in again.',
    });
    expect(await stream.finish()).toBe('4403');
    expect((await renew(tokens.refreshToken)).code).toBe('SESSION_ENDED');
    (await gateway.withToken(tokens.accessToken).ask(WHO)).error('UNAUTHENTICATED');
  });

  it.each([
    ['empty', ''],
    ['nonsense', 'nonsense'],
    ['long', 'x'.repeat(10_000)],
    ['forged', `${newId()}.1.${'A'.repeat(43)}`],
  ])('takes a token that is %s for a session that has ended', async (_name, token) => {
    expect((await renew(token)).code).toBe('SESSION_ENDED');
  });

  it('renews nothing once the account is closed', async () => {
    const person = await createPerson();
    const disabledAt = gateway.clock();
    await gateway.deps.em.nativeUpdate(User, { id: person.id }, { disabledAt });
    expect((await renew(person.tokens.refreshToken)).code).toBe('SESSION_ENDED');
    (await person.client.ask(WHO)).error('UNAUTHENTICATED');
  });
});

describe('signOut', () => {
  it('ends the session of the request and no other', async () => {
    const person = await createPerson();
    const other = await gateway.signIn(person);
    const { signOut } = await person.client.data(SIGN_OUT);
    expect(signOut).toEqual({ ended: 1 });
    expect(await isSignedIn(person.client)).toBe(false);
    expect(await isSignedIn(other)).toBe(true);
    expect((await renew(person.tokens.refreshToken)).code).toBe('SESSION_ENDED');
  });

  it('ends every session of the viewer when asked to, with their sockets, and nobody else’s', async () => {
    const { teacher, learner, course } = await gateway.createClass();
    const other = await gateway.signIn(teacher);
    const stream = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    const { signOut } = await other.data(SIGN_OUT, { everywhere: true });
    expect(signOut).toEqual({ ended: 2 });
    expect(await stream.finish()).toBe('4403');
    expect(await Promise.all([teacher.client, other, learner.client].map(isSignedIn))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('refuses a guest, and a key, which has no session', async () => {
    (await gateway.guest().ask(SIGN_OUT)).error('UNAUTHENTICATED');
    const service = await gateway.createService(await gateway.createSchool(), ['events:record']);
    (await service.ask(SIGN_OUT)).error('FORBIDDEN');
  });
});

describe('a bearer token', () => {
  it('is refused once it has expired, with a code that says to renew it', async () => {
    const person = await createPerson();
    gateway.clock.tick(15 * 60_000);
    const refused = await person.client.ask(WHO);
    expect(refused.status).toBe(401);
    refused.error('TOKEN_EXPIRED');
    const { tokens } = await renew(person.tokens.refreshToken);
    expect(await isSignedIn(gateway.withToken(tokens.accessToken))).toBe(true);
  });

  it('is refused when it is not ours, over HTTP and on a socket', async () => {
    const { tokens } = await createPerson();
    const [header, payload] = tokens.accessToken.split('.');
    for (const token of [
      'nonsense',
      `${header!}.${payload!}.`,
      `lyk_${newId()}_${'A'.repeat(43)}`,
    ]) {
      const client = gateway.withToken(token);
      const refused = await client.ask(WHO);
      expect(refused.status).toBe(401);
      refused.error('UNAUTHENTICATED');
      expect(
        await (await client.follow(`subscription { jobUpdated(jobId: "x") { cursor } }`)).finish(),
      ).toBe('4403');
    }
  });

  it('stops working for a key that is revoked', async () => {
    const schoolId = await gateway.createSchool();
    const service = await gateway.createService(schoolId, ['events:record']);
    expect(await isSignedIn(service)).toBe(true);
    await gateway.deps.em.nativeUpdate(ApiKey, { schoolId }, { revokedAt: gateway.clock() });
    (await service.ask(WHO)).error('UNAUTHENTICATED');
  });
});

describe('guardianLinks', () => {
  const LINKS = /* GraphQL */ `
    {
      viewer {
        guardianLinks {
          id
          state
          scopes
          expiresAt
          learner {
            id
            name
          }
          enrollments {
            id
            role
            course {
              title
            }
            progress {
              completed
              total
            }
            mastery {
              probability
              skill {
                title
              }
            }
          }
        }
      }
    }
  `;

  async function createFamily(scopes: string[] = ['progress']) {
    const room = await gateway.createClass();
    const guardian = await gateway.createPerson(room.schoolId, { name: 'Guardian' });
    const linkId = await gateway.linkGuardian(room.schoolId, guardian.id, room.learner.id, scopes);
    const change = (changes: Partial<{ state: 'paused' | 'revoked'; expiresAt: Date }>) =>
      gateway.deps.em.nativeUpdate(GuardianLink, { id: linkId }, changes);
    const links = async () => (await guardian.client.data(LINKS)).viewer.guardianLinks;
    /** What the guardian finds by the ids of what the link shows. */
    const nodes = async () =>
      (
        await guardian.client.data(
          `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on User { name } ... on Enrollment { mastery { probability } } } }`,
          { ids: [room.learner.globalId, toGlobalId('Enrollment', room.enrollmentId)] },
        )
      ).nodes;
    return { ...room, guardian, linkId, change, links, nodes };
  }

  it('show a learner’s enrollments, progress and mastery under the scope `progress`', async () => {
    const { learner, linkId, enrollmentId, links, nodes } = await createFamily();
    expect(await links()).toEqual([
      {
        id: toGlobalId('GuardianLink', linkId),
        state: 'ACTIVE',
        scopes: ['progress'],
        expiresAt: null,
        learner: { id: learner.globalId, name: 'Learner' },
        enrollments: [
          {
            id: toGlobalId('Enrollment', enrollmentId),
            role: 'LEARNER',
            course: { title: 'Sample course' },
            progress: { completed: 0, total: 8 },
            mastery: [],
          },
        ],
      },
    ]);
    expect(await nodes()).toEqual([
      { __typename: 'User', name: 'Learner' },
      { __typename: 'Enrollment', mastery: [] },
    ]);
  });

  it('show no single answers, advice, address or activity', async () => {
    const { guardian, learner, course, enrollmentId } = await createFamily();
    const [recommendation, email, activity] = await Promise.all([
      guardian.client.ask(
        `query ($id: ID!) { node(id: $id) { ... on Enrollment { recommendation { id } } } }`,
        { id: toGlobalId('Enrollment', enrollmentId) },
      ),
      guardian.client.ask(`query ($id: ID!) { node(id: $id) { ... on User { email } } }`, {
        id: learner.globalId,
      }),
      guardian.client.follow(ACTIVITY, { courseId: course.globalId }),
    ]);
    recommendation.error('FORBIDDEN');
    email.error('FORBIDDEN');
    expect(await activity.finish()).toBe('FORBIDDEN');
  });

  it('show the name alone without the scope', async () => {
    const { links, nodes } = await createFamily([]);
    expect(await links()).toMatchObject([{ learner: { name: 'Learner' }, enrollments: [] }]);
    expect(await nodes()).toEqual([{ __typename: 'User', name: 'Learner' }, null]);
  });

  it.each([
    ['paused', { state: 'paused' }, 'PAUSED'],
    ['revoked', { state: 'revoked' }, 'REVOKED'],
    ['expired', { expiresAt: new Date('2020-01-01T00:00:00Z') }, 'ACTIVE'],
  ] as const)('show nothing while %s, by id neither', async (_name, changes, state) => {
    const { change, links, nodes } = await createFamily();
    await change(changes);
    expect(await links()).toMatchObject([{ state, learner: null, enrollments: [] }]);
    expect(await nodes()).toEqual([null, null]);
  });

  it('end at their time, and the learner’s name with them', async () => {
    const { change, links, nodes } = await createFamily();
    await change({ expiresAt: new Date(gateway.clock().getTime() + 60_000) });
    expect(await links()).toMatchObject([{ learner: { name: 'Learner' } }]);
    gateway.clock.tick(60_000);
    expect(await links()).toMatchObject([{ learner: null, enrollments: [] }]);
    expect(await nodes()).toEqual([null, null]);
  });

  it('are seen by the guardian, the learner and administrators, and by nobody else', async () => {
    const { schoolId, guardian, learner, teacher, linkId } = await createFamily();
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    const id = toGlobalId('GuardianLink', linkId);
    const query = `query ($id: ID!) { node(id: $id) { id } }`;
    for (const { client } of [guardian, learner, administrator]) {
      expect((await client.data(query, { id })).node).toEqual({ id });
    }
    expect((await teacher.client.data(query, { id })).node).toBeNull();
  });
});
