import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { TestGateway } from '../testkit/gateway.js';
import { eventually, plantSubscribe, reportOne } from '../testkit/live.js';

let gateway: TestGateway;
/** Called each time somebody's right to a class's stream is asked. */
let onAsked: (() => Promise<unknown>) | null = null;

beforeAll(async () => {
  gateway = await TestGateway.start();
  plantSubscribe(gateway.gateway.schema, 'classActivity', async (inner) => {
    const answer = await inner();
    await onAsked?.();
    return answer;
  });
});
afterAll(async () => {
  await gateway.stop();
});

const WITH = (selection: string) => `
  subscription ($courseId: ID!, $after: String) {
    classActivity(courseId: $courseId, after: $after) {
      cursor
      ... on EnrollmentActivity { joined }
      enrollment { ${selection} }
    }
  }
`;
const WITHDRAW = `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`;

async function createStaffedClass() {
  const room = await gateway.createClass();
  const assistant = await gateway.createPerson(room.schoolId, { name: 'Assistant' });
  const assistance = await gateway.enroll(room.schoolId, room.course, assistant.id, 'assistant');
  const administrator = await gateway.createPerson(room.schoolId, { isAdministrator: true });
  const withdraw = async (enrollmentId: string) =>
    room.teacher.client.data(WITHDRAW, { id: toGlobalId('Enrollment', enrollmentId) });
  return { ...room, assistant, assistance, administrator, withdraw };
}

describe('viewers of one stream', () => {
  it('are shown what each may see, and not what another may', async () => {
    const room = await createStaffedClass();
    const { courseId } = { courseId: room.course.globalId };
    const query = WITH('user { name email }');
    const [teacher, assistant, administrator] = await Promise.all(
      [room.teacher, room.assistant, room.administrator].map((person) =>
        person.client.follow(query, { courseId }),
      ),
    );
    // About the teacher: the address is the teacher's own, and the administrator's to see.
    const own = await gateway.db
      .selectFrom('enrollments')
      .select('id')
      .where('user_id', '=', room.teacher.id)
      .executeTakeFirstOrThrow();
    await reportOne(gateway, { ...room, enrollmentId: own.id }, {});
    const [seen] = (await teacher?.take(1)) ?? [];
    expect(seen.classActivity.enrollment.user.email).toBe(room.teacher.email);
    const [all] = (await administrator?.take(1)) ?? [];
    expect(all.classActivity.enrollment.user.email).toBe(room.teacher.email);
    // An error, and no address in it.
    expect(await assistant?.finish()).toBe('FORBIDDEN');
    expect(JSON.stringify([assistant?.items, assistant?.error])).not.toContain(room.teacher.email);
  });

  it('who may see the same share an execution; administrators are apart', async () => {
    const room = await createStaffedClass();
    const { hub } = gateway.gateway;
    const before = hub.audiences;
    const streams = await Promise.all(
      [room.teacher, room.assistant, room.administrator].map((person) =>
        person.client.follow(WITH('user { name }'), { courseId: room.course.globalId }),
      ),
    );
    expect(hub.audiences).toBe(before + 2);
    for (const stream of streams) stream.dispose();
    await eventually(() => hub.audiences === before);
  });

  it('are told of one who has left as of everyone else', async () => {
    const room = await createStaffedClass();
    const stream = await room.teacher.client.follow(WITH('user { name }'), {
      courseId: room.course.globalId,
    });
    await room.withdraw(room.enrollmentId);
    const [left] = await stream.take(1);
    expect(left.classActivity).toMatchObject({
      joined: false,
      enrollment: { user: { name: 'Learner' } },
    });
  });
});

describe('a right that ends', () => {
  it('while the stream is being opened brings nothing that was committed after', async () => {
    const room = await createStaffedClass();
    // Asked, and found good; then it ends, before the stream's position is known.
    onAsked = () => {
      onAsked = null;
      return room.withdraw(room.assistance);
    };
    const stream = await room.assistant.client.follow(WITH('id'), {
      courseId: room.course.globalId,
    });
    for (let count = 0; count < 5; count += 1) await reportOne(gateway, room, {});
    expect(await stream.finish()).toBe('FORBIDDEN');
    expect(stream.items).toEqual([]);
  });

  it('does not spoil what others are shown, whoever it was made for', async () => {
    const room = await createStaffedClass();
    // The first of an audience is the one that it is executed for.
    const first = await room.assistant.client.follow(WITH('role user { name }'), {
      courseId: room.course.globalId,
    });
    const second = await room.teacher.client.follow(WITH('role user { name }'), {
      courseId: room.course.globalId,
    });
    for (let round = 0; round < 20; round += 1) await reportOne(gateway, room, {});
    await Promise.all([
      room.withdraw(room.assistance),
      ...Array.from({ length: 20 }, () => reportOne(gateway, room, {})),
    ]);
    const items = await second.take(41);
    expect(second.error).toBeUndefined();
    for (const { classActivity } of items) expect(classActivity.enrollment).not.toBeNull();
    expect(await first.finish()).toBe('ACCESS_REVOKED');
  });

  it('and is given again is a right to another stream', async () => {
    const room = await createStaffedClass();
    const { learner, course } = room;
    const own = `subscription ($courseId: ID!) { recommendations(courseId: $courseId) { cursor } }`;
    const stream = await learner.client.follow(own, { courseId: course.globalId });
    // Both at once, so that the learner is enrolled again when the end of the first is dealt with.
    const em = gateway.platform.orm.em.fork();
    await em.execute(
      `update enrollments set state = 'withdrawn' where id = '${room.enrollmentId}'`,
    );
    await gateway.enroll(room.schoolId, course, learner.id);
    await reportOne(gateway, room, { type: 'enrollment.ended', userId: learner.id });
    expect(await stream.finish()).toBe('ACCESS_REVOKED');
    const again = await learner.client.follow(own, { courseId: course.globalId });
    expect(again.ended).toBe(false);
    again.dispose();
  });
});
