import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { streamKeys } from '../../src/entities/stream-keys.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const FACTS = /* GraphQL */ `
  fragment Facts on Enrollment {
    id
    state
    endedAt
    waitlistPosition
    section {
      id
    }
    transitions {
      fromState
      toState
      reason
    }
  }
`;

const ENROLL = /* GraphQL */ `
  ${FACTS}
  mutation ($input: EnrollInput!) {
    enroll(input: $input) {
      __typename
      ... on UserError {
        code
      }
      ... on EnrollSuccess {
        enrollment {
          ...Facts
        }
      }
      ... on AlreadyEnrolledError {
        enrollment {
          id
          state
        }
      }
    }
  }
`;

const SET_STATE = /* GraphQL */ `
  ${FACTS}
  mutation ($input: SetEnrollmentStateInput!) {
    setEnrollmentState(input: $input) {
      __typename
      ... on UserError {
        code
      }
      ... on TransitionNotAllowedError {
        state
        allowed
      }
      ... on CourseFullError {
        capacity
      }
      ... on SetEnrollmentStateSuccess {
        enrollment {
          ...Facts
        }
      }
    }
  }
`;

const SET_SETTINGS = /* GraphQL */ `
  mutation ($input: SetEnrollmentSettingsInput!) {
    setEnrollmentSettings(input: $input) {
      ... on SetEnrollmentSettingsSuccess {
        promoted
        course {
          enrollmentSettings {
            capacity
            approvalRequired
            seatsTaken
            waitlisted
          }
        }
      }
    }
  }
`;

const WITHDRAW = /* GraphQL */ `
  mutation ($input: WithdrawInput!) {
    withdraw(input: $input) {
      __typename
    }
  }
`;

async function enroll(person: TestPerson, input: object) {
  return (await person.client.data(ENROLL, { input })).enroll;
}

async function setState(person: TestPerson, enrollmentId: string, state: string, reason?: string) {
  const { setEnrollmentState } = await person.client.data(SET_STATE, {
    input: { enrollmentId, state, reason },
  });
  return setEnrollmentState;
}

async function setSettings(person: TestPerson, courseId: string, settings: object) {
  const { setEnrollmentSettings } = await person.client.data(SET_SETTINGS, {
    input: { courseId, ...settings },
  });
  return setEnrollmentSettings;
}

async function stateOf(person: TestPerson, id: string) {
  const { node } = await person.client.data(
    `${FACTS} query ($id: ID!) { node(id: $id) { ...Facts } }`,
    { id },
  );
  return node;
}

/** What was reported of a course's enrollments and of who may follow it, oldest first. */
async function reported(courseId: string): Promise<any[]> {
  const rows = await gateway.db
    .selectFrom('stream_items')
    .select('payload')
    .where('stream', 'in', [streamKeys.enrollments(courseId), streamKeys.classroom(courseId)])
    .orderBy('created_at')
    .orderBy('stream')
    .orderBy('sequence')
    .execute();
  return rows.map((row) => row.payload);
}

describe('setEnrollmentState', () => {
  it('suspends and resumes, ending the right and giving it again, with who and why on record', async () => {
    const { schoolId, course, teacher, learner, enrollmentId } = await gateway.createClass();
    const id = toGlobalId('Enrollment', enrollmentId);
    const suspended = await setState(teacher, id, 'SUSPENDED', 'Fees');
    expect(suspended.enrollment).toEqual({
      id,
      state: 'SUSPENDED',
      endedAt: null,
      waitlistPosition: null,
      section: null,
      transitions: [{ fromState: 'ACTIVE', toState: 'SUSPENDED', reason: 'Fees' }],
    });
    const refused = await learner.client.ask(
      `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) { __typename ... on UserError { code } } }`,
      { courseId: course.globalId },
    );
    expect(refused.data().startPractice.code).toBe('NOT_ENROLLED');
    const resumed = await setState(teacher, id, 'ACTIVE');
    expect(resumed.enrollment.transitions).toHaveLength(2);
    const events = await reported(course.id);
    expect(events.map((event) => [event.type, event.from, event.to])).toEqual([
      ['enrollment.ended', undefined, undefined],
      ['enrollment.created', undefined, undefined],
      ['enrollment.transitioned', 'active', 'suspended'],
      ['enrollment.transitioned', 'suspended', 'active'],
    ]);
    expect(events.at(-1)).toMatchObject({ schoolId, enrollmentId, actorId: teacher.id });
  });

  it('names who took a step to the staff, and not to the learner', async () => {
    const { teacher, learner, enrollmentId } = await gateway.createClass();
    const id = toGlobalId('Enrollment', enrollmentId);
    await setState(teacher, id, 'COMPLETED');
    const query = `query ($id: ID!) { node(id: $id) { ... on Enrollment { transitions { toState actor { name } } } } }`;
    const { node } = await teacher.client.data(query, { id });
    expect(node.transitions).toEqual([{ toState: 'COMPLETED', actor: { name: 'Teacher' } }]);
    (await learner.client.ask(query, { id })).error('FORBIDDEN');
  });

  it('keeps ended enrollments as they are, and says where one may go', async () => {
    const { teacher, learner, course, enrollmentId } = await gateway.createClass();
    const id = toGlobalId('Enrollment', enrollmentId);
    expect(await setState(teacher, id, 'PENDING')).toEqual({
      __typename: 'TransitionNotAllowedError',
      code: 'TRANSITION_NOT_ALLOWED',
      state: 'ACTIVE',
      allowed: ['SUSPENDED', 'COMPLETED', 'WITHDRAWN', 'EXPIRED'],
    });
    expect((await setState(teacher, id, 'EXPIRED')).enrollment.endedAt).not.toBeNull();
    for (const state of ['ACTIVE', 'WITHDRAWN', 'EXPIRED']) {
      expect(await setState(teacher, id, state)).toMatchObject({ state: 'EXPIRED', allowed: [] });
    }
    const again = await enroll(learner, { courseId: course.globalId });
    expect(again.enrollment.id).not.toBe(id);
    expect((await stateOf(learner, id)).state).toBe('EXPIRED');
  });

  it('is for staff, and finds no enrollment that is not theirs', async () => {
    const { schoolId, course, teacher, learner, enrollmentId } = await gateway.createClass();
    const other = await gateway.createClass();
    const classmate = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, classmate.id);
    const id = toGlobalId('Enrollment', enrollmentId);
    const ask = (person: TestPerson, enrollmentId: string) =>
      person.client.ask(SET_STATE, { input: { enrollmentId, state: 'SUSPENDED' } });
    (await ask(learner, id)).error('FORBIDDEN');
    (await ask(classmate, id)).error('NOT_FOUND');
    (await ask(other.teacher, id)).error('NOT_FOUND');
    (await ask(teacher, randomId('Enrollment'))).error('NOT_FOUND');
    const variables = { input: { enrollmentId: id, state: 'SUSPENDED' } };
    (await gateway.guest().ask(SET_STATE, variables)).error('UNAUTHENTICATED');
    const long = { input: { enrollmentId: id, state: 'SUSPENDED', reason: 'x'.repeat(1_001) } };
    expect((await teacher.client.ask(SET_STATE, long)).error('BAD_USER_INPUT').extensions).toEqual(
      expect.objectContaining({ field: 'reason' }),
    );
    expect((await stateOf(teacher, id)).state).toBe('ACTIVE');
  });
});

describe('a course with approval', () => {
  it('keeps who asks for themselves pending until staff decide', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const courseId = course.globalId;
    await setSettings(teacher, courseId, { approvalRequired: true });
    const [first, second, third] = [
      await gateway.createPerson(schoolId),
      await gateway.createPerson(schoolId),
      await gateway.createPerson(schoolId),
    ];
    const asked = [];
    for (const person of [first, second]) asked.push(await enroll(person, { courseId }));
    expect(asked.map((result) => result.enrollment.state)).toEqual(['PENDING', 'PENDING']);
    expect(await enroll(first, { courseId })).toMatchObject({
      code: 'ALREADY_ENROLLED',
      enrollment: { state: 'PENDING' },
    });
    const ids = asked.map((result) => result.enrollment.id);
    expect((await setState(teacher, ids[0], 'ACTIVE')).enrollment.state).toBe('ACTIVE');
    expect((await setState(teacher, ids[1], 'REJECTED', 'No')).enrollment.state).toBe('REJECTED');
    const byStaff = await enroll(teacher, { courseId, userId: third.globalId });
    expect(byStaff.enrollment.state).toBe('ACTIVE');
    const events = await reported(course.id);
    expect(events.filter((event) => event.type === 'enrollment.created')).toHaveLength(2);
    const { course: seen } = await teacher.client.data(
      `query ($id: ID!) { course(id: $id) {
         pending: enrollmentsByState(state: PENDING) { totalCount }
         rejected: enrollmentsByState(state: REJECTED, role: LEARNER) { totalCount edges { node { id } } } } }`,
      { id: courseId },
    );
    expect(seen).toEqual({
      pending: { totalCount: 0 },
      rejected: { totalCount: 1, edges: [{ node: { id: ids[1] } }] },
    });
  });
});

describe('a course with seats', () => {
  async function fullCourse() {
    const room = await gateway.createClass();
    await setSettings(room.teacher, room.course.globalId, { capacity: 1 });
    const waiting = [];
    for (let count = 0; count < 3; count += 1) {
      const person = await gateway.createPerson(room.schoolId);
      const { enrollment } = await enroll(person, { courseId: room.course.globalId });
      waiting.push({ person, enrollment });
    }
    return { ...room, waiting };
  }

  it('puts who finds none on the waitlist, in the order of asking', async () => {
    const { waiting, teacher, course } = await fullCourse();
    expect(waiting.map(({ enrollment }) => enrollment)).toMatchObject([
      { state: 'WAITLISTED', waitlistPosition: 1 },
      { state: 'WAITLISTED', waitlistPosition: 2 },
      { state: 'WAITLISTED', waitlistPosition: 3 },
    ]);
    const events = await reported(course.id);
    expect(events.map((event) => event.type)).not.toContain('enrollment.created');
    expect(await setSettings(teacher, course.globalId, {})).toEqual({
      promoted: 0,
      course: {
        enrollmentSettings: { capacity: 1, approvalRequired: false, seatsTaken: 1, waitlisted: 3 },
      },
    });
  });

  it('gives a seat that becomes free to who has waited longest', async () => {
    const { waiting, learner, enrollmentId, course } = await fullCourse();
    const id = toGlobalId('Enrollment', enrollmentId);
    await learner.client.data(WITHDRAW, { input: { enrollmentId: id, reason: 'Moving' } });
    const [first, second, third] = waiting;
    expect(await stateOf(first!.person, first!.enrollment.id)).toMatchObject({
      state: 'ACTIVE',
      waitlistPosition: null,
      transitions: [
        { fromState: null, toState: 'WAITLISTED' },
        { fromState: 'WAITLISTED', toState: 'ACTIVE', reason: 'A seat became free.' },
      ],
    });
    await second!.person.client.data(WITHDRAW, { input: { enrollmentId: second!.enrollment.id } });
    expect(await stateOf(third!.person, third!.enrollment.id)).toMatchObject({
      state: 'WAITLISTED',
      waitlistPosition: 1,
    });
    const events = await reported(course.id);
    expect(events.filter(({ type }) => /created|ended/.test(type))).toMatchObject([
      { type: 'enrollment.ended', enrollmentId },
      { type: 'enrollment.created', userId: first!.person.id },
    ]);
  });

  it('keeps the seat of who is suspended, and gives none that is not there', async () => {
    const { waiting, teacher, enrollmentId } = await fullCourse();
    const id = toGlobalId('Enrollment', enrollmentId);
    await setState(teacher, id, 'SUSPENDED');
    expect(await setState(teacher, waiting[0]!.enrollment.id, 'ACTIVE')).toEqual({
      __typename: 'CourseFullError',
      code: 'COURSE_FULL',
      capacity: 1,
    });
    expect((await setState(teacher, id, 'ACTIVE')).enrollment.state).toBe('ACTIVE');
  });

  it('takes staff without a seat, and fills the seats that are added', async () => {
    const { schoolId, waiting, teacher, course } = await fullCourse();
    const assistant = await gateway.createPerson(schoolId);
    const taken = await enroll(teacher, {
      courseId: course.globalId,
      userId: assistant.globalId,
      role: 'ASSISTANT',
    });
    expect(taken.enrollment.state).toBe('ACTIVE');
    expect((await setSettings(teacher, course.globalId, { capacity: 3 })).promoted).toBe(2);
    const states = [];
    for (const { person, enrollment } of waiting) {
      states.push((await stateOf(person, enrollment.id)).state);
    }
    expect(states).toEqual(['ACTIVE', 'ACTIVE', 'WAITLISTED']);
    expect((await setSettings(teacher, course.globalId, { capacity: null })).promoted).toBe(1);
  });

  it('never has more learners than seats, however many ask and leave at once', async () => {
    const { schoolId, teacher, course } = await gateway.createClass();
    await setSettings(teacher, course.globalId, { capacity: 3 });
    const people = await Promise.all(
      Array.from({ length: 8 }, () => gateway.createPerson(schoolId)),
    );
    const results = await Promise.all(
      people.map((person) => enroll(person, { courseId: course.globalId })),
    );
    const states = results.map((result) => result.enrollment.state).sort();
    expect(states).toEqual(['ACTIVE', 'ACTIVE', ...Array(6).fill('WAITLISTED')]);
  });

  it('has settings for its staff alone to set, within bounds', async () => {
    const { course, teacher, learner } = await gateway.createClass();
    const other = await gateway.createClass();
    const ask = (person: TestPerson, settings: object) =>
      person.client.ask(SET_SETTINGS, { input: { courseId: course.globalId, ...settings } });
    (await ask(learner, { capacity: 1 })).error('FORBIDDEN');
    (await ask(other.teacher, { capacity: 1 })).error('NOT_FOUND');
    expect((await ask(teacher, { capacity: -1 })).error('BAD_USER_INPUT').extensions).toEqual(
      expect.objectContaining({ field: 'capacity' }),
    );
    const events = await reported(course.id);
    expect(events).toEqual([]);
    await ask(teacher, { capacity: 10 });
    expect(await reported(course.id)).toMatchObject([
      { type: 'enrollment_settings.changed', actorId: teacher.id },
    ]);
  });
});
