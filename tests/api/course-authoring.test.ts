import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Course } from '../../src/entities/courses.js';
import { streamKeys } from '../../src/entities/stream-keys.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { rightAnswer, sampleCourse } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const error = '... on UserError { code message }';

const CREATE = `
  mutation ($input: CreateCourseInput!) {
    createCourse(input: $input) {
      __typename
      ${error}
      ... on CreateCourseSuccess { course {
        id key title description language category level estimatedDuration objectives status
        version { number } modules { id }
      } }
    }
  }
`;

const UPDATE = `
  mutation ($input: UpdateCourseInput!) {
    updateCourse(input: $input) {
      __typename
      ${error}
      ... on UpdateCourseSuccess { course {
        title category level objectives prerequisites { title }
      } }
      ... on PrerequisiteCycleError { courses { title } }
    }
  }
`;

const ARCHIVE = `
  mutation ($id: ID!) {
    archiveCourse(input: { courseId: $id }) {
      __typename
      ${error}
      ... on ArchiveCourseSuccess { course { status } }
    }
  }
`;

const COURSE = /* GraphQL */ `
  query ($id: ID!) {
    course(id: $id) {
      title
      status
      instructors {
        userId
        name
      }
      assistants {
        name
      }
      modules {
        key
        lessons {
          key
          title
          problemCount
          difficulty
          estimatedDuration
          progress {
            completed
            total
            fraction
          }
        }
      }
      version {
        id
        number
      }
    }
  }
`;

const DRAFT_FIELDS = `
  revision
  savedAt
  modules { key title requires release { inOrder unlockAt } lessons {
    key title topic contents {
      __typename
      ... on TextContent { markdown html plainText }
      ... on VideoContent { url duration captions { language } }
    }
  } }
  changes { change part key title learners }
`;

const DRAFT = `query ($id: ID!) { courseDraft(courseId: $id) { ${DRAFT_FIELDS} } }`;

const SAVE = `
  mutation ($input: SaveDraftInput!) {
    saveDraft(input: $input) {
      __typename
      ${error}
      ... on SaveDraftSuccess { draft { ${DRAFT_FIELDS} } }
      ... on DraftConflictError { revision }
      ... on ModuleCycleError { moduleKeys }
    }
  }
`;

const PUBLISH = `
  mutation ($input: PublishCourseInput!) {
    publishCourse(input: $input) {
      __typename
      ${error}
      ... on PublishCourseSuccess { course { status version { number } } }
      ... on DraftConflictError { revision }
    }
  }
`;

const ENROLL = `
  mutation ($courseId: ID!, $userId: ID, $role: EnrollmentRole) {
    enroll(input: { courseId: $courseId, userId: $userId, role: $role }) {
      __typename
      ${error}
      ... on PrerequisitesNotMetError { courses { title } }
    }
  }
`;

const ACCESS = `access { open blockers { code opensAt required actual module { key } lesson { key } skill { key } } nextLesson { key } }`;

const START = `
  mutation ($input: StartPracticeInput!) {
    startPractice(input: $input) {
      __typename
      ${error}
      ... on StartPracticeSuccess { attempt { id problem { lesson { key } } steps { step { id title } } } }
      ... on LessonClosedError { ${ACCESS} }
      ... on PrerequisitesNotMetError { courses { title } }
    }
  }
`;

/** The draft of the sample as it is published, to be changed. */
function sampleModules() {
  return sampleCourse().modules.map((module) => ({
    key: module.key,
    title: module.title,
    lessons: module.lessons.map(({ key, title, topic }) => ({ key, title, topic })),
  }));
}

async function save(person: TestPerson, courseId: string, revision: number, modules: object[]) {
  const input = { courseId, revision, modules };
  return (await person.client.data(SAVE, { input })).saveDraft;
}

async function publish(person: TestPerson, courseId: string, revision: number) {
  return (await person.client.data(PUBLISH, { input: { courseId, revision } })).publishCourse;
}

/** Answers every problem of the lesson that is asked for, in one go. */
async function completeLesson(learner: TestPerson, courseId: string, lessonId: string) {
  for (;;) {
    const { startPractice } = await learner.client.data(START, { input: { courseId, lessonId } });
    if (startPractice.__typename !== 'StartPracticeSuccess') return startPractice;
    const { id: attemptId, steps } = startPractice.attempt;
    for (const { step } of steps) {
      const input = {
        attemptId,
        stepId: step.id,
        response: rightAnswer(step.title),
        clientKey: `${attemptId} ${step.id}`,
      };
      const { submitResponse } = await learner.client.data(
        `mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) { __typename } }`,
        { input },
      );
      expect(submitResponse.__typename).toBe('SubmitResponseSuccess');
    }
    if (startPractice.attempt.problem.lesson.key === 'none') return startPractice;
    const { node } = await learner.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Lesson { progress { fraction } } } }`,
      { id: lessonId },
    );
    if (node.progress.fraction === 1) return startPractice;
  }
}

async function changesOf(courseId: string): Promise<unknown[]> {
  const key = streamKeys.classroom(courseId);
  const rows = await gateway.db
    .selectFrom('stream_items')
    .select('payload')
    .where('stream', '=', key)
    .orderBy('sequence')
    .execute();
  return rows
    .map(({ payload }) => payload as { type: string; change?: string })
    .filter(({ type }) => type === 'course.changed')
    .map(({ change }) => change);
}

async function createSchool() {
  const schoolId = await gateway.createSchool();
  const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
  const bystander = await gateway.createPerson(schoolId);
  return { schoolId, administrator, bystander };
}

function uuidOf(globalId: string): string {
  return globalId.slice(globalId.indexOf('_') + 1);
}

const newCourse = { key: 'algebra', title: 'Algebra', language: 'en' };

describe('createCourse', () => {
  it('makes a draft with all its facts and an empty version, and reports it', async () => {
    const { administrator } = await createSchool();
    const facts = {
      ...newCourse,
      description: 'Numbers and letters.',
      category: 'Mathematics',
      level: 'BEGINNER',
      estimatedDuration: 'P6W',
      objectives: ['Solve linear equations.', 'Draw lines.'],
    };
    const { createCourse } = await administrator.client.data(CREATE, { input: facts });
    expect(createCourse.course).toMatchObject({
      ...facts,
      status: 'DRAFT',
      version: { number: 0 },
      modules: [],
    });
    expect(await changesOf(uuidOf(createCourse.course.id))).toEqual(['created']);
  });

  it('refuses a key that the school has, and takes the same in another school', async () => {
    const one = await createSchool();
    const other = await createSchool();
    const typeOf = async ({ administrator }: typeof one) =>
      (await administrator.client.data(CREATE, { input: newCourse })).createCourse.__typename;
    expect(await typeOf(one)).toBe('CreateCourseSuccess');
    expect(await typeOf(one)).toBe('CourseKeyTakenError');
    expect(await typeOf(other)).toBe('CreateCourseSuccess');
  });

  it('makes one course of the same key asked for twice at once', async () => {
    const { administrator } = await createSchool();
    const answers = await Promise.all(
      [1, 2, 3].map(() => administrator.client.data(CREATE, { input: newCourse })),
    );
    expect(answers.map(({ createCourse }) => createCourse.__typename).sort()).toEqual([
      'CourseKeyTakenError',
      'CourseKeyTakenError',
      'CreateCourseSuccess',
    ]);
  });

  it.each([
    ['key', { key: 'with space' }],
    ['title', { title: ' ' }],
    ['title', { title: 'x'.repeat(201) }],
    ['language', { language: 'not a tag' }],
    ['objectives.0', { objectives: [''] }],
    ['description', { description: 'a\u0000b' }],
  ])('names %s when it is wrong', async (field, change) => {
    const { administrator } = await createSchool();
    const answer = await administrator.client.ask(CREATE, { input: { ...newCourse, ...change } });
    expect(answer.error('BAD_USER_INPUT').extensions).toMatchObject({ field });
  });

  it('takes no duration that is none', async () => {
    const { administrator } = await createSchool();
    const input = { ...newCourse, estimatedDuration: 'six weeks' };
    (await administrator.client.ask(CREATE, { input })).error('BAD_USER_INPUT');
  });

  it('refuses who does not administer the school', async () => {
    const { teacher } = await gateway.createClass();
    (await teacher.client.ask(CREATE, { input: newCourse })).error('FORBIDDEN');
    (await gateway.guest().ask(CREATE, { input: newCourse })).error('UNAUTHENTICATED');
  });
});

describe('a draft', () => {
  it('is there for its staff and administrators alone, by whatever id', async () => {
    const { schoolId, administrator, bystander } = await createSchool();
    const { createCourse } = await administrator.client.data(CREATE, { input: newCourse });
    const { id } = createCourse.course;
    const writer = await gateway.createPerson(schoolId, { name: 'Writer' });
    const enroll = { courseId: id, userId: writer.globalId, role: 'INSTRUCTOR' };
    const { enroll: enrolled } = await administrator.client.data(ENROLL, enroll);
    expect(enrolled.__typename).toBe('EnrollSuccess');

    const { course } = await writer.client.data(COURSE, { id });
    expect(course).toMatchObject({
      status: 'DRAFT',
      instructors: [{ userId: writer.globalId, name: 'Writer' }],
      assistants: [],
    });
    const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;
    const ids = [id, course.version.id];
    expect((await writer.client.data(NODES, { ids })).nodes).toEqual(
      ids.map((one) => ({ id: one })),
    );

    expect((await bystander.client.data(NODES, { ids })).nodes).toEqual([null, null]);
    for (const [document, variables] of [
      [COURSE, { id }],
      [DRAFT, { id }],
      [ARCHIVE, { id }],
      [ENROLL, { courseId: id }],
      [UPDATE, { input: { courseId: id } }],
      [START, { input: { courseId: id } }],
      [SAVE, { input: { courseId: id, revision: 0, modules: [] } }],
      [PUBLISH, { input: { courseId: id, revision: 0 } }],
    ] as const) {
      const answer = await bystander.client.ask(document, variables);
      expect([document, answer.error('NOT_FOUND').message]).toEqual([document, 'No such course.']);
    }
    // Not to be learned in yet, even where staff would.
    const learner = { courseId: id, userId: bystander.globalId };
    const { enroll: refused } = await writer.client.data(ENROLL, learner);
    expect(refused.code).toBe('COURSE_NOT_OPEN');
  });
});

describe('an archived course', () => {
  it('stays with those enrolled, leaves the others and can come back', async () => {
    const { schoolId, course, teacher, learner } = await gateway.createClass();
    const bystander = await gateway.createPerson(schoolId);
    const id = course.globalId;
    const seen = (await bystander.client.data(COURSE, { id })).course;
    const { archiveCourse } = await teacher.client.data(ARCHIVE, { id });
    expect(archiveCourse.course.status).toBe('ARCHIVED');
    expect((await teacher.client.data(ARCHIVE, { id })).archiveCourse.code).toBe(
      'ALREADY_ARCHIVED',
    );
    expect(await changesOf(course.id)).toEqual(['archived']);

    expect((await learner.client.data(COURSE, { id })).course.status).toBe('ARCHIVED');
    const { startPractice } = await learner.client.data(START, { input: { courseId: id } });
    expect(startPractice.__typename).toBe('StartPracticeSuccess');
    (await bystander.client.ask(COURSE, { id })).error('NOT_FOUND');
    const { node } = await bystander.client.data(`query ($id: ID!) { node(id: $id) { id } }`, {
      id: seen.version.id,
    });
    expect(node).toBeNull();
    expect((await bystander.client.data(ENROLL, { courseId: id })).enroll.code).toBe(
      'COURSE_NOT_OPEN',
    );

    expect((await publish(teacher, id, 0)).course).toMatchObject({
      status: 'PUBLISHED',
      version: { number: 1 },
    });
    (await bystander.client.ask(COURSE, { id })).data();
  });

  it('is archived by its staff alone', async () => {
    const { course, learner } = await gateway.createClass();
    const { administrator } = await createSchool();
    (await learner.client.ask(ARCHIVE, { id: course.globalId })).error('FORBIDDEN');
    (await administrator.client.ask(ARCHIVE, { id: course.globalId })).error('NOT_FOUND');
  });
});

describe('updateCourse', () => {
  it('changes what is given, clears what is null, leaves the rest, and reports it', async () => {
    const { course, teacher } = await gateway.createClass();
    const update = async (changes: object) =>
      (await teacher.client.data(UPDATE, { input: { courseId: course.globalId, ...changes } }))
        .updateCourse.course;
    const facts = { category: 'Mathematics', level: 'ADVANCED', objectives: ['Add.'] };
    expect(await update(facts)).toMatchObject({ ...facts, title: 'Sample course' });
    expect(await update({ title: 'New', category: null })).toMatchObject({
      ...facts,
      title: 'New',
      category: null,
    });
    expect(await changesOf(course.id)).toEqual(['updated', 'updated']);
  });

  it('refuses who does not teach it, and another school', async () => {
    const { course, learner } = await gateway.createClass();
    const { administrator } = await createSchool();
    const input = { courseId: course.globalId, title: 'Mine' };
    (await learner.client.ask(UPDATE, { input })).error('FORBIDDEN');
    (await administrator.client.ask(UPDATE, { input })).error('NOT_FOUND');
  });
});

describe('prerequisites', () => {
  async function createCourses(...titles: string[]) {
    const school = await createSchool();
    const made = new Map<
      string,
      { id: string; globalId: string; versionId: string; courseId: string }
    >();
    for (const title of titles) {
      made.set(
        title,
        await gateway.createCourse(school.schoolId, sampleCourse({ key: title, title })),
      );
    }
    const idOf = (title: string) => made.get(title)!.globalId;
    const require = async (title: string, ...required: string[]) =>
      (
        await school.administrator.client.data(UPDATE, {
          input: { courseId: idOf(title), prerequisiteIds: required.map(idOf) },
        })
      ).updateCourse;
    return { ...school, made, idOf, require };
  }

  it('are set, replaced and cleared', async () => {
    const { require } = await createCourses('A', 'B', 'C');
    expect((await require('A', 'C', 'B', 'B')).course.prerequisites).toEqual([
      { title: 'B' },
      { title: 'C' },
    ]);
    expect((await require('A', 'C')).course.prerequisites).toEqual([{ title: 'C' }]);
    expect((await require('A')).course.prerequisites).toEqual([]);
  });

  it('make no circle: the refusal names it and writes nothing', async () => {
    const { require } = await createCourses('A', 'B', 'C', 'D');
    await require('A', 'B');
    await require('B', 'C', 'D');
    const refused = await require('C', 'A');
    expect(refused.__typename).toBe('PrerequisiteCycleError');
    expect(refused.courses.map(({ title }: any) => title).sort()).toEqual(['A', 'B', 'C']);
    expect((await require('D', 'D')).courses).toEqual([{ title: 'D' }]);
    expect((await require('C')).course.prerequisites).toEqual([]);
  });

  it('make no circle when both halves of it are asked for at once', async () => {
    const { require } = await createCourses('A', 'B');
    const answers = await Promise.all([require('A', 'B'), require('B', 'A')]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'PrerequisiteCycleError',
      'UpdateCourseSuccess',
    ]);
  });

  it('are of the same school', async () => {
    const { administrator, idOf } = await createCourses('A');
    const { idOf: foreign } = await createCourses('B');
    for (const id of [foreign('B'), randomId('Course')]) {
      const input = { courseId: idOf('A'), prerequisiteIds: [id] };
      (await administrator.client.ask(UPDATE, { input })).error('NOT_FOUND');
    }
  });

  it('keep a learner out until they are completed, whoever enrolls them, and nobody who teaches', async () => {
    const { administrator, bystander, made, idOf, require, schoolId } = await createCourses(
      'A',
      'B',
    );
    await require('B', 'A');
    const courseId = idOf('B');
    const enroll = async (person: TestPerson, variables = {}) =>
      (await person.client.data(ENROLL, { courseId, ...variables })).enroll;
    expect(await enroll(bystander)).toMatchObject({
      code: 'PREREQUISITES_NOT_MET',
      courses: [{ title: 'A' }],
    });
    const other = { userId: bystander.globalId };
    expect((await enroll(administrator, other)).code).toBe('PREREQUISITES_NOT_MET');
    const teacher = await gateway.createPerson(schoolId);
    const asInstructor = { userId: teacher.globalId, role: 'INSTRUCTOR' };
    expect((await enroll(administrator, asInstructor)).__typename).toBe('EnrollSuccess');

    await gateway.enroll(schoolId, made.get('A')!, bystander.id);
    expect((await enroll(bystander)).code).toBe('PREREQUISITES_NOT_MET');
    const { course } = await bystander.client.data(
      `query ($id: ID!) { course(id: $id) { modules { lessons { id } } } }`,
      { id: idOf('A') },
    );
    const lessons = course.modules.flatMap((module: any) => module.lessons);
    for (const { id } of lessons) await completeLesson(bystander, idOf('A'), id);
    expect((await enroll(bystander)).__typename).toBe('EnrollSuccess');
  });

  it('keep one who came in by another way from practising, but not one who has begun', async () => {
    const { bystander, made, idOf, require, schoolId } = await createCourses('A', 'B');
    await gateway.enroll(schoolId, made.get('B')!, bystander.id);
    await require('B', 'A');
    const start = async () =>
      (await bystander.client.data(START, { input: { courseId: idOf('B') } })).startPractice;
    expect(await start()).toMatchObject({
      code: 'PREREQUISITES_NOT_MET',
      courses: [{ title: 'A' }],
    });
    await require('B');
    const { attempt } = await start();
    const { step } = attempt.steps[0];
    await bystander.client.data(
      `mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) { __typename } }`,
      {
        input: {
          attemptId: attempt.id,
          stepId: step.id,
          response: rightAnswer(step.title),
          clientKey: 'one',
        },
      },
    );
    await require('B', 'A');
    expect((await start()).__typename).toBe('StartPracticeSuccess');
  });
});

describe('saveDraft', () => {
  it('starts from the published version, keeps what is saved, and says what would change', async () => {
    const { course, teacher, learner } = await gateway.createClass();
    const id = course.globalId;
    const { courseDraft } = await teacher.client.data(DRAFT, { id });
    expect(courseDraft).toMatchObject({ revision: 0, savedAt: null, changes: [] });
    expect(courseDraft.modules).toMatchObject(sampleModules());

    await completeLesson(learner, id, await lessonId(learner, id, 'lesson-2'));
    const [module] = sampleModules();
    const [first] = module!.lessons;
    const { draft } = await save(teacher, id, 0, [
      { key: 'intro', title: 'Intro', lessons: [{ ...first!, title: 'First' }] },
      { ...module!, lessons: [{ key: 'new', title: 'New' }] },
    ]);
    expect(draft.revision).toBe(1);
    expect(draft.savedAt).toBe(gateway.clock().toISOString());
    expect(draft.changes).toEqual([
      { change: 'ADDED', part: 'MODULE', key: 'intro', title: 'Intro', learners: null },
      { change: 'CHANGED', part: 'LESSON', key: 'lesson-1', title: 'First', learners: 0 },
      { change: 'MOVED', part: 'LESSON', key: 'lesson-1', title: 'First', learners: 0 },
      { change: 'ADDED', part: 'LESSON', key: 'new', title: 'New', learners: 0 },
      { change: 'REMOVED', part: 'LESSON', key: 'lesson-2', title: 'Lesson 2', learners: 1 },
    ]);
    expect((await teacher.client.data(DRAFT, { id })).courseDraft).toEqual(draft);
    expect(await changesOf(course.id)).toEqual(['draft_saved']);
    // Learners see none of it.
    const seen = (await learner.client.data(COURSE, { id })).course;
    expect(seen.modules.map(({ key }: any) => key)).toEqual(['module-1']);
  });

  it('refuses who has not read the newest revision', async () => {
    const { course, teacher } = await gateway.createClass();
    const answers = await Promise.all(
      ['One', 'Two'].map((title) =>
        save(teacher, course.globalId, 0, [{ key: 'module-1', title }]),
      ),
    );
    const refused = answers.filter(({ __typename }) => __typename === 'DraftConflictError');
    expect(refused).toMatchObject([{ code: 'DRAFT_CONFLICT', revision: 1 }]);
    expect(answers).toHaveLength(2);
  });

  it('names the circle in which modules would wait for one another', async () => {
    const { course, teacher } = await gateway.createClass();
    const answer = await save(teacher, course.globalId, 0, [
      { key: 'a', title: 'A', requires: ['b'] },
      { key: 'b', title: 'B', release: { inOrder: true } },
    ]);
    expect(answer).toMatchObject({ code: 'MODULE_CYCLE', moduleKeys: ['a', 'b'] });
    expect((await teacher.client.data(DRAFT, { id: course.globalId })).courseDraft.revision).toBe(
      0,
    );
  });

  const lesson = { key: 'l', title: 'L' };
  const within = (facts: object) => [{ key: 'm', title: 'M', lessons: [{ ...lesson, ...facts }] }];
  const url = 'https://school.example/a';
  it.each([
    [
      'modules.1.key',
      [
        { key: 'm', title: 'M' },
        { key: 'm', title: 'N' },
      ],
    ],
    ['modules.0.lessons.1.key', [{ key: 'm', title: 'M', lessons: [lesson, lesson] }]],
    [
      'modules.1.lessons.0.key',
      [
        { key: 'm', title: 'M', lessons: [lesson] },
        { key: 'n', title: 'N', lessons: [lesson] },
      ],
    ],
    ['modules.0.requires.0', [{ key: 'm', title: 'M', requires: ['gone'] }]],
    ['modules.0.title', [{ key: 'm', title: '' }]],
    [
      'modules.0.lessons.0.release.minimumProgress.0.lessonKey',
      within({ release: { minimumProgress: [{ lessonKey: 'l', fraction: 1 }] } }),
    ],
    [
      'modules.0.lessons.0.release.minimumProgress.0.fraction',
      within({ release: { minimumProgress: [{ lessonKey: 'l', fraction: 1.1 }] } }),
    ],
    [
      'modules.0.lessons.0.release.minimumMastery.0.skillKey',
      within({ release: { minimumMastery: [{ skillKey: 'gone', probability: 1 }] } }),
    ],
    [
      'modules.0.lessons.0.contents.0.url',
      within({ contents: [{ interactive: { title: 'X', url: 'javascript:alert(1)' } }] }),
    ],
    [
      'modules.0.lessons.0.contents.0.captions.0.language',
      within({ contents: [{ video: { title: 'X', url, captions: [{ language: '?', url }] } }] }),
    ],
    [
      'modules.0.lessons.0.contents.0.mediaType',
      within({ contents: [{ document: { title: 'X', url, mediaType: 'paper' } }] }),
    ],
    [
      'modules.0.lessons.0.contents.0.markdown',
      within({ contents: [{ text: { title: 'X', markdown: 'x'.repeat(50_001) } }] }),
    ],
    ['modules.0.lessons.0.contents.0', within({ contents: [{}] })],
    [
      'modules.0.lessons.0.contents.0',
      within({
        contents: [{ text: { title: 'X', markdown: '' }, interactive: { title: 'X', url } }],
      }),
    ],
  ])('names %s when it is wrong, and writes nothing', async (field, modules) => {
    const { course, teacher } = await gateway.createClass();
    const input = { courseId: course.globalId, revision: 0, modules };
    const answer = await teacher.client.ask(SAVE, { input });
    expect(answer.error('BAD_USER_INPUT').extensions).toMatchObject({ field });
    expect((await teacher.client.data(DRAFT, { id: course.globalId })).courseDraft.revision).toBe(
      0,
    );
  });

  it('refuses a learner, as reading the draft and publishing do', async () => {
    const { course, learner } = await gateway.createClass();
    const input = { courseId: course.globalId, revision: 0 };
    (await learner.client.ask(SAVE, { input: { ...input, modules: [] } })).error('FORBIDDEN');
    (await learner.client.ask(PUBLISH, { input })).error('FORBIDDEN');
    (await learner.client.ask(DRAFT, { id: course.globalId })).error('FORBIDDEN');
  });
});

async function lessonId(person: TestPerson, courseId: string, key: string): Promise<string> {
  const { course } = await person.client.data(
    `query ($id: ID!) { course(id: $id) { modules { lessons { id key } } } }`,
    { id: courseId },
  );
  const lessons = course.modules.flatMap((module: any) => module.lessons);
  return lessons.find((one: any) => one.key === key).id;
}

describe('publishCourse', () => {
  it('takes a course from nothing to its first learner', async () => {
    const { administrator, bystander } = await createSchool();
    const { createCourse } = await administrator.client.data(CREATE, { input: newCourse });
    const { id } = createCourse.course;
    expect((await publish(administrator, id, 0)).code).toBe('NOTHING_TO_PUBLISH');
    await save(administrator, id, 0, [
      {
        key: 'start',
        title: 'Start',
        lessons: [
          {
            key: 'hello',
            title: 'Hello',
            difficulty: 'BEGINNER',
            estimatedDuration: 'PT20M',
            contents: [
              { text: { title: 'Read', markdown: '# Hi\n\n$x^2$ <script>alert(1)</script>' } },
              {
                video: {
                  title: 'Watch',
                  url: 'https://school.example/v.mp4',
                  duration: 'PT5M',
                  transcript: 'Hello.',
                  captions: [{ language: 'en', url: 'https://school.example/v.vtt' }],
                },
              },
              { interactive: { title: 'Try', url: 'https://school.example/try' } },
              {
                document: {
                  title: 'Keep',
                  url: 'https://school.example/a.pdf',
                  mediaType: 'application/pdf',
                },
              },
            ],
          },
        ],
      },
    ]);
    expect((await publish(administrator, id, 0)).revision).toBe(1);
    const { course } = await publish(administrator, id, 1);
    expect(course).toEqual({ status: 'PUBLISHED', version: { number: 1 } });
    expect(await changesOf(uuidOf(id))).toEqual(['created', 'draft_saved', 'published']);
    // Equal to what is published now.
    expect((await publish(administrator, id, 2)).code).toBe('NOTHING_TO_PUBLISH');

    const lesson = await lessonId(bystander, id, 'hello');
    const CONTENTS = /* GraphQL */ `
      query ($id: ID!) {
        node(id: $id) {
          ... on Lesson {
            difficulty
            estimatedDuration
            contents {
              __typename
              ... on TextContent {
                html
                plainText
                markdown
              }
              ... on VideoContent {
                duration
                transcript
                captions {
                  language
                  url
                }
              }
              ... on DocumentContent {
                mediaType
              }
            }
          }
        }
      }
    `;
    (await bystander.client.ask(CONTENTS, { id: lesson })).error('FORBIDDEN');
    await bystander.client.data(ENROLL, { courseId: id });
    const { node } = await bystander.client.data(CONTENTS, { id: lesson });
    expect(node).toMatchObject({ difficulty: 'BEGINNER', estimatedDuration: 'PT20M' });
    expect(node.contents).toEqual([
      {
        __typename: 'TextContent',
        html: '<h1>Hi</h1>\n<p>$x^2$ &lt;script&gt;alert(1)&lt;/script&gt;</p>',
        plainText: 'Hi\n$x^2$ <script>alert(1)</script>',
        markdown: '# Hi\n\n$x^2$ <script>alert(1)</script>',
      },
      {
        __typename: 'VideoContent',
        duration: 'PT5M',
        transcript: 'Hello.',
        captions: [{ language: 'en', url: 'https://school.example/v.vtt' }],
      },
      { __typename: 'InteractiveContent' },
      { __typename: 'DocumentContent', mediaType: 'application/pdf' },
    ]);
  });

  it('keeps the problems of lessons that stay, and the progress of those on the old version', async () => {
    const { schoolId, course, teacher, learner } = await gateway.createClass();
    const id = course.globalId;
    await completeLesson(learner, id, await lessonId(learner, id, 'lesson-1'));
    const before = (await learner.client.data(COURSE, { id })).course;
    const [module] = sampleModules();
    await save(teacher, id, 0, [
      { key: 'm2', title: 'Second', lessons: [{ ...module!.lessons[1]!, title: 'Renamed' }] },
      { ...module!, lessons: [{ key: 'fresh', title: 'Fresh' }] },
    ]);
    expect((await publish(teacher, id, 1)).course.version).toEqual({ number: 2 });

    // Who began before goes on as before; their progress is what it was.
    expect((await learner.client.data(COURSE, { id })).course).toEqual(before);
    const fractions = before.modules.flatMap((one: any) =>
      one.lessons.map(({ progress }: any) => progress.fraction),
    );
    expect(fractions).toEqual([1, 0]);
    // Staff and who begins now see the new one.
    expect((await teacher.client.data(COURSE, { id })).course.version.number).toBe(2);
    const newcomer = await gateway.createPerson(schoolId);
    await newcomer.client.data(ENROLL, { courseId: id });
    const { course: seen } = await newcomer.client.data(COURSE, { id });
    expect(seen.modules).toMatchObject([
      { key: 'm2', lessons: [{ key: 'lesson-2', title: 'Renamed', problemCount: 4 }] },
      { key: 'module-1', lessons: [{ key: 'fresh', problemCount: 0 }] },
    ]);
    // With keys, hints and skills: it can be learned to the end.
    const lesson = await lessonId(newcomer, id, 'lesson-2');
    await completeLesson(newcomer, id, lesson);
    const { node } = await newcomer.client.data(
      `query ($id: ID!) { node(id: $id) { ... on Lesson { progress { completed total fraction } objectives { skill { key } }
         problems { edges { node { steps { hintCount skills { key } } } } } } } }`,
      { id: lesson },
    );
    expect(node.progress).toEqual({ completed: 4, total: 4, fraction: 1 });
    expect(node.objectives).toEqual([{ skill: { key: 'taking' } }]);
    for (const { node: problem } of node.problems.edges) {
      for (const step of problem.steps) {
        expect(step).toEqual({ hintCount: 2, skills: [{ key: 'taking' }] });
      }
    }
  });

  it('changes no row of the version before', async () => {
    const { course, teacher } = await gateway.createClass();
    const rows = async () =>
      Promise.all(
        (['modules', 'lessons', 'problems', 'steps', 'hints', 'answer_keys'] as const).map(
          (table) =>
            gateway.db
              .selectFrom(table)
              .selectAll()
              .where('version_id', '=', course.versionId)
              .orderBy('id')
              .execute(),
        ),
      );
    const before = await rows();
    await save(teacher, course.globalId, 0, [{ ...sampleModules()[0]!, title: 'Other' }]);
    await publish(teacher, course.globalId, 1);
    expect(await rows()).toEqual(before);
  });

  it('publishes one version when it is asked for twice at once', async () => {
    const { course, teacher } = await gateway.createClass();
    await save(teacher, course.globalId, 0, [{ ...sampleModules()[0]!, title: 'Other' }]);
    const answers = await Promise.all([1, 2].map(() => publish(teacher, course.globalId, 1)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'DraftConflictError',
      'PublishCourseSuccess',
    ]);
  });
});

describe('release rules', () => {
  /** The sample, published anew with these rules on its lessons, and a learner on that version. */
  async function createRuled(first: object, second: object, module: object = {}) {
    const { schoolId, course, teacher } = await gateway.createClass();
    const [plan] = sampleModules();
    const [one, two] = plan!.lessons;
    const answer = await save(teacher, course.globalId, 0, [
      {
        ...plan!,
        ...module,
        lessons: [
          { ...one!, release: first },
          { ...two!, release: second },
        ],
      },
    ]);
    expect(answer.__typename).toBe('SaveDraftSuccess');
    await publish(teacher, course.globalId, 1);
    const learner = await gateway.createPerson(schoolId);
    await learner.client.data(ENROLL, { courseId: course.globalId });
    const id = course.globalId;
    const start = async (lesson?: string) => {
      const input = { courseId: id, lessonId: lesson && (await lessonId(learner, id, lesson)) };
      return (await learner.client.data(START, { input })).startPractice;
    };
    const access = async (person: TestPerson = learner) => {
      const { course: seen } = await person.client.data(
        `query ($id: ID!) { course(id: $id) { modules { ${ACCESS} lessons { key contents { __typename } ${ACCESS} } } } }`,
        { id },
      );
      return seen.modules[0];
    };
    return { id, schoolId, teacher, learner, start, access };
  }

  it('open lessons in order: a closed one says why and what is next, and cannot be begun', async () => {
    const { id, teacher, learner, start, access } = await createRuled({}, { inOrder: true });
    const blocker = {
      code: 'LESSON_NOT_COMPLETED',
      lesson: { key: 'lesson-1' },
      module: null,
      skill: null,
      opensAt: null,
      required: null,
      actual: null,
    };
    const closed = { open: false, blockers: [blocker], nextLesson: { key: 'lesson-1' } };
    const seen = await access();
    expect(seen.lessons[0]).toMatchObject({ contents: [], access: { open: true, blockers: [] } });
    expect(seen.lessons[1]).toMatchObject({ contents: null, access: closed });
    expect(await start('lesson-2')).toMatchObject({ code: 'LESSON_CLOSED', access: closed });
    // Left to choose, it is never a closed one.
    expect((await start()).attempt.problem.lesson.key).toBe('lesson-1');
    const staff = await access(teacher);
    expect(staff.lessons[1]).toMatchObject({ contents: [], access: { open: true } });

    await completeLesson(learner, id, await lessonId(learner, id, 'lesson-1'));
    expect((await access()).lessons[1]).toMatchObject({
      contents: [],
      access: { open: true, blockers: [], nextLesson: { key: 'lesson-2' } },
    });
    expect((await start('lesson-2')).__typename).toBe('StartPracticeSuccess');
    expect((await start()).attempt.problem.lesson.key).toBe('lesson-2');
  });

  it('hold until progress and mastery are there', async () => {
    const { id, learner, start, access } = await createRuled(
      {},
      {
        minimumProgress: [{ lessonKey: 'lesson-1', fraction: 0.5 }],
        minimumMastery: [{ skillKey: 'adding', probability: 0.6 }],
      },
    );
    expect((await access()).lessons[1].access.blockers).toMatchObject([
      { code: 'PROGRESS_TOO_LOW', lesson: { key: 'lesson-1' }, required: 0.5, actual: 0 },
      { code: 'MASTERY_TOO_LOW', skill: { key: 'adding' }, required: 0.6, actual: 0 },
    ]);
    await completeLesson(learner, id, await lessonId(learner, id, 'lesson-1'));
    expect((await start('lesson-2')).__typename).toBe('StartPracticeSuccess');
  });

  it('hold a whole module until its day', async () => {
    const unlockAt = new Date(gateway.clock().getTime() + 60_000).toISOString();
    const { start, access } = await createRuled({}, {}, { release: { unlockAt } });
    const blocker = { code: 'NOT_YET', opensAt: unlockAt };
    expect(await access()).toMatchObject({
      access: { open: false, blockers: [blocker], nextLesson: null },
      lessons: [{ contents: null }, { contents: null }],
    });
    expect(await start()).toMatchObject({
      code: 'LESSON_CLOSED',
      access: { blockers: [blocker], nextLesson: null },
    });
    gateway.clock.tick(60_000);
    expect((await start()).__typename).toBe('StartPracticeSuccess');
  });

  it('say nothing to who is not in the course', async () => {
    const { schoolId, access } = await createRuled({}, { inOrder: true });
    const bystander = await gateway.createPerson(schoolId);
    const course = await gateway.deps.em.findOneOrFail(Course, { schoolId });
    const { course: seen } = await bystander.client.data(
      `query ($id: ID!) { course(id: $id) { modules { access { open } lessons { access { open } } } } }`,
      { id: toGlobalId('Course', course.id) },
    );
    expect(seen.modules).toEqual([{ access: null, lessons: [{ access: null }, { access: null }] }]);
    expect((await access()).access.open).toBe(true);
  });
});
