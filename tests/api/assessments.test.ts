import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import type { QuestionKindName } from '../../src/engines/grading/index.js';
import { EXAMPLES as examples } from '../../src/engines/grading/questions/__fixtures__/examples.js';
import { responsePlaces } from '../../src/schema/assessments/question-kinds.js';
import { AttemptsService } from '../../src/services/assessments/attempts.service.js';
import { everything } from '../testkit/everything.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { createColumn } from '../testkit/gradebook.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  // What a request may cost is another test's business; one here reads everything there is.
  gateway = await TestGateway.start({
    environment: { LYCEUM_MAX_COST: '1000000', LYCEUM_MAX_ALIASES: '10000' },
  });
});
afterAll(async () => {
  await gateway.stop();
});

const PROBLEMS = `... on UserError { code } ... on InvalidFieldsError { problems { path code } }`;

const ATTEMPT_ALONE = /* GraphQL */ `
  fragment attempt on AssessmentAttempt {
    id
    number
    state
    startedAt
    deadlineAt
    graceUntil
    submittedAt
    receivedAt
    timeTakenSeconds
    itemCount
    cursor
    result {
      score
      pointsEarned
      pointsPossible
      passed
      correct
      total
      scoreWithheld
      correctWithheld
    }
    items {
      ...item
    }
  }
`;

const ITEM_ASKED = /* GraphQL */ `
  fragment item on AttemptItem {
    id
    position
    kind
    prompt
    maxPoints
    selector
    reasons {
      code
    }
    body {
      __typename
      ... on SingleChoiceBody {
        choices {
          identifier
          content
        }
      }
    }
    response {
      version
      response {
        __typename
        ... on NumericResponse {
          text
        }
        ... on SingleChoiceResponse {
          choice
        }
      }
    }
    result {
      points
      pointsWithheld
      correct
      outcome
      correctWithheld
      comment
      rationale
    }
  }
`;

const ATTEMPT = ATTEMPT_ALONE + ITEM_ASKED;

/** A mutation whose input is its one variable. */
function mutation(field: string, selection: string, fragments = '') {
  const input = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ${selection} } } ${fragments}`;
}

async function call(
  person: TestPerson,
  field: string,
  input: object,
  selection = PROBLEMS,
  fragments = '',
) {
  const success = `${field[0]!.toUpperCase()}${field.slice(1)}Success`;
  const selected = [BANK, ITEM, ASSESSMENT].includes(selection)
    ? `... on ${success} { ${selection} } ${PROBLEMS}`
    : selection;
  return (await person.client.data(mutation(field, selected, fragments), { input }))[field];
}

async function refusal(person: TestPerson, field: string, input: object, code: string) {
  return (await person.client.ask(mutation(field, ''), { input })).error(code);
}

/** What each of these says of what it made. */
const BANK = 'questionBank { id title }';
const ITEM = 'item { id version { number kind } }';
const ASSESSMENT = 'assessment { id title status }';

const sum = {
  title: 'A sum',
  prompt: 'What is {{a}} + {{b}}?',
  body: { kind: 'numeric' },
  key: { kind: 'numeric', value: '{{a}}+{{b}}' },
  variables: { a: { min: 1, max: 9 }, b: { values: [10, 20] } },
  rationale: 'Because {{a}} and {{b}} are added.',
};

const choice = {
  title: 'A choice',
  prompt: 'Which one?',
  body: {
    kind: 'single_choice',
    shuffle: true,
    choices: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, content: `Choice ${id}` })),
  },
  key: { kind: 'single_choice', correct: 'b' },
  maxPoints: 3,
};

const essay = {
  title: 'An essay',
  prompt: 'Why?',
  body: { kind: 'extended_text' },
  key: { kind: 'extended_text', modelAnswer: 'Because.' },
  maxPoints: 4,
};

async function createBank(teacher: TestPerson, courseId: string): Promise<string> {
  return (await call(teacher, 'createQuestionBank', { courseId, title: 'Bank' }, BANK)).questionBank
    .id;
}

async function createItem(teacher: TestPerson, bankId: string, question: object): Promise<string> {
  const made = await call(teacher, 'createItem', { bankId, question }, ITEM);
  expect(made.problems).toBeUndefined();
  return made.item.id;
}

/** A class with a published assessment of these questions. */
async function createAssessed(questions: object[], settings: object = {}) {
  const made = await gateway.createClass();
  const courseId = made.course.globalId;
  const bankId = await createBank(made.teacher, courseId);
  const itemIds = [];
  for (const question of questions) itemIds.push(await createItem(made.teacher, bankId, question));
  const { assessment, ...rest } = await call(
    made.teacher,
    'createAssessment',
    {
      courseId,
      settings: { title: 'Quiz', parts: itemIds.map((itemId) => ({ itemId })), ...settings },
    },
    ASSESSMENT,
  );
  expect(rest).toEqual({ __typename: 'CreateAssessmentSuccess' });
  const published = await call(
    made.teacher,
    'publishAssessment',
    { assessmentId: assessment.id },
    ASSESSMENT,
  );
  expect(published.assessment.status).toBe('PUBLISHED');
  return { ...made, courseId, bankId, itemIds, assessmentId: assessment.id as string };
}

let keys = 0;
const clientKey = () => `key ${String((keys += 1))}`;

const STARTED = `... on UserError { code } ... on StartAttemptSuccess { resumed attempt { ...attempt } }`;

async function start(person: TestPerson, assessmentId: string, key = clientKey()) {
  return call(
    person,
    'startAttempt',
    { assessmentId, clientKey: key },
    `${STARTED} ... on AttemptLimitReachedError { limit } ... on AssessmentNotOpenError { opensAt closesAt }`,
    ATTEMPT,
  );
}

async function save(person: TestPerson, attemptItemId: string, version: number, response: unknown) {
  return call(
    person,
    'saveResponse',
    { attemptItemId, version, response },
    `... on UserError { code }
     ... on SaveResponseSuccess { item { ...item attempt { itemCount items { id selector reasons { code } } } } }
     ... on StaleResponseError { item { ...item } }
     ... on ResponseRefusedError { problems { path code } }
     ... on AttemptNotOpenError { attempt { state } }`,
    ITEM_ASKED,
  );
}

async function submit(person: TestPerson, attemptId: string, key = clientKey()) {
  return call(
    person,
    'submitAttempt',
    { attemptId, clientKey: key },
    `... on UserError { code }
     ... on SubmitAttemptSuccess { attempt { ...attempt } }
     ... on AttemptNotOpenError { attempt { ...attempt } }`,
    ATTEMPT,
  );
}

async function attemptSeenBy(person: TestPerson, id: string) {
  const { node } = await person.client.data(
    `query ($id: ID!) { node(id: $id) { ...attempt } } ${ATTEMPT}`,
    { id },
  );
  return node;
}

/** The right answer to `sum` as it was asked. */
function total(prompt: string): string {
  const [a, b] = prompt.match(/\d+/g)!.map(Number);
  return String(a! + b!);
}

describe('createQuestionBank', () => {
  it('is for the staff of the course', async () => {
    const { teacher, learner, course } = await gateway.createClass();
    const other = await gateway.createClass();
    const input = { courseId: course.globalId, title: 'Bank' };
    const made = await call(teacher, 'createQuestionBank', input, BANK);
    expect(made.questionBank.title).toBe('Bank');
    await refusal(learner, 'createQuestionBank', input, 'FORBIDDEN');
    await refusal(other.teacher, 'createQuestionBank', input, 'NOT_FOUND');
    (await gateway.guest().ask(mutation('createQuestionBank', ''), { input })).error(
      'UNAUTHENTICATED',
    );
  });

  it.each([
    ['', 'EMPTY'],
    ['x'.repeat(201), 'TOO_LONG'],
    ['\u0000', 'BAD_TEXT'],
  ])('refuses the title %j', async (title, code) => {
    const { teacher, course } = await gateway.createClass();
    const made = await call(teacher, 'createQuestionBank', { courseId: course.globalId, title });
    expect(made).toMatchObject({ code: 'INVALID_FIELDS', problems: [{ path: 'title', code }] });
  });
});

describe('createItem and updateItem', () => {
  it('keep every version, and give the key to staff alone', async () => {
    const { teacher, learner, course } = await gateway.createClass();
    const bankId = await createBank(teacher, course.globalId);
    const itemId = await createItem(teacher, bankId, choice);
    const key = { kind: 'single_choice', correct: 'c' };
    const updated = await call(
      teacher,
      'updateItem',
      { itemId, question: { ...choice, key } },
      ITEM,
    );
    expect(updated.item.version).toEqual({ number: 2, kind: 'SINGLE_CHOICE' });
    const KEY = `query ($itemId: ID!) { itemKey(itemId: $itemId) }`;
    expect((await teacher.client.data(KEY, { itemId })).itemKey).toEqual(key);
    (await learner.client.ask(KEY, { itemId })).error('NOT_FOUND');
    await refusal(learner, 'createItem', { bankId, question: choice }, 'NOT_FOUND');
    await refusal(learner, 'updateItem', { itemId, question: choice }, 'NOT_FOUND');
    const { node } = await teacher.client.data(
      `query ($id: ID!) { node(id: $id) { ... on QuestionBank { items { totalCount edges { node { title } } } } } }`,
      { id: bankId },
    );
    expect(node.items).toEqual({ totalCount: 1, edges: [{ node: { title: 'A choice' } }] });
  });

  it.each([
    ['a key that names no choice', { key: { kind: 'single_choice', correct: 'z' } }, 'key.correct'],
    ['no kind', { body: {} }, 'body.kind'],
    ['no points', { maxPoints: 0 }, 'maxPoints'],
    ['a variable without values', { variables: { a: { values: [] } } }, 'variables.a.values'],
  ])('name the field for %s', async (_name, fault, path) => {
    const { teacher, course } = await gateway.createClass();
    const bankId = await createBank(teacher, course.globalId);
    const made = await call(teacher, 'createItem', { bankId, question: { ...choice, ...fault } });
    expect(made.code).toBe('INVALID_FIELDS');
    expect(made.problems.map((problem: any) => problem.path)).toContain(path);
  });
});

describe('createAssessment, updateAssessment and publishAssessment', () => {
  it('show a draft to staff, and to learners once it is published', async () => {
    const { teacher, learner, assessmentId, courseId, itemIds, schoolId } = await createAssessed([
      choice,
    ]);
    const draft = await call(
      teacher,
      'createAssessment',
      { courseId, settings: { title: 'Draft', parts: [{ itemId: itemIds[0] }] } },
      ASSESSMENT,
    );
    const SEEN = `query ($id: ID!) { course(id: $id) { assessments { id title } } }`;
    const seenBy = async (person: TestPerson) =>
      (await person.client.data(SEEN, { id: courseId })).course.assessments.map(
        ({ title }: any) => title,
      );
    expect(await seenBy(teacher)).toEqual(['Quiz', 'Draft']);
    expect(await seenBy(learner)).toEqual(['Quiz']);
    expect(await seenBy(await gateway.createPerson(schoolId))).toEqual([]);
    const { node } = await learner.client.data(`query ($id: ID!) { node(id: $id) { id } }`, {
      id: draft.assessment.id,
    });
    expect(node).toBeNull();
    await refusal(
      learner,
      'startAttempt',
      { assessmentId: draft.assessment.id, clientKey: 'k' },
      'NOT_FOUND',
    );
    const renamed = await call(
      teacher,
      'updateAssessment',
      { assessmentId, settings: { title: 'Renamed', parts: [{ itemId: itemIds[0] }] } },
      ASSESSMENT,
    );
    expect(renamed.assessment).toEqual({ id: assessmentId, title: 'Renamed', status: 'PUBLISHED' });
    for (const [field, input] of [
      ['createAssessment', { courseId, settings: { title: 'X', parts: [] } }],
      ['updateAssessment', { assessmentId, settings: { title: 'X', parts: [] } }],
      ['publishAssessment', { assessmentId }],
    ] as const) {
      await refusal(
        learner,
        field,
        input,
        field === 'createAssessment' ? 'FORBIDDEN' : 'NOT_FOUND',
      );
    }
  });

  it.each([
    [{ weight: -1 }, 'settings.weight'],
    [{ passingFraction: 1.5 }, 'settings.passingFraction'],
    [{ attemptLimit: 0 }, 'settings.attemptLimit'],
    [{ timeLimitSeconds: 0 }, 'settings.timeLimitSeconds'],
    [{ points: 0 }, 'settings.points'],
    [{ opensAt: '2027-01-02T00:00:00Z', closesAt: '2027-01-01T00:00:00Z' }, 'settings.closesAt'],
    [{ parts: [{}] }, 'settings.parts[0]'],
    [{ title: '' }, 'settings.title'],
  ])('name the field for %j', async (fault, path) => {
    const { teacher, course } = await gateway.createClass();
    const settings = { title: 'Quiz', parts: [], ...fault };
    const made = await call(teacher, 'createAssessment', { courseId: course.globalId, settings });
    expect(made).toMatchObject({ code: 'INVALID_FIELDS', problems: [{ path }] });
  });

  it('publish nothing that cannot be asked', async () => {
    const { teacher, course } = await gateway.createClass();
    const courseId = course.globalId;
    const bankId = await createBank(teacher, courseId);
    for (const [parts, problem] of [
      [[], { code: 'EMPTY', path: 'settings.parts' }],
      [[{ bankId, drawCount: 1 }], { code: 'TOO_FEW', path: 'settings.parts[0].drawCount' }],
    ] as const) {
      const { assessment } = await call(
        teacher,
        'createAssessment',
        { courseId, settings: { title: 'Quiz', parts } },
        ASSESSMENT,
      );
      const result = await call(teacher, 'publishAssessment', { assessmentId: assessment.id });
      expect(result.problems).toEqual([problem]);
    }
  });

  it('find no item or bank of another course', async () => {
    const { teacher, course } = await gateway.createClass();
    const other = await createAssessed([choice]);
    for (const part of [{ itemId: other.itemIds[0] }, { bankId: other.bankId, drawCount: 1 }]) {
      const settings = { title: 'Quiz', parts: [part] };
      await refusal(
        teacher,
        'createAssessment',
        { courseId: course.globalId, settings },
        'NOT_FOUND',
      );
    }
  });
});

describe('an attempt', () => {
  it('is taken from start to score, and can be shown again exactly', async () => {
    const { learner, teacher, assessmentId } = await createAssessed([sum, choice], {
      passingFraction: 0.75,
      release: { rationale: 'AFTER_SUBMIT' },
    });
    const { attempt, resumed } = await start(learner, assessmentId);
    expect(resumed).toBe(false);
    expect(attempt).toMatchObject({
      number: 1,
      state: 'IN_PROGRESS',
      deadlineAt: null,
      itemCount: 2,
    });
    expect(attempt.result).toMatchObject({ score: null, scoreWithheld: 'NOT_SUBMITTED' });
    const [one, two] = attempt.items;
    expect(one.prompt).toMatch(/^What is [1-9] \+ [12]0\?$/);
    expect(two.body.choices.map(({ identifier }: any) => identifier).sort()).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(one.result).toEqual({
      points: null,
      pointsWithheld: 'NOT_SUBMITTED',
      correct: null,
      outcome: null,
      correctWithheld: 'NOT_SUBMITTED',
      comment: null,
      rationale: null,
    });
    const saved = await save(learner, one.id, 0, { numeric: total(one.prompt) });
    expect(saved.item.response).toEqual({
      version: 1,
      response: { __typename: 'NumericResponse', text: total(one.prompt) },
    });
    await save(learner, two.id, 0, { singleChoice: 'a' });
    await save(learner, two.id, 1, { singleChoice: 'b' });
    gateway.clock.tick(90_000);
    const { attempt: done } = await submit(learner, attempt.id);
    expect(done).toMatchObject({
      state: 'GRADED',
      timeTakenSeconds: 90,
      result: {
        score: 1,
        pointsEarned: 4,
        pointsPossible: 4,
        passed: true,
        correct: 2,
        total: 2,
        scoreWithheld: null,
      },
    });
    expect(done.items[0].result).toMatchObject({ points: 1, correct: true, outcome: 'RIGHT' });
    expect(done.items[0].result.rationale).toMatch(/^Because \d and \d0 are added\.$/);
    // The same to the learner again, and to the teacher.
    expect(await attemptSeenBy(learner, attempt.id)).toEqual(done);
    const again = await attemptSeenBy(teacher, attempt.id);
    expect(again.items.map(({ prompt, body }: any) => ({ prompt, body }))).toEqual(
      attempt.items.map(({ prompt, body }: any) => ({ prompt, body })),
    );
  });

  it('differs from learner to learner, drawing from a bank without repeat', async () => {
    const { teacher, course, schoolId } = await gateway.createClass();
    const courseId = course.globalId;
    const bankId = await createBank(teacher, courseId);
    for (let count = 0; count < 12; count += 1) {
      await createItem(teacher, bankId, { ...choice, prompt: `Prompt ${String(count)}` });
    }
    const { assessment } = await call(
      teacher,
      'createAssessment',
      { courseId, settings: { title: 'Quiz', parts: [{ bankId, drawCount: 4 }] } },
      ASSESSMENT,
    );
    await call(teacher, 'publishAssessment', { assessmentId: assessment.id });
    const drawn = [];
    for (let count = 0; count < 3; count += 1) {
      const person = await gateway.createPerson(schoolId);
      await gateway.enroll(schoolId, course, person.id);
      const { attempt } = await start(person, assessment.id);
      const prompts = attempt.items.map(({ prompt }: any) => prompt);
      expect(new Set(prompts).size).toBe(4);
      drawn.push(prompts.join());
    }
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it('is one for a double click, a retry and a second device, within the limit', async () => {
    const { learner, assessmentId } = await createAssessed([choice], { attemptLimit: 1 });
    const key = clientKey();
    const all = await Promise.all([
      start(learner, assessmentId, key),
      start(learner, assessmentId, key),
      start(learner, assessmentId),
    ]);
    expect(new Set(all.map(({ attempt }) => attempt.id)).size).toBe(1);
    expect(all.filter(({ resumed }) => !resumed)).toHaveLength(1);
    const { id } = all[0].attempt;
    await submit(learner, id);
    expect(await start(learner, assessmentId)).toEqual({
      __typename: 'AttemptLimitReachedError',
      code: 'ATTEMPT_LIMIT_REACHED',
      limit: 1,
    });
    expect((await start(learner, assessmentId, key)).attempt.id).toBe(id);
  });

  it('is for learners of the course, while it is open', async () => {
    const opensAt = new Date(gateway.clock().getTime() + 60_000).toISOString();
    const closesAt = new Date(gateway.clock().getTime() + 120_000).toISOString();
    const made = await createAssessed([choice], { opensAt, closesAt });
    expect((await start(made.teacher, made.assessmentId)).code).toBe('NOT_ENROLLED');
    expect(await start(made.learner, made.assessmentId)).toEqual({
      __typename: 'AssessmentNotOpenError',
      code: 'ASSESSMENT_NOT_OPEN',
      opensAt,
      closesAt,
    });
    gateway.clock.tick(60_000);
    const { attempt } = await start(made.learner, made.assessmentId);
    expect(attempt.deadlineAt).toBe(closesAt);
    gateway.clock.tick(60_000);
    const late = await gateway.createPerson(made.schoolId);
    await gateway.enroll(made.schoolId, made.course, late.id);
    expect((await start(late, made.assessmentId)).code).toBe('ASSESSMENT_NOT_OPEN');
    const input = { assessmentId: made.assessmentId, clientKey: '' };
    await refusal(made.learner, 'startAttempt', input, 'BAD_USER_INPUT');
    const other = await gateway.createClass();
    await refusal(other.learner, 'startAttempt', { ...input, clientKey: 'k' }, 'NOT_FOUND');
  });
});

describe('saveResponse', () => {
  it('refuses a stale version with what is stored, and takes a retry for what it is', async () => {
    const { learner, assessmentId } = await createAssessed([choice]);
    const { attempt } = await start(learner, assessmentId);
    const [{ id }] = attempt.items;
    await save(learner, id, 0, { singleChoice: 'a' });
    const stale = await save(learner, id, 0, { singleChoice: 'c' });
    expect(stale).toMatchObject({
      __typename: 'StaleResponseError',
      item: { response: { version: 1, response: { choice: 'a' } } },
    });
    const retry = await save(learner, id, 0, { singleChoice: 'a' });
    expect(retry.item.response.version).toBe(1);
    const both = await Promise.all([
      save(learner, id, 1, { singleChoice: 'd' }),
      save(learner, id, 1, { singleChoice: 'e' }),
    ]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'SaveResponseSuccess',
      'StaleResponseError',
    ]);
    const cleared = await save(learner, id, 2, null);
    expect(cleared.item.response).toEqual({ version: 3, response: null });
  });

  it('refuses an answer of the wrong kind, or of two kinds, naming the field', async () => {
    const { learner, assessmentId } = await createAssessed([choice]);
    const { attempt } = await start(learner, assessmentId);
    const [{ id: attemptItemId }] = attempt.items;
    expect(await save(learner, attemptItemId, 0, { trueFalse: true })).toMatchObject({
      code: 'RESPONSE_REFUSED',
      problems: expect.arrayContaining([{ path: 'response.kind', code: 'WRONG_KIND' }]),
    });
    expect(await save(learner, attemptItemId, 0, { singleChoice: 'z' })).toMatchObject({
      problems: [{ code: 'UNKNOWN_ID' }],
    });
    for (const response of [{}, { singleChoice: 'a', slider: 1 }]) {
      const input = { attemptItemId, version: 0, response };
      const refused = await refusal(learner, 'saveResponse', input, 'BAD_USER_INPUT');
      expect(refused.extensions).toMatchObject({ field: 'response' });
    }
  });

  it('is for one’s own attempt, and finds no other', async () => {
    const { learner, teacher, assessmentId, schoolId, course } = await createAssessed([choice]);
    const classmate = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, classmate.id);
    const { attempt } = await start(learner, assessmentId);
    const input = {
      attemptItemId: attempt.items[0].id,
      version: 0,
      response: { singleChoice: 'a' },
    };
    const handIn = { attemptId: attempt.id, clientKey: 'k' };
    for (const person of [classmate, teacher]) {
      await refusal(person, 'saveResponse', input, 'NOT_FOUND');
      await refusal(person, 'submitAttempt', handIn, 'NOT_FOUND');
    }
    await refusal(
      learner,
      'saveResponse',
      { ...input, attemptItemId: randomId('AttemptItem') },
      'NOT_FOUND',
    );
    expect(await attemptSeenBy(classmate, attempt.id)).toBeNull();
    expect((await attemptSeenBy(teacher, attempt.id)).id).toBe(attempt.id);
  });

  it('takes no answer after the deadline; the submit step has its grace', async () => {
    const { learner, assessmentId } = await createAssessed([sum], {
      timeLimitSeconds: 60,
      graceMinutes: 1,
    });
    const { attempt } = await start(learner, assessmentId);
    const [item] = attempt.items;
    gateway.clock.tick(60_000);
    await save(learner, item.id, 0, { numeric: total(item.prompt) });
    gateway.clock.tick(1);
    expect(await save(learner, item.id, 1, { numeric: '0' })).toEqual({
      __typename: 'AttemptNotOpenError',
      code: 'ATTEMPT_NOT_OPEN',
      attempt: { state: 'OVERDUE' },
    });
    gateway.clock.tick(59_999);
    const done = await submit(learner, attempt.id);
    expect(done.attempt).toMatchObject({ state: 'GRADED', result: { score: 1 } });
  });
});

describe('an attempt whose time is over', () => {
  it('is handed in with what was saved, by the schedule', async () => {
    const { learner, assessmentId } = await createAssessed([sum, essay], { timeLimitSeconds: 60 });
    // Those that other tests have left open.
    await new AttemptsService(gateway.deps).settle();
    const { attempt } = await start(learner, assessmentId);
    const [item] = attempt.items;
    await save(learner, item.id, 0, { numeric: total(item.prompt) });
    await save(learner, attempt.items[1].id, 0, { extendedText: 'For two reasons.' });
    gateway.clock.tick(60_001);
    expect(await new AttemptsService(gateway.deps).settle()).toBe(1);
    const seen = await attemptSeenBy(learner, attempt.id);
    expect(seen).toMatchObject({
      state: 'AUTO_SUBMITTED',
      submittedAt: attempt.deadlineAt,
      receivedAt: null,
      timeTakenSeconds: 60,
      result: { score: null, scoreWithheld: 'NOT_GRADED', correct: 1 },
    });
    expect(await new AttemptsService(gateway.deps).settle()).toBe(0);
  });

  it('is handed in when its learner comes back, too late', async () => {
    const { learner, assessmentId } = await createAssessed([sum], { timeLimitSeconds: 60 });
    const { attempt } = await start(learner, assessmentId);
    gateway.clock.tick(60_001);
    const late = await submit(learner, attempt.id);
    expect(late).toMatchObject({
      code: 'ATTEMPT_NOT_OPEN',
      attempt: { state: 'GRADED', receivedAt: null, result: { score: 0 } },
    });
    expect((await start(learner, assessmentId)).attempt.number).toBe(2);
  });
});

describe('submitAttempt', () => {
  it('is graded once, however often it is sent, and tells the class and the attempt', async () => {
    const { learner, assessmentId } = await createAssessed([choice]);
    const { attempt } = await start(learner, assessmentId);
    const stream = await learner.client.follow(
      `subscription ($id: ID!, $after: String) { attemptUpdated(attemptId: $id, after: $after) { attempt { state items { response { version } } } } }`,
      { id: attempt.id, after: attempt.cursor },
    );
    await save(learner, attempt.items[0].id, 0, { singleChoice: 'b' });
    const [saved] = await stream.take(1);
    expect(saved.attemptUpdated.attempt).toEqual({
      state: 'IN_PROGRESS',
      items: [{ response: { version: 1 } }],
    });
    const key = clientKey();
    const both = await Promise.all([
      submit(learner, attempt.id, key),
      submit(learner, attempt.id, key),
    ]);
    expect(both.map(({ attempt: done }) => done.result.score)).toEqual([1, 1]);
    const events = (await stream.take(3)).slice(1);
    expect(events.map(({ attemptUpdated }) => attemptUpdated.attempt.state)).toEqual([
      'GRADED',
      'GRADED',
    ]);
    stream.dispose();
    expect((await submit(learner, attempt.id)).code).toBe('ATTEMPT_NOT_OPEN');
    expect((await save(learner, attempt.items[0].id, 1, { singleChoice: 'a' })).code).toBe(
      'ATTEMPT_NOT_OPEN',
    );
  });
});

describe('gradeItem, releaseGrades and voidAttempt', () => {
  const GRADED = `... on UserError { code } ... on InvalidFieldsError { problems { path } }
    ... on GradeItemSuccess { item { result { points } grades { number points grader comment } } }`;

  it('grade what needs a person, keep the history, and show it when it is released', async () => {
    const { learner, teacher, assessmentId } = await createAssessed([essay, choice], {
      release: { score: 'MANUAL', correctness: 'AFTER_SUBMIT', comment: 'MANUAL' },
    });
    const { attempt } = await start(learner, assessmentId);
    const [item] = attempt.items;
    const attemptItemId = item.id;
    const input = { attemptItemId, points: 3, comment: 'Well argued.' };
    expect(await call(teacher, 'gradeItem', input, GRADED)).toMatchObject({
      code: 'ATTEMPT_NOT_SUBMITTED',
    });
    await save(learner, attemptItemId, 0, { extendedText: 'For two reasons.' });
    const { attempt: handedIn } = await submit(learner, attempt.id);
    expect(handedIn).toMatchObject({
      state: 'SUBMITTED',
      result: { scoreWithheld: 'NOT_RELEASED' },
    });
    expect(handedIn.items[0].result).toMatchObject({ correct: null, outcome: 'NEEDS_GRADING' });
    await refusal(learner, 'gradeItem', input, 'NOT_FOUND');
    expect(await call(teacher, 'gradeItem', { ...input, points: 5 }, GRADED)).toMatchObject({
      problems: [{ path: 'points' }],
    });
    const { item: graded } = await call(teacher, 'gradeItem', input, GRADED);
    expect(graded).toEqual({
      result: { points: 3 },
      grades: [
        { number: 1, points: null, grader: 'extended_text', comment: null },
        { number: 2, points: 3, grader: 'person', comment: 'Well argued.' },
      ],
    });
    const hidden = await attemptSeenBy(learner, attempt.id);
    expect(hidden).toMatchObject({ state: 'GRADED', result: { score: null } });
    expect(hidden.items[0].result).toMatchObject({ points: null, comment: null });
    await refusal(learner, 'releaseGrades', { assessmentId }, 'NOT_FOUND');
    const RELEASED = `... on ReleaseGradesSuccess { released }`;
    expect(await call(teacher, 'releaseGrades', { assessmentId }, RELEASED)).toMatchObject({
      released: 1,
    });
    expect(await call(teacher, 'releaseGrades', { assessmentId }, RELEASED)).toMatchObject({
      released: 0,
    });
    const shown = await attemptSeenBy(learner, attempt.id);
    expect(shown.result).toMatchObject({ pointsEarned: 3, score: 3 / 7 });
    expect(shown.items[0].result).toMatchObject({ points: 3, comment: 'Well argued.' });
  });

  it('make an attempt count for nothing, and give it back', async () => {
    const { learner, teacher, assessmentId } = await createAssessed([choice], { attemptLimit: 1 });
    const { attempt } = await start(learner, assessmentId);
    await refusal(learner, 'voidAttempt', { attemptId: attempt.id }, 'NOT_FOUND');
    const VOIDED = `... on VoidAttemptSuccess { attempt { state } }`;
    for (let count = 0; count < 2; count += 1) {
      const voided = await call(teacher, 'voidAttempt', { attemptId: attempt.id }, VOIDED);
      expect(voided.attempt.state).toBe('VOIDED');
    }
    expect(await save(learner, attempt.items[0].id, 0, { singleChoice: 'b' })).toMatchObject({
      code: 'ATTEMPT_NOT_OPEN',
      attempt: { state: 'VOIDED' },
    });
    expect((await submit(learner, attempt.id)).attempt.result.scoreWithheld).toBe('VOIDED');
    expect((await start(learner, assessmentId)).attempt.number).toBe(2);
  });
});

describe('the gradebook', () => {
  it('takes attempts for the results of the column that is their assessment’s', async () => {
    const { teacher, learner, courseId, assessmentId } = await createAssessed([choice]);
    const answer = async (singleChoice: string) => {
      const { attempt } = await start(learner, assessmentId);
      await save(learner, attempt.items[0].id, 0, { singleChoice });
      await submit(learner, attempt.id);
      return attempt.id as string;
    };
    const grade = async () => {
      const { course } = await learner.client.data(
        `query ($id: ID!) { course(id: $id) { viewerEnrollment { grades {
           current { fraction } columns { earned possible state } } } } }`,
        { id: courseId },
      );
      return course.viewerEnrollment.grades;
    };
    await answer('a');
    // An attempt that ended before the column was there counts in it.
    await createColumn(teacher, courseId, { assessmentId, pointsPossible: 30 });
    expect(await grade()).toEqual({
      current: { fraction: 0 },
      columns: [{ earned: 0, possible: 30, state: 'GRADED' }],
    });
    const best = await answer('b');
    expect(await grade()).toEqual({
      current: { fraction: 1 },
      columns: [{ earned: 30, possible: 30, state: 'GRADED' }],
    });
    const VOIDED = `... on VoidAttemptSuccess { attempt { state } }`;
    await call(teacher, 'voidAttempt', { attemptId: best }, VOIDED);
    expect((await grade()).current).toEqual({ fraction: 0 });
  });

  it('has one column for an assessment, of its own course', async () => {
    const { teacher, courseId, assessmentId } = await createAssessed([choice]);
    const other = await createAssessed([choice]);
    const column = { courseId, title: 'Quiz', pointsPossible: 10, assessmentId };
    const PROBLEM = '... on InvalidGradeInputError { problems { code field } }';
    const create = async () => call(teacher, 'createGradeColumn', column, PROBLEM);
    expect((await create()).__typename).toBe('CreateGradeColumnSuccess');
    expect((await create()).problems).toEqual([{ code: 'TAKEN', field: 'assessmentId' }]);
    for (const id of [other.assessmentId, randomId('Assessment')]) {
      await refusal(teacher, 'createGradeColumn', { ...column, assessmentId: id }, 'NOT_FOUND');
    }
  });
});

describe('the modes', () => {
  it('tell at once in practice, as far as the policy lets them', async () => {
    const { learner, assessmentId } = await createAssessed([choice], {
      mode: 'PRACTICE',
      release: { score: 'AFTER_SUBMIT', correctness: 'DURING' },
    });
    const { attempt } = await start(learner, assessmentId);
    const [{ id }] = attempt.items;
    const wrong = await save(learner, id, 0, { singleChoice: 'a' });
    expect(wrong.item.result).toMatchObject({ correct: false, outcome: 'WRONG', points: null });
    const right = await save(learner, id, 1, { singleChoice: 'b' });
    expect(right.item.result).toMatchObject({ correct: true, outcome: 'RIGHT' });
    expect((await submit(learner, attempt.id)).attempt.result.score).toBe(1);
  });

  it('ask one by one when adaptive, with the reason for each', async () => {
    const { learner, assessmentId } = await createAssessed([sum, sum, sum], { mode: 'ADAPTIVE' });
    const { attempt } = await start(learner, assessmentId);
    expect(attempt).toMatchObject({ itemCount: 3, items: [{ position: 0, selector: 'random' }] });
    let [{ id }] = attempt.items;
    for (const asked of [2, 3, 3]) {
      const { item } = await save(learner, id, 0, { numeric: '1' });
      expect(item.attempt.items).toHaveLength(asked);
      expect(item.attempt.items.at(-1).reasons).toEqual([{ code: 'RANDOM_AMONG' }]);
      id = item.attempt.items.at(-1).id;
    }
    expect((await submit(learner, attempt.id)).attempt.result).toMatchObject({
      score: 0,
      total: 3,
    });
  });
});

describe('the key', () => {
  const CANARY = 'canary-7f3a';

  it('is in nothing that a learner can read, whatever the kind', async () => {
    const kinds = Object.keys(examples) as QuestionKindName[];
    expect(kinds).toHaveLength(responsePlaces.size);
    const { learner, teacher, assessmentId, itemIds } = await createAssessed(
      kinds.map((kind) => ({
        title: kind,
        prompt: kind,
        ...examples[kind].question,
      })),
      {
        release: { score: 'DURING', correctness: 'DURING', rationale: 'DURING', comment: 'DURING' },
      },
    );
    const { attempt } = await start(learner, assessmentId);
    expect(attempt.items.map(({ kind }: any) => kind.toLowerCase())).toEqual(kinds);
    for (const [index, item] of attempt.items.entries()) {
      const { kind, ...answer } = examples[kinds[index]!].right as unknown as Record<
        string,
        unknown
      >;
      const [value] = Object.values(answer);
      const place = [...responsePlaces].find(([, { kind: of }]) => of === kind)![0];
      const response = { [place]: kind === 'custom' ? customInput(value) : value };
      const saved = await save(learner, item.id, 0, response);
      expect([kind, saved.__typename]).toEqual([kind, 'SaveResponseSuccess']);
    }
    const { attempt: done } = await submit(learner, attempt.id);
    for (const { kind, result } of done.items) {
      const byHand = ['EXTENDED_TEXT', 'UPLOAD', 'DRAWING', 'MEDIA'].includes(kind);
      expect([kind, result.outcome]).toEqual([kind, byHand ? 'NEEDS_GRADING' : 'RIGHT']);
    }
    // After grading, which reads nothing but what a key may say.
    await sql`update item_keys set key = key || jsonb_build_object('canary', ${CANARY}::text)`.execute(
      gateway.db,
    );
    for (const id of itemIds) {
      const { itemKey } = await teacher.client.data(`query ($id: ID!) { itemKey(itemId: $id) }`, {
        id,
      });
      expect(itemKey.canary).toBe(CANARY);
    }
    const seen = JSON.stringify(
      await learner.client.data(
        `query ($id: ID!) { node(id: $id) { ... on AssessmentAttempt ${everything(gateway.gateway.schema, 'AssessmentAttempt')} } }`,
        { id: attempt.id },
      ),
    );
    expect(seen).toContain('QuestionChoice_identifier');
    expect(seen).not.toContain(CANARY);
    // And no field by which it could be reached.
    const { schema } = gateway.gateway;
    for (const name of ['AssessmentAttempt', 'AttemptItem', 'ItemResult', 'SavedResponse']) {
      expect(Object.keys((schema.getType(name) as any).getFields())).not.toContain('key');
    }
  });

  function customInput(fields: unknown) {
    return (fields as any[]).map(({ field, response: { kind, ...answer } }) => {
      const [place] = [...responsePlaces].find(([, { kind: of }]) => of === kind)!;
      return { field, response: { [place]: Object.values(answer)[0] } };
    });
  }
});
