import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { createTestDatabase, type TestDatabase } from '../../../tests/testkit/database.js';
import { createPeopleRig, type PeopleRig } from '../../../tests/testkit/people.js';
import { readerOf } from '../../entities/orm.js';
import { VersionCache } from '../../entities/version-cache.js';
import type { Actor } from '../actor.js';
import { contentIds } from '../courses/content-ids.js';
import type { CourseContent, ProblemContent } from '../courses/course-content.js';
import { importCourse } from '../courses/import-course.js';
import { provisionEnrollments } from '../enrollments/provision.js';
import { PracticeService } from './practice.service.js';
import { rebuildLearning } from './rebuild.js';
import { RecordingService } from './recording.service.js';

let database: TestDatabase;
let rig: PeopleRig;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const problem = (key: string, position: number, skills: string[]): ProblemContent => ({
  key,
  title: key,
  body: '',
  position,
  license: '',
  source: '',
  figures: [],
  steps: ['a', 'b'].map((step, at) => ({
    key: `${key}${step}`,
    title: '',
    body: '',
    position: at,
    kind: 'TEXT',
    choices: [],
    answers: ['yes'],
    skills,
    hints: [
      {
        key: `${key}${step}-h`,
        kind: 'HINT',
        title: 'h',
        text: 'h',
        position: 0,
        dependsOn: [],
        choices: [],
        answers: [],
      },
    ],
  })),
});

const course: CourseContent = {
  key: 'course',
  title: 'Course',
  language: 'en',
  license: '',
  source: '',
  skills: ['add', 'take'].map((key) => ({
    key,
    title: key,
    parameters: { prior: 0.3, transit: 0.11, slip: 0.07, guess: 0.19 },
  })),
  modules: [
    {
      key: 'm',
      title: 'M',
      position: 0,
      lessons: ['l1', 'l2'].map((key, position) => ({
        key,
        title: key,
        topic: '',
        position,
        objectives: [],
        problems: [problem(`${key}p1`, 0, ['add']), problem(`${key}p2`, 1, ['add', 'take'])],
      })),
    },
  ],
};

interface Class {
  readonly schoolId: string;
  readonly versions: VersionCache;
}

/** A class of two: one has practised here, the other was recorded. */
async function practisedClass(): Promise<Class> {
  const { schoolId } = await rig.createSchool('north');
  const { courseId, versionId } = await importCourse(rig.deps, schoolId, course);
  const [here, elsewhere] = [await rig.createPerson(schoolId), await rig.createPerson(schoolId)];
  await provisionEnrollments(
    rig.deps,
    { kind: 'operator', schoolId },
    courseId,
    [here, elsewhere].map((userId) => ({ userId, role: 'learner' })),
  );
  const ids = await contentIds(rig.deps, schoolId, versionId);
  const versions = new VersionCache();
  const actor = (userId: string, scopes: Actor['scopes'] = new Set()): Actor => ({
    userId,
    schoolId,
    kind: 'person',
    isAdministrator: false,
    sessionId: null,
    apiKeyId: null,
    scopes,
    expiresAt: null,
  });

  const practice = new PracticeService(rig.deps, versions);
  let key = 0;
  for (const name of ['l1p1', 'l1p2', 'l2p2']) {
    const started = await practice.startPractice(actor(here), {
      courseId,
      problemId: ids.problems.get(name)!,
    });
    if (started.kind !== 'started') throw new Error(started.kind);
    const { attemptId } = started;
    for (const step of ['a', 'b']) {
      const stepId = ids.steps.get(`${name}${step}`)!;
      if (name === 'l1p2') await practice.requestHint(actor(here), { attemptId, stepId });
      for (const response of step === 'b' ? ['no', 'yes'] : ['yes']) {
        rig.clock.tick(1_700);
        key += 1;
        const clientKey = String(key);
        await practice.submitResponse(actor(here), { attemptId, stepId, response, clientKey });
      }
    }
  }
  const recording = new RecordingService(rig.deps, versions);
  for (const round of [0, 1]) {
    rig.clock.tick(900);
    await recording.recordResponses(
      actor(here, new Set(['responses:record'])),
      courseId,
      ['l1p1a', 'l1p1b', 'l2p1a', 'l2p2b'].map((step, index) => ({
        learnerId: elsewhere,
        stepId: ids.steps.get(step)!,
        correct: (index + round) % 3 !== 1,
        occurredAt: rig.clock(),
        clientKey: `${String(round)}-${step}`,
      })),
    );
  }
  return { schoolId, versions };
}

async function stored(): Promise<unknown[]> {
  const db = readerOf(database.orm.em.fork());
  return [
    ...(await db
      .selectFrom('mastery_states')
      .selectAll()
      .orderBy('enrollment_id')
      .orderBy('skill_id')
      .execute()),
    ...(await db
      .selectFrom('lesson_progress')
      .selectAll()
      .orderBy('enrollment_id')
      .orderBy('lesson_stable_id')
      .execute()),
  ];
}

describe('rebuildLearning', () => {
  let school: Class;

  beforeEach(async () => {
    await database.clear();
    rig = await createPeopleRig(database);
    school = await practisedClass();
  });

  it('finds what practice and recording have stored, to the last bit', async () => {
    const before = await stored();

    const report = await rebuildLearning(rig.deps, school.versions);

    expect(report).toEqual({
      enrollments: 2,
      responses: 17,
      masteryStates: { rows: 4, differed: 0 },
      lessonProgress: { rows: 3, differed: 0 },
    });
    expect(await stored()).toEqual(before);
  });

  it('mends rows that are wrong, absent or too many', async () => {
    const before = await stored();
    const em = database.orm.em.fork();
    await em.execute(`update mastery_states set probability = probability / 2
      where skill_id = (select id from skills where key = 'add')`);
    await em.execute(`delete from mastery_states
      where skill_id = (select id from skills where key = 'take')`);
    await sql`insert into lesson_progress
      select id, id, school_id, 3, now() from enrollments`.execute(readerOf(em));

    const report = await rebuildLearning(rig.deps, school.versions);

    expect(report).toMatchObject({
      masteryStates: { rows: 4, differed: 4 },
      lessonProgress: { rows: 3, differed: 2 },
    });
    const dateless = (row: unknown): unknown => ({ ...(row as object), updated_at: null });
    const after = await stored();
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
    expect(after.map(dateless)).toEqual(before.map(dateless));
    expect(await rebuildLearning(rig.deps, school.versions)).toMatchObject({
      masteryStates: { differed: 0 },
      lessonProgress: { differed: 0 },
    });
  });

  it('writes nothing in a dry run', async () => {
    await database.orm.em.fork().execute('update mastery_states set probability = 0.5');
    const before = await stored();

    const report = await rebuildLearning(rig.deps, school.versions, {}, { dryRun: true });

    expect(report.masteryStates).toEqual({ rows: 4, differed: 4 });
    expect(await stored()).toEqual(before);
  });

  it('stays within the school and tells how far it is', async () => {
    const other = await rig.createSchool('south');
    const told: string[] = [];
    const onProgress = (done: number, total: number): void => {
      told.push(`${String(done)}/${String(total)}`);
    };

    const none = await rebuildLearning(rig.deps, school.versions, { schoolId: other.schoolId });
    const all = await rebuildLearning(
      rig.deps,
      school.versions,
      { schoolId: school.schoolId },
      { onProgress },
    );

    expect([none.enrollments, all.enrollments]).toEqual([0, 2]);
    expect(told).toEqual(['1/2', '2/2']);
  });
});
