import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';

import { encodeCursor } from '../../src/schema/shared/cursor.js';
import { newId } from '../../src/services/ids.js';
import { createCast, type Cast } from '../testkit/cast.js';
import type { TestClient } from '../testkit/client.js';
import { TestGateway } from '../testkit/gateway.js';
import { malformedIds, randomId } from '../testkit/ids.js';
import { askAt, inputPlaces, textualPlaces, type InputPlace } from '../testkit/inputs.js';

let gateway: TestGateway;
let cast: Cast;
beforeAll(async () => {
  gateway = await TestGateway.start({
    // Sign-ins are counted by the address of the peer, which these tests choose.
    environment: { LYCEUM_TRUST_PROXY: 'loopback', LYCEUM_MAX_BODY_BYTES: '65536' },
  });
  cast = await createCast(gateway);
});
afterAll(async () => {
  await gateway.stop();
});

function clientOf(place: InputPlace): TestClient {
  if (place.as === 'guest') return gateway.guest();
  return place.as === 'service' ? cast.service : cast[place.as].client;
}

async function ask(place: InputPlace, value: string): Promise<string> {
  const [a, b, c] = randomBytes(6).toString('hex').match(/.{4}/g)!;
  const headers = { 'x-forwarded-for': `2001:db8:${a}:${b!}::${c!}` };
  return askAt(place, clientOf(place), place.variables(value, cast), headers);
}

const places = Object.entries(inputPlaces);

describe('text', () => {
  it('has every place of the schema that takes it among those tried here', () => {
    expect(textualPlaces(gateway.gateway.schema).sort()).toEqual(Object.keys(inputPlaces).sort());
  });

  it.each(places)('of whatever kind is no fault of ours at %s', async (_name, place) => {
    const nasty = [
      '',
      ' ',
      '\u0000',
      'a\u0000b',
      '\ud800',
      'a\udfffb',
      '\u202e\u200b\ufeff',
      '😀'.repeat(500),
      "' or '1'='1' --",
      '"; drop table users; --',
      '%_\\',
      '${1}{{1}}<script>',
      '__proto__',
      '$$\\frac{1}{0}$$',
      '9'.repeat(400),
      '['.repeat(1_000),
      'x'.repeat(20_000),
    ];
    for (const value of nasty) {
      const answer = await ask(place, value);
      expect([value.slice(0, 40), answer]).not.toEqual([
        value.slice(0, 40),
        expect.stringMatching(/INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE|syntax|Unexpected/),
      ]);
    }
  });

  it('was no fault in the log either', () => {
    const faults = gateway.logged.filter(
      (line) => Number(line['level']) >= 50 && 'requestId' in line,
    );
    expect(faults).toEqual([]);
  });
});

describe('an id', () => {
  const idPlaces = places.filter(([, place]) => place.type !== undefined);

  it.each(idPlaces)('that is none is as absent as a random one at %s', async (name, place) => {
    const random = await ask(place, randomId(place.type!));
    for (const id of malformedIds(place.type!)) {
      const answer = await ask(place, id);
      // Whom an outcome is of is found among the learners of the course, if it is anyone.
      if (name === 'RecordedResponseInput.learnerId')
        expect(answer).toMatch(/NOT_FOUND|BAD_USER_INPUT/);
      else expect([id.slice(0, 40), answer]).toEqual([id.slice(0, 40), random]);
    }
  });
});

describe('a page size', () => {
  const connections: Record<
    string,
    { query: string; as: 'learner' | 'instructor' | 'administrator' }
  > = {
    'Query.courses': {
      query: `query ($first: Int!) { courses(first: $first) { edges { cursor } } }`,
      as: 'learner',
    },
    'Viewer.enrollments': {
      query: `query ($first: Int!) { viewer { enrollments(first: $first) { edges { cursor } } } }`,
      as: 'learner',
    },
    'Course.enrollmentsByState': {
      query: `query ($id: ID!, $first: Int!) { course(id: $id) { enrollmentsByState(first: $first) { totalCount } } }`,
      as: 'instructor',
    },
    'Course.invitations': {
      query: `query ($id: ID!, $first: Int!) { course(id: $id) { invitations(first: $first) { totalCount } } }`,
      as: 'instructor',
    },
    'Cohort.members': {
      query: `query ($id: ID!, $first: Int!) { node(id: $id) { ... on Cohort { members(first: $first) { totalCount } } } }`,
      as: 'administrator',
    },
    'Query.cohorts': {
      query: `query ($first: Int!) { cohorts(first: $first) { totalCount } }`,
      as: 'administrator',
    },
    'Query.terms': {
      query: `query ($first: Int!) { terms(first: $first) { totalCount } }`,
      as: 'learner',
    },
    'Course.enrollments': {
      query: `query ($first: Int!, $id: ID!) { course(id: $id) { enrollments(first: $first) { edges { cursor } } } }`,
      as: 'instructor',
    },
    'Gradebook.rows': {
      query: `query ($first: Int!, $id: ID!) { course(id: $id) { gradebook { rows(first: $first) { edges { cursor } } } } }`,
      as: 'instructor',
    },
    'Gradebook.policyHistory': {
      query: `query ($first: Int!, $id: ID!) { course(id: $id) { gradebook { policyHistory(first: $first) { edges { cursor } } } } }`,
      as: 'instructor',
    },
    'QuestionBank.items': {
      query: `query ($first: Int!, $id: ID!) { node(id: $id) { ... on QuestionBank { items(first: $first) { edges { cursor } } } } }`,
      as: 'instructor',
    },
    'Assessment.attempts': {
      query: `query ($first: Int!, $id: ID!) { node(id: $id) { ... on Assessment { attempts(first: $first) { edges { cursor } } } } }`,
      as: 'instructor',
    },
    'Lesson.problems': {
      query: `query ($first: Int!, $id: ID!) { node(id: $id) { ... on Lesson { problems(first: $first) { edges { cursor } } } } }`,
      as: 'learner',
    },
  };

  const variables = (name: string, first: unknown) => ({
    first,
    ...(/^(Course|Gradebook)\./.test(name) ? { id: cast.ids.Course } : {}),
    ...(name.startsWith('Cohort.') ? { id: cast.ids.Cohort } : {}),
    ...(name.startsWith('Lesson.') ? { id: cast.ids.Lesson } : {}),
    ...(name.startsWith('QuestionBank.') ? { id: cast.ids.QuestionBank } : {}),
    ...(name.startsWith('Assessment.') ? { id: cast.ids.Assessment } : {}),
  });

  it('is checked for every connection of the schema', () => {
    const paged = Object.values(gateway.gateway.schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => field.args.some((argument) => argument.name === 'first'))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(paged.sort()).toEqual(Object.keys(connections).sort());
  });

  it.each(Object.entries(connections))('is 1 to 100 at %s', async (name, { query, as }) => {
    const { client } = cast[as];
    for (const first of [0, -1, 101, 2 ** 31 - 1, -(2 ** 31)]) {
      const refused = await client.ask(query, variables(name, first));
      // The price of a page that is too large is seen before the page is.
      const error = refused.body.errors?.[0];
      expect([first, error?.extensions]).toEqual([
        first,
        expect.objectContaining({ maximum: expect.any(Number) }),
      ]);
      if (refused.code === 'QUERY_TOO_COMPLEX') expect(first).toBeGreaterThan(101);
      else
        expect(error).toMatchObject({
          message: '`first` must be from 1 to 100.',
          extensions: { code: 'BAD_USER_INPUT', field: 'first', maximum: 100 },
        });
    }
    for (const first of [2 ** 31, 1.5, '5', null, true]) {
      (await client.ask(query, variables(name, first))).error('BAD_USER_INPUT');
    }
    for (const first of [1, 100]) await client.data(query, variables(name, first));
  });
});

describe('a cursor', () => {
  const cursorPlaces = places.filter(([name]) => name.endsWith('.after'));
  const code = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const bad: [string, string][] = [
    ['nothing', ''],
    ['nonsense', 'nonsense'],
    ['no list', code('courses')],
    ['no name', code([])],
    ['the name of another list', encodeCursor('another', [newId()])],
    ['no key', encodeCursor('courses', [])],
    ['a key of another kind', encodeCursor('courses', [1, 2])],
    ['an id that is none', encodeCursor('enrollments', ["' or '1'='1"])],
    ['a position below the first', encodeCursor('problems', [-1])],
    ['a position that is no number', encodeCursor('problems', ['1'])],
    ['a position beyond all numbers', encodeCursor('problems', [1e300])],
    ['too much of a key', encodeCursor('problems', [1, 2])],
    ['a NUL in its key', encodeCursor('courses', ['a\u0000', newId()])],
    ['half a character in its key', encodeCursor('courses', ['\ud800', newId()])],
    ['another stream', encodeCursor('stream', [`class:${newId()}`, 1])],
    ['a place before the first', encodeCursor('stream', ['class', -1])],
  ];

  it.each(bad)('with %s is told to be none, at every list and stream', async (_name, after) => {
    for (const [name, place] of cursorPlaces) {
      const answer = await ask(place, after);
      expect([name, answer]).toEqual([name, expect.stringContaining('BAD_USER_INPUT')]);
      expect([name, answer]).toEqual([name, expect.stringContaining('not a cursor of this')]);
    }
  });

  it('of one list is none of another', async () => {
    const { courses, viewer } = await cast.learner.client.data(
      `{ courses { edges { cursor } } viewer { enrollments { edges { cursor } } } }`,
    );
    const [course, enrollment] = [courses.edges[0].cursor, viewer.enrollments.edges[0].cursor];
    const at = (name: string, cursor: string) => ask(inputPlaces[name]!, cursor);
    expect(await at('Viewer.enrollments.after', course)).toContain('BAD_USER_INPUT');
    expect(await at('Lesson.problems.after', course)).toContain('BAD_USER_INPUT');
    expect(await at('Query.courses.after', enrollment)).toContain('BAD_USER_INPUT');
    expect(await at('Subscription.classActivity.after', enrollment)).toContain('BAD_USER_INPUT');
  });
});

describe('a request', () => {
  const learner = () => cast.learner.client;

  it('that is larger than the limit is answered with 413, which names it', async () => {
    const query = `mutation ($archive: String!) { importCourse(input: { format: OATUTOR, archive: $archive }) { __typename } }`;
    const refused = await cast.administrator.client.ask(query, { archive: 'A'.repeat(65_536) });
    expect(refused.status).toBe(413);
    const error = refused.error('PAYLOAD_TOO_LARGE');
    expect(error.message).toContain('65536 bytes');
    expect(error.extensions).toMatchObject({ maximum: 65_536 });
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['is not UTF-8', Buffer.from('{"query":"{ viewer { user { name } } } # \xe9"}', 'latin1')],
    ['is not JSON', '{"query":'],
    ['is empty', ''],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['has no document', '{}'],
    ['has a document that is no text', '{"query":1}'],
    [
      'has variables that are no object',
      '{"query":"{ viewer { isAdministrator } }","variables":[]}',
    ],
  ])('that %s is answered with 400 and what to do', async (_name, bytes) => {
    const refused = await learner().send(bytes);
    expect(refused.status).toBe(400);
    expect(refused.error('BAD_USER_INPUT').message).toMatch(/\w{4}/);
    expect(refused.body.data).toBeUndefined();
  });

  it.each([
    ['does not parse', '{ viewer {', 'GRAPHQL_PARSE_FAILED'],
    ['asks for what there is not', '{ viewer { password } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['does not give what is needed', 'query ($id: ID!) { node(id: $id) { id } }', 'BAD_USER_INPUT'],
    [
      'has two operations and no name',
      'query A { __typename } query B { __typename }',
      'BAD_USER_INPUT',
    ],
    [
      'follows a stream over HTTP',
      'subscription { jobUpdated(jobId: "x") { cursor } }',
      'BAD_USER_INPUT',
    ],
  ])('that %s is answered with 400', async (_name, query, code) => {
    const refused = await learner().ask(query);
    expect(refused.status).toBe(400);
    refused.error(code);
  });

  it.each([
    ['no scheme', 'abc'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['no token', 'Bearer '],
    ['more than a token', 'Bearer a b'],
  ])('with an authorization of %s is answered with 401', async (_name, authorization) => {
    const refused = await gateway
      .guest()
      .ask('{ viewer { isAdministrator } }', {}, { authorization });
    expect(refused.status).toBe(401);
    refused.error('UNAUTHENTICATED');
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
  });
});

describe('an answer', () => {
  const input = { attemptId: '', stepId: '', response: '4', clientKey: 'k' };

  it.each([
    ['nothing', { response: ' \n' }, 'response'],
    ['2,001 characters', { response: 'x'.repeat(2_001) }, 'response'],
    ['a NUL', { response: '4\u0000' }, 'response'],
    ['half a character', { response: '4\ud800' }, 'response'],
    ['no key', { clientKey: '' }, 'clientKey'],
    ['a key of 101 characters', { clientKey: 'x'.repeat(101) }, 'clientKey'],
    ['a NUL in its key', { clientKey: '\u0000' }, 'clientKey'],
  ])('of %s is refused and names the field', async (_name, facts, field) => {
    const refused = await cast.learner.client.ask(
      `mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) { __typename } }`,
      {
        input: {
          ...input,
          attemptId: cast.ids.PracticeAttempt,
          stepId: cast.ids.Step,
          ...facts,
        },
      },
    );
    expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({ field });
  });
});
