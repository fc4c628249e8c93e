import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Actor } from '../../src/services/actor.js';
import { createServices } from '../../src/services/index.js';
import { TestGateway } from '../testkit/gateway.js';
import { recompute } from '../testkit/gradebook.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const points = fc.option(fc.integer({ min: 0, max: 12 }), { nil: null });
const which = fc.nat({ max: 2 });

/** One thing a teacher does to the gradebook. */
const write = fc.oneof(
  fc.record({ does: fc.constant('grade' as const), learner: which, column: which, points }),
  fc.record({ does: fc.constant('override' as const), learner: which, column: which, points }),
  fc.record({
    does: fc.constant('excuse' as const),
    learner: which,
    column: which,
    granted: fc.boolean(),
  }),
  fc.record({ does: fc.constant('post' as const), column: which, posted: fc.boolean() }),
  fc.record({
    does: fc.constant('possible' as const),
    column: which,
    points: fc.integer({ min: 0, max: 20 }),
  }),
  fc.record({
    does: fc.constant('policy' as const),
    counting: fc.constantFrom('best' as const, 'last' as const),
    cap: fc.constantFrom(null, 0.5),
  }),
  fc.record({ does: fc.constant('wait' as const), minutes: fc.nat({ max: 60 }) }),
);

async function createBook() {
  const { schoolId, course, teacher, enrollmentId } = await gateway.createClass();
  const { courseId } = course;
  const enrollments = [enrollmentId];
  while (enrollments.length < 3) {
    const { id } = await gateway.createPerson(schoolId);
    enrollments.push(await gateway.enroll(schoolId, course, id));
  }
  const actor: Actor = {
    userId: teacher.id,
    schoolId,
    kind: 'person',
    isAdministrator: false,
    sessionId: null,
    apiKeyId: null,
    scopes: new Set(),
    expiresAt: null,
  };
  const { gradebook } = createServices(gateway.platform, gateway.platform.orm.em.fork());
  const columns: string[] = [];
  while (columns.length < 3) {
    const made = await gradebook.createColumn(actor, courseId, {
      title: 'Quiz',
      pointsPossible: 10,
      categoryId: null,
      periodId: null,
      dueAt: new Date(gateway.clock().getTime() + 30 * 60_000 * columns.length),
      extraCredit: columns.length === 2,
      posted: columns.length !== 1,
    });
    if (made.kind !== 'changed') throw new Error(made.kind);
    columns.push(made.columnId);
  }
  return { schoolId, courseId, enrollments, columns, actor, gradebook };
}

describe('the grades read', () => {
  it('are after any writes what a recompute stores, and a second one changes nothing', async () => {
    const { schoolId, courseId, enrollments, columns, actor, gradebook } = await createBook();
    const read = () =>
      Promise.all(
        enrollments.map(async (id) => {
          const { grades } = await gradebook.gradesOf(actor, { id, schoolId, courseId });
          return { staff: grades.staff, learner: grades.learner };
        }),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 8 }), async (writes) => {
        for (const step of writes) {
          const columnId = 'column' in step ? (columns[step.column] ?? '') : '';
          const enrollmentId = 'learner' in step ? (enrollments[step.learner] ?? '') : '';
          const of = { enrollmentId, columnId, reason: 'chance' };
          switch (step.does) {
            case 'grade':
              await gradebook.recordGrade(actor, { ...of, points: step.points });
              break;
            case 'override':
              if (step.points === null) await gradebook.clearOverride(actor, of);
              else
                await gradebook.setOverride(actor, { ...of, points: step.points, fraction: null });
              break;
            case 'excuse':
              await gradebook.setExemption(actor, {
                ...of,
                kind: 'excused',
                granted: step.granted,
              });
              break;
            case 'post':
              await gradebook.post(actor, columnId, step.posted);
              break;
            case 'possible':
              await gradebook.updateColumn(actor, columnId, { pointsPossible: step.points });
              break;
            case 'policy':
              await gradebook.setPolicy(
                actor,
                courseId,
                {
                  ...gradebook.policyOf({ policy: null }),
                  counting: step.counting,
                  cap: step.cap,
                  missing: 0,
                },
                'chance',
              );
              break;
            case 'wait':
              gateway.clock.tick(step.minutes * 60_000);
          }
        }
        const before = await read();
        await recompute(gateway, courseId);
        expect(await read()).toEqual(before);
        expect(await recompute(gateway, courseId)).toMatchObject({ learners: 3, changed: 0 });
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
