import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { CANARY, CANARY_NUMBER, rightAnswer, wrongAnswer } from '../testkit/course.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const START = /* GraphQL */ `
  mutation ($courseId: ID!, $problemId: ID) {
    startPractice(input: { courseId: $courseId, problemId: $problemId }) {
      __typename
      ... on UserError {
        code
      }
      ... on StartPracticeSuccess {
        resumed
        attempt {
          id
          state
          problem {
            id
            title
          }
          steps {
            open
            hintsLeft
            step {
              id
              title
              kind
              choices
            }
          }
        }
      }
    }
  }
`;

const SUBMIT = /* GraphQL */ `
  mutation ($attemptId: ID!, $stepId: ID!, $response: String!, $clientKey: String!) {
    submitResponse(
      input: { attemptId: $attemptId, stepId: $stepId, response: $response, clientKey: $clientKey }
    ) {
      __typename
      ... on UserError {
        code
        message
      }
      ... on StepNotOpenError {
        openSteps
      }
      ... on SubmitResponseSuccess {
        replayed
        response {
          id
          correct
          score
          outcome
          firstTry
          hintsUsed
        }
        attempt {
          state
          steps {
            open
          }
        }
        enrollment {
          progress {
            completed
            total
            fraction
          }
          mastery {
            probability
            observations
            engine
            skill {
              title
            }
          }
          recommendation {
            id
            items {
              score
              problem {
                id
                title
              }
              reasons {
                code
                weight
                skill {
                  title
                }
                evidence {
                  __typename
                  id
                }
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
  }
`;

const HINT = /* GraphQL */ `
  mutation ($attemptId: ID!, $stepId: ID!) {
    requestHint(input: { attemptId: $attemptId, stepId: $stepId }) {
      __typename
      ... on UserError {
        code
      }
      ... on RequestHintSuccess {
        hint {
          kind
          text
        }
        attempt {
          steps {
            hintsLeft
            hints {
              text
            }
          }
        }
      }
    }
  }
`;

let keys = 0;

async function start(person: TestPerson, courseId: string, problemId?: string) {
  const { startPractice } = await person.client.data(START, { courseId, problemId });
  return startPractice.attempt;
}

async function answer(
  person: TestPerson,
  attempt: { id: string },
  step: { id: string },
  response: string,
  clientKey = `key-${String((keys += 1))}`,
) {
  const variables = { attemptId: attempt.id, stepId: step.id, response, clientKey };
  return (await person.client.data(SUBMIT, variables)).submitResponse;
}

describe('startPractice', () => {
  it('opens the first problem of the course for a new learner, and resumes it', async () => {
    const { learner, course } = await gateway.createClass();
    const first = (await learner.client.data(START, { courseId: course.globalId })).startPractice;
    expect(first).toMatchObject({
      resumed: false,
      attempt: { state: 'IN_PROGRESS', problem: { title: 'Problem 1.1' } },
    });
    const again = (await learner.client.data(START, { courseId: course.globalId })).startPractice;
    expect(again).toMatchObject({ resumed: true, attempt: { id: first.attempt.id } });
  });

  it('tells someone who is not a learner of the course so', async () => {
    const { teacher, course } = await gateway.createClass();
    const result = (await teacher.client.data(START, { courseId: course.globalId })).startPractice;
    expect(result).toEqual({ __typename: 'NotEnrolledError', code: 'NOT_ENROLLED' });
  });

  it('says that nothing is left once every problem is completed', async () => {
    const { learner, course } = await gateway.createClass();
    for (;;) {
      const result = (await learner.client.data(START, { courseId: course.globalId }))
        .startPractice;
      if (result.__typename === 'NothingLeftError') break;
      for (const { step } of result.attempt.steps) {
        await answer(learner, result.attempt, step, rightAnswer(step.title));
      }
    }
    const { course: seen } = await learner.client.data(
      `query ($id: ID!) { course(id: $id) { viewerEnrollment { progress { completed total fraction } } } }`,
      { id: course.globalId },
    );
    expect(seen.viewerEnrollment.progress).toEqual({ completed: 8, total: 8, fraction: 1 });
  });

  it('stays within a lesson that is named, and does not find one of another course', async () => {
    const { learner, course } = await gateway.createClass();
    const other = await gateway.createClass();
    const lessonsOf = async ({ client }: TestPerson, id: string) =>
      (
        await client.data(
          `query ($id: ID!) { course(id: $id) { modules { lessons { id title } } } }`,
          { id },
        )
      ).course.modules[0].lessons;
    const within = (lessonId: string) =>
      learner.client.ask(
        `mutation ($courseId: ID!, $lessonId: ID) {
           startPractice(input: { courseId: $courseId, lessonId: $lessonId }) {
             ... on StartPracticeSuccess { attempt { problem { title } } } } }`,
        { courseId: course.globalId, lessonId },
      );
    const [, second] = await lessonsOf(learner, course.globalId);
    const { startPractice } = (await within(second.id)).data();
    expect(startPractice.attempt.problem.title).toBe('Problem 2.1');
    const [foreign] = await lessonsOf(other.learner, other.course.globalId);
    expect((await within(foreign.id)).error('NOT_FOUND').message).toBe('No such lesson.');
  });

  it('does not find a course that the school has not', async () => {
    const { learner } = await gateway.createClass();
    const other = await gateway.createClass();
    const refused = await learner.client.ask(START, { courseId: other.course.globalId });
    expect(refused.error('NOT_FOUND').message).toBe('No such course.');
  });

  it('refuses a guest', async () => {
    const { course } = await gateway.createClass();
    const refused = await gateway.guest().ask(START, { courseId: course.globalId });
    refused.error('UNAUTHENTICATED');
  });

  it('gives a problem of another school the same answer as a random one', async () => {
    const { learner, course } = await gateway.createClass();
    const other = await gateway.createClass();
    const foreign = await start(other.learner, other.course.globalId);
    const variables = { courseId: course.globalId, problemId: foreign.problem.id };
    const refused = (await learner.client.ask(START, variables)).error('NOT_FOUND');
    const nowhere = {
      courseId: course.globalId,
      problemId: randomId('Problem'),
    };
    expect((await learner.client.ask(START, nowhere)).error('NOT_FOUND').message).toBe(
      refused.message,
    );
  });
});

describe('submitResponse', () => {
  it('grades a right answer, raises mastery, completes the attempt and recommends what follows', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const result = await answer(learner, attempt, attempt.steps[0].step, '8/2');
    expect(result).toMatchObject({
      replayed: false,
      response: { correct: true, score: 1, firstTry: true, hintsUsed: 0 },
      attempt: { state: 'COMPLETED' },
      enrollment: { progress: { completed: 1, total: 8, fraction: 0.125 } },
    });
    // Prior 0.2, slip 0.1, guess 0.2: 0.18 / (0.18 + 0.16), then + (1 − p) × 0.1.
    const posterior = 0.18 / 0.34;
    const [mastery] = result.enrollment.mastery;
    expect(mastery).toMatchObject({ engine: 'bkt', observations: 1, skill: { title: 'Adding' } });
    expect(mastery.probability).toBeCloseTo(posterior + (1 - posterior) * 0.1, 10);
    expect(result.enrollment.recommendation.items[0].problem.title).not.toBe('Problem 1.1');
  });

  it('leaves the step open after a wrong answer', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const result = await answer(learner, attempt, attempt.steps[0].step, '5');
    expect(result).toMatchObject({
      response: { correct: false, score: 0 },
      attempt: { state: 'IN_PROGRESS', steps: [{ open: true }] },
    });
  });

  it('stores and grades a retried answer once', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const first = await answer(learner, attempt, attempt.steps[0].step, '4', 'same key');
    const retries = await Promise.all(
      [1, 2, 3].map(() => answer(learner, attempt, attempt.steps[0].step, '4', 'same key')),
    );
    for (const retry of retries) {
      expect(retry).toMatchObject({ replayed: true, response: { id: first.response.id } });
    }
    expect(retries[0].enrollment.mastery).toEqual(first.enrollment.mastery);
  });

  it('takes a double click with the same key as one answer', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const both = await Promise.all(
      [1, 2].map(() => answer(learner, attempt, attempt.steps[0].step, '5', 'double')),
    );
    expect(new Set(both.map((result) => result.response.id)).size).toBe(1);
    expect(both.filter((result) => result.replayed)).toHaveLength(1);
  });

  it('names the open steps when a step is answered already', async () => {
    const { learner, course } = await gateway.createClass();
    const page = await learner.client.data(
      `query ($id: ID!) { course(id: $id) { modules { lessons { problems { edges { node { id title } } } } } } }`,
      { id: course.globalId },
    );
    const two = page.course.modules[0].lessons[0].problems.edges[3].node.id;
    const attempt = await start(learner, course.globalId, two);
    const [first, second] = attempt.steps;
    await answer(learner, attempt, first.step, rightAnswer(first.step.title));
    const result = await answer(learner, attempt, first.step, '1');
    expect(result).toMatchObject({
      __typename: 'StepNotOpenError',
      code: 'STEP_NOT_OPEN',
      openSteps: [second.step.id],
    });
  });

  it('tells that an attempt is closed', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    await answer(learner, attempt, attempt.steps[0].step, '4');
    const result = await answer(learner, attempt, attempt.steps[0].step, '4');
    expect(result).toMatchObject({ __typename: 'AttemptClosedError', code: 'ATTEMPT_CLOSED' });
  });

  it('does not count what cannot be read', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const result = await answer(learner, attempt, attempt.steps[0].step, '4 +* (');
    expect(result).toMatchObject({
      __typename: 'ResponseUnreadableError',
      code: 'RESPONSE_UNREADABLE',
    });
    const next = await answer(learner, attempt, attempt.steps[0].step, '4');
    expect(next.response).toMatchObject({ correct: true, firstTry: true });
  });

  it("does not find another learner's attempt", async () => {
    const { schoolId, learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const stranger = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, stranger.id);
    const variables = {
      attemptId: attempt.id,
      stepId: attempt.steps[0].step.id,
      response: '4',
      clientKey: 'k',
    };
    (await stranger.client.ask(SUBMIT, variables)).error('NOT_FOUND');
  });

  it('recommends differently after opposite answers, with evidence that resolves and reasons that move', async () => {
    const { schoolId, course, learner: able } = await gateway.createClass();
    const unable = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, unable.id);
    const play = async (person: TestPerson, reply: (title: string) => string) => {
      const seen = [];
      // Every problem of the first lesson once.
      for (let round = 0; round < 4; round += 1) {
        const attempt = await start(person, course.globalId);
        for (const { step } of attempt.steps) {
          seen.push(await answer(person, attempt, step, reply(step.title)));
        }
      }
      return seen;
    };
    const right = await play(able, rightAnswer);
    const wrong = await play(unable, wrongAnswer);
    const advice = (results: any[]) => results.at(-1).enrollment.recommendation.items[0];
    expect(advice(right).problem.id).not.toBe(advice(wrong).problem.id);

    for (const [person, results] of [
      [able, right],
      [unable, wrong],
    ] as const) {
      const ids = results.flatMap((result) =>
        result.enrollment.recommendation.items.flatMap((item: any) =>
          item.reasons.flatMap((reason: any) => reason.evidence.map((node: any) => node.id)),
        ),
      );
      expect(ids.length).toBeGreaterThan(0);
      const { nodes } = await person.client.data(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`,
        { ids: [...new Set(ids)] },
      );
      expect(nodes.map((node: any) => node?.id)).toEqual([...new Set(ids)]);
    }
    const reasons = wrong.map((result) => advice([result]).reasons);
    expect(reasons[1]).not.toEqual(reasons[0]);
    for (const list of reasons) {
      const total = list.reduce((sum: number, reason: any) => sum + reason.weight, 0);
      expect(total).toBeCloseTo(1, 10);
    }
  });
});

describe('requestHint', () => {
  it('gives hints in order, counts them in the answer, and says when none is left', async () => {
    const { learner, course } = await gateway.createClass();
    const attempt = await start(learner, course.globalId);
    const { step } = attempt.steps[0];
    const ask = async () =>
      (await learner.client.data(HINT, { attemptId: attempt.id, stepId: step.id })).requestHint;
    expect(await ask()).toMatchObject({
      hint: { kind: 'HINT', text: 'First hint of s1-1' },
      attempt: { steps: [{ hintsLeft: 1, hints: [{ text: 'First hint of s1-1' }] }] },
    });
    expect(await ask()).toMatchObject({ hint: { kind: 'SCAFFOLD' } });
    expect(await ask()).toEqual({ __typename: 'NoHintLeftError', code: 'NO_HINT_LEFT' });
    const result = await answer(learner, attempt, step, '4');
    expect(result.response).toMatchObject({ correct: true, hintsUsed: 2 });
    // Helped: counts as not correct, so mastery does not rise as it would.
    expect(result.enrollment.mastery[0].probability).toBeLessThan(0.2);
  });

  it('names the open steps, and tells that an attempt is closed, as submitResponse does', async () => {
    const { learner, course } = await gateway.createClass();
    const page = await learner.client.data(
      `query ($id: ID!) { course(id: $id) { modules { lessons { problems(first: 4) { edges { node { id } } } } } } }`,
      { id: course.globalId },
    );
    const two = page.course.modules[0].lessons[0].problems.edges[3].node.id;
    const attempt = await start(learner, course.globalId, two);
    const [first, second] = attempt.steps;
    const ask = async () =>
      (await learner.client.data(HINT, { attemptId: attempt.id, stepId: first.step.id }))
        .requestHint;
    await answer(learner, attempt, first.step, rightAnswer(first.step.title));
    expect(await ask()).toEqual({ __typename: 'StepNotOpenError', code: 'STEP_NOT_OPEN' });
    await answer(learner, attempt, second.step, rightAnswer(second.step.title));
    expect(await ask()).toEqual({ __typename: 'AttemptClosedError', code: 'ATTEMPT_CLOSED' });
  });

  it('tells the staff, and nobody may ask in another’s attempt', async () => {
    const { schoolId, learner, teacher, course } = await gateway.createClass();
    const stranger = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, stranger.id);
    const attempt = await start(learner, course.globalId);
    const stream = await teacher.client.follow(
      `subscription ($courseId: ID!) { classActivity(courseId: $courseId) {
         __typename enrollment { user { name } } ... on HintActivity { step { title } } } }`,
      { courseId: course.globalId },
    );
    const { step } = attempt.steps[0];
    const variables = { attemptId: attempt.id, stepId: step.id };
    (await stranger.client.ask(HINT, variables)).error('NOT_FOUND');
    (await teacher.client.ask(HINT, variables)).error('NOT_FOUND');
    (await gateway.guest().ask(HINT, variables)).error('UNAUTHENTICATED');
    await learner.client.data(HINT, variables);
    const [item] = await stream.take(1);
    expect(item.classActivity).toEqual({
      __typename: 'HintActivity',
      enrollment: { user: { name: 'Learner' } },
      step: { title: step.title },
    });
  });
});

describe('answer keys', () => {
  it('are nowhere in what a learner can read, hints not asked for included', async () => {
    const { learner, course } = await gateway.createClass();
    const everything = await learner.client.ask(
      /* GraphQL */ `
        query ($id: ID!) {
          course(id: $id) {
            modules {
              lessons {
                objectives {
                  target
                  skill {
                    key
                    title
                  }
                }
                problems(first: 4) {
                  edges {
                    node {
                      title
                      body
                      figures
                      license
                      attribution
                      steps {
                        title
                        body
                        kind
                        choices
                        hintCount
                      }
                    }
                  }
                }
              }
            }
          }
        }
      `,
      { id: course.globalId },
    );
    const attempt = await start(learner, course.globalId);
    const wrong = await answer(learner, attempt, attempt.steps[0].step, '5');
    const text = JSON.stringify([everything.data(), attempt, wrong]);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(CANARY_NUMBER);
    expect(text).not.toContain('First hint');
  });
});
