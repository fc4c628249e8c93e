import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Enrollment } from '../../src/entities/enrollments.js';
import { User } from '../../src/entities/people.js';
import type { Actor } from '../../src/services/actor.js';
import { EnrollmentsService } from '../../src/services/enrollments/enrollments.service.js';
import { newId } from '../../src/services/ids.js';
import { TestGateway } from '../testkit/gateway.js';

// On PostgreSQL, where transactions run side by side.

const RACES = 500;
const RACERS = 3;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

function actorOf(schoolId: string, userId: string): Actor {
  return {
    userId,
    schoolId,
    kind: 'person',
    isAdministrator: false,
    sessionId: null,
    apiKeyId: null,
    scopes: new Set(),
    expiresAt: null,
  };
}

async function createPeople(schoolId: string, count: number): Promise<Actor[]> {
  const em = gateway.platform.orm.em.fork();
  const ids = Array.from({ length: count }, () => newId());
  for (const id of ids) {
    em.create(User, {
      id,
      schoolId,
      kind: 'person',
      email: `${id}@school.example`,
      name: 'Somebody',
      passwordHash: null,
      isAdministrator: false,
      disabledAt: null,
      createdAt: gateway.clock(),
    });
  }
  await em.flush();
  return ids.map((id) => actorOf(schoolId, id));
}

describe('the seats of a course', () => {
  it(`are never given twice in ${String(RACES)} races of who asks and who leaves`, async () => {
    const { schoolId, course, teacher, learner, enrollmentId } = await gateway.createClass();
    const service = () => new EnrollmentsService(gateway.deps);
    const staff = actorOf(schoolId, teacher.id);
    await service().setSettings(staff, { courseId: course.id, capacity: 1 });
    const statesOf = async () => {
      const rows = await gateway.db
        .selectFrom('enrollments')
        .select(['id', 'user_id', 'state'])
        .where('course_id', '=', course.id)
        .where('role', '=', 'learner')
        .where('state', 'in', ['active', 'suspended', 'waitlisted'])
        .execute();
      return rows;
    };
    let seated = { id: enrollmentId, actor: actorOf(schoolId, learner.id) };
    let exceeded = 0;
    let lost = 0;
    for (let race = 0; race < RACES; race += 1) {
      const racers = await createPeople(schoolId, RACERS);
      await Promise.all([
        service().withdraw(seated.actor, seated.id),
        ...racers.map((actor) => service().enroll(actor, { courseId: course.id })),
      ]);
      const after = await statesOf();
      const holders = after.filter(({ state }) => state !== 'waitlisted');
      if (holders.length > 1) exceeded += 1;
      // A seat that nobody holds while others wait is lost as well.
      if (holders.length < 1 || after.length !== RACERS) lost += 1;
      const [holder] = holders;
      if (!holder) break;
      seated = { id: holder.id, actor: actorOf(schoolId, holder.user_id) };
      // The next race begins with this one seat taken and nobody waiting.
      await gateway.platform.orm.em
        .fork()
        .nativeUpdate(
          Enrollment,
          { courseId: course.id, state: 'waitlisted' },
          { state: 'withdrawn', endedAt: gateway.clock() },
        );
    }
    expect({ exceeded, lost }).toEqual({ exceeded: 0, lost: 0 });
  }, 300_000);
});
