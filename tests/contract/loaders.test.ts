import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { GradeColumn } from '../../src/entities/gradebook.js';
import { parseGlobalId } from '../../src/schema/shared/global-id.js';
import type { ProblemContent } from '../../src/services/courses/course-content.js';
import { newId } from '../../src/services/ids.js';
import type { TestClient } from '../testkit/client.js';
import { sampleCourse } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { recompute } from '../testkit/gradebook.js';
import { countQueries } from '../testkit/queries.js';

// A list of twenty costs the database no more statements than a list of one.

const MANY = 20;

let gateway: TestGateway;
let schoolId: string;
let courseIds: string[];
let learners: TestPerson[];
let administrator: TestPerson;
let teacher: TestPerson;
let lessonId: string;

beforeAll(async () => {
  // What a page may cost is another test's business.
  gateway = await TestGateway.start({ environment: { LYCEUM_MAX_COST: '1000000' } });
  schoolId = await gateway.createSchool();
  const person = (name: string, facts = {}) => gateway.createPerson(schoolId, { name, ...facts });
  administrator = await person('Administrator', { isAdministrator: true });
  teacher = await person('Teacher');
  learners = [];
  for (let count = 0; count < MANY; count += 1) learners.push(await person('Learner'));
  const [first] = learners;
  courseIds = [];
  for (let count = 0; count < MANY; count += 1) {
    const course = await gateway.createCourse(schoolId, longCourse(count));
    courseIds.push(course.globalId);
    if (count === 0) await createGradebook(course.courseId);
    // One learner is in every course, and all are in the first.
    for (const { id } of count === 0 ? learners : [first!]) {
      await gateway.enroll(schoolId, course, id);
    }
    await gateway.enroll(schoolId, course, teacher.id, 'instructor');
  }
  await recompute(gateway, parseGlobalId(courseIds[0]!)!.id);
  const service = await gateway.createService(schoolId, ['responses:record']);
  for (const [index, courseId] of courseIds.entries()) {
    const steps = await firstSteps(courseId);
    lessonId ||= steps.lessonId;
    await service.data(
      `mutation ($courseId: ID!, $responses: [RecordedResponseInput!]!) {
         recordResponses(input: { courseId: $courseId, responses: $responses }) { __typename } }`,
      {
        courseId,
        responses: (index === 0 ? learners : [first!]).flatMap(({ globalId }, at) =>
          steps.ids.map((stepId, step) => ({
            learnerId: globalId,
            stepId,
            correct: (at + step) % 2 === 0,
            occurredAt: '2026-01-31T09:00:00Z',
            clientKey: `${String(index)}-${String(step)}`,
          })),
        ),
      },
    );
  }
}, 120_000);
afterAll(async () => {
  await gateway.stop();
});

/** The sample with as many problems in its first lesson as a page of the test holds. */
function longCourse(number: number) {
  const sample = sampleCourse({
    key: `course-${String(number)}`,
    title: `Course ${String(number)}`,
  });
  const [module] = sample.modules;
  const [lesson, ...rest] = module!.lessons;
  const [problem] = lesson!.problems;
  const problems = Array.from(
    { length: number === 0 ? MANY : 2 },
    (_, position): ProblemContent => {
      const key = `p-${String(position)}`;
      const steps = problem!.steps.map((step) => ({ ...step, key: `${key}a`, hints: [] }));
      return { ...problem!, key, title: key, position, steps };
    },
  );
  return { ...sample, modules: [{ ...module!, lessons: [{ ...lesson!, problems }, ...rest] }] };
}

/** Forty columns, without a job that would ask the database at its own time. */
async function createGradebook(courseId: string) {
  const em = gateway.platform.orm.em.fork();
  const now = gateway.clock();
  for (let position = 0; position < 40; position += 1) {
    em.create(GradeColumn, {
      id: newId(),
      schoolId,
      courseId,
      assessmentId: null,
      title: `Column ${String(position)}`,
      categoryId: null,
      periodId: null,
      pointsPossible: 10,
      dueAt: null,
      extraCredit: false,
      posted: true,
      position,
      createdAt: now,
      updatedAt: now,
    });
  }
  await em.flush();
}

async function firstSteps(courseId: string): Promise<{ ids: string[]; lessonId: string }> {
  const { course } = await administrator.client.data(
    `query ($id: ID!) { course(id: $id) { modules { lessons { id problems(first: 2) { edges { node { steps { id } } } } } } } }`,
    { id: courseId },
  );
  const { lessons } = course.modules[0];
  return {
    lessonId: lessons[0].id,
    ids: lessons.flatMap((lesson: any) =>
      lesson.problems.edges.map((edge: any) => edge.node.steps[0].id),
    ),
  };
}

/** What one request asks the database; `size` is how many items its answer has. */
async function statementsOf(
  client: TestClient,
  query: string,
  variables: Record<string, unknown>,
  size: (data: any) => number,
) {
  let items = 0;
  const ask = async () => {
    items = size(await client.data(query, variables));
  };
  // The first execution of an operation is by another executor than the later ones.
  await ask();
  gateway.platform.versions.clear();
  const cold = await countQueries(gateway.platform, ask);
  const warm = await countQueries(gateway.platform, ask);
  return { items, cold, warm };
}

interface Case {
  readonly query: string;
  readonly as: () => TestClient;
  readonly variables?: () => Record<string, unknown>;
  readonly size: (data: any) => number;
}

const cases: Record<string, Case> = {
  'the nested catalogue with progress': {
    query: /* GraphQL */ `
      query ($first: Int!) {
        courses(first: $first) {
          totalCount
          edges {
            node {
              title
              version {
                number
              }
              skills {
                title
              }
              instructors {
                name
              }
              prerequisites {
                title
              }
              viewerEnrollment {
                role
              }
              modules {
                title
                lessons {
                  title
                  access {
                    open
                    nextLesson {
                      title
                    }
                  }
                  contents {
                    __typename
                  }
                  objectives {
                    skill {
                      title
                    }
                  }
                  progress {
                    completed
                    total
                  }
                }
              }
            }
          }
        }
      }
    `,
    as: () => learners[0]!.client,
    size: ({ courses }) => courses.edges.length,
  },
  'the enrollments of a course with mastery, progress and advice': {
    query: /* GraphQL */ `
      query ($first: Int!, $id: ID!) {
        course(id: $id) {
          enrollments(first: $first, role: LEARNER) {
            totalCount
            edges {
              node {
                user {
                  name
                }
                mastery {
                  probability
                  skill {
                    title
                  }
                }
                progress {
                  completed
                }
                recommendation {
                  items {
                    score
                    lesson {
                      title
                    }
                    problem {
                      title
                    }
                    reasons {
                      code
                      skill {
                        title
                      }
                      evidence {
                        __typename
                        id
                      }
                    }
                  }
                  response {
                    correct
                    step {
                      title
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
    as: () => teacher.client,
    variables: () => ({ id: courseIds[0] }),
    size: ({ course }) => course.enrollments.edges.length,
  },
  'a gradebook of forty columns with every grade explained': {
    query: /* GraphQL */ `
      query ($first: Int!, $id: ID!) {
        course(id: $id) {
          gradebook {
            policy {
              counting
            }
            columns {
              title
            }
            rows(first: $first) {
              totalCount
              edges {
                node {
                  user {
                    name
                  }
                  grades {
                    current {
                      fraction
                    }
                    final {
                      fraction
                    }
                    columns {
                      earned
                      column {
                        title
                      }
                      explanation {
                        code
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
    as: () => teacher.client,
    variables: () => ({ id: courseIds[0] }),
    size: ({ course }) => course.gradebook.rows.edges.length,
  },
  'the problems of a lesson with steps and skills': {
    query: /* GraphQL */ `
      query ($first: Int!, $id: ID!) {
        node(id: $id) {
          ... on Lesson {
            problems(first: $first) {
              totalCount
              edges {
                node {
                  title
                  lesson {
                    title
                  }
                  steps {
                    title
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
    `,
    as: () => learners[0]!.client,
    variables: () => ({ id: lessonId }),
    size: ({ node }) => node.problems.edges.length,
  },
  'the enrollments of the viewer': {
    query: /* GraphQL */ `
      query ($first: Int!) {
        viewer {
          school {
            name
          }
          enrollments(first: $first) {
            totalCount
            edges {
              node {
                role
                user {
                  name
                  email
                }
                course {
                  title
                  version {
                    number
                  }
                  viewerEnrollment {
                    id
                  }
                }
                version {
                  number
                }
                progress {
                  completed
                }
                mastery {
                  skill {
                    title
                  }
                }
                recommendation {
                  id
                }
              }
            }
          }
        }
      }
    `,
    as: () => learners[0]!.client,
    size: ({ viewer }) => viewer.enrollments.edges.length,
  },
  'pages within pages': {
    query: /* GraphQL */ `
      query ($first: Int!) {
        courses(first: $first) {
          edges {
            node {
              activityCursor
              enrollments(first: 5) {
                totalCount
                pageInfo {
                  hasNextPage
                }
                edges {
                  node {
                    user {
                      name
                    }
                    progress {
                      completed
                    }
                    mastery {
                      skill {
                        title
                      }
                    }
                  }
                }
              }
              modules {
                lessons {
                  problems(first: 1) {
                    totalCount
                    edges {
                      node {
                        title
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
    as: () => teacher.client,
    size: ({ courses }) => courses.edges.length,
  },
};

describe('the statements of a request', () => {
  it.each(Object.entries(cases))('are as many for twenty as for one: %s', async (_name, test) => {
    const { query, as, variables = () => ({}), size } = test;
    const measure = (first: number) => statementsOf(as(), query, { ...variables(), first }, size);
    const [one, many] = [await measure(1), await measure(MANY)];
    expect([one.items, many.items]).toEqual([1, MANY]);
    expect(many.cold).toEqual(one.cold);
    expect(many.warm).toEqual(one.warm);
    expect(one.cold.length).toBeGreaterThan(1);
    expect(one.warm.length).toBeLessThanOrEqual(one.cold.length);
  });

  it.each([
    [
      'Enrollment',
      '... on Enrollment { user { name } mastery { skill { title } } progress { completed } recommendation { id } }',
    ],
    [
      'Recommendation',
      '... on Recommendation { items { problem { title } } enrollment { user { name } } response { step { title } } }',
    ],
    ['User', '... on User { name }'],
  ])('are as many for twenty ids as for one: %s', async (type, selection) => {
    const { course } = await teacher.client.data(
      `query ($id: ID!) { course(id: $id) { enrollments(first: 20, role: LEARNER) { edges { node { id user { id } recommendation { id } } } } } }`,
      { id: courseIds[0] },
    );
    const ids = course.enrollments.edges.map(({ node }: any) =>
      type === 'Enrollment' ? node.id : type === 'User' ? node.user.id : node.recommendation.id,
    );
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ${selection} } }`;
    const measure = (count: number) =>
      statementsOf(
        teacher.client,
        query,
        { ids: ids.slice(0, count) },
        ({ nodes }) => nodes.filter((node: any) => node?.__typename === type).length,
      );
    const [one, many] = [await measure(1), await measure(MANY)];
    expect([one.items, many.items]).toEqual([1, MANY]);
    expect(many.cold).toEqual(one.cold);
    expect(many.warm).toEqual(one.warm);
  });

  it('are as many for a guardian of twenty as for one of one', async () => {
    const guardians = [];
    for (const count of [1, MANY]) {
      const guardian = await gateway.createPerson(schoolId);
      for (const { id } of learners.slice(0, count)) {
        await gateway.linkGuardian(schoolId, guardian.id, id, ['progress']);
      }
      guardians.push(guardian);
    }
    const query = `{ viewer { guardianLinks { learner { name } enrollments { course { title } progress { completed } mastery { skill { title } } } } } }`;
    const size = ({ viewer }: any) => viewer.guardianLinks.length;
    const one = await statementsOf(guardians[0]!.client, query, {}, size);
    const many = await statementsOf(guardians[1]!.client, query, {}, size);
    expect([one.items, many.items]).toEqual([1, MANY]);
    expect(many.cold).toEqual(one.cold);
    expect(many.warm).toEqual(one.warm);
  });

  it('read nothing of a published version twice', async () => {
    const { query, as, size } = cases['the nested catalogue with progress']!;
    const { cold, warm } = await statementsOf(as(), query, { first: MANY }, size);
    const content =
      /from "(modules|lessons|lesson_objectives|problems|steps|step_skills|skill_parameters)"/;
    expect(cold.filter((statement) => content.test(statement))).not.toEqual([]);
    expect(warm.filter((statement) => content.test(statement))).toEqual([]);
  });
});
