import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { parseGlobalId } from '../../src/schema/shared/global-id.js';
import { streamCursor } from '../../src/schema/shared/stream-cursor.js';
import { smallTree, toArchive } from '../testkit/archive.js';
import type { TestClient, TestStream } from '../testkit/client.js';
import { TestGateway } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const IMPORT = /* GraphQL */ `
  mutation ($archive: String!) {
    importCourse(input: { format: OATUTOR, archive: $archive }) {
      __typename
      ... on UserError {
        code
        message
      }
      ... on ImportCourseSuccess {
        job {
          id
          kind
          state
          progress {
            done
            total
            fraction
          }
          result
          failure
          createdAt
          startedAt
          endedAt
        }
      }
    }
  }
`;

const UPDATED = /* GraphQL */ `
  subscription ($jobId: ID!, $after: String) {
    jobUpdated(jobId: $jobId, after: $after) {
      cursor
      job {
        id
        state
        progress {
          done
          total
          fraction
        }
        result
        failure
        startedAt
        endedAt
      }
    }
  }
`;

const JOB = /* GraphQL */ `
  query ($jobId: ID!) {
    job(jobId: $jobId) {
      id
      state
      failure
    }
  }
`;

async function createAdministrator() {
  const schoolId = await gateway.createSchool();
  const { client } = await gateway.createPerson(schoolId, { isAdministrator: true });
  return { schoolId, client };
}

async function request(client: TestClient, archive: string) {
  return (await client.data(IMPORT, { archive })).importCourse;
}

/** Follows a job from its first step to its last. */
async function toTheEnd(client: TestClient, jobId: string): Promise<any> {
  return lastOf(await client.follow(UPDATED, { jobId, after: beforeTheFirst(jobId) }));
}

function beforeTheFirst(jobId: string): string {
  return streamCursor(`job:${parseGlobalId(jobId)!.id}`, 0);
}

async function lastOf(stream: TestStream): Promise<any> {
  for (let count = 1; ; count += 1) {
    const { jobUpdated } = (await stream.take(count)).at(-1);
    if (['COMPLETED', 'FAILED'].includes(jobUpdated.job.state)) {
      stream.dispose();
      return jobUpdated.job;
    }
  }
}

describe('importCourse', () => {
  it('imports in the background, watched from the queue to the report', async () => {
    const { client } = await createAdministrator();
    const { __typename, job } = await request(client, await toArchive(smallTree()));
    expect(__typename).toBe('ImportCourseSuccess');
    expect(job).toEqual({
      id: expect.any(String),
      kind: 'IMPORT_COURSE',
      state: 'QUEUED',
      progress: { done: 0, total: null, fraction: null },
      result: null,
      failure: null,
      createdAt: gateway.clock().toISOString(),
      startedAt: null,
      endedAt: null,
    });
    const ended = await toTheEnd(client, job.id);
    expect(ended).toMatchObject({
      id: job.id,
      state: 'COMPLETED',
      failure: null,
      startedAt: gateway.clock().toISOString(),
      endedAt: gateway.clock().toISOString(),
      result: {
        courses: [
          {
            changed: true,
            versionNumber: 1,
            courses: { created: 1, updated: 0, unchanged: 0 },
            lessons: { created: 2, updated: 0, unchanged: 0 },
            problems: { created: 2, updated: 0, unchanged: 0 },
            steps: { created: 2, updated: 0, unchanged: 0 },
            hints: { created: 2, updated: 0, unchanged: 0 },
          },
        ],
        skipped: [],
        figuresNamed: 0,
        figuresAbsent: 0,
      },
    });
    const { courses } = await client.data(
      `{ courses { edges { node { title license modules { lessons { title problemCount } } } } } }`,
    );
    expect(courses.edges).toMatchObject([
      {
        node: {
          title: 'Small Course',
          modules: [
            {
              lessons: [
                { title: 'Lesson 1.1', problemCount: 1 },
                { title: 'Lesson 1.2', problemCount: 1 },
              ],
            },
          ],
        },
      },
    ]);
  });

  it('changes nothing the second time, and reports what it skipped with file and reason', async () => {
    const { client } = await createAdministrator();
    const tree = smallTree();
    const step = 'content-pool/take1/steps/take1a/take1a.json';
    const broken = await toArchive({ ...tree, [step]: '{ "id": ' });
    const first = await toTheEnd(client, (await request(client, broken)).job.id);
    expect(first.result).toMatchObject({
      courses: [{ problems: { created: 1 } }],
      skipped: [
        { file: 'content-pool/take1', reason: expect.any(String) },
        { file: step, reason: 'not valid JSON' },
      ],
    });
    const again = await toTheEnd(client, (await request(client, broken)).job.id);
    expect(again.result.courses).toMatchObject([
      { changed: false, versionNumber: 1, courses: { created: 0, updated: 0, unchanged: 1 } },
    ]);
    const whole = await toTheEnd(client, (await request(client, await toArchive(tree))).job.id);
    expect(whole.result.courses).toMatchObject([
      { changed: true, versionNumber: 2, problems: { created: 1, unchanged: 1 } },
    ]);
  });

  it.each([
    ['holds no archive', () => gzipSync('this is no tar').toString('base64')],
    ['is cut off', async () => (await toArchive(smallTree())).slice(0, 400)],
    [
      'has no plan',
      async () => {
        const { 'coursePlans.json': _plan, ...tree } = smallTree();
        return toArchive(tree);
      },
    ],
    ['has a damaged plan', () => toArchive({ ...smallTree(), 'coursePlans.json': '[{' })],
  ])('tells why it failed when the file %s, and writes nothing', async (_name, make) => {
    const { client } = await createAdministrator();
    const { job } = await request(client, await make());
    const ended = await toTheEnd(client, job.id);
    expect(ended).toMatchObject({
      state: 'FAILED',
      result: null,
      failure: expect.stringMatching(/\w{3}/),
      endedAt: gateway.clock().toISOString(),
    });
    expect(ended.failure).not.toMatch(/went wrong on our side|\/tmp\/|node:/);
    const { courses } = await client.data(`{ courses { totalCount } }`);
    expect(courses.totalCount).toBe(0);
  });

  it.each([
    ['is empty', ''],
    ['is not gzip', Buffer.from('coursePlans.json').toString('base64')],
    ['is not base64', `${gzipSync('x').toString('base64')}!!`],
    ['has line breaks in its base64', `${gzipSync('x').toString('base64')}\r\nAAAA`],
  ])('says at once that an archive that %s cannot be read', async (_name, archive) => {
    const { client } = await createAdministrator();
    expect(await request(client, archive)).toEqual({
      __typename: 'ArchiveUnreadableError',
      code: 'ARCHIVE_UNREADABLE',
      message: expect.any(String),
    });
  });

  it('refuses all but administrators and keys with the scope courses:import', async () => {
    const { schoolId, learner, teacher } = await gateway.createClass();
    const unscoped = await gateway.createService(schoolId, ['responses:record', 'events:record']);
    const variables = { archive: await toArchive(smallTree()) };
    for (const client of [learner.client, teacher.client, unscoped]) {
      (await client.ask(IMPORT, variables)).error('FORBIDDEN');
    }
    (await gateway.guest().ask(IMPORT, variables)).error('UNAUTHENTICATED');
    const service = await gateway.createService(schoolId, ['courses:import']);
    const { job } = await request(service, variables.archive);
    expect((await toTheEnd(service, job.id)).state).toBe('COMPLETED');
  });
});

describe('job', () => {
  it('is shown to who asked for it and to the administrators of the school, to nobody else', async () => {
    const { schoolId, learner, teacher } = await gateway.createClass();
    const other = await createAdministrator();
    const service = await gateway.createService(schoolId, ['courses:import']);
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    const { job } = await request(service, gzipSync('this is no tar').toString('base64'));
    await toTheEnd(service, job.id);
    for (const client of [service, administrator.client]) {
      const { job: seen } = await client.data(JOB, { jobId: job.id });
      expect(seen).toMatchObject({ id: job.id, state: 'FAILED', failure: expect.any(String) });
    }
    for (const client of [learner.client, teacher.client, other.client]) {
      const refused = await client.ask(JOB, { jobId: job.id });
      const random = await client.ask(JOB, { jobId: randomId('Job') });
      refused.error('NOT_FOUND');
      expect(refused.body).toEqual(random.body);
      const stream = await client.follow(UPDATED, { jobId: job.id });
      expect(await stream.finish()).toBe('NOT_FOUND');
    }
    (await gateway.guest().ask(JOB, { jobId: job.id })).error('UNAUTHENTICATED');
  });

  it('can be watched on after a cursor, by several at once', async () => {
    const { schoolId, client } = await createAdministrator();
    const colleague = await gateway.createPerson(schoolId, { isAdministrator: true });
    const { job } = await request(client, await toArchive(smallTree()));
    const variables = { jobId: job.id, after: beforeTheFirst(job.id) };
    const streams = [
      await client.follow(UPDATED, variables),
      await colleague.client.follow(UPDATED, variables),
    ];
    const ends = await Promise.all(streams.map(lastOf));
    expect(ends[0]).toEqual(ends[1]);
    // Queued, begun, completed; progress is told now and then.
    const items = streams[0]!.items.map((item) => item.jobUpdated.cursor);
    expect(items.length).toBeGreaterThanOrEqual(3);
    const now = await client.data(`query ($jobId: ID!) { job(jobId: $jobId) { cursor } }`, {
      jobId: job.id,
    });
    expect(now.job.cursor).toBe(items.at(-1));
    const rest = await client.follow(UPDATED, { jobId: job.id, after: items[0] });
    const resumed = await rest.take(items.length - 1);
    expect(resumed.map((item) => item.jobUpdated.cursor)).toEqual(items.slice(1));
    rest.dispose();
  });
});
