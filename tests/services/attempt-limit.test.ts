import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { newId } from '../../src/services/ids.js';
import type { TestClient } from '../testkit/client.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';

// Needs a real PostgreSQL: the embedded database has one connection and cannot race.

const RACES = 1_000;
/** Races that run at the same time, each by a learner of its own. */
const LEARNERS = 4;
const LIMIT = 1;

let one: TestGateway;
let other: TestGateway;
beforeAll(async () => {
  one = await TestGateway.start({ environment: { LYCEUM_MAX_COST: '1000000' } });
  other = await TestGateway.start({ beside: one });
});
afterAll(async () => {
  await other.stop();
  await one.stop();
});

const START = `mutation ($input: StartAttemptInput!) { startAttempt(input: $input) {
  __typename ... on StartAttemptSuccess { attempt { id number } } } }`;
const SUBMIT = `mutation ($input: SubmitAttemptInput!) { submitAttempt(input: $input) { __typename } }`;

/** An assessment of one item with the limit, made by a teacher. */
async function publish(teacher: TestPerson, courseId: string, count: number): Promise<string[]> {
  const make = async (field: string, input: object, selection: string) => {
    const type = field[0]!.toUpperCase() + field.slice(1);
    const answer = await teacher.client.data(
      `mutation ($input: ${type}Input!) { ${field}(input: $input) { ... on ${type}Success { ${selection} } } }`,
      { input },
    );
    return answer[field];
  };
  const { questionBank } = await make(
    'createQuestionBank',
    { courseId, title: 'Bank' },
    'questionBank { id }',
  );
  const question = {
    title: 'Item',
    prompt: 'True?',
    body: { kind: 'true_false' },
    key: { kind: 'true_false', correct: true },
  };
  const { item } = await make('createItem', { bankId: questionBank.id, question }, 'item { id }');
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const settings = { title: 'Quiz', attemptLimit: LIMIT, parts: [{ itemId: item.id }] };
    const { assessment } = await make(
      'createAssessment',
      { courseId, settings },
      'assessment { id }',
    );
    await make('publishAssessment', { assessmentId: assessment.id }, 'assessment { id }');
    ids.push(assessment.id);
  }
  return ids;
}

/** Starts from every device at once, each key sent `times` times. Returns the attempts there are. */
async function startAtOnce(
  assessmentId: string,
  clients: readonly TestClient[],
  times: number,
): Promise<string[]> {
  const keys = clients.map(() => newId());
  const answers = await Promise.all(
    clients.flatMap((client, device) =>
      Array.from({ length: times }, () =>
        client.data(START, { input: { assessmentId, clientKey: keys[device] } }),
      ),
    ),
  );
  return [...new Set(answers.flatMap(({ startAttempt }) => startAttempt.attempt?.id ?? []))];
}

/** Two bursts of starts, the second while the attempt of the first is handed in. */
async function race(assessmentId: string, clients: readonly TestClient[]): Promise<void> {
  const [first, ...others] = await startAtOnce(assessmentId, clients, 2);
  expect(others).toEqual([]);
  await Promise.all([
    clients[0]!.data(SUBMIT, { input: { attemptId: first, clientKey: newId() } }),
    startAtOnce(assessmentId, clients, 1),
  ]);
}

describe('the attempt limit', () => {
  it(`is exceeded in none of ${String(RACES)} races between two devices on two nodes`, async () => {
    const { schoolId, course, teacher } = await one.createClass();
    const assessments = await publish(teacher, course.globalId, RACES / LEARNERS);
    const learners = [];
    for (let count = 0; count < LEARNERS; count += 1) {
      const person = await one.createPerson(schoolId);
      await one.enroll(schoolId, course, person.id);
      learners.push([person.client, await other.signIn(person)]);
    }
    await Promise.all(
      learners.map(async (clients) => {
        for (const assessmentId of assessments) await race(assessmentId, clients);
      }),
    );
    const counts = await one.db
      .selectFrom('assessment_attempts')
      .select(['assessment_id', 'user_id'])
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .groupBy(['assessment_id', 'user_id'])
      .execute();
    expect(counts).toHaveLength(RACES);
    expect(counts.filter(({ count }) => Number(count) > LIMIT)).toEqual([]);
    // The races were run to the end: each came to its limit.
    expect(counts.filter(({ count }) => Number(count) === LIMIT)).toHaveLength(RACES);
  }, 600_000);
});
