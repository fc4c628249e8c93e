import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Command } from '../../src/cli/commands/command.js';
import { exportGradebookToFile } from '../../src/cli/commands/export-gradebook.js';
import { recompute as recomputeCommand } from '../../src/cli/commands/recompute-grades.js';
import { GradeColumn } from '../../src/entities/gradebook.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import type { TestClient } from '../testkit/client.js';
import { sampleCourse } from '../testkit/course.js';
import { TestGateway } from '../testkit/gateway.js';
import { createColumn, ended, PLAIN_POLICY, recompute, record } from '../testkit/gradebook.js';

// The queue takes a job a second: the tests that wait for one have a gateway of their own.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

async function ask(client: TestClient, name: 'setGradePolicy' | 'recomputeGrades', input: object) {
  const Name = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const text = `mutation ($input: ${Name}Input!) { ${name}(input: $input) { __typename
    ... on ${Name}Success { job { id } } } }`;
  return (await client.data(text, { input }))[name];
}

async function totalOf(client: TestClient, enrollment: string): Promise<number | null> {
  const { node } = await client.data(
    `query ($id: ID!) { node(id: $id) { ... on Enrollment { grades { current { fraction } } } } }`,
    { id: enrollment },
  );
  return node.grades.current.fraction;
}

describe('recomputeGrades', () => {
  it('tells in a dry run what the same policy changes once it is set, and writes nothing', async () => {
    const { teacher, course, enrollmentId } = await gateway.createClass();
    const enrollment = toGlobalId('Enrollment', enrollmentId);
    const [one, other] = [
      await createColumn(teacher, course.globalId),
      await createColumn(teacher, course.globalId, { pointsPossible: 30 }),
    ];
    await record(teacher.client, enrollment, one, 10);
    await record(teacher.client, enrollment, other, 0);
    await recompute(gateway, course.courseId);
    const policy = { ...PLAIN_POLICY, cap: 0.1 };
    const asked = await ask(teacher.client, 'recomputeGrades', {
      courseId: course.globalId,
      dryRun: true,
      policy,
    });
    expect(asked.__typename).toBe('RecomputeGradesSuccess');
    const { state, result: dry, progress } = await ended(teacher.client, asked.job.id);
    expect([state, progress]).toEqual(['COMPLETED', { done: 1, total: 1 }]);
    expect(dry).toMatchObject({
      dryRun: true,
      learners: 1,
      changed: 1,
      raised: 0,
      lowered: 1,
      largest: [{ before: 0.25, after: 0.1 }],
    });
    expect(await totalOf(teacher.client, enrollment)).toBe(0.25);

    const set = await ask(teacher.client, 'setGradePolicy', {
      courseId: course.globalId,
      policy,
      reason: 'It is fair.',
    });
    const { result: applied } = await ended(teacher.client, set.job.id);
    expect(applied).toEqual({ ...dry, dryRun: false });
    expect(await totalOf(teacher.client, enrollment)).toBe(0.1);

    const again = await ask(teacher.client, 'recomputeGrades', { courseId: course.globalId });
    expect((await ended(teacher.client, again.job.id)).result).toMatchObject({
      changed: 0,
      largest: [],
    });
  });

  it('serves changes that come together by one job', async () => {
    const { teacher, course } = await gateway.createClass();
    const input = { courseId: course.globalId, policy: PLAIN_POLICY, reason: 'again' };
    const jobs = await Promise.all(
      [1, 2, 3, 4].map(() => ask(teacher.client, 'setGradePolicy', input)),
    );
    const ids = new Set(jobs.map(({ job }) => job.id));
    expect(ids.size).toBeLessThan(4);
    for (const id of ids) expect((await ended(teacher.client, id)).state).toBe('COMPLETED');
  });
});

describe('the command line', () => {
  const run = <Input, Result>(command: Command<Input, Result>, input: Input) =>
    command.run(gateway.platform, input, () => undefined, new AbortController().signal);

  async function createBook() {
    const school = `school-${newId().slice(-8)}`;
    const schoolId = await gateway.createSchool(school);
    const course = await gateway.createCourse(schoolId, sampleCourse({ key: 'algebra' }));
    const teacher = await gateway.createPerson(schoolId);
    const learner = await gateway.createPerson(schoolId, { name: '=Learner' });
    await gateway.enroll(schoolId, course, teacher.id, 'instructor');
    const enrollmentId = await gateway.enroll(schoolId, course, learner.id);
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, toGlobalId('Enrollment', enrollmentId), columnId, 7);
    await gateway.platform.orm.em
      .fork()
      .nativeUpdate(GradeColumn, { courseId: course.courseId }, { pointsPossible: 14 });
    return { school, enrollmentId };
  }

  it('tells what a recompute changes, stores it, and finds nothing the second time', async () => {
    const { school } = await createBook();
    const input = { school, course: 'algebra' };
    const dry = await run(recomputeCommand, { ...input, dryRun: true });
    expect(dry).toMatchObject({ learners: 1, changed: 1, dryRun: true });
    const done = await run(recomputeCommand, { ...input, dryRun: false });
    expect(done).toEqual({ ...dry, dryRun: false });
    expect(await run(recomputeCommand, { ...input, dryRun: false })).toMatchObject({ changed: 0 });
    await expect(run(recomputeCommand, { ...input, course: 'none', dryRun: true })).rejects.toThrow(
      'has no course with the key "none"',
    );
  });

  it('exports the gradebook into a file', async () => {
    const { school, enrollmentId } = await createBook();
    const folder = await mkdtemp(join(tmpdir(), 'gradebook-'));
    try {
      const file = join(folder, 'gradebook.csv');
      await run(exportGradebookToFile, { school, course: 'algebra', file });
      const [, line = ''] = (await readFile(file, 'utf8')).split('\r\n');
      expect(line.startsWith(`${enrollmentId},'=Learner,`)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
