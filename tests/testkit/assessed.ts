import type { TestPerson } from './gateway.js';

/** A true-or-false question. */
export const statement = {
  title: 'A statement',
  prompt: 'Is it?',
  body: { kind: 'true_false' },
  key: { kind: 'true_false', correct: true },
};

/** A published assessment of one statement, and the learner's open attempt at it: their global ids. */
export async function createAssessed(teacher: TestPerson, learner: TestPerson, courseId: string) {
  const make = async (person: TestPerson, field: string, input: object, selection: string) => {
    const type = field[0]!.toUpperCase() + field.slice(1);
    const answer = await person.client.data(
      `mutation ($input: ${type}Input!) { ${field}(input: $input) { ... on ${type}Success { ${selection} } } }`,
      { input },
    );
    return answer[field];
  };
  const bank = await make(
    teacher,
    'createQuestionBank',
    { courseId, title: 'Bank' },
    'questionBank { id }',
  );
  const bankId: string = bank.questionBank.id;
  const { item } = await make(
    teacher,
    'createItem',
    { bankId, question: statement },
    'item { id }',
  );
  const settings = { title: 'Quiz', parts: [{ itemId: item.id }] };
  const { assessment } = await make(
    teacher,
    'createAssessment',
    { courseId, settings },
    'assessment { id }',
  );
  const assessmentId: string = assessment.id;
  await make(teacher, 'publishAssessment', { assessmentId }, 'assessment { id }');
  return {
    QuestionBank: bankId,
    Item: item.id as string,
    Assessment: assessmentId,
    ...(await openAttempt(learner, assessmentId)),
  };
}

/** The learner's open attempt, which is opened unless it is. */
export async function openAttempt(learner: TestPerson, assessmentId: string) {
  const { startAttempt } = await learner.client.data(
    `mutation ($input: StartAttemptInput!) { startAttempt(input: $input) {
       ... on StartAttemptSuccess { attempt { id items { id } } } } }`,
    { input: { assessmentId, clientKey: String(performance.now()) } },
  );
  const { id, items } = startAttempt.attempt;
  return { AssessmentAttempt: id as string, AttemptItem: items[0].id as string };
}
