import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import { createTestDatabase, type TestDatabase } from '../../tests/testkit/database.js';
import { eventually } from '../../tests/testkit/live.js';
import { createPeopleRig, type PeopleRig } from '../../tests/testkit/people.js';
import { readerOf, type Reader } from '../entities/orm.js';
import { newId } from '../services/ids.js';
import { transact } from '../services/transact.js';
import { StreamFeed, type StreamFeedOptions } from './stream-feed.js';

let database: TestDatabase;
let rig: PeopleRig;
let schoolId: string;
const feeds: StreamFeed[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  rig = await createPeopleRig(database);
  ({ schoolId } = await rig.createSchool('feed'));
});
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.close()));
});
afterAll(async () => {
  await database.close();
});

const reader = (): Reader => readerOf(database.orm.em.fork());

/** A feed that looks when it is told to, and never by itself. */
function feedOf(options: Partial<StreamFeedOptions> = {}): StreamFeed {
  const feed = new StreamFeed({
    db: reader,
    log: pino({ level: 'silent' }),
    pollMs: 1_000_000,
    ...options,
  });
  feeds.push(feed);
  return feed;
}

/** Puts so many items on each of these jobs' streams, in one transaction. */
async function append(jobIds: readonly string[], count = 1): Promise<void> {
  await transact(rig.deps, async ({ report }) => {
    for (let index = 0; index < count; index += 1) {
      for (const jobId of jobIds) {
        report({ type: 'job.updated', schoolId, jobId, at: rig.clock().toISOString() });
      }
    }
  });
}

const keyOf = (jobId: string) => `job:${jobId}`;

async function listen(feed: StreamFeed, jobId: string) {
  const sequences: number[] = [];
  const followed = await feed.follow(keyOf(jobId), (items) => {
    sequences.push(...items.map(({ sequence }) => sequence));
  });
  return { sequences, followed };
}

describe('StreamFeed', () => {
  it('hands on what comes after the head it found, in order', async () => {
    const jobId = newId();
    await append([jobId], 3);
    const feed = feedOf();
    const { sequences, followed } = await listen(feed, jobId);
    expect(followed.head).toBe(3);
    await append([jobId], 4);
    feed.hint([keyOf(jobId)]);
    await eventually(() => sequences.length === 4);
    expect(sequences).toEqual([4, 5, 6, 7]);
    expect(followed.head).toBe(7);
  });

  it('looks by itself when no hint comes', async () => {
    const jobId = newId();
    const { sequences } = await listen(feedOf({ pollMs: 10 }), jobId);
    await append([jobId]);
    await eventually(() => sequences.length === 1);
  });

  it('repeats nothing, however often it is told', async () => {
    const jobId = newId();
    const feed = feedOf();
    const { sequences } = await listen(feed, jobId);
    await append([jobId]);
    for (let times = 0; times < 10; times += 1) {
      feed.hint([keyOf(jobId), keyOf(newId())]);
      await reader().selectFrom('streams').select('key').limit(1).execute();
    }
    await append([jobId]);
    feed.hint([keyOf(jobId)]);
    await eventually(() => sequences.length >= 2);
    expect(sequences).toEqual([1, 2]);
  });

  it('reads many streams by one statement, and all of a long one', async () => {
    const jobIds = Array.from({ length: 30 }, newId);
    const [long = ''] = jobIds;
    let looks = 0;
    const feed = feedOf({ lookSize: 100, onRead: () => (looks += 1) });
    const all = await Promise.all(jobIds.map((jobId) => listen(feed, jobId)));
    await append(jobIds);
    feed.hint(jobIds.map(keyOf));
    await eventually(() => all.every(({ sequences }) => sequences.length === 1));
    expect(looks).toBe(1);
    await append([long], 450);
    feed.hint([keyOf(long)]);
    await eventually(() => all[0]?.sequences.length === 451);
    expect(all[0]?.sequences).toEqual(Array.from({ length: 451 }, (_, index) => index + 1));
    expect(looks).toBe(6);
  });

  it('does not lose a hint that comes while a stream is opened', async () => {
    const jobId = newId();
    const read = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const feed = feedOf({
      db: () =>
        reader().withPlugin({
          transformQuery: ({ node }) => node,
          // The head has been read, and then nothing happens until another has committed.
          transformResult: async ({ result }) => {
            read.resolve();
            await held.promise;
            return result;
          },
        }),
    });
    const listening = listen(feed, jobId);
    await read.promise;
    await append([jobId]);
    feed.hint([keyOf(jobId)]);
    held.resolve();
    const { sequences } = await listening;
    await eventually(() => sequences.length === 1);
  });

  it('follows a stream as long as anyone does', async () => {
    const jobId = newId();
    const feed = feedOf();
    const one = await listen(feed, jobId);
    const other = await listen(feed, jobId);
    expect(feed.size).toBe(1);
    one.followed.release();
    one.followed.release();
    await append([jobId]);
    feed.hint([keyOf(jobId)]);
    await eventually(() => other.sequences.length === 1);
    expect(one.sequences).toEqual([]);
    other.followed.release();
    expect(feed.size).toBe(0);
  });

  it('is not left by one who enters while the last other leaves', async () => {
    const jobId = newId();
    const feed = feedOf();
    const leaves = await listen(feed, jobId);
    const entering = listen(feed, jobId);
    leaves.followed.release();
    const { sequences } = await entering;
    await append([jobId]);
    feed.hint([keyOf(jobId)]);
    await eventually(() => sequences.length === 1);
  });

  it('loses nothing while the database is away', async () => {
    const jobId = newId();
    let away = false;
    const feed = feedOf({
      db: () => {
        if (away) throw new Error('away');
        return reader();
      },
    });
    const { sequences } = await listen(feed, jobId);
    await append([jobId]);
    away = true;
    feed.hint([keyOf(jobId)]);
    await expect(feed.follow(keyOf(newId()), () => undefined)).rejects.toThrow('away');
    expect(feed.size).toBe(1);
    expect(sequences).toEqual([]);
    away = false;
    await append([jobId]);
    feed.hint([keyOf(jobId)]);
    await eventually(() => sequences.length === 2);
    expect(sequences).toEqual([1, 2]);
  });

  it('hands on nothing after it is closed', async () => {
    const jobId = newId();
    const feed = feedOf({ pollMs: 5 });
    const { sequences, followed } = await listen(feed, jobId);
    await append([jobId]);
    feed.hint([keyOf(jobId)]);
    await feed.close();
    expect(sequences).toEqual([]);
    expect(feed.size).toBe(0);
    followed.release();
  });
});
