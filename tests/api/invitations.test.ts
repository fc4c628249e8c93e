import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Course, CoursePrerequisite } from '../../src/entities/courses.js';
import { Invitation } from '../../src/entities/invitations.js';
import { User } from '../../src/entities/people.js';
import { streamKeys } from '../../src/entities/stream-keys.js';
import { parseGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import { InvitationsService } from '../../src/services/invitations/invitations.service.js';
import type { TestClient } from '../testkit/client.js';
import { sampleCourse } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const INVITE = /* GraphQL */ `
  mutation ($input: InviteToCourseInput!) {
    inviteToCourse(input: $input) {
      __typename
      ... on UserError {
        code
      }
      ... on InviteToCourseSuccess {
        token
        invitation {
          id
          email
          role
          state
          expiresAt
          enrollment {
            id
            state
          }
        }
      }
      ... on AlreadyInvitedError {
        invitation {
          id
        }
      }
      ... on AlreadyEnrolledError {
        enrollment {
          id
        }
      }
    }
  }
`;

const ACCEPT = /* GraphQL */ `
  mutation ($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      __typename
      ... on UserError {
        code
      }
      ... on AcceptInvitationSuccess {
        enrollmentId
        state
      }
      ... on AccountNeededError {
        email
      }
    }
  }
`;

const DECLINE = /* GraphQL */ `
  mutation ($token: String!) {
    declineInvitation(input: { token: $token }) {
      __typename
      ... on UserError {
        code
      }
    }
  }
`;

const REVOKE = /* GraphQL */ `
  mutation ($invitationId: ID!) {
    revokeInvitation(input: { invitationId: $invitationId }) {
      __typename
      ... on UserError {
        code
      }
      ... on RevokeInvitationSuccess {
        invitation {
          state
          enrollment {
            state
          }
        }
      }
    }
  }
`;

async function invite(person: TestPerson, courseId: string, email: string, more: object = {}) {
  const input = { courseId, email, ...more };
  return (await person.client.data(INVITE, { input })).inviteToCourse;
}

async function accept(client: TestClient, input: object) {
  return (await client.data(ACCEPT, { input })).acceptInvitation;
}

async function decline(token: string) {
  return (await gateway.guest().data(DECLINE, { token })).declineInvitation;
}

async function revoke(person: TestPerson, invitationId: string) {
  return (await person.client.data(REVOKE, { invitationId })).revokeInvitation;
}

const account = { name: 'Newcomer', password: 'correct horse' };
const newEmail = () => `${newId()}@elsewhere.example`;

describe('inviteToCourse', () => {
  it('offers a place for two weeks, and keeps no token that could be used', async () => {
    const { course, teacher } = await gateway.createClass();
    const email = newEmail();
    const { token, invitation } = await invite(teacher, course.globalId, email.toUpperCase());
    expect(invitation).toMatchObject({ email, role: 'LEARNER', state: 'OPEN', enrollment: null });
    const days = (Date.parse(invitation.expiresAt) - gateway.clock().getTime()) / 86_400_000;
    expect(days).toBeCloseTo(14, 3);
    const stored = await gateway.db.selectFrom('invitations').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(token);
    const events = await gateway.db
      .selectFrom('stream_items')
      .select('payload')
      .where('stream', '=', streamKeys.enrollments(course.id))
      .execute();
    expect(events.map((row) => row.payload)).toMatchObject([
      { type: 'invitation.created', courseId: course.id, state: 'open' },
    ]);
    const { course: seen } = await teacher.client.data(
      `query ($id: ID!) { course(id: $id) { invitations { totalCount edges { node { id } } } } }`,
      { id: course.globalId },
    );
    expect(seen.invitations).toEqual({ totalCount: 1, edges: [{ node: { id: invitation.id } }] });
  });

  it('invites an address once, and nobody who is in the course', async () => {
    const { course, teacher, learner } = await gateway.createClass();
    const email = newEmail();
    const first = await invite(teacher, course.globalId, email);
    expect(await invite(teacher, course.globalId, email)).toEqual({
      __typename: 'AlreadyInvitedError',
      code: 'ALREADY_INVITED',
      invitation: { id: first.invitation.id },
    });
    expect((await invite(teacher, course.globalId, learner.email)).code).toBe('ALREADY_ENROLLED');
    const both = await Promise.all(
      Array(2)
        .fill(newEmail())
        .map((address) => invite(teacher, course.globalId, address)),
    );
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'AlreadyInvitedError',
      'InviteToCourseSuccess',
    ]);
  });

  it('offers no place in a course that is archived', async () => {
    const { course, teacher } = await gateway.createClass();
    await gateway.deps.em.nativeUpdate(Course, { id: course.id }, { status: 'archived' });
    expect((await invite(teacher, course.globalId, newEmail())).code).toBe('COURSE_NOT_OPEN');
  });

  it('is for staff of the course, within bounds', async () => {
    const { course, teacher, learner } = await gateway.createClass();
    const other = await gateway.createClass();
    const courseId = course.globalId;
    const ask = (person: TestPerson, input: object) =>
      person.client.ask(INVITE, { input: { courseId, email: newEmail(), ...input } });
    (await ask(learner, {})).error('FORBIDDEN');
    (await ask(other.teacher, {})).error('NOT_FOUND');
    (await ask(teacher, { sectionId: randomId('Section') })).error('NOT_FOUND');
    for (const [field, value] of [
      ['email', 'nobody'],
      ['days', 0],
      ['days', 91],
    ] as const) {
      const refused = (await ask(teacher, { [field]: value })).error('BAD_USER_INPUT');
      expect(refused.extensions).toMatchObject({ field });
    }
  });
});

describe('acceptInvitation', () => {
  it('opens an account for who has none, who then signs in and is in the course', async () => {
    const { course, teacher } = await gateway.createClass();
    const email = newEmail();
    const { token } = await invite(teacher, course.globalId, email, { role: 'ASSISTANT' });
    expect(await accept(gateway.guest(), { token })).toEqual({
      __typename: 'AccountNeededError',
      code: 'ACCOUNT_NEEDED',
      email,
    });
    const weak = await gateway
      .guest()
      .ask(ACCEPT, { input: { token, name: 'Newcomer', password: 'short' } });
    expect(weak.error('BAD_USER_INPUT').extensions).toMatchObject({ field: 'password' });
    const accepted = await accept(gateway.guest(), { token, ...account });
    expect(accepted).toMatchObject({ __typename: 'AcceptInvitationSuccess', state: 'ACTIVE' });
    const { signIn } = await gateway.guest().data(
      `mutation ($email: String!) { signIn(input: { email: $email, password: "correct horse" }) {
         ... on SignInSuccess { tokens { accessToken } } } }`,
      { email },
    );
    const { viewer } = await gateway
      .withToken(signIn.tokens.accessToken)
      .data(`{ viewer { user { name } enrollments { edges { node { id role } } } } }`);
    expect(viewer).toEqual({
      user: { name: 'Newcomer' },
      enrollments: { edges: [{ node: { id: accepted.enrollmentId, role: 'ASSISTANT' } }] },
    });
    expect((await accept(gateway.guest(), { token, ...account })).code).toBe('INVITATION_CLOSED');
  });

  it('makes one account and one enrollment of several requests at once', async () => {
    const { course, teacher } = await gateway.createClass();
    const email = newEmail();
    const { token } = await invite(teacher, course.globalId, email);
    const results = await Promise.all(
      [1, 2, 3].map(() => accept(gateway.guest(), { token, ...account })),
    );
    const won = results.filter(({ __typename }) => __typename === 'AcceptInvitationSuccess');
    expect(won).toHaveLength(1);
    const users = await gateway.db
      .selectFrom('users')
      .select('id')
      .where('email', '=', email)
      .execute();
    expect(users).toHaveLength(1);
  });

  it('activates the enrollment of somebody who has an account, and is signed in to it', async () => {
    const { schoolId, course, teacher, learner } = await gateway.createClass();
    const person = await gateway.createPerson(schoolId);
    const { token, invitation } = await invite(teacher, course.globalId, person.email);
    expect(invitation.enrollment.state).toBe('INVITED');
    for (const client of [gateway.guest(), learner.client]) {
      expect((await accept(client, { token, ...account })).code).toBe('SIGN_IN_NEEDED');
    }
    expect(await accept(person.client, { token })).toEqual({
      __typename: 'AcceptInvitationSuccess',
      enrollmentId: invitation.enrollment.id,
      state: 'ACTIVE',
    });
  });

  it('asks a learner for what the course requires first', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const required = await gateway.createCourse(schoolId, { ...sampleCourse(), key: 'before' });
    const em = gateway.deps.em;
    em.create(CoursePrerequisite, {
      schoolId,
      courseId: course.id,
      requiredCourseId: required.id,
    });
    await em.flush();
    const person = await gateway.createPerson(schoolId);
    const { token } = await invite(teacher, course.globalId, person.email);
    expect((await accept(person.client, { token })).code).toBe('PREREQUISITES_NOT_MET');
    await gateway.deps.em.nativeDelete(CoursePrerequisite, { courseId: course.id });
    expect((await accept(person.client, { token })).state).toBe('ACTIVE');
  });

  it('makes no second enrollment of somebody who got in on another way', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const email = newEmail();
    const { token } = await invite(teacher, course.globalId, email);
    const elsewhere = await gateway.createClass();
    const late = await gateway.createPerson(schoolId);
    await gateway.deps.em.nativeUpdate(User, { id: late.id }, { email });
    await teacher.client.data(
      `mutation ($input: EnrollInput!) { enroll(input: $input) { __typename } }`,
      { input: { courseId: course.globalId, userId: late.globalId } },
    );
    expect((await accept(late.client, { token })).code).toBe('ALREADY_ENROLLED');
    expect((await accept(elsewhere.learner.client, { token })).code).toBe('SIGN_IN_NEEDED');
  });

  it('puts a learner on the waitlist of a course that is full', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    await teacher.client.data(
      `mutation ($id: ID!) { setEnrollmentSettings(input: { courseId: $id, capacity: 1 }) { __typename } }`,
      { id: course.globalId },
    );
    const person = await gateway.createPerson(schoolId);
    const { token } = await invite(teacher, course.globalId, person.email);
    expect((await accept(person.client, { token })).state).toBe('WAITLISTED');
  });

  it('opens nothing after it has run out, and clears the way for another', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const person = await gateway.createPerson(schoolId);
    const { token, invitation } = await invite(teacher, course.globalId, person.email);
    const past = new Date(gateway.clock().getTime() - 1_000);
    await gateway.deps.em.nativeUpdate(
      Invitation,
      { id: parseGlobalId(invitation.id)!.id },
      { expiresAt: past },
    );
    expect((await accept(person.client, { token })).code).toBe('INVITATION_CLOSED');
    const service = new InvitationsService(gateway.deps, gateway.platform.credentials.passwords);
    expect(await service.expire()).toBe(1);
    const again = await invite(teacher, course.globalId, person.email);
    expect(again.__typename).toBe('InviteToCourseSuccess');
    const { node } = await teacher.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Invitation { state enrollment { state } } } }`,
      { id: invitation.id },
    );
    expect(node).toEqual({ state: 'EXPIRED', enrollment: { state: 'EXPIRED' } });
  });
});

describe('declineInvitation', () => {
  it('turns the offer down for good', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const person = await gateway.createPerson(schoolId);
    const { token, invitation } = await invite(teacher, course.globalId, person.email);
    expect((await decline(token)).__typename).toBe('DeclineInvitationSuccess');
    expect((await decline(token)).code).toBe('INVITATION_CLOSED');
    expect((await decline('lyi_nothing')).code).toBe('INVITATION_CLOSED');
    expect((await accept(person.client, { token })).code).toBe('INVITATION_CLOSED');
    const { node } = await person.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Enrollment { state transitions { toState } } } }`,
      { id: invitation.enrollment.id },
    );
    expect(node).toEqual({
      state: 'REJECTED',
      transitions: [{ toState: 'INVITED' }, { toState: 'REJECTED' }],
    });
  });
});

describe('revokeInvitation', () => {
  it('takes an open offer back, for staff of the course alone', async () => {
    const { schoolId, course, teacher, learner } = await gateway.createClass();
    const other = await gateway.createClass();
    const person = await gateway.createPerson(schoolId);
    const { token, invitation } = await invite(teacher, course.globalId, person.email);
    for (const stranger of [learner, person, other.teacher]) {
      const answer = await stranger.client.ask(REVOKE, { invitationId: invitation.id });
      answer.error('NOT_FOUND');
    }
    expect(await revoke(teacher, invitation.id)).toEqual({
      __typename: 'RevokeInvitationSuccess',
      invitation: { state: 'REVOKED', enrollment: { state: 'WITHDRAWN' } },
    });
    expect((await revoke(teacher, invitation.id)).code).toBe('INVITATION_CLOSED');
    expect((await accept(person.client, { token })).code).toBe('INVITATION_CLOSED');
  });
});
