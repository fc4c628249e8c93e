import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { TestClient } from '../testkit/client.js';
import { rightAnswer, sampleCourse, wrongAnswer } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const RECORD = /* GraphQL */ `
  mutation ($courseId: ID!, $responses: [RecordedResponseInput!]!) {
    recordResponses(input: { courseId: $courseId, responses: $responses }) {
      ... on RecordResponsesSuccess {
        recorded
        duplicates
      }
    }
  }
`;

/** What is known of the viewer in a course. */
const STATE = /* GraphQL */ `
  query ($courseId: ID!) {
    course(id: $courseId) {
      viewerEnrollment {
        progress {
          completed
        }
        mastery {
          probability
          observations
          skill {
            title
          }
        }
        recommendation {
          items {
            score
            problem {
              title
            }
            reasons {
              code
              weight
              values {
                name
                value
              }
            }
          }
        }
      }
    }
  }
`;

const STEPS = /* GraphQL */ `
  query ($courseId: ID!) {
    course(id: $courseId) {
      modules {
        lessons {
          problems(first: 5) {
            edges {
              node {
                id
                steps {
                  id
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

interface Recorded {
  learnerId: string;
  stepId: string;
  correct: boolean;
  occurredAt: string;
  clientKey: string;
  hintsUsed?: number;
}

let keys = 0;

async function createRecordedClass() {
  const room = await gateway.createClass();
  const service = await gateway.createService(room.schoolId, ['responses:record']);
  const { course } = await room.learner.client.data(STEPS, { courseId: room.course.globalId });
  const problems: { id: string; steps: { id: string; title: string }[] }[] =
    course.modules[0].lessons.flatMap((lesson: any) =>
      lesson.problems.edges.map((edge: any) => edge.node),
    );
  /** An outcome of the step with this title. */
  const outcome = (title: string, correct: boolean, facts: Partial<Recorded> = {}): Recorded => ({
    learnerId: room.learner.globalId,
    stepId: problems.flatMap(({ steps }) => steps).find((step) => step.title === title)!.id,
    correct,
    occurredAt: '2026-01-31T09:00:00Z',
    clientKey: `outcome-${String((keys += 1))}`,
    ...facts,
  });
  return { ...room, service, problems, outcome, courseId: room.course.globalId };
}

async function record(client: TestClient, courseId: string, responses: Recorded[]) {
  return (await client.data(RECORD, { courseId, responses })).recordResponses;
}

async function stateOf(person: TestPerson, courseId: string) {
  return (await person.client.data(STATE, { courseId })).course.viewerEnrollment;
}

async function countResponses(person: TestPerson): Promise<number> {
  const rows = await gateway.db
    .selectFrom('responses')
    .select('id')
    .where('user_id', '=', person.id)
    .execute();
  return rows.length;
}

/** Answers steps in the graph, in this order, as a learner does. */
async function practise(
  person: TestPerson,
  courseId: string,
  answers: { problemId: string; title: string; correct: boolean; hints?: number }[],
) {
  for (const { problemId, title, correct, hints = 0 } of answers) {
    const { startPractice } = await person.client.data(
      `mutation ($courseId: ID!, $problemId: ID!) {
         startPractice(input: { courseId: $courseId, problemId: $problemId }) {
           ... on StartPracticeSuccess { attempt { id steps { step { id title } } } } } }`,
      { courseId, problemId },
    );
    const { id: attemptId, steps } = startPractice.attempt;
    const stepId = steps.find(({ step }: any) => step.title === title).step.id;
    for (let asked = 0; asked < hints; asked += 1) {
      await person.client.data(
        `mutation ($attemptId: ID!, $stepId: ID!) {
           requestHint(input: { attemptId: $attemptId, stepId: $stepId }) { __typename } }`,
        { attemptId, stepId },
      );
    }
    const { submitResponse } = await person.client.data(
      `mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) {
         ... on SubmitResponseSuccess { response { correct } } } }`,
      {
        input: {
          attemptId,
          stepId,
          response: correct ? rightAnswer(title) : wrongAnswer(title),
          clientKey: `answer-${String((keys += 1))}`,
        },
      },
    );
    expect(submitResponse.response.correct).toBe(correct);
  }
}

describe('recordResponses', () => {
  it('moves mastery, progress and advice just as the same answers given here', async () => {
    const { schoolId, course, learner, service, problems, outcome, courseId } =
      await createRecordedClass();
    const practiser = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, practiser.id);
    const answers = [
      ['s1-1', false],
      ['s1-1', true],
      ['s1-2', true, 2],
      ['s2-1', true],
      ['s1-4a', true],
      ['s1-4b', false],
      ['s1-4b', true],
    ] as const;
    await practise(
      practiser,
      courseId,
      answers.map(([step, correct, hints = 0]) => ({
        problemId: problems.find(({ steps }) =>
          steps.some(({ title }) => title === `Question ${step}`),
        )!.id,
        title: `Question ${step}`,
        correct,
        hints,
      })),
    );
    const { recorded } = await record(
      service,
      courseId,
      answers.map(([step, correct, hintsUsed = 0]) =>
        outcome(`Question ${step}`, correct, { hintsUsed }),
      ),
    );
    expect(recorded).toBe(answers.length);
    const [own, others] = [await stateOf(learner, courseId), await stateOf(practiser, courseId)];
    expect(own).toEqual(others);
    expect(own.progress.completed).toBe(4);
    expect(own.mastery).toHaveLength(2);
  });

  it('takes the outcomes of a learner in the order they are sent', async () => {
    const { learner, service, outcome, courseId } = await createRecordedClass();
    const another = await createRecordedClass();
    const play = [
      ['Question s1-1', true],
      ['Question s1-2', false],
      ['Question s1-3', true],
      ['Question s1-4a', false],
    ] as const;
    await record(
      service,
      courseId,
      play.map(([title, correct]) => outcome(title, correct)),
    );
    for (const [title, correct] of play) {
      await record(another.service, another.courseId, [another.outcome(title, correct)]);
    }
    const { mastery } = await stateOf(learner, courseId);
    const { mastery: oneByOne } = await stateOf(another.learner, another.courseId);
    expect(mastery).toEqual(oneByOne);

    const reversed = await createRecordedClass();
    await record(
      reversed.service,
      reversed.courseId,
      play.toReversed().map(([title, correct]) => reversed.outcome(title, correct)),
    );
    const { mastery: inOtherOrder } = await stateOf(reversed.learner, reversed.courseId);
    expect(inOtherOrder[0].probability).not.toBeCloseTo(mastery[0].probability, 5);
  });

  it('stores an outcome once by its key: in a call, in another, in several at once', async () => {
    const { learner, service, outcome, courseId } = await createRecordedClass();
    const batch = [outcome('Question s1-1', true), outcome('Question s1-2', false)];
    const [first] = batch;
    expect(await record(service, courseId, [...batch, { ...first!, correct: false }])).toEqual({
      recorded: 2,
      duplicates: [first!.clientKey],
    });
    const before = await stateOf(learner, courseId);
    const again = await Promise.all([1, 2, 3].map(() => record(service, courseId, batch)));
    for (const result of again) {
      expect(result).toEqual({ recorded: 0, duplicates: batch.map(({ clientKey }) => clientKey) });
    }
    expect(await stateOf(learner, courseId)).toEqual(before);

    const fresh = [outcome('Question s2-1', true), outcome('Question s2-2', true)];
    const race = await Promise.all([1, 2, 3].map(() => record(service, courseId, fresh)));
    expect(race.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(2);
    expect(await countResponses(learner)).toBe(4);
  });

  it('tells the staff of each outcome and the learner of new advice', async () => {
    const { learner, teacher, service, outcome, courseId } = await createRecordedClass();
    const activity = await teacher.client.follow(
      `subscription ($courseId: ID!) { classActivity(courseId: $courseId) { at ... on ResponseActivity {
         correct firstTry step { title } response { response grader outcome hintsUsed occurredAt }
         mastery { probability skill { title } } } } }`,
      { courseId },
    );
    const advice = await learner.client.follow(
      `subscription ($courseId: ID!) { recommendations(courseId: $courseId) { recommendation { items { problem { title } } } } }`,
      { courseId },
    );
    await record(service, courseId, [
      outcome('Question s1-1', false, { hintsUsed: 1, occurredAt: '2026-01-31T09:00:00+01:00' }),
      outcome('Question s1-1', true),
      outcome('Question s1-2', true),
    ]);
    const items = (await activity.take(3)).map((item) => item.classActivity);
    expect(items).toMatchObject([
      {
        at: '2026-01-31T08:00:00.000Z',
        correct: false,
        firstTry: true,
        step: { title: 'Question s1-1' },
        response: { response: null, grader: 'external', outcome: 'RECORDED', hintsUsed: 1 },
        mastery: [{ skill: { title: 'Adding' } }],
      },
      { correct: true, firstTry: false },
      { correct: true, firstTry: true },
    ]);
    expect(items[0].response.occurredAt).toBe('2026-01-31T08:00:00.000Z');
    expect(items[2].mastery[0].probability).toBeGreaterThan(items[0].mastery[0].probability);
    const [made] = await advice.take(1);
    const { recommendation } = await stateOf(learner, courseId);
    expect(made.recommendations.recommendation.items.map((item: any) => item.problem)).toEqual(
      recommendation.items.map((item: any) => item.problem),
    );
  });

  it('takes outcomes of steps that are answered elsewhere, which nobody can answer here', async () => {
    const [lesson] = sampleCourse().modules[0]!.lessons;
    const [problem] = lesson!.problems;
    const step = { ...problem!.steps[0]!, kind: 'RECORDED' as const, answers: [], hints: [] };
    const { schoolId, learner, course } = await gateway.createClass(
      sampleCourse({
        modules: [
          {
            ...sampleCourse().modules[0]!,
            lessons: [{ ...lesson!, problems: [{ ...problem!, steps: [step] }] }],
          },
        ],
      }),
    );
    const courseId = course.globalId;
    const { startPractice } = await learner.client.data(
      `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
         ... on StartPracticeSuccess { attempt { id steps { step { id kind } } } } } }`,
      { courseId },
    );
    const { id: attemptId, steps } = startPractice.attempt;
    expect(steps[0].step.kind).toBe('RECORDED');
    const stepId = steps[0].step.id;
    const refused = await learner.client.ask(
      `mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) { __typename } }`,
      { input: { attemptId, stepId, response: '4', clientKey: 'here' } },
    );
    expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({ field: 'stepId' });
    const service = await gateway.createService(schoolId, ['responses:record']);
    const { recorded } = await record(service, courseId, [
      {
        learnerId: learner.globalId,
        stepId,
        correct: true,
        occurredAt: '2026-01-31T09:00:00Z',
        clientKey: 'elsewhere',
      },
    ]);
    expect(recorded).toBe(1);
    expect((await stateOf(learner, courseId)).progress.completed).toBe(1);
  });

  it('is for keys with the scope responses:record alone', async () => {
    const { schoolId, teacher, learner, outcome, courseId } = await createRecordedClass();
    const other = await createRecordedClass();
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    const unscoped = await gateway.createService(schoolId, ['events:record', 'courses:import']);
    const variables = { courseId, responses: [outcome('Question s1-1', true)] };
    for (const client of [learner.client, teacher.client, administrator.client, unscoped]) {
      (await client.ask(RECORD, variables)).error('FORBIDDEN');
    }
    (await gateway.guest().ask(RECORD, variables)).error('UNAUTHENTICATED');
    (await other.service.ask(RECORD, variables)).error('NOT_FOUND');
    expect(await countResponses(learner)).toBe(0);
  });

  it('stores all or none, and names what is wrong', async () => {
    const { schoolId, course, learner, teacher, service, outcome, courseId } =
      await createRecordedClass();
    const other = await createRecordedClass();
    const classmate = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, classmate.id);
    const bystander = await gateway.createPerson(schoolId);
    const good = [
      outcome('Question s1-1', true),
      outcome('Question s1-1', true, { learnerId: classmate.globalId }),
    ];
    for (const [facts, code, field] of [
      [{ learnerId: bystander.globalId }, 'BAD_USER_INPUT', 'responses.2.learnerId'],
      [{ learnerId: teacher.globalId }, 'BAD_USER_INPUT', 'responses.2.learnerId'],
      [{ learnerId: other.learner.globalId }, 'BAD_USER_INPUT', 'responses.2.learnerId'],
      [{ learnerId: randomId('User') }, 'BAD_USER_INPUT', 'responses.2.learnerId'],
      [{ learnerId: 'nonsense' }, 'NOT_FOUND', undefined],
      [{ stepId: randomId('Step') }, 'NOT_FOUND', undefined],
      [{ stepId: other.outcome('Question s1-1', true).stepId }, 'NOT_FOUND', undefined],
      [{ hintsUsed: -1 }, 'BAD_USER_INPUT', 'responses.2.hintsUsed'],
      [{ clientKey: '' }, 'BAD_USER_INPUT', 'responses.2.clientKey'],
      [{ clientKey: 'x'.repeat(101) }, 'BAD_USER_INPUT', 'responses.2.clientKey'],
      [{ clientKey: 'a\u0000' }, 'BAD_USER_INPUT', 'responses.2.clientKey'],
    ] as const) {
      const responses = [...good, outcome('Question s1-2', true, facts)];
      const refused = await service.ask(RECORD, { courseId, responses });
      expect([facts, refused.error(code).extensions?.['field']]).toEqual([facts, field]);
    }
    expect(await countResponses(learner)).toBe(0);
    expect(await countResponses(classmate)).toBe(0);
    expect(await record(service, courseId, good)).toEqual({ recorded: 2, duplicates: [] });
  });

  it('takes 1 to 200 outcomes a call', async () => {
    const { service, outcome, courseId } = await createRecordedClass();
    const many = Array.from({ length: 201 }, () => outcome('Question s1-1', true));
    for (const responses of [[], many]) {
      const refused = await service.ask(RECORD, { courseId, responses });
      expect(refused.error('BAD_USER_INPUT').message).toBe('Send 1 to 200 responses at a time.');
    }
    expect((await record(service, courseId, many.slice(1))).recorded).toBe(200);
  });
});
