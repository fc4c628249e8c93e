import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { TestGateway } from '../testkit/gateway.js';
import { createColumn, recompute, record } from '../testkit/gradebook.js';

// Several writers at once: only a database with several connections can show it.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

describe('two graders at once', () => {
  it('both store what they entered, and the grades are of all of it', async () => {
    const { schoolId, teacher, course, enrollmentId } = await gateway.createClass();
    const second = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, second.id, 'assistant');
    const enrollment = toGlobalId('Enrollment', enrollmentId);
    const columns: string[] = [];
    for (let count = 0; count < 8; count += 1) {
      columns.push(await createColumn(teacher, course.globalId));
    }
    await Promise.all(
      columns.flatMap((columnId, index) =>
        [teacher, second].map((grader, who) =>
          record(grader.client, enrollment, columnId, index + who / 2),
        ),
      ),
    );
    const rows = await gateway.db
      .selectFrom('grade_results')
      .select(['column_id as columnId', 'revision', 'points_earned as points'])
      .where('enrollment_id', '=', enrollmentId)
      .orderBy('column_id')
      .orderBy('revision')
      .execute();
    // Every entry has a revision of its own, and the last of each column counts.
    expect(rows.map(({ revision }) => revision)).toEqual(columns.flatMap(() => [1, 2]));
    const last = rows.filter(({ revision }) => revision === 2);
    const { node } = await teacher.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Enrollment { grades { current { earned } } } } }`,
      { id: enrollment },
    );
    expect(node.grades.current.earned).toBe(last.reduce((sum, row) => sum + Number(row.points), 0));
    expect(await recompute(gateway, course.courseId)).toMatchObject({ changed: 0 });
  });

  it('are not lost to a recompute, nor it to them', async () => {
    const { teacher, course, enrollmentId } = await gateway.createClass();
    const enrollment = toGlobalId('Enrollment', enrollmentId);
    const columnId = await createColumn(teacher, course.globalId);
    for (let round = 1; round <= 5; round += 1) {
      await Promise.all([
        record(teacher.client, enrollment, columnId, round),
        recompute(gateway, course.courseId),
        recompute(gateway, course.courseId),
      ]);
      const stored = await gateway.db
        .selectFrom('grades')
        .select('staff')
        .where('enrollment_id', '=', enrollmentId)
        .executeTakeFirstOrThrow();
      expect(stored.staff).toMatchObject({ overall: { current: { earned: round } } });
    }
    expect(await recompute(gateway, course.courseId)).toMatchObject({ changed: 0 });
  });
});
