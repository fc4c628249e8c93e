import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Course } from '../../src/entities/courses.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { sampleCourse } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { malformedIds, randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const COURSES = /* GraphQL */ `
  query ($first: Int! = 20, $after: String) {
    courses(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        cursor
        node {
          title
        }
      }
    }
  }
`;

const COURSE = /* GraphQL */ `
  query ($id: ID!) {
    course(id: $id) {
      id
      key
      title
      description
      language
      license
      attribution
      createdAt
      version {
        number
        publishedAt
      }
      skills {
        key
        title
      }
      modules {
        key
        title
        position
        lessons {
          id
          key
          title
          topic
          position
          problemCount
          objectives {
            target
            skill {
              title
            }
          }
          progress {
            completed
            total
            fraction
          }
        }
      }
      viewerEnrollment {
        role
        state
      }
    }
  }
`;

const PROBLEMS = /* GraphQL */ `
  query ($id: ID!, $first: Int! = 20, $after: String) {
    node(id: $id) {
      ... on Lesson {
        problems(first: $first, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              title
              lesson {
                id
              }
              steps {
                kind
                choices
                hintCount
                skills {
                  title
                }
                problem {
                  title
                }
              }
            }
          }
        }
      }
    }
  }
`;

const ENROLLMENTS = /* GraphQL */ `
  query ($id: ID!, $first: Int! = 20, $after: String, $role: EnrollmentRole) {
    course(id: $id) {
      enrollments(first: $first, after: $after, role: $role) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            role
            user {
              name
            }
          }
        }
      }
    }
  }
`;

async function createTitled(schoolId: string, ...titles: string[]) {
  for (const title of titles) {
    await gateway.createCourse(schoolId, sampleCourse({ key: title, title }));
  }
}

async function page(person: TestPerson, variables: Record<string, unknown> = {}) {
  const { courses } = await person.client.data(COURSES, variables);
  return { ...courses, titles: courses.edges.map((edge: any) => edge.node.title) };
}

describe('courses', () => {
  it('lists the published courses of the viewer’s school by title', async () => {
    const { schoolId, learner } = await gateway.createClass();
    await createTitled(schoolId, 'Algebra', 'Zoology', 'Mechanics', 'Draft', 'Archived');
    for (const [key, status] of [
      ['Draft', 'draft'],
      ['Archived', 'archived'],
    ] as const) {
      await gateway.deps.em.nativeUpdate(Course, { schoolId, key }, { status });
    }
    const all = await page(learner);
    expect(all.titles).toEqual(['Algebra', 'Mechanics', 'Sample course', 'Zoology']);
    expect(all.totalCount).toBe(4);
    expect(all.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: all.edges[0].cursor,
      endCursor: all.edges[3].cursor,
    });
  });

  it('is an empty page in a school without courses', async () => {
    const person = await gateway.createPerson(await gateway.createSchool());
    expect(await page(person)).toMatchObject({
      totalCount: 0,
      edges: [],
      pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
    });
  });

  it('pages without gap or repeat while courses are added on either side of the cursor', async () => {
    const schoolId = await gateway.createSchool();
    const person = await gateway.createPerson(schoolId);
    await createTitled(schoolId, 'b', 'd', 'f', 'h');
    const first = await page(person, { first: 2 });
    expect(first.titles).toEqual(['b', 'd']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    await createTitled(schoolId, 'a', 'c', 'e', 'i');
    const second = await page(person, { first: 3, after: first.pageInfo.endCursor });
    expect(second.titles).toEqual(['e', 'f', 'h']);
    expect(second.totalCount).toBe(8);
    const third = await page(person, { first: 3, after: second.pageInfo.endCursor });
    expect(third.titles).toEqual(['i']);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    // Any edge will do to go on from.
    expect((await page(person, { after: second.edges[0].cursor })).titles).toEqual(['f', 'h', 'i']);
  });

  it('goes on behind a course of the same title', async () => {
    const schoolId = await gateway.createSchool();
    const person = await gateway.createPerson(schoolId);
    for (const key of ['1', '2', '3']) {
      await gateway.createCourse(schoolId, sampleCourse({ key, title: 'Same' }));
    }
    const seen = [];
    let after: string | null = null;
    for (let turn = 0; turn < 3; turn += 1) {
      const { edges, pageInfo }: any = await page(person, { first: 1, after });
      seen.push(edges[0].cursor);
      after = pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(3);
    expect((await page(person, { after })).edges).toEqual([]);
  });

  it('refuses a guest', async () => {
    (await gateway.guest().ask(COURSES)).error('UNAUTHENTICATED');
  });
});

describe('course', () => {
  it('shows everything but problems to anyone of its school', async () => {
    const { schoolId, course } = await gateway.createClass();
    const bystander = await gateway.createPerson(schoolId);
    const { course: seen } = await bystander.client.data(COURSE, { id: course.globalId });
    expect(seen).toMatchObject({
      id: course.globalId,
      key: 'sample',
      title: 'Sample course',
      description: '',
      language: 'en',
      license: 'CC BY 4.0',
      attribution: 'Somebody',
      createdAt: gateway.clock().toISOString(),
      version: { number: 1, publishedAt: gateway.clock().toISOString() },
      skills: [
        { key: 'adding', title: 'Adding' },
        { key: 'taking', title: 'Taking away' },
      ],
      viewerEnrollment: null,
    });
    expect(seen.modules).toMatchObject([
      {
        key: 'module-1',
        position: 0,
        lessons: [
          {
            key: 'lesson-1',
            title: 'Lesson 1',
            topic: 'Topic 1',
            position: 0,
            problemCount: 4,
            objectives: [{ target: 0.95, skill: { title: 'Adding' } }],
            progress: null,
          },
          { key: 'lesson-2', position: 1 },
        ],
      },
    ]);
    const lesson = seen.modules[0].lessons[0].id;
    (await bystander.client.ask(PROBLEMS, { id: lesson })).error('FORBIDDEN');
  });

  it('shows the learner’s own progress, lesson by lesson', async () => {
    const { learner, course } = await gateway.createClass();
    const { course: seen } = await learner.client.data(COURSE, { id: course.globalId });
    expect(seen.viewerEnrollment).toEqual({ role: 'LEARNER', state: 'ACTIVE' });
    expect(seen.modules[0].lessons.map((lesson: any) => lesson.progress)).toEqual([
      { completed: 0, total: 4, fraction: 0 },
      { completed: 0, total: 4, fraction: 0 },
    ]);
  });

  it('keeps the enrolled on their version and shows the newest to others', async () => {
    const { schoolId, learner, course } = await gateway.createClass();
    const bystander = await gateway.createPerson(schoolId);
    await gateway.createCourse(schoolId, {
      ...sampleCourse(),
      modules: [],
      title: 'Sample course, revised',
    });
    const [own, newest] = await Promise.all(
      [learner, bystander].map(
        async ({ client }) => (await client.data(COURSE, { id: course.globalId })).course,
      ),
    );
    expect(own).toMatchObject({ title: 'Sample course, revised', version: { number: 1 } });
    expect(own.modules).toHaveLength(1);
    expect(newest).toMatchObject({ version: { number: 2 }, modules: [] });
  });

  it('is NOT_FOUND by any id that is no course of the viewer’s school', async () => {
    const { learner, enrollmentId } = await gateway.createClass();
    const other = await gateway.createClass();
    const ids = [
      randomId('Course'),
      other.course.globalId,
      toGlobalId('Enrollment', enrollmentId),
      ...malformedIds('Course'),
    ];
    const answers = await Promise.all(ids.map((id) => learner.client.ask(COURSE, { id })));
    const [random, ...others] = answers.map((answer) => {
      answer.error('NOT_FOUND');
      return JSON.stringify(answer.body);
    });
    expect(new Set(others)).toEqual(new Set([random]));
  });

  it('refuses a guest', async () => {
    const { course } = await gateway.createClass();
    (await gateway.guest().ask(COURSE, { id: course.globalId })).error('UNAUTHENTICATED');
  });
});

describe('lesson problems', () => {
  it('page in order, each with its steps, for the enrolled in any role', async () => {
    const { schoolId, learner, teacher, course } = await gateway.createClass();
    const observer = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, observer.id, 'observer');
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    const { course: seen } = await learner.client.data(COURSE, { id: course.globalId });
    const { id } = seen.modules[0].lessons[0];
    for (const { client } of [learner, teacher, observer, administrator]) {
      const titles: string[] = [];
      let after: string | null = null;
      do {
        const { node }: any = await client.data(PROBLEMS, { id, first: 3, after });
        const { edges, pageInfo, totalCount } = node.problems;
        expect(totalCount).toBe(4);
        titles.push(...edges.map((edge: any) => edge.node.title));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      expect(titles).toEqual(['Problem 1.1', 'Problem 1.2', 'Problem 1.3', 'Problem 1.4']);
    }
    const { node } = await learner.client.data(PROBLEMS, { id });
    expect(node.problems.edges[2].node).toEqual({
      title: 'Problem 1.3',
      lesson: { id },
      steps: [
        {
          kind: 'CHOICE',
          choices: ['Yes', 'No'],
          hintCount: 2,
          skills: [{ title: 'Adding' }],
          problem: { title: 'Problem 1.3' },
        },
      ],
    });
    expect(node.problems.edges[3].node.steps.map((step: any) => step.kind)).toEqual([
      'ALGEBRA',
      'TEXT',
    ]);
  });
});

describe('course enrollments', () => {
  it('page by role for the staff, oldest first, and count the whole list', async () => {
    const { schoolId, teacher, course } = await gateway.createClass();
    const assistant = await gateway.createPerson(schoolId, { name: 'Assistant' });
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    await gateway.enroll(schoolId, course, assistant.id, 'assistant');
    for (const name of ['Ann', 'Bob', 'Cid']) {
      const person = await gateway.createPerson(schoolId, { name });
      await gateway.enroll(schoolId, course, person.id);
    }
    for (const { client } of [teacher, assistant, administrator]) {
      const variables = { id: course.globalId, first: 3, role: 'LEARNER' };
      const { enrollments: first } = (await client.data(ENROLLMENTS, variables)).course;
      expect(first.totalCount).toBe(4);
      const after = first.pageInfo.endCursor;
      const { enrollments: rest } = (await client.data(ENROLLMENTS, { ...variables, after }))
        .course;
      expect(rest.pageInfo.hasNextPage).toBe(false);
      const names = [...first.edges, ...rest.edges].map((edge) => edge.node.user.name);
      expect(names).toEqual(['Learner', 'Ann', 'Bob', 'Cid']);
    }
    const { enrollments } = (await teacher.client.data(ENROLLMENTS, { id: course.globalId }))
      .course;
    expect(enrollments.totalCount).toBe(6);
    expect(enrollments.edges[0].node).toEqual({ role: 'INSTRUCTOR', user: { name: 'Teacher' } });
  });

  it('are refused, as is the activity cursor, to all who do not teach the course', async () => {
    const { schoolId, learner, course } = await gateway.createClass();
    const observer = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, observer.id, 'observer');
    const colleague = await gateway.createPerson(schoolId);
    const another = await gateway.createCourse(schoolId, sampleCourse({ key: 'another' }));
    await gateway.enroll(schoolId, another, colleague.id, 'instructor');
    for (const { client } of [learner, observer, colleague]) {
      const id = course.globalId;
      (await client.ask(ENROLLMENTS, { id })).error('FORBIDDEN');
      (await client.ask(`query ($id: ID!) { course(id: $id) { activityCursor } }`, { id })).error(
        'FORBIDDEN',
      );
    }
  });
});

describe('nodes', () => {
  const NODES = /* GraphQL */ `
    query ($ids: [ID!]!) {
      nodes(ids: $ids) {
        __typename
        id
      }
    }
  `;

  it('answers in the order of the ids, with null where there is nothing to see', async () => {
    const { learner, teacher, course, enrollmentId } = await gateway.createClass();
    const own = toGlobalId('Enrollment', enrollmentId);
    const ids = [own, randomId('Course'), course.globalId, teacher.globalId, 'nonsense', own];
    const { nodes } = await learner.client.data(NODES, { ids });
    expect(nodes).toEqual([
      { __typename: 'Enrollment', id: own },
      null,
      { __typename: 'Course', id: course.globalId },
      null,
      null,
      { __typename: 'Enrollment', id: own },
    ]);
    expect((await learner.client.data(NODES, { ids: [] })).nodes).toEqual([]);
  });

  it('takes 100 ids and no more', async () => {
    const { learner, course } = await gateway.createClass();
    const ids = Array.from({ length: 100 }, () => course.globalId);
    expect((await learner.client.data(NODES, { ids })).nodes).toHaveLength(100);
    const refused = await learner.client.ask(NODES, { ids: [...ids, course.globalId] });
    expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({
      field: 'ids',
      maximum: 100,
    });
  });

  it('refuses a guest, as does node', async () => {
    const { course } = await gateway.createClass();
    (await gateway.guest().ask(NODES, { ids: [course.globalId] })).error('UNAUTHENTICATED');
    (
      await gateway
        .guest()
        .ask(`query ($id: ID!) { node(id: $id) { id } }`, { id: course.globalId })
    ).error('UNAUTHENTICATED');
  });
});
