import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestGateway } from '../../../tests/testkit/gateway.js';
import { rebuildLearning } from '../../services/practice/rebuild.js';
import { answersToPlay } from '../replay/answers-to-play.js';
import { playAnswers, systemPlayClock, type PlayReport } from '../replay/play-answers.js';
import { recordOverGraph } from '../replay/record-over-graph.js';
import { closeRecordedClass } from './close-recorded-class.js';
import { openRecordedClass, type RecordedClass } from './open-recorded-class.js';

const LEARNERS = 3;
const ANSWERS = 24;

let gateway: TestGateway;
let folder: string;
let file: string;

beforeAll(async () => {
  gateway = await TestGateway.start();
  await gateway.createSchool('north');
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
  file = join(folder, 'class.csv');
  const rows = ['student,seq,item,kcs,correct'];
  for (let student = 1; student <= LEARNERS; student += 1) {
    for (let seq = 0; seq < ANSWERS; seq += 1) {
      // Items come again, as they do in recordings.
      rows.push(
        `s${student},${seq},i${(seq * student) % 11},k${seq % 4},${(seq + student) % 3 ? 1 : 0}`,
      );
    }
  }
  await writeFile(file, `${rows.join('\n')}\n`);
});

afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

const open = (restart = false): Promise<RecordedClass> =>
  openRecordedClass.run(
    gateway.platform,
    { file, learners: LEARNERS, restart },
    () => undefined,
    never,
  );

async function play(opened: RecordedClass, limit?: number): Promise<PlayReport> {
  return playAnswers(await answersToPlay(file, opened, limit), {
    pace: { rate: 1_000, maxBatch: 200 },
    record: recordOverGraph({ url: gateway.url, key: opened.key, courseId: opened.courseId }),
    signal: never,
    clock: systemPlayClock,
  });
}

async function responses(): Promise<{ count: number; learners: number; keys: number }> {
  const [row] = await gateway.platform.orm.em.fork()
    .execute(`select count(*)::int as count, count(distinct user_id)::int as learners,
      count(distinct (enrollment_id, client_key))::int as keys from responses`);
  return row as { count: number; learners: number; keys: number };
}

describe('a replay', () => {
  it('plays recorded answers through the public API, and goes on where it stopped', async () => {
    const opened = await open();
    expect(opened.learners.map(({ answered }) => answered)).toEqual([0, 0, 0]);
    expect(await play(opened, 31)).toMatchObject({ acknowledged: 31, recorded: 31, end: 'whole' });

    const again = await open();
    expect(again.courseId).toBe(opened.courseId);
    expect(again.learners.map(({ answered }) => answered)).toEqual([11, 10, 10]);
    const rest = LEARNERS * ANSWERS - 31;
    expect(await play(again)).toMatchObject({ acknowledged: rest, recorded: rest, duplicates: 0 });

    const all = LEARNERS * ANSWERS;
    expect(await responses()).toEqual({ count: all, learners: LEARNERS, keys: all });
    expect(await play(await open())).toMatchObject({ acknowledged: 0, end: 'whole' });
  });

  it('stores nothing twice when everything is sent again', async () => {
    const opened = await open();
    const before = await responses();
    const asNew = opened.learners.map((learner) => ({ ...learner, answered: 0 }));

    const report = await play({ ...opened, learners: asNew });

    expect(report).toMatchObject({ recorded: 0, duplicates: before.count });
    expect(await responses()).toEqual(before);
  });

  it('keeps mastery as a rebuild has it', async () => {
    const { deps, platform } = gateway;

    const { responses: counted, ...report } = await rebuildLearning(deps, platform.versions);

    expect(counted).toBe(LEARNERS * ANSWERS);
    expect(report.masteryStates.differed + report.lessonProgress.differed).toBe(0);
  });

  it('begins again in new enrollments when asked to', async () => {
    const before = await responses();
    const opened = await open(true);

    expect(opened.learners.map(({ answered }) => answered)).toEqual([0, 0, 0]);
    expect(await play(opened, 9)).toMatchObject({ recorded: 9 });
    expect(await responses()).toMatchObject({ count: before.count + 9, learners: LEARNERS });
  });

  it('is refused once its key is revoked', async () => {
    const opened = await open();
    const { school, apiKeyId } = opened;
    const input = { school, apiKeyId };
    await closeRecordedClass.run(gateway.platform, input, () => undefined, never);

    expect(await play(opened, 5)).toMatchObject({
      acknowledged: 0,
      end: 'refused',
      reason: expect.stringContaining('does not know our key'),
    });
  });

  it('waits for a gateway that is not there', async () => {
    const opened = await open();
    const record = recordOverGraph({
      url: 'http://127.0.0.1:1',
      key: opened.key,
      courseId: opened.courseId,
    });

    expect(await record(await answersToPlay(file, opened, 1), new Date())).toMatchObject({
      kind: 'again',
    });
  });

  it('begins anew when the recording is another one by now', async () => {
    const before = await open();
    await appendFile(file, `s1,${ANSWERS},i99,k1,1\n`);

    const opened = await open();

    expect(opened.courseId).toBe(before.courseId);
    expect(Object.keys(opened.steps)).toContain('i99');
    expect(opened.learners.map(({ answered }) => answered)).toEqual([0, 0, 0]);
    const all = LEARNERS * ANSWERS + 1;
    expect(await play(opened)).toMatchObject({ recorded: all, duplicates: 0, end: 'whole' });
  });

  it('says when a recording has nobody to play', async () => {
    const short = join(folder, 'short.csv');
    await writeFile(short, 'student,seq,item,kcs,correct\na,0,i,k,1\n');
    const input = { file: short, learners: 1, restart: false };

    await expect(
      openRecordedClass.run(gateway.platform, input, () => undefined, never),
    ).rejects.toThrow('no learner with 20 answers or more');
  });
});
