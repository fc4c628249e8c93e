import { newId } from '../../src/services/ids.js';
import { statement } from './assessed.js';
import type { Cast } from './cast.js';
import type { InputPlace } from './inputs.js';

const mutation = (field: string) => {
  const type = field[0]!.toUpperCase() + field.slice(1);
  return `mutation ($input: ${type}Input!) { ${field}(input: $input) { __typename ... on UserError { code message } } }`;
};

const at = '2026-01-31T09:00:00Z';

/** A place of an input that staff send. */
function staff(
  field: string,
  input: (value: string, cast: Cast) => object,
  type?: InputPlace['type'],
): InputPlace {
  return {
    query: mutation(field),
    variables: (value, cast) => ({ input: input(value, cast) }),
    as: 'instructor',
    ...(type ? { type } : {}),
  };
}

function learners(...[field, input, type]: Parameters<typeof staff>): InputPlace {
  return { ...staff(field, input, type), as: 'learner' };
}

const question = (facts: (value: string) => object) =>
  staff('createItem', (value, { ids }) => ({
    bankId: ids.QuestionBank,
    question: { ...statement, ...facts(value) },
  }));

const settings = (facts: (value: string) => object, type?: InputPlace['type']) =>
  staff(
    'createAssessment',
    (value, { ids }) => ({
      courseId: ids.Course,
      settings: { title: 'Quiz', parts: [], ...facts(value) },
    }),
    type,
  );

const response = (facts: (value: string) => object) =>
  learners('saveResponse', (value, { ids }) => ({
    attemptItemId: ids.AttemptItem,
    version: 0,
    response: facts(value),
  }));

const file = { fileId: 'f', name: 'n', mediaType: 'image/png', bytes: 1, sha256: '0'.repeat(64) };

/** Kinds whose answers are texts or names of choices, by the field that takes them. */
const textual = ['singleChoice', 'multipleChoice', 'order', 'textEntry', 'numeric', 'formula'];
const alsoTextual = ['extendedText', 'hotText', 'hotspot', 'graphicOrder'];

function responsePlaces(): Record<string, InputPlace> {
  return Object.fromEntries([
    ...[...textual, ...alsoTextual].map((kind) => [
      `ItemResponseInput.${kind}`,
      response((value) => ({ [kind]: value })),
    ]),
    ...textual.map((kind) => [
      `CustomFieldResponseInput.${kind}`,
      response((value) => ({ custom: [{ field: 'f', response: { [kind]: value } }] })),
    ]),
    ...Object.keys(file)
      .filter((name) => name !== 'bytes')
      .map((name) => [
        `FileReferenceInput.${name}`,
        response((value) => ({ upload: [{ ...file, [name]: value }] })),
      ]),
  ]) as Record<string, InputPlace>;
}

/** The places of assessments that take text, by name. */
export const assessmentPlaces: Readonly<Record<string, InputPlace>> = {
  'Query.itemKey.itemId': {
    query: `query ($id: ID!) { itemKey(itemId: $id) }`,
    variables: (id) => ({ id }),
    as: 'instructor',
    type: 'Item',
  },
  'QuestionBank.items.after': {
    query: `query ($id: ID!, $after: String) { node(id: $id) { ... on QuestionBank { items(after: $after) { totalCount } } } }`,
    variables: (after, { ids }) => ({ after, id: ids.QuestionBank }),
    as: 'instructor',
  },
  'Assessment.attempts.after': {
    query: `query ($id: ID!, $after: String) { node(id: $id) { ... on Assessment { attempts(after: $after) { totalCount } } } }`,
    variables: (after, { ids }) => ({ after, id: ids.Assessment }),
    as: 'instructor',
  },
  'Subscription.attemptUpdated.attemptId': {
    query: `subscription ($id: ID!) { attemptUpdated(attemptId: $id) { cursor } }`,
    variables: (id) => ({ id }),
    as: 'learner',
    type: 'AssessmentAttempt',
  },
  'Subscription.attemptUpdated.after': {
    query: `subscription ($id: ID!, $after: String) { attemptUpdated(attemptId: $id, after: $after) { cursor } }`,
    variables: (after, { ids }) => ({ after, id: ids.AssessmentAttempt }),
    as: 'learner',
  },
  'CreateQuestionBankInput.courseId': staff(
    'createQuestionBank',
    (courseId) => ({ courseId, title: 'Bank' }),
    'Course',
  ),
  'CreateQuestionBankInput.title': staff('createQuestionBank', (title, { ids }) => ({
    courseId: ids.Course,
    title,
  })),
  'CreateItemInput.bankId': staff(
    'createItem',
    (bankId) => ({ bankId, question: statement }),
    'QuestionBank',
  ),
  'UpdateItemInput.itemId': staff(
    'updateItem',
    (itemId) => ({ itemId, question: statement }),
    'Item',
  ),
  'QuestionInput.title': question((title) => ({ title })),
  'QuestionInput.prompt': question((prompt) => ({ prompt })),
  'QuestionInput.rationale': question((rationale) => ({ rationale })),
  'QuestionInput.body': question((value) => ({ body: { kind: value, [value]: value } })),
  'QuestionInput.key': question((value) => ({ key: { kind: value, [value]: value } })),
  'QuestionInput.rule': question((value) => ({ rule: { type: value, [value]: value } })),
  'QuestionInput.variables': question((value) => ({ variables: { [value]: { values: [value] } } })),
  'AssessmentSettingsInput.title': settings((title) => ({ title })),
  'AssessmentSettingsInput.category': settings((category) => ({ category })),
  'AssessmentSettingsInput.opensAt': settings((opensAt) => ({ opensAt })),
  'AssessmentSettingsInput.closesAt': settings((closesAt) => ({ closesAt })),
  'AssessmentSettingsInput.dueAt': settings((dueAt) => ({ opensAt: at, dueAt })),
  'AssessmentPartInput.itemId': settings((itemId) => ({ parts: [{ itemId }] }), 'Item'),
  'AssessmentPartInput.bankId': settings(
    (bankId) => ({ parts: [{ bankId, drawCount: 1 }] }),
    'QuestionBank',
  ),
  'CreateAssessmentInput.courseId': staff(
    'createAssessment',
    (courseId) => ({ courseId, settings: { title: 'Quiz', parts: [] } }),
    'Course',
  ),
  'UpdateAssessmentInput.assessmentId': staff(
    'updateAssessment',
    (assessmentId, { ids }) => ({
      assessmentId,
      settings: { title: 'Quiz', parts: [{ itemId: ids.Item }] },
    }),
    'Assessment',
  ),
  'PublishAssessmentInput.assessmentId': staff(
    'publishAssessment',
    (assessmentId) => ({ assessmentId }),
    'Assessment',
  ),
  'StartAttemptInput.assessmentId': learners(
    'startAttempt',
    (assessmentId) => ({ assessmentId, clientKey: newId() }),
    'Assessment',
  ),
  'StartAttemptInput.clientKey': learners('startAttempt', (clientKey, { ids }) => ({
    assessmentId: ids.Assessment,
    clientKey,
  })),
  'SaveResponseInput.attemptItemId': learners(
    'saveResponse',
    (attemptItemId) => ({ attemptItemId, version: 0, response: { trueFalse: true } }),
    'AttemptItem',
  ),
  ...responsePlaces(),
  'FilledFieldInput.field': response((field) => ({
    custom: [{ field, response: { slider: 1 } }],
  })),
  'MatchPairInput.source': response((source) => ({ match: [{ source, target: 't' }] })),
  'MatchPairInput.target': response((target) => ({ match: [{ source: 's', target }] })),
  'AssociatedPairInput.first': response((first) => ({ associate: [{ first, second: 's' }] })),
  'AssociatedPairInput.second': response((second) => ({ associate: [{ first: 'f', second }] })),
  'FilledGapInput.gap': response((gap) => ({ gapMatch: [{ gap, choice: 'c' }] })),
  'FilledGapInput.choice': response((choice) => ({ gapMatch: [{ gap: 'g', choice }] })),
  'SubmitAttemptInput.attemptId': learners(
    'submitAttempt',
    (attemptId) => ({ attemptId, clientKey: newId() }),
    'AssessmentAttempt',
  ),
  'SubmitAttemptInput.clientKey': learners('submitAttempt', (clientKey, { ids }) => ({
    attemptId: ids.AssessmentAttempt,
    clientKey,
  })),
  'GradeItemInput.attemptItemId': staff(
    'gradeItem',
    (attemptItemId) => ({ attemptItemId, points: 1 }),
    'AttemptItem',
  ),
  'GradeItemInput.comment': staff('gradeItem', (comment, { ids }) => ({
    attemptItemId: ids.AttemptItem,
    points: 1,
    comment,
  })),
  'ReleaseGradesInput.assessmentId': staff(
    'releaseGrades',
    (assessmentId) => ({ assessmentId }),
    'Assessment',
  ),
  'VoidAttemptInput.attemptId': staff(
    'voidAttempt',
    (attemptId) => ({ attemptId }),
    'AssessmentAttempt',
  ),
};
