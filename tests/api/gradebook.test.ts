import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { streamKeys } from '../../src/entities/stream-keys.js';
import { parseGlobalId, toGlobalId } from '../../src/schema/shared/global-id.js';
import { exportGradebook } from '../../src/services/gradebook/export-gradebook.js';
import { recordResult, type ResultFact } from '../../src/services/gradebook/record-result.js';
import { newId } from '../../src/services/ids.js';
import { transact } from '../../src/services/transact.js';
import type { TestClient } from '../testkit/client.js';
import { sampleCourse } from '../testkit/course.js';
import { TestGateway } from '../testkit/gateway.js';
import {
  CREATE_COLUMN,
  createColumn,
  eventsOn,
  PLAIN_POLICY,
  recompute,
  record,
} from '../testkit/gradebook.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const RESULT = `
  __typename
  ... on UserError { code message }
  `;
const PROBLEMS = '... on InvalidGradeInputError { problems { code field } }';
const JOB = 'job { id kind state }';

function mutation(name: string, success: string): string {
  const Name = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${Name}Input!) { ${name}(input: $input) { ${RESULT}
    ${name === 'postGrades' ? '' : PROBLEMS}
    ... on ${Name}Success { ${success} } } }`;
}

const GRADES = `grades {
  view policyVersion
  current { earned possible fraction state grade categories { categoryId earned possible fraction explanation { code ids } } explanation { code before after ids values { name value } reason } }
  final { earned possible fraction state }
  periods { periodId current { fraction } final { fraction } }
  columns { earned possible fraction state grade column { id title } explanation { code before after ids values { name value } reason } }
}`;

const mutations = {
  setGradePolicy: mutation('setGradePolicy', `course { id } ${JOB}`),
  createGradeColumn: CREATE_COLUMN,
  updateGradeColumn: mutation(
    'updateGradeColumn',
    `column { id title pointsPossible dueAt categoryId } ${JOB}`,
  ),
  postGrades: mutation('postGrades', `column { id posted } ${JOB}`),
  recordGrade: mutation('recordGrade', `enrollment { id ${GRADES} }`),
  setGradeOverride: mutation('setGradeOverride', `enrollment { id ${GRADES} }`),
  clearGradeOverride: mutation('clearGradeOverride', `enrollment { id ${GRADES} }`),
  setGradeExemption: mutation('setGradeExemption', `enrollment { id ${GRADES} }`),
  recomputeGrades: mutation('recomputeGrades', `course { id } ${JOB}`),
};

async function ask(client: TestClient, name: keyof typeof mutations, input: object): Promise<any> {
  return (await client.data(mutations[name], { input }))[name];
}

async function refusal(client: TestClient, name: keyof typeof mutations, input: object) {
  return (await client.ask(mutations[name], { input })).code;
}

async function gradesOf(client: TestClient, enrollment: string): Promise<any> {
  const { node } = await client.data(
    `query ($id: ID!) { node(id: $id) { ... on Enrollment { ${GRADES} } } }`,
    { id: enrollment },
  );
  return node.grades;
}

/** A class with its ids as the graph writes them. */
async function createClass() {
  const made = await gateway.createClass();
  return {
    ...made,
    courseId: made.course.courseId,
    enrollment: toGlobalId('Enrollment', made.enrollmentId),
    classroom: streamKeys.classroom(made.course.courseId),
    ofLearner: streamKeys.grades(made.enrollmentId),
  };
}

const why = { reason: 'It is fair.' };

describe('setGradePolicy', () => {
  it('grades the course by it from then on, keeps the history, and tells the class', async () => {
    const { teacher, course, enrollment, classroom } = await createClass();
    const [homework, exam] = [
      await createColumn(teacher, course.globalId, { title: 'Homework' }),
      await createColumn(teacher, course.globalId, { title: 'Exam' }),
    ];
    await record(teacher.client, enrollment, homework, 10);
    await record(teacher.client, enrollment, exam, 5);
    const policy = {
      ...PLAIN_POLICY,
      total: 'WEIGHTED',
      categories: ['homework', 'exams'].map((id, index) => ({
        id,
        weight: index === 0 ? 1 : 3,
        extraCredit: false,
        dropLowest: 0,
        dropHighest: 0,
        neverDrop: [],
      })),
      columnRules: [
        {
          columnId: exam,
          late: null,
          neverLate: true,
          counting: 'FIRST',
          missing: 0.5,
          neverMissing: false,
        },
      ],
      periods: [
        {
          id: 'autumn',
          weight: 1,
          startsAt: '2026-09-01T00:00:00.000Z',
          endsAt: '2027-01-01T00:00:00.000Z',
        },
      ],
      scheme: [
        { name: 'pass', from: 0.6 },
        { name: 'fail', from: 0 },
      ],
    };
    const result = await ask(teacher.client, 'setGradePolicy', {
      courseId: course.globalId,
      policy,
      reason: 'The exam counts more.',
    });
    expect(result).toEqual({
      __typename: 'SetGradePolicySuccess',
      course: { id: course.globalId },
      job: { id: expect.any(String), kind: 'RECOMPUTE_GRADES', state: 'QUEUED' },
    });
    for (const [columnId, categoryId] of [
      [homework, 'homework'],
      [exam, 'exams'],
    ]) {
      await ask(teacher.client, 'updateGradeColumn', { columnId, categoryId });
    }
    const { current, policyVersion } = await gradesOf(teacher.client, enrollment);
    expect(current).toMatchObject({ fraction: 0.625, grade: 'pass' });
    expect(policyVersion).toBe(1);
    const { course: read } = await teacher.client.data(
      `query ($id: ID!) { course(id: $id) { gradebook { policyVersion
         policy { late { share } counting missing total overall cap
           columnRules { columnId late { share } neverLate counting missing neverMissing }
           categories { id weight extraCredit dropLowest dropHighest neverDrop }
           periods { id weight startsAt endsAt } scheme { name from } }
         policyHistory(first: 5) { totalCount edges { node { version reason actor { id } policy { total } } } } } } }`,
      { id: course.globalId },
    );
    expect(read.gradebook.policy).toEqual(policy);
    expect(read.gradebook.policyHistory).toEqual({
      totalCount: 1,
      edges: [
        {
          node: {
            version: 1,
            reason: 'The exam counts more.',
            actor: { id: teacher.globalId },
            policy: { total: 'WEIGHTED' },
          },
        },
      ],
    });
    expect(await eventsOn(gateway, classroom, 'gradebook.changed')).toContainEqual(
      expect.objectContaining({ what: 'policy', columnId: null }),
    );
  });

  it('names each field that cannot be, and stores nothing', async () => {
    const { teacher, course, classroom } = await createClass();
    const category = { extraCredit: false, dropLowest: 0, dropHighest: 0, neverDrop: [] };
    const policy = (facts: object) => ({ ...PLAIN_POLICY, ...facts });
    const cases: [object, { code: string; field: string }][] = [
      [
        policy({ categories: [{ ...category, id: 'a', weight: -1 }] }),
        { code: 'NEGATIVE', field: 'policy.categories.0.weight' },
      ],
      [
        policy({ total: 'WEIGHTED', categories: [{ ...category, id: 'a', weight: 0 }] }),
        { code: 'WEIGHTS_SUM_TO_ZERO', field: 'policy.categories' },
      ],
      [policy({ missing: 2 }), { code: 'NOT_A_SHARE', field: 'policy.missing' }],
      [
        policy({
          categories: [{ ...category, id: 'a', weight: 1, neverDrop: [randomId('GradeColumn')] }],
        }),
        { code: 'UNKNOWN_COLUMN', field: 'policy.categories.0.neverDrop.0' },
      ],
    ];
    for (const [bad, problem] of cases) {
      const input = { courseId: course.globalId, policy: bad, ...why };
      expect(await ask(teacher.client, 'setGradePolicy', input)).toMatchObject({
        __typename: 'InvalidGradeInputError',
        code: 'INVALID_GRADE_INPUT',
        problems: [problem],
      });
    }
    const input = { courseId: course.globalId, policy: PLAIN_POLICY, reason: ' ' };
    expect((await ask(teacher.client, 'setGradePolicy', input)).problems).toEqual([
      { code: 'EMPTY', field: 'reason' },
    ]);
    expect(await eventsOn(gateway, classroom, 'gradebook.changed')).toEqual([]);
    const { course: read } = await teacher.client.data(
      `query ($id: ID!) { course(id: $id) { gradebook { policyVersion } } }`,
      { id: course.globalId },
    );
    expect(read.gradebook.policyVersion).toBe(0);
  });

  it('takes no number that is none', async () => {
    const { teacher, course } = await createClass();
    for (const number of ['NaN', '"1"']) {
      const { code } = await teacher.client.ask(
        `mutation { setGradePolicy(input: { courseId: "${course.globalId}", reason: "x", policy: {
           counting: BEST, missing: ${number}, columnRules: [], total: POINTS, categories: [], periods: [], overall: COLUMNS, scheme: [] } }) { __typename } }`,
      );
      expect(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(code);
    }
    const { setGradePolicy } = await teacher.client.data(
      `mutation { setGradePolicy(input: { courseId: "${course.globalId}", reason: "x", policy: {
         counting: BEST, cap: 1e999, columnRules: [], total: POINTS, categories: [], periods: [], overall: COLUMNS, scheme: [] } }) {
         ... on InvalidGradeInputError { problems { code field } } } }`,
    );
    expect(setGradePolicy.problems).toEqual([{ code: 'NOT_FINITE', field: 'policy.cap' }]);
  });
});

describe('createGradeColumn', () => {
  it('adds a column at the end, where nothing is graded and nothing is 0', async () => {
    const { teacher, course, enrollment, classroom } = await createClass();
    const first = await createColumn(teacher, course.globalId);
    const result = await ask(teacher.client, 'createGradeColumn', {
      courseId: course.globalId,
      title: 'Exam',
      pointsPossible: 40,
    });
    expect(result).toMatchObject({
      __typename: 'CreateGradeColumnSuccess',
      column: { title: 'Exam', pointsPossible: 40, posted: false, position: 1 },
      job: { kind: 'RECOMPUTE_GRADES' },
    });
    const grades = await gradesOf(teacher.client, enrollment);
    expect(grades.current).toMatchObject({ earned: null, fraction: null, state: 'EMPTY' });
    expect(
      grades.columns.map(({ column, earned, fraction, state }: any) => [
        column.id,
        earned,
        fraction,
        state,
      ]),
    ).toEqual([
      [first, null, null, 'OPEN'],
      [result.column.id, null, null, 'OPEN'],
    ]);
    expect(await eventsOn(gateway, classroom, 'gradebook.changed')).toMatchObject([
      { what: 'column', columnId: parseGlobalId(first)!.id },
      { what: 'column', columnId: parseGlobalId(result.column.id)!.id },
    ]);
  });

  it('names each field that cannot be', async () => {
    const { teacher, course } = await createClass();
    const result = await ask(teacher.client, 'createGradeColumn', {
      courseId: course.globalId,
      title: '',
      pointsPossible: -1,
      categoryId: 'nowhere',
      periodId: 'never',
      position: -1,
    });
    expect(result.problems).toEqual([
      { code: 'EMPTY', field: 'title' },
      { code: 'NEGATIVE', field: 'pointsPossible' },
      { code: 'NEGATIVE', field: 'position' },
      { code: 'UNKNOWN_CATEGORY', field: 'categoryId' },
      { code: 'UNKNOWN_PERIOD', field: 'periodId' },
    ]);
  });
});

describe('updateGradeColumn', () => {
  it('brings points to the new scale, and tells the class', async () => {
    const { teacher, course, enrollment, classroom } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, enrollment, columnId, 5);
    const result = await ask(teacher.client, 'updateGradeColumn', { columnId, pointsPossible: 20 });
    expect(result).toMatchObject({
      column: { title: 'Quiz', pointsPossible: 20 },
      job: { kind: 'RECOMPUTE_GRADES' },
    });
    const { columns } = await gradesOf(teacher.client, enrollment);
    expect(columns).toMatchObject([{ earned: 10, possible: 20, fraction: 0.5 }]);
    expect(await eventsOn(gateway, classroom, 'gradebook.changed')).toHaveLength(2);
  });

  it('names each field that cannot be, and changes nothing', async () => {
    const { teacher, course } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const result = await ask(teacher.client, 'updateGradeColumn', {
      columnId,
      title: 'New',
      pointsPossible: 1e9,
    });
    expect(result.problems).toEqual([{ code: 'TOO_LARGE', field: 'pointsPossible' }]);
    const { node } = await teacher.client.data(
      `query ($id: ID!) { node(id: $id) { ... on GradeColumn { title } } }`,
      { id: columnId },
    );
    expect(node.title).toBe('Quiz');
  });
});

describe('postGrades', () => {
  it('shows a column to learners and hides it at once, with all that rests on it', async () => {
    const { teacher, learner, course, enrollment, ofLearner } = await createClass();
    const seen = await createColumn(teacher, course.globalId);
    const hidden = await createColumn(teacher, course.globalId, { posted: false });
    await record(teacher.client, enrollment, seen, 10);
    await record(teacher.client, enrollment, hidden, 2);
    expect(await gradesOf(learner.client, enrollment)).toMatchObject({
      view: 'LEARNER',
      current: { earned: 10, possible: 10, fraction: 1 },
      columns: [{ column: { id: seen } }],
    });
    expect(await gradesOf(teacher.client, enrollment)).toMatchObject({
      view: 'STAFF',
      current: { fraction: 0.6 },
    });
    const told = await eventsOn(gateway, ofLearner, 'grade.changed');
    expect(told).toMatchObject([{ columnIds: [parseGlobalId(seen)!.id], posted: true }]);

    const result = await ask(teacher.client, 'postGrades', { columnId: hidden, posted: true });
    expect(result).toMatchObject({ column: { id: hidden, posted: true } });
    expect((await gradesOf(learner.client, enrollment)).current.fraction).toBe(0.6);
    await recompute(gateway, course.courseId);
    expect(await eventsOn(gateway, ofLearner, 'grade.changed')).toHaveLength(2);
    await ask(teacher.client, 'postGrades', { columnId: seen, posted: false });
    expect(await gradesOf(learner.client, enrollment)).toMatchObject({
      current: { fraction: 0.2 },
      columns: [{ column: { id: hidden } }],
    });
  });
});

describe('postGrades again', () => {
  it('says that the column is so already', async () => {
    const { teacher, course } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    expect(await ask(teacher.client, 'postGrades', { columnId, posted: true })).toMatchObject({
      __typename: 'GradesUnchangedError',
      code: 'GRADES_UNCHANGED',
    });
  });
});

describe('recordGrade', () => {
  it('enters points, explains them, and tells the class and the learner', async () => {
    const { teacher, learner, course, enrollment, classroom, ofLearner } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const result = await ask(teacher.client, 'recordGrade', {
      enrollmentId: enrollment,
      columnId,
      points: 7.5,
    });
    expect(result.enrollment.grades.columns).toEqual([
      {
        earned: 7.5,
        possible: 10,
        fraction: 0.75,
        state: 'GRADED',
        grade: null,
        column: { id: columnId, title: 'Quiz' },
        explanation: [
          {
            code: 'ATTEMPT',
            before: null,
            after: 7.5,
            ids: [expect.any(String)],
            values: [{ name: 'possible', value: 10 }],
            reason: null,
          },
          expect.objectContaining({ code: 'BEST_ATTEMPT', after: 7.5 }),
        ],
      },
    ]);
    expect(result.enrollment.grades.current.explanation).toMatchObject([
      { code: 'POINTS', after: 0.75, ids: [columnId] },
    ]);
    expect((await gradesOf(learner.client, enrollment)).current.fraction).toBe(0.75);
    const event = expect.objectContaining({
      columnIds: [parseGlobalId(columnId)!.id],
      posted: true,
    });
    expect(await eventsOn(gateway, classroom, 'grade.changed')).toEqual([event]);
    expect(await eventsOn(gateway, ofLearner, 'grade.changed')).toEqual([event]);
  });

  it('takes points back: what is not graded is null, not 0', async () => {
    const { teacher, course, enrollment } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, enrollment, columnId, 3);
    const result = await record(teacher.client, enrollment, columnId, null);
    expect(result.enrollment.grades.current.fraction).toBeNull();
  });

  it('names the field of points that cannot be', async () => {
    const { teacher, course, enrollment, classroom } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const input = { enrollmentId: enrollment, columnId, points: 1e7, attempt: 0 };
    expect((await ask(teacher.client, 'recordGrade', input)).problems).toEqual([
      { code: 'TOO_LARGE', field: 'points' },
      { code: 'TOO_SMALL', field: 'attempt' },
    ]);
    expect(await eventsOn(gateway, classroom, 'grade.changed')).toEqual([]);
  });

  it('gives grades to learners alone', async () => {
    const { schoolId, teacher, course } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const observer = await gateway.createPerson(schoolId);
    const id = await gateway.enroll(schoolId, course, observer.id, 'observer');
    const input = { enrollmentId: toGlobalId('Enrollment', id), columnId, points: 1 };
    expect(await ask(teacher.client, 'recordGrade', input)).toMatchObject({
      __typename: 'NotALearnerError',
      code: 'NOT_A_LEARNER',
    });
    expect(await gradesOf(teacher.client, input.enrollmentId)).toBeNull();
  });

  it('knows no column of another course', async () => {
    const { schoolId, teacher, enrollment } = await createClass();
    const other = await gateway.createCourse(schoolId, sampleCourse({ key: 'other' }));
    await gateway.enroll(schoolId, other, teacher.id, 'instructor');
    const columnId = await createColumn(teacher, other.globalId);
    for (const id of [columnId, randomId('GradeColumn')]) {
      const input = { enrollmentId: enrollment, columnId: id, points: 1 };
      expect(await refusal(teacher.client, 'recordGrade', input)).toBe('NOT_FOUND');
    }
  });
});

describe('setGradeOverride', () => {
  it('stands above what was computed, of a column and of the total, and says why', async () => {
    const { teacher, course, enrollment, ofLearner } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, enrollment, columnId, 5);
    const column = await ask(teacher.client, 'setGradeOverride', {
      enrollmentId: enrollment,
      columnId,
      points: 8,
      ...why,
    });
    const [grade] = column.enrollment.grades.columns;
    expect(grade).toMatchObject({ earned: 8, state: 'OVERRIDDEN' });
    expect(grade.explanation.at(-1)).toMatchObject({
      code: 'OVERRIDDEN',
      before: 5,
      after: 8,
      ids: [teacher.globalId],
      reason: why.reason,
    });
    const total = await ask(teacher.client, 'setGradeOverride', {
      enrollmentId: enrollment,
      fraction: 0.9,
      ...why,
    });
    expect(total.enrollment.grades.current).toMatchObject({ fraction: 0.9, state: 'OVERRIDDEN' });
    expect(await eventsOn(gateway, ofLearner, 'grade.changed')).toHaveLength(3);
  });

  it('names each field that cannot be', async () => {
    const { teacher, enrollment } = await createClass();
    const problems = async (facts: object) =>
      (
        await ask(teacher.client, 'setGradeOverride', {
          enrollmentId: enrollment,
          ...why,
          ...facts,
        })
      ).problems;
    expect(await problems({})).toEqual([{ code: 'ONE_OF_TWO', field: 'points' }]);
    expect(await problems({ points: 3 })).toEqual([{ code: 'NOT_OF_A_TOTAL', field: 'points' }]);
    expect(await problems({ fraction: 1e9 })).toEqual([{ code: 'TOO_LARGE', field: 'fraction' }]);
    expect(await problems({ fraction: 1, reason: 'x'.repeat(3_000) })).toEqual([
      { code: 'TOO_LONG', field: 'reason' },
    ]);
  });

  it('is for learners alone', async () => {
    const { schoolId, teacher, course } = await createClass();
    const { id } = await gateway.createPerson(schoolId);
    const enrollmentId = toGlobalId(
      'Enrollment',
      await gateway.enroll(schoolId, course, id, 'observer'),
    );
    for (const [name, input] of [
      ['setGradeOverride', { fraction: 1 }],
      ['clearGradeOverride', {}],
      [
        'setGradeExemption',
        {
          columnId: await createColumn(teacher, course.globalId),
          exemption: 'EXCUSED',
          granted: true,
        },
      ],
    ] as const) {
      const result = await ask(teacher.client, name, { enrollmentId, ...why, ...input });
      expect([name, result.code]).toEqual([name, 'NOT_A_LEARNER']);
    }
  });
});

describe('clearGradeOverride', () => {
  it('lets the computed number stand again', async () => {
    const { teacher, course, enrollment, classroom } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, enrollment, columnId, 5);
    const of = { enrollmentId: enrollment, columnId, ...why };
    await ask(teacher.client, 'setGradeOverride', { ...of, points: 8 });
    const result = await ask(teacher.client, 'clearGradeOverride', of);
    expect(result.enrollment.grades.columns).toMatchObject([{ earned: 5, state: 'GRADED' }]);
    expect(await eventsOn(gateway, classroom, 'grade.changed')).toHaveLength(3);
  });

  it('says that there is none, and names a reason that is none', async () => {
    const { teacher, enrollment } = await createClass();
    const input = { enrollmentId: enrollment, ...why };
    expect(await ask(teacher.client, 'clearGradeOverride', input)).toMatchObject({
      __typename: 'NoGradeOverrideError',
      code: 'NO_GRADE_OVERRIDE',
    });
    expect(
      (await ask(teacher.client, 'clearGradeOverride', { ...input, reason: '' })).problems,
    ).toEqual([{ code: 'EMPTY', field: 'reason' }]);
  });
});

describe('setGradeExemption', () => {
  it('excuses a learner from a column, and takes it back', async () => {
    const { teacher, course, enrollment, classroom } = await createClass();
    const [one, other] = [
      await createColumn(teacher, course.globalId),
      await createColumn(teacher, course.globalId),
    ];
    await record(teacher.client, enrollment, one, 10);
    await record(teacher.client, enrollment, other, 0);
    const input = { enrollmentId: enrollment, columnId: other, exemption: 'EXCUSED', ...why };
    const excused = await ask(teacher.client, 'setGradeExemption', { ...input, granted: true });
    expect(excused.enrollment.grades).toMatchObject({
      current: { fraction: 1 },
      columns: [{ state: 'GRADED' }, { state: 'EXCUSED', earned: null }],
    });
    const back = await ask(teacher.client, 'setGradeExemption', { ...input, granted: false });
    expect(back.enrollment.grades.current.fraction).toBe(0.5);
    expect(await eventsOn(gateway, classroom, 'grade.changed')).toHaveLength(4);
  });

  it('waives what lateness costs', async () => {
    const { teacher, schoolId, course, enrollment, enrollmentId } = await createClass();
    const dueAt = gateway.clock();
    const columnId = await createColumn(teacher, course.globalId, { dueAt: dueAt.toISOString() });
    const late = { per: 'DAY', share: 0.2, of: 'POSSIBLE', floor: 0, graceMinutes: 0 };
    await ask(teacher.client, 'setGradePolicy', {
      courseId: course.globalId,
      policy: { ...PLAIN_POLICY, late },
      ...why,
    });
    await enter(
      fact(schoolId, enrollmentId, columnId, {
        pointsEarned: 10,
        submittedAt: new Date(dueAt.getTime() + 36 * 3_600_000),
      }),
    );
    const before = await gradesOf(teacher.client, enrollment);
    expect(before.columns).toMatchObject([{ earned: 6 }]);
    expect(before.columns[0].explanation.map(({ code }: any) => code)).toContain('LATE_PENALTY');
    const result = await ask(teacher.client, 'setGradeExemption', {
      enrollmentId: enrollment,
      columnId,
      exemption: 'LATE_WAIVED',
      granted: true,
      ...why,
    });
    expect(result.enrollment.grades.columns).toMatchObject([{ earned: 10 }]);
  });

  it('names a reason that is none', async () => {
    const { teacher, course, enrollment } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const result = await ask(teacher.client, 'setGradeExemption', {
      enrollmentId: enrollment,
      columnId,
      exemption: 'EXCUSED',
      granted: true,
      reason: '',
    });
    expect(result.problems).toEqual([{ code: 'EMPTY', field: 'reason' }]);
  });
});

/** A result as an assessment reports it. */
function fact(
  schoolId: string,
  enrollmentId: string,
  columnId: string,
  facts: Partial<ResultFact> = {},
): ResultFact {
  return {
    schoolId,
    enrollmentId,
    columnId: parseGlobalId(columnId)!.id,
    number: 1,
    attemptId: newId(),
    pointsEarned: null,
    pointsPossible: 10,
    submittedAt: gateway.clock(),
    extendedDueAt: null,
    voided: false,
    source: 'assessment',
    actorId: null,
    ...facts,
  };
}

async function enter(result: ResultFact) {
  return transact(gateway.deps, (tx) => recordResult(tx, result, gateway.clock()));
}

describe('recordResult', () => {
  it('takes the same fact once, another as a revision, and keeps both', async () => {
    const { schoolId, teacher, course, enrollment, enrollmentId, classroom } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const first = fact(schoolId, enrollmentId, columnId, { pointsEarned: 4 });
    expect(await enter(first)).toEqual({ changed: true });
    expect(await enter(first)).toEqual({ changed: false });
    expect(await enter({ ...first, pointsEarned: 6 })).toEqual({ changed: true });
    expect((await gradesOf(teacher.client, enrollment)).current.fraction).toBe(0.6);
    expect(await enter({ ...first, pointsEarned: 6, voided: true })).toEqual({ changed: true });
    expect((await gradesOf(teacher.client, enrollment)).current.fraction).toBeNull();
    const rows = await gateway.db
      .selectFrom('grade_results')
      .select(['revision', 'points_earned as points', 'voided'])
      .where('enrollment_id', '=', enrollmentId)
      .orderBy('revision')
      .execute();
    expect(rows).toEqual([
      { revision: 1, points: 4, voided: false },
      { revision: 2, points: 6, voided: false },
      { revision: 3, points: 6, voided: true },
    ]);
    expect(await eventsOn(gateway, classroom, 'grade.changed')).toHaveLength(3);
  });

  it('counts the best of several attempts', async () => {
    const { schoolId, teacher, course, enrollment, enrollmentId } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    for (const [number, pointsEarned] of [
      [1, 4],
      [2, 9],
      [3, 7],
    ] as const) {
      await enter(fact(schoolId, enrollmentId, columnId, { number, pointsEarned }));
    }
    expect((await gradesOf(teacher.client, enrollment)).columns).toMatchObject([{ earned: 9 }]);
  });

  it('refuses a column of another course, with nothing written', async () => {
    const { schoolId, enrollmentId } = await createClass();
    const { teacher, course } = await createClass();
    const foreign = await createColumn(teacher, course.globalId);
    await expect(enter(fact(schoolId, enrollmentId, foreign))).rejects.toThrow(
      'is not of the course',
    );
  });
});

describe('recomputeGrades', () => {
  it('tries a policy out in a dry run alone, and names what is wrong with it', async () => {
    const { teacher, course } = await createClass();
    const input = { courseId: course.globalId, policy: { ...PLAIN_POLICY, cap: -1 } };
    expect((await ask(teacher.client, 'recomputeGrades', input)).problems).toEqual([
      { code: 'NEGATIVE', field: 'policy.cap' },
      { code: 'DRY_RUN_ONLY', field: 'policy' },
    ]);
  });

  it('gives the same as reading, which needs no job', async () => {
    const { teacher, course, courseId, enrollment } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, enrollment, columnId, 3);
    await ask(teacher.client, 'updateGradeColumn', { columnId, pointsPossible: 4 });
    const read = await gradesOf(teacher.client, enrollment);
    await recompute(gateway, courseId);
    expect(await gradesOf(teacher.client, enrollment)).toEqual(read);
  });

  it('is not needed for a due date to pass', async () => {
    const { teacher, course, courseId, enrollment } = await createClass();
    const dueAt = new Date(gateway.clock().getTime() + 60_000);
    await ask(teacher.client, 'setGradePolicy', {
      courseId: course.globalId,
      policy: { ...PLAIN_POLICY, missing: 0 },
      ...why,
    });
    await createColumn(teacher, course.globalId, { dueAt: dueAt.toISOString() });
    await recompute(gateway, courseId);
    expect((await gradesOf(teacher.client, enrollment)).columns).toMatchObject([{ state: 'OPEN' }]);
    gateway.clock.tick(60_001);
    expect(await gradesOf(teacher.client, enrollment)).toMatchObject({
      current: { fraction: 0 },
      columns: [{ state: 'MISSING' }],
    });
  });
});

describe('a gradebook', () => {
  it('is changed by the staff of its course alone', async () => {
    const { teacher, learner, schoolId, course, enrollment } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    const bystander = await gateway.createPerson(schoolId);
    const stranger = await gateway.createPerson(await gateway.createSchool(), {
      isAdministrator: true,
    });
    const ofCourse = [
      ['setGradePolicy', { courseId: course.globalId, policy: PLAIN_POLICY, ...why }],
      ['createGradeColumn', { courseId: course.globalId, title: 'x', pointsPossible: 1 }],
      ['recomputeGrades', { courseId: course.globalId }],
    ] as const;
    const ofOne = [
      ['updateGradeColumn', { columnId, title: 'x' }],
      ['postGrades', { columnId, posted: false }],
      ['recordGrade', { enrollmentId: enrollment, columnId, points: 1 }],
      ['setGradeOverride', { enrollmentId: enrollment, fraction: 1, ...why }],
      ['clearGradeOverride', { enrollmentId: enrollment, ...why }],
      [
        'setGradeExemption',
        { enrollmentId: enrollment, columnId, exemption: 'EXCUSED', granted: true, ...why },
      ],
    ] as const;
    for (const client of [learner.client, bystander.client]) {
      for (const [name, input] of ofCourse)
        expect(await refusal(client, name, input)).toBe('FORBIDDEN');
      for (const [name, input] of ofOne)
        expect(await refusal(client, name, input)).toBe('NOT_FOUND');
    }
    for (const [name, input] of [...ofCourse, ...ofOne]) {
      expect(await refusal(stranger.client, name, input)).toBe('NOT_FOUND');
      expect(await refusal(gateway.guest(), name, input)).toBe('UNAUTHENTICATED');
    }
  });

  it('shows its rows to staff, and a learner sees nothing of it', async () => {
    const { teacher, learner, course, enrollment } = await createClass();
    const columnId = await createColumn(teacher, course.globalId);
    await record(teacher.client, enrollment, columnId, 9);
    const query = `query ($id: ID!) { course(id: $id) { gradebook { columns { id }
      rows(first: 10) { totalCount edges { cursor node { id user { name } grades { current { fraction } } } } } } } }`;
    const { course: read } = await teacher.client.data(query, { id: course.globalId });
    expect(read.gradebook).toMatchObject({
      columns: [{ id: columnId }],
      rows: {
        totalCount: 1,
        edges: [
          {
            node: {
              id: enrollment,
              user: { name: 'Learner' },
              grades: { current: { fraction: 0.9 } },
            },
          },
        ],
      },
    });
    (await learner.client.ask(query, { id: course.globalId })).error('FORBIDDEN');
  });

  it('shows guardians what the learner sees, and other learners nothing', async () => {
    const { schoolId, teacher, learner, course, enrollment } = await createClass();
    const guardian = await gateway.createPerson(schoolId);
    await gateway.linkGuardian(schoolId, guardian.id, learner.id, ['progress']);
    const classmate = await gateway.createPerson(schoolId);
    await gateway.enroll(schoolId, course, classmate.id);
    const posted = await createColumn(teacher, course.globalId);
    const hidden = await createColumn(teacher, course.globalId, { posted: false });
    await record(teacher.client, enrollment, posted, 4);
    await record(teacher.client, enrollment, hidden, 1);
    expect(await gradesOf(guardian.client, enrollment)).toEqual(
      await gradesOf(learner.client, enrollment),
    );
    const { node } = await classmate.client.data(`query ($id: ID!) { node(id: $id) { id } }`, {
      id: enrollment,
    });
    expect(node).toBeNull();
    const { node: column } = await learner.client.data(
      `query ($id: ID!) { node(id: $id) { id } }`,
      { id: hidden },
    );
    expect(column).toBeNull();
  });

  it('is exported line by line, with nothing that a spreadsheet would run', async () => {
    const { schoolId, teacher, course, courseId, enrollment, enrollmentId, learner } =
      await createClass();
    const columnId = await createColumn(teacher, course.globalId, { title: '=Quiz, "1"' });
    await createColumn(teacher, course.globalId, { title: 'Exam', posted: false });
    await record(teacher.client, enrollment, columnId, 7);
    const lines: string[] = [];
    for await (const line of exportGradebook(gateway.deps, { schoolId, courseId }))
      lines.push(line);
    expect(lines).toEqual([
      `Enrollment,Name,Email,"'=Quiz, ""1"" (10)",Exam (10),Earned,Possible,Current,Final,Grade\r\n`,
      `${enrollmentId},Learner,${learner.email},7,,7,10,0.7,0.35,\r\n`,
    ]);
  });
});
