import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  type GraphQLType,
} from 'graphql';

import { GuardianLink } from '../../src/entities/people.js';
import { nodeTypes } from '../../src/resolvers/node.js';
import { parseGlobalId } from '../../src/schema/shared/global-id.js';
import { createCast, type Cast, type NodeType } from '../testkit/cast.js';
import type { TestClient } from '../testkit/client.js';
import { TestGateway } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';
import { inputPlaces } from '../testkit/inputs.js';

let gateway: TestGateway;
let cast: Cast;
let other: Cast;
beforeAll(async () => {
  gateway = await TestGateway.start();
  cast = await createCast(gateway);
  other = await createCast(gateway);
});
afterAll(async () => {
  await gateway.stop();
});

const viewers = [
  'learner',
  'classmate',
  'assistant',
  'instructor',
  'observer',
  'guardian',
  'administrator',
  'bystander',
  'service',
] as const;

type Viewer = (typeof viewers)[number];

const everyone: readonly Viewer[] = viewers;
const enrolled = ['learner', 'classmate', 'assistant', 'instructor', 'observer'] as const;

/** Who finds each object by its id: the learner's, where it is somebody's. */
const entitled: Record<NodeType, readonly Viewer[]> = {
  School: everyone,
  Course: everyone,
  CourseVersion: everyone,
  Module: everyone,
  Lesson: everyone,
  Skill: everyone,
  Problem: [...enrolled, 'administrator'],
  Step: [...enrolled, 'administrator'],
  Term: everyone,
  Section: everyone,
  Cohort: ['administrator'],
  Invitation: ['assistant', 'instructor', 'administrator'],
  User: ['learner', 'assistant', 'instructor', 'guardian', 'administrator'],
  Enrollment: ['learner', 'assistant', 'instructor', 'guardian', 'administrator'],
  GradeColumn: [...enrolled, 'guardian', 'administrator'],
  PracticeAttempt: ['learner', 'assistant', 'instructor', 'administrator'],
  Response: ['learner', 'assistant', 'instructor', 'administrator'],
  Recommendation: ['learner', 'assistant', 'instructor', 'administrator'],
  QuestionBank: ['assistant', 'instructor', 'administrator'],
  Item: ['assistant', 'instructor', 'administrator'],
  Assessment: [...enrolled, 'administrator'],
  AssessmentAttempt: ['learner', 'assistant', 'instructor', 'administrator'],
  AttemptItem: ['learner', 'assistant', 'instructor', 'administrator'],
  GuardianLink: ['learner', 'guardian', 'administrator'],
  Job: ['administrator'],
};

/** Who may read every field of them, where that is not the learner. */
const readers: Readonly<Record<string, Viewer>> = {
  GuardianLink: 'guardian',
  Job: 'administrator',
  QuestionBank: 'instructor',
  Item: 'instructor',
  Assessment: 'instructor',
  Cohort: 'administrator',
  Invitation: 'instructor',
  Course: 'instructor',
};

const NODE = /* GraphQL */ `
  query ($id: ID!) {
    node(id: $id) {
      __typename
      id
    }
  }
`;

function clientOf(viewer: Viewer): TestClient {
  return viewer === 'service' ? cast.service : cast[viewer].client;
}

describe('node', () => {
  it('fetches every type that implements Node, and no other', () => {
    const types = Object.values(gateway.gateway.schema.getTypeMap())
      .filter((type) => isObjectType(type) || isInterfaceType(type))
      .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
      .map(({ name }) => name);
    expect([...nodeTypes].sort()).toEqual(types.sort());
    expect(Object.keys(entitled).sort()).toEqual(types.sort());
  });

  it.each(Object.entries(entitled))(
    'gives %s to the entitled by id, and to the others what a random id gives',
    async (type, allowed) => {
      const id = cast.ids[type as NodeType];
      for (const viewer of viewers) {
        const answer = await clientOf(viewer).ask(NODE, { id });
        if (allowed.includes(viewer)) {
          expect([viewer, answer.data().node]).toEqual([viewer, { __typename: type, id }]);
        } else {
          const random = await clientOf(viewer).ask(NODE, { id: randomId(type) });
          expect([viewer, answer.body]).toEqual([viewer, random.body]);
          expect(answer.data().node).toBeNull();
        }
      }
      for (const stranger of [other.administrator.client, other.instructor.client]) {
        expect((await stranger.data(NODE, { id })).node).toBeNull();
      }
      (await gateway.guest().ask(NODE, { id })).error('UNAUTHENTICATED');
    },
  );

  it('gives every field of each type to one who is entitled', async () => {
    for (const [type, id] of Object.entries(cast.ids)) {
      const object = gateway.gateway.schema.getType(type);
      if (!isObjectType(object)) throw new Error(type);
      const fields = Object.values(object.getFields()).map((field) =>
        isLeafType(getNamedType(field.type)) ? field.name : `${field.name} { __typename }`,
      );
      const viewer = readers[type] ?? 'learner';
      const { node } = await clientOf(viewer).data(
        `query ($id: ID!) { node(id: $id) { ... on ${type} { ${fields.join(' ')} } } }`,
        { id },
      );
      expect([type, node.id]).toEqual([type, id]);
    }
  });

  it('takes what a link of the guardian no longer shows for absent', async () => {
    const linkId = parseGlobalId(cast.ids.GuardianLink)!.id;
    const set = (state: 'active' | 'paused') =>
      gateway.deps.em.nativeUpdate(GuardianLink, { id: linkId }, { state });
    await set('paused');
    for (const type of ['User', 'Enrollment'] as const) {
      expect((await cast.guardian.client.data(NODE, { id: cast.ids[type] })).node).toBeNull();
    }
    await set('active');
  });
});

describe('ids', () => {
  it('are taken by arguments of every type that has them, each tried with those of another school', () => {
    // The sweep itself is tests/api/isolation.test.ts; here: that it leaves no argument out.
    const named = Object.values(gateway.gateway.schema.getTypeMap()).flatMap((type) => {
      if (isInputObjectType(type)) {
        return Object.values(type.getFields())
          .filter(takesId)
          .map((field) => `${type.name}.${field.name}`);
      }
      if (!isObjectType(type) || type.name.startsWith('__')) return [];
      return Object.values(type.getFields()).flatMap((field) =>
        field.args.filter(takesId).map(({ name }) => `${type.name}.${field.name}.${name}`),
      );
    });
    const tried = Object.entries(inputPlaces)
      .filter(([, place]) => place.type !== undefined)
      .map(([name]) => name);
    // The reporter's own name for an event; it names nothing of ours.
    expect(named.sort()).toEqual([...tried, 'LearningEventInput.id'].sort());
  });
});

function takesId({ type }: { type: GraphQLType }): boolean {
  return getNamedType(type).name === 'ID';
}
