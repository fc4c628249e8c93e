import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { streamKeys } from '../../src/entities/stream-keys.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { TestGateway, type TestPerson } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

type Kind = 'Term' | 'Section' | 'Cohort';

const dates = { startsAt: '2026-09-01T00:00:00.000Z', endsAt: '2027-01-31T00:00:00.000Z' };

function save(verb: 'create' | 'update', kind: Kind) {
  const field = `${verb}${kind}`;
  const input = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${input}!) { result: ${field}(input: $input) {
    __typename ... on UserError { code } ... on Save${kind}Success { object: ${kind.toLowerCase()} { id name } } } }`;
}

function remove(kind: Kind) {
  return `mutation ($input: Delete${kind}Input!) { result: delete${kind}(input: $input) {
    __typename ${kind === 'Cohort' ? '' : '... on InUseError { code }'} ... on DeleteSuccess { deletedId } } }`;
}

async function ask(person: TestPerson, text: string, input: object) {
  return (await person.client.data(text, { input })).result;
}

async function school() {
  const room = await gateway.createClass();
  const administrator = await gateway.createPerson(room.schoolId, { isAdministrator: true });
  return { ...room, administrator };
}

async function reported(schoolId: string): Promise<any[]> {
  const rows = await gateway.db
    .selectFrom('stream_items')
    .select('payload')
    .where('stream', '=', streamKeys.school(schoolId))
    .orderBy('sequence')
    .execute();
  return rows.map((row) => row.payload);
}

describe('terms', () => {
  it('are made, changed and deleted by administrators, each with an event', async () => {
    const { schoolId, administrator, learner } = await school();
    const { object } = await ask(administrator, save('create', 'Term'), {
      name: 'Autumn',
      ...dates,
    });
    const changed = await ask(administrator, save('update', 'Term'), {
      termId: object.id,
      name: 'Fall',
      ...dates,
    });
    expect(changed.object).toEqual({ id: object.id, name: 'Fall' });
    const { terms } = await learner.client.data(
      `{ terms { totalCount edges { node { name startsAt endsAt } } } }`,
    );
    expect(terms).toEqual({ totalCount: 1, edges: [{ node: { name: 'Fall', ...dates } }] });
    const gone = await ask(administrator, remove('Term'), { termId: object.id });
    expect(gone).toEqual({ __typename: 'DeleteSuccess', deletedId: object.id });
    expect((await reported(schoolId)).map(({ kind, change }) => [kind, change])).toEqual([
      ['term', 'created'],
      ['term', 'updated'],
      ['term', 'deleted'],
    ]);
  });

  it('have a name of their own, and end after they start', async () => {
    const { administrator } = await school();
    const make = (input: object) =>
      administrator.client.ask(save('create', 'Term'), {
        input: { name: 'Autumn', ...dates, ...input },
      });
    (await make({})).data();
    expect((await make({})).data().result.code).toBe('NAME_TAKEN');
    for (const [field, value] of [
      ['name', ' '],
      ['endsAt', dates.startsAt],
    ] as const) {
      const refused = (await make({ [field]: value })).error('BAD_USER_INPUT');
      expect(refused.extensions).toMatchObject({ field });
    }
  });

  it('are not deleted while a section is taught in them', async () => {
    const { administrator, teacher, course } = await school();
    const { object: term } = await ask(administrator, save('create', 'Term'), {
      name: 'Autumn',
      ...dates,
    });
    const made = await ask(teacher, save('create', 'Section'), {
      courseId: course.globalId,
      name: 'Mornings',
      termId: term.id,
    });
    expect(made.__typename).toBe('SaveSectionSuccess');
    expect((await ask(administrator, remove('Term'), { termId: term.id })).code).toBe('IN_USE');
  });

  it('are nobody else’s to change', async () => {
    const { administrator, teacher } = await school();
    const other = await school();
    const { object } = await ask(administrator, save('create', 'Term'), {
      name: 'Autumn',
      ...dates,
    });
    const input = { termId: object.id };
    (await teacher.client.ask(remove('Term'), { input })).error('FORBIDDEN');
    (await other.administrator.client.ask(remove('Term'), { input })).error('NOT_FOUND');
  });
});

describe('sections', () => {
  it('part the people of a course, and keep those who are in them', async () => {
    const { teacher, course, enrollmentId } = await school();
    const { object } = await ask(teacher, save('create', 'Section'), {
      courseId: course.globalId,
      name: 'Mornings',
    });
    const { setEnrollmentSection } = await teacher.client.data(
      `mutation ($input: SetEnrollmentSectionInput!) { setEnrollmentSection(input: $input) {
         ... on SetEnrollmentSectionSuccess { enrollment { section { name course { id } term { id } } } } } }`,
      {
        input: { enrollmentId: toGlobalId('Enrollment', enrollmentId), sectionId: object.id },
      },
    );
    expect(setEnrollmentSection.enrollment.section).toEqual({
      name: 'Mornings',
      course: { id: course.globalId },
      term: null,
    });
    const { course: seen } = await teacher.client.data(
      `query ($id: ID!, $sectionId: ID!) { course(id: $id) { sections { id }
         enrollmentsByState(state: ACTIVE, sectionId: $sectionId) { totalCount } } }`,
      { id: course.globalId, sectionId: object.id },
    );
    expect(seen).toEqual({
      sections: [{ id: object.id }],
      enrollmentsByState: { totalCount: 1 },
    });
    expect((await ask(teacher, remove('Section'), { sectionId: object.id })).code).toBe('IN_USE');
    const [event] = await gateway.db
      .selectFrom('stream_items')
      .select('payload')
      .where('stream', '=', streamKeys.enrollments(course.id))
      .execute();
    expect(event!.payload).toMatchObject({ type: 'enrollment.moved', enrollmentId });
  });

  it('take enrollments of their own course alone', async () => {
    const { schoolId, teacher, course, enrollmentId } = await school();
    const elsewhere = await gateway.createClass();
    const { object: foreign } = await ask(elsewhere.teacher, save('create', 'Section'), {
      courseId: elsewhere.course.globalId,
      name: 'Mornings',
    });
    const move = `mutation ($input: SetEnrollmentSectionInput!) { setEnrollmentSection(input: $input) { __typename } }`;
    for (const sectionId of [foreign.id, randomId('Section')]) {
      const input = { enrollmentId: toGlobalId('Enrollment', enrollmentId), sectionId };
      (await teacher.client.ask(move, { input })).error('NOT_FOUND');
    }
    const newcomer = await gateway.createPerson(schoolId);
    const enroll = `mutation ($input: EnrollInput!) { enroll(input: $input) { __typename } }`;
    const input = { courseId: course.globalId, sectionId: foreign.id };
    (await newcomer.client.ask(enroll, { input })).error('NOT_FOUND');
  });

  it('are for staff of the course to change, under names of their own', async () => {
    const { teacher, learner, course } = await school();
    const other = await school();
    const input = { courseId: course.globalId, name: 'Mornings' };
    const { object } = await ask(teacher, save('create', 'Section'), input);
    expect((await ask(teacher, save('create', 'Section'), input)).code).toBe('NAME_TAKEN');
    (await learner.client.ask(save('create', 'Section'), { input })).error('FORBIDDEN');
    (await other.teacher.client.ask(save('create', 'Section'), { input })).error('NOT_FOUND');
    const change = { sectionId: object.id, name: 'Evenings' };
    (await learner.client.ask(save('update', 'Section'), { input: change })).error('FORBIDDEN');
    (await other.teacher.client.ask(save('update', 'Section'), { input: change })).error(
      'NOT_FOUND',
    );
    expect((await ask(teacher, save('update', 'Section'), change)).object.name).toBe('Evenings');
    const gone = await ask(teacher, remove('Section'), { sectionId: object.id });
    expect(gone.deletedId).toBe(object.id);
  });
});

describe('cohorts', () => {
  const MEMBERS = `mutation ($input: SetCohortMembersInput!) { result: setCohortMembers(input: $input) {
    ... on SetCohortMembersSuccess { added removed cohort { members { totalCount edges { node { id } } } } } } }`;

  it('group people of the school, each once', async () => {
    const { schoolId, administrator, learner, teacher } = await school();
    const { object } = await ask(administrator, save('create', 'Cohort'), { name: 'Beginners' });
    const add = [learner.globalId, teacher.globalId, learner.globalId];
    const cohortId = object.id;
    expect(await ask(administrator, MEMBERS, { cohortId, add })).toMatchObject({ added: 2 });
    expect(
      await ask(administrator, MEMBERS, { cohortId, add, remove: [teacher.globalId] }),
    ).toEqual({
      added: 0,
      removed: 1,
      cohort: { members: { totalCount: 1, edges: [{ node: { id: learner.globalId } }] } },
    });
    const renamed = await ask(administrator, save('update', 'Cohort'), { cohortId, name: 'Old' });
    expect(renamed.object.name).toBe('Old');
    expect((await ask(administrator, remove('Cohort'), { cohortId })).deletedId).toBe(cohortId);
    expect((await reported(schoolId)).map(({ change }) => change)).toEqual([
      'created',
      'updated',
      'updated',
      'updated',
      'deleted',
    ]);
  });

  it('are for administrators, with people of their school alone', async () => {
    const { administrator, teacher } = await school();
    const other = await school();
    const { object } = await ask(administrator, save('create', 'Cohort'), { name: 'Beginners' });
    const cohortId = object.id;
    const again = await ask(administrator, save('create', 'Cohort'), { name: 'Beginners' });
    expect(again.code).toBe('NAME_TAKEN');
    for (const add of [[other.learner.globalId], [randomId('User')]]) {
      const input = { cohortId, add };
      (await administrator.client.ask(MEMBERS, { input })).error('NOT_FOUND');
    }
    const many = Array(501).fill(teacher.globalId);
    const tooMany = await administrator.client.ask(MEMBERS, { input: { cohortId, add: many } });
    expect(tooMany.code).toMatch(/BAD_USER_INPUT/);
    const input = { cohortId, add: [teacher.globalId] };
    (await teacher.client.ask(MEMBERS, { input })).error('FORBIDDEN');
    (await other.administrator.client.ask(MEMBERS, { input })).error('NOT_FOUND');
    (await teacher.client.ask(`{ cohorts { totalCount } }`)).error('FORBIDDEN');
    const { cohorts } = await administrator.client.data(`{ cohorts { edges { node { name } } } }`);
    expect(cohorts.edges).toEqual([{ node: { name: 'Beginners' } }]);
  });
});
