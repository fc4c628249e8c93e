import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Course } from '../../src/entities/courses.js';
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

const ENROLL = /* GraphQL */ `
  mutation ($courseId: ID!, $userId: ID, $role: EnrollmentRole) {
    enroll(input: { courseId: $courseId, userId: $userId, role: $role }) {
      __typename
      ... on UserError {
        code
        message
      }
      ... on AlreadyEnrolledError {
        enrollment {
          id
        }
      }
      ... on EnrollSuccess {
        enrollment {
          id
          role
          state
          createdAt
          endedAt
          user {
            name
          }
          course {
            title
            viewerEnrollment {
              id
            }
          }
          version {
            number
          }
          progress {
            completed
            total
          }
          mastery {
            probability
          }
          recommendation {
            id
          }
        }
      }
    }
  }
`;

const WITHDRAW = /* GraphQL */ `
  mutation ($enrollmentId: ID!) {
    withdraw(input: { enrollmentId: $enrollmentId }) {
      __typename
      ... on UserError {
        code
        message
      }
      ... on WithdrawSuccess {
        enrollment {
          id
          state
          endedAt
          user {
            name
          }
        }
      }
    }
  }
`;

const ACTIVITY = /* GraphQL */ `
  subscription ($courseId: ID!) {
    classActivity(courseId: $courseId) {
      __typename
      at
      enrollment {
        id
        state
        user {
          name
        }
      }
      ... on EnrollmentActivity {
        joined
        role
      }
    }
  }
`;

async function enroll(person: TestPerson, variables: Record<string, unknown>) {
  return (await person.client.data(ENROLL, variables)).enroll;
}

async function withdraw(person: TestPerson, enrollmentId: string) {
  return (await person.client.data(WITHDRAW, { enrollmentId })).withdraw;
}

describe('enroll', () => {
  it('takes the viewer in as a learner, on the published version, and tells the staff', async () => {
    const { schoolId, teacher, course } = await gateway.createClass();
    const newcomer = await gateway.createPerson(schoolId, { name: 'Newcomer' });
    const stream = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    const result = await enroll(newcomer, { courseId: course.globalId });
    expect(result).toEqual({
      __typename: 'EnrollSuccess',
      enrollment: {
        id: expect.any(String),
        role: 'LEARNER',
        state: 'ACTIVE',
        createdAt: gateway.clock().toISOString(),
        endedAt: null,
        user: { name: 'Newcomer' },
        course: { title: 'Sample course', viewerEnrollment: { id: result.enrollment.id } },
        version: { number: 1 },
        progress: { completed: 0, total: 8 },
        mastery: [],
        recommendation: null,
      },
    });
    const [item] = await stream.take(1);
    expect(item.classActivity).toEqual({
      __typename: 'EnrollmentActivity',
      at: gateway.clock().toISOString(),
      joined: true,
      role: 'LEARNER',
      enrollment: { id: result.enrollment.id, state: 'ACTIVE', user: { name: 'Newcomer' } },
    });
  });

  it('lets instructors, assistants and administrators enroll others, in any role', async () => {
    const { schoolId, teacher, course } = await gateway.createClass();
    const assistant = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, assistant.id, 'assistant');
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    for (const [staff, role] of [
      [teacher, 'ASSISTANT'],
      [assistant, 'OBSERVER'],
      [administrator, 'INSTRUCTOR'],
    ] as const) {
      const { globalId: userId } = await gateway.createPerson(schoolId, { name: 'Newcomer' });
      const result = await enroll(staff, { courseId: course.globalId, userId, role });
      expect(result.enrollment).toMatchObject({ role, user: { name: 'Newcomer' } });
    }
  });

  it('refuses to enroll others, or oneself in another role, to all who are not staff', async () => {
    const { schoolId, learner, course } = await gateway.createClass();
    const newcomer = await gateway.createPerson(schoolId);
    const observer = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, observer.id, 'observer');
    const courseId = course.globalId;
    const attempts = [
      [learner, { courseId, userId: newcomer.globalId }],
      [observer, { courseId, userId: newcomer.globalId }],
      [newcomer, { courseId, userId: learner.globalId }],
      [newcomer, { courseId, role: 'INSTRUCTOR' }],
      [newcomer, { courseId, role: 'OBSERVER' }],
    ] as const;
    for (const [person, variables] of attempts) {
      (await person.client.ask(ENROLL, variables)).error('FORBIDDEN');
    }
    const { viewer } = await newcomer.client.data(`{ viewer { enrollments { totalCount } } }`);
    expect(viewer.enrollments.totalCount).toBe(0);
  });

  it('gives the enrollment there is to someone who is enrolled already, in whatever role', async () => {
    const { learner, teacher, course, enrollmentId } = await gateway.createClass();
    expect(await enroll(learner, { courseId: course.globalId })).toEqual({
      __typename: 'AlreadyEnrolledError',
      code: 'ALREADY_ENROLLED',
      message: expect.any(String),
      enrollment: { id: toGlobalId('Enrollment', enrollmentId) },
    });
    expect((await enroll(teacher, { courseId: course.globalId })).code).toBe('ALREADY_ENROLLED');
  });

  it('makes one enrollment of several requests at once', async () => {
    const { schoolId, course } = await gateway.createClass();
    const newcomer = await gateway.createPerson(schoolId);
    const results = await Promise.all(
      [1, 2, 3, 4].map(() => enroll(newcomer, { courseId: course.globalId })),
    );
    expect(new Set(results.map((result) => result.enrollment.id)).size).toBe(1);
    expect(results.filter((result) => result.__typename === 'EnrollSuccess')).toHaveLength(1);
  });

  it('says that a course that is archived is not open, and finds none that is a draft', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const newcomer = await gateway.createPerson(schoolId);
    const closed = {
      __typename: 'CourseNotOpenError',
      code: 'COURSE_NOT_OPEN',
      message: expect.any(String),
    };
    const courseId = course.globalId;
    const set = (status: 'draft' | 'archived') =>
      gateway.deps.em.nativeUpdate(Course, { id: course.id }, { status });
    await set('archived');
    expect(await enroll(newcomer, { courseId })).toEqual(closed);
    await set('draft');
    (await newcomer.client.ask(ENROLL, { courseId })).error('NOT_FOUND');
    expect(await enroll(teacher, { courseId, userId: newcomer.globalId })).toEqual(closed);
  });

  it('does not find courses and people that the school has not', async () => {
    const { schoolId, teacher, course } = await gateway.createClass();
    const other = await gateway.createClass();
    const newcomer = await gateway.createPerson(schoolId);
    const courseId = course.globalId;
    for (const [person, variables, message] of [
      [newcomer, { courseId: randomId('Course') }, 'No such course.'],
      [newcomer, { courseId: other.course.globalId }, 'No such course.'],
      [newcomer, { courseId: newcomer.globalId }, 'No such course.'],
      [teacher, { courseId, userId: randomId('User') }, 'No such user.'],
      [teacher, { courseId, userId: other.learner.globalId }, 'No such user.'],
      [teacher, { courseId, userId: 'nonsense' }, 'No such user.'],
    ] as const) {
      const refused = (await person.client.ask(ENROLL, variables)).error('NOT_FOUND');
      expect(refused.message).toBe(message);
    }
  });

  it('refuses a guest, and enrolls no service account', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const variables = { courseId: course.globalId };
    (await gateway.guest().ask(ENROLL, variables)).error('UNAUTHENTICATED');
    const service = await gateway.createService(schoolId, ['responses:record']);
    (await service.ask(ENROLL, variables)).error('FORBIDDEN');
    const { viewer } = await service.data(`{ viewer { user { id } } }`);
    const userId = viewer.user.id;
    (await teacher.client.ask(ENROLL, { ...variables, userId })).error('FORBIDDEN');
  });
});

describe('withdraw', () => {
  it('ends the viewer’s own enrollment, keeps it readable, and tells the staff', async () => {
    const { teacher, learner, course, enrollmentId } = await gateway.createClass();
    const id = toGlobalId('Enrollment', enrollmentId);
    const stream = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    expect(await withdraw(learner, id)).toEqual({
      __typename: 'WithdrawSuccess',
      enrollment: {
        id,
        state: 'WITHDRAWN',
        endedAt: gateway.clock().toISOString(),
        user: { name: 'Learner' },
      },
    });
    const [item] = await stream.take(1);
    expect(item.classActivity).toEqual({
      __typename: 'EnrollmentActivity',
      at: gateway.clock().toISOString(),
      joined: false,
      role: 'LEARNER',
      enrollment: { id, state: 'WITHDRAWN', user: { name: 'Learner' } },
    });
    const { node } = await learner.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Enrollment { state } } }`,
      { id },
    );
    expect(node.state).toBe('WITHDRAWN');
  });

  it('ends anyone’s for the staff, who still see whose it was', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const assistant = await gateway.createPerson(schoolId, { name: 'Assistant' });
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    await gateway.enroll(schoolId, course, assistant.id, 'assistant');
    for (const staff of [teacher, assistant, administrator]) {
      const leaver = await gateway.createPerson(schoolId, { name: 'Leaver' });
      const id = toGlobalId('Enrollment', await gateway.enroll(schoolId, course, leaver.id));
      expect((await withdraw(staff, id)).enrollment).toMatchObject({
        state: 'WITHDRAWN',
        user: { name: 'Leaver' },
      });
    }
  });

  it('lets everyone leave, observers and instructors too', async () => {
    const { schoolId, course, teacher } = await gateway.createClass();
    const observer = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, observer.id, 'observer');
    for (const person of [observer, teacher]) {
      const { course: seen } = await person.client.data(
        `query ($id: ID!) { course(id: $id) { viewerEnrollment { id } } }`,
        { id: course.globalId },
      );
      const result = await withdraw(person, seen.viewerEnrollment.id);
      expect(result.enrollment.state).toBe('WITHDRAWN');
    }
  });

  it('tells that an enrollment has ended before', async () => {
    const { learner, enrollmentId } = await gateway.createClass();
    const id = toGlobalId('Enrollment', enrollmentId);
    const both = await Promise.all([1, 2].map(() => withdraw(learner, id)));
    expect(both.map((result) => result.__typename).sort()).toEqual([
      'EnrollmentNotActiveError',
      'WithdrawSuccess',
    ]);
    expect(await withdraw(learner, id)).toEqual({
      __typename: 'EnrollmentNotActiveError',
      code: 'ENROLLMENT_NOT_ACTIVE',
      message: expect.any(String),
    });
  });

  it('closes the attempts that were open, and the course may be joined anew', async () => {
    const { learner, course, enrollmentId } = await gateway.createClass();
    const { startPractice } = await learner.client.data(
      `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
         ... on StartPracticeSuccess { attempt { id steps { step { id } } } } } }`,
      { courseId: course.globalId },
    );
    const { id: attemptId, steps } = startPractice.attempt;
    await withdraw(learner, toGlobalId('Enrollment', enrollmentId));
    const refused = await learner.client.ask(
      `mutation ($attemptId: ID!, $stepId: ID!) { submitResponse(input: {
         attemptId: $attemptId, stepId: $stepId, response: "4", clientKey: "late" }) { __typename } }`,
      { attemptId, stepId: steps[0].step.id },
    );
    refused.error('FORBIDDEN');
    const again = await enroll(learner, { courseId: course.globalId });
    expect(again.__typename).toBe('EnrollSuccess');
    expect(again.enrollment.id).not.toBe(toGlobalId('Enrollment', enrollmentId));
  });

  it('does not find what is neither the viewer’s nor theirs to end', async () => {
    const { schoolId, course, enrollmentId, teacher } = await gateway.createClass();
    const other = await gateway.createClass();
    const classmate = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, classmate.id);
    const id = toGlobalId('Enrollment', enrollmentId);
    const foreign = toGlobalId('Enrollment', other.enrollmentId);
    for (const [person, enrollmentIdAsked] of [
      [classmate, id],
      [other.teacher, id],
      [teacher, foreign],
      [teacher, randomId('Enrollment')],
      [teacher, course.globalId],
    ] as const) {
      const answer = await person.client.ask(WITHDRAW, { enrollmentId: enrollmentIdAsked });
      expect(answer.error('NOT_FOUND').message).toBe('No such enrollment.');
    }
    (await gateway.guest().ask(WITHDRAW, { enrollmentId: id })).error('UNAUTHENTICATED');
    const { node } = await teacher.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Enrollment { state } } }`,
      { id },
    );
    expect(node.state).toBe('ACTIVE');
  });
});
