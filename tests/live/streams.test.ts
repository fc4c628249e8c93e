import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { pruneStreams } from '../../src/entities/streams.repository.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { streamCursor } from '../../src/schema/shared/stream-cursor.js';
import { newId } from '../../src/services/ids.js';
import { revokeApiKey } from '../../src/services/people/provision.js';
import { transact } from '../../src/services/transact.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const ACTIVITY = /* GraphQL */ `
  subscription ($courseId: ID!, $after: String) {
    classActivity(courseId: $courseId, after: $after) {
      __typename
      cursor
      at
      ... on ResponseActivity {
        correct
        enrollment {
          user {
            name
          }
        }
        step {
          title
        }
        mastery {
          probability
          skill {
            title
          }
        }
      }
      ... on EnrollmentActivity {
        joined
        role
      }
    }
  }
`;

const RECOMMENDATIONS = /* GraphQL */ `
  subscription ($courseId: ID!, $after: String) {
    recommendations(courseId: $courseId, after: $after) {
      cursor
      recommendation {
        id
        items {
          problem {
            title
          }
          reasons {
            code
          }
        }
      }
    }
  }
`;

async function practise(learner: TestPerson, courseId: string, response = '4') {
  const { startPractice } = await learner.client.data(
    `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
       ... on StartPracticeSuccess { attempt { id steps { open step { id } } } } } }`,
    { courseId },
  );
  const { attempt } = startPractice;
  const open = attempt.steps.find((step: any) => step.open);
  await learner.client.data(
    `mutation ($attemptId: ID!, $stepId: ID!, $response: String!, $clientKey: String!) {
       submitResponse(input: { attemptId: $attemptId, stepId: $stepId, response: $response, clientKey: $clientKey }) { __typename } }`,
    { attemptId: attempt.id, stepId: open.step.id, response, clientKey: newId() },
  );
}

/** Puts one small event into a course's stream, as a use case would. */
async function report(courseId: string, schoolId: string, enrollmentId: string, at = new Date()) {
  await transact(gateway.deps, async ({ report: tell }) => {
    await Promise.resolve();
    tell({
      type: 'enrollment.created',
      schoolId,
      courseId,
      enrollmentId,
      userId: newId(),
      role: 'observer',
      at: at.toISOString(),
    });
  });
}

describe('classActivity', () => {
  it("brings a learner's answer to the teacher, in order, with what it changed", async () => {
    const { teacher, learner, course } = await gateway.createClass();
    const stream = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    await practise(learner, course.globalId);
    const [started, answered] = await stream.take(2);
    expect(started.classActivity.__typename).toBe('PracticeActivity');
    expect(answered.classActivity).toMatchObject({
      __typename: 'ResponseActivity',
      correct: true,
      enrollment: { user: { name: 'Learner' } },
      mastery: [{ skill: { title: 'Adding' } }],
    });
  });

  it('never opens for a learner, a stranger of another school, or a guest', async () => {
    const { learner, course } = await gateway.createClass();
    const other = await gateway.createClass();
    const refusals = await Promise.all(
      [learner.client, other.teacher.client, gateway.guest()].map(async (client) =>
        (await client.follow(ACTIVITY, { courseId: course.globalId })).finish(),
      ),
    );
    expect(refusals).toEqual(['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED']);
  });

  it('goes on after a cursor with no gap and no repeat', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    const first = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    for (let count = 0; count < 5; count += 1) await report(course.id, schoolId, enrollmentId);
    const seen = await first.take(5);
    first.dispose();
    for (let count = 0; count < 7; count += 1) await report(course.id, schoolId, enrollmentId);

    const after = seen[2].classActivity.cursor;
    const second = await teacher.client.follow(ACTIVITY, { courseId: course.globalId, after });
    for (let count = 0; count < 3; count += 1) await report(course.id, schoolId, enrollmentId);
    const resumed = await second.take(12);
    const cursors = [...seen.slice(0, 3), ...resumed].map((item) => item.classActivity.cursor);
    expect(new Set(cursors).size).toBe(15);
    expect(cursors.slice(3, 5)).toEqual(seen.slice(3).map((item) => item.classActivity.cursor));
  });

  it('loses and repeats nothing while 1,000 transactions commit across each other', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    const live = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    const TOTAL = 1_000;
    let next = 0;
    const writer = async () => {
      while (next < TOTAL) {
        next += 1;
        const own = next;
        await transact(gateway.deps, async ({ report: tell, db }) => {
          // Work of differing length between beginning and committing puts commits out of order.
          for (let turn = 0; turn < own % 4; turn += 1) {
            await db.selectFrom('courses').select('id').limit(1).execute();
          }
          tell({
            type: 'enrollment.created',
            schoolId,
            courseId: course.id,
            enrollmentId,
            userId: newId(),
            role: 'observer',
            at: new Date(own).toISOString(),
          });
        });
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, writer));
    // One that joins in the middle, from the start of the stream.
    await live.take(100);
    const after = streamCursor(`class:${course.id}`, 0);
    const late = await teacher.client.follow(ACTIVITY, { courseId: course.globalId, after });
    await writers;
    for (const stream of [live, late]) {
      const items = await stream.take(TOTAL);
      const marks = items.map((item) => new Date(item.classActivity.at).getTime());
      expect(new Set(marks).size).toBe(TOTAL);
      expect(Math.max(...marks)).toBe(TOTAL);
      expect(stream.items).toHaveLength(TOTAL);
    }
    const order = (stream: typeof live) => stream.items.map((item) => item.classActivity.cursor);
    expect(order(late)).toEqual(order(live));
  }, 60_000);

  it('executes once for everyone who is shown the same', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    const assistant = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, assistant.id, 'assistant');
    const before = gateway.gateway.hub.audiences;
    const streams = await Promise.all(
      [teacher, assistant].map((person) =>
        person.client.follow(ACTIVITY, { courseId: course.globalId }),
      ),
    );
    expect(gateway.gateway.hub.audiences).toBe(before + 1);
    await report(course.id, schoolId, enrollmentId);
    const [one, other] = await Promise.all(streams.map((stream) => stream.take(1)));
    expect(one).toEqual(other);
    for (const stream of streams) stream.dispose();
  });

  it('runs per viewer when the selection reads the viewer', async () => {
    const { schoolId, teacher, course } = await gateway.createClass();
    const assistant = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, assistant.id, 'assistant');
    const reading = /* GraphQL */ `
      subscription ($courseId: ID!) {
        classActivity(courseId: $courseId) {
          cursor
          enrollment {
            course {
              viewerEnrollment {
                role
              }
            }
          }
        }
      }
    `;
    const streams = await Promise.all(
      [teacher, assistant].map((person) =>
        person.client.follow(reading, { courseId: course.globalId }),
      ),
    );
    const newcomer = await gateway.createPerson(schoolId);
    await newcomer.client.data(
      `mutation ($courseId: ID!) { enroll(input: { courseId: $courseId }) { __typename } }`,
      { courseId: course.globalId },
    );
    const roles = await Promise.all(
      streams.map(async (stream) => {
        const [item] = await stream.take(1);
        return item.classActivity.enrollment.course.viewerEnrollment.role;
      }),
    );
    expect(roles).toEqual(['INSTRUCTOR', 'ASSISTANT']);
  });

  it('ends for one whose right ends, and brings them nothing that was committed after', async () => {
    const { schoolId, course, teacher, enrollmentId } = await gateway.createClass();
    const assistant = await gateway.createPerson(schoolId);
    const assistance = await gateway.enroll(schoolId, course, assistant.id, 'assistant');
    const stays = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    const goes = await assistant.client.follow(ACTIVITY, { courseId: course.globalId });
    await report(course.id, schoolId, enrollmentId);
    const withdrawn = await teacher.client.data(
      `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`,
      { id: toGlobalId('Enrollment', assistance) },
    );
    expect(withdrawn.withdraw.__typename).toBe('WithdrawSuccess');
    for (let count = 0; count < 20; count += 1) await report(course.id, schoolId, enrollmentId);
    expect(await goes.finish()).toBe('ACCESS_REVOKED');
    expect(goes.items).toHaveLength(1);
    expect(await stays.take(22)).toHaveLength(22);
  });

  it('ends when an item cannot be shown, and shows in the replay what cannot be mended', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    const variables = { courseId: course.globalId };
    const live = await teacher.client.follow(ACTIVITY, variables);
    await report(course.id, schoolId, enrollmentId);
    const [good] = await live.take(1);
    await transact(gateway.deps, async ({ report: tell }) => {
      await Promise.resolve();
      // An event as none is reported: without what its type needs.
      tell({ type: 'response.submitted', schoolId, courseId: course.id, enrollmentId } as any);
    });
    expect(await live.finish()).toBe('SERVICE_UNAVAILABLE');
    await report(course.id, schoolId, enrollmentId);
    const again = await teacher.client.follow(ACTIVITY, {
      ...variables,
      after: good.classActivity.cursor,
    });
    expect(await again.finish()).toBe('INTERNAL_SERVER_ERROR');
    // This test client stops at an error; the stream itself has gone on.
    const after = streamCursor(`class:${course.id}`, (await gateway.headOf(course.id)) - 1);
    const rest = await teacher.client.follow(ACTIVITY, { ...variables, after });
    expect(await rest.take(1)).toHaveLength(1);
  });

  it('asks for a new snapshot when the cursor is older than what is kept, or from elsewhere', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    for (let count = 0; count < 3; count += 1) await report(course.id, schoolId, enrollmentId);
    await pruneStreams(gateway.db, new Date(gateway.clock().getTime() + 1));
    const stream = `class:${course.id}`;
    const follow = async (after: string) =>
      (await teacher.client.follow(ACTIVITY, { courseId: course.globalId, after })).finish();
    expect(await follow(streamCursor(stream, 1))).toBe('RESYNC_REQUIRED');
    expect(await follow(streamCursor(stream, 99))).toBe('RESYNC_REQUIRED');
    expect(await follow(streamCursor('class:another', 1))).toBe('BAD_USER_INPUT');
    expect(await follow('nonsense')).toBe('BAD_USER_INPUT');
  });

  it('follows a snapshot with no gap when its cursor is read before it', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    await report(course.id, schoolId, enrollmentId);
    const { course: first } = await teacher.client.data(
      `query ($id: ID!) { course(id: $id) { activityCursor } }`,
      { id: course.globalId },
    );
    await teacher.client.data(
      `query ($id: ID!) { course(id: $id) { enrollments(first: 100) { totalCount } } }`,
      { id: course.globalId },
    );
    await report(course.id, schoolId, enrollmentId);
    const stream = await teacher.client.follow(ACTIVITY, {
      courseId: course.globalId,
      after: first.activityCursor,
    });
    expect(await stream.take(1)).toHaveLength(1);
  });
});

describe('recommendations', () => {
  it('reaches the learner after each answer, and nobody else', async () => {
    const { schoolId, learner, course, teacher } = await gateway.createClass();
    const other = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, other.id);
    const own = await learner.client.follow(RECOMMENDATIONS, { courseId: course.globalId });
    const others = await other.client.follow(RECOMMENDATIONS, { courseId: course.globalId });
    const refused = await teacher.client.follow(RECOMMENDATIONS, { courseId: course.globalId });
    expect(await refused.finish()).toBe('FORBIDDEN');
    await practise(learner, course.globalId, '5');
    await practise(learner, course.globalId, '4');
    const items = await own.take(2);
    expect(items[0].recommendations.recommendation.items[0].reasons.length).toBeGreaterThan(0);
    expect(items[0].recommendations.recommendation.id).not.toBe(
      items[1].recommendations.recommendation.id,
    );
    await practise(other, course.globalId);
    await others.take(1);
    expect(others.items).toHaveLength(1);
    expect(own.items).toHaveLength(2);
  });

  it('follows a snapshot with no gap when its cursor is read before it', async () => {
    const { learner, course } = await gateway.createClass();
    await practise(learner, course.globalId, '5');
    const read = async (fields: string) =>
      (
        await learner.client.data(
          `query ($id: ID!) { course(id: $id) { viewerEnrollment { ${fields} } } }`,
          { id: course.globalId },
        )
      ).course.viewerEnrollment;
    const { recommendationsCursor } = await read('recommendationsCursor');
    const { recommendation } = await read('recommendation { id }');
    await practise(learner, course.globalId, '4');
    const stream = await learner.client.follow(RECOMMENDATIONS, {
      courseId: course.globalId,
      after: recommendationsCursor,
    });
    const [next] = await stream.take(1);
    expect(next.recommendations.recommendation.id).not.toBe(recommendation.id);
    expect(stream.items).toHaveLength(1);
  });
});

describe('a key that is revoked', () => {
  it('closes its sockets', async () => {
    const { schoolId, course } = await gateway.createClass();
    const service = await gateway.createServiceAccount(schoolId, ['events:record']);
    await gateway.enroll(schoolId, course, service.userId, 'assistant');
    const stream = await service.client.follow(ACTIVITY, { courseId: course.globalId });
    await revokeApiKey(gateway.deps, { kind: 'operator', schoolId }, service.apiKeyId);
    expect(await stream.finish()).toBe('4403');
  });
});

describe('a session that ends', () => {
  it('closes its sockets and leaves those of other sessions alone', async () => {
    const { teacher, learner, course } = await gateway.createClass();
    const ends = await teacher.client.follow(ACTIVITY, { courseId: course.globalId });
    const stays = await learner.client.follow(RECOMMENDATIONS, { courseId: course.globalId });
    await teacher.client.data(`mutation { signOut(input: {}) { __typename } }`);
    expect(await ends.finish()).toBe('4403');
    await practise(learner, course.globalId);
    expect(await stays.take(1)).toHaveLength(1);
  });
});
