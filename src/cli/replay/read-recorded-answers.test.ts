import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { readRecordedAnswers } from './read-recorded-answers.js';
import { RecordedAnswersError } from './recorded-answer.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorded-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(text: string, name = 'kt_test.csv.gz'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}

/** `few` has two answers, the others three and four. */
const RECORDING = [
  'student,seq,item,kcs,correct',
  'few,0,i1,add,1',
  'few,1,i2,add,1',
  'ann,0,i1,add,1',
  'ann,1,i2,add;take,0',
  'ann,2,i3,,1',
  'bob,0,i4,take;take,0',
  'bob,1,i1,add,1',
  'bob,2,i2,add,1',
  'bob,3,i9,more,1',
  '',
].join('\n');

const brief = (answers: { student: string; item: string }[]): string[] =>
  answers.map(({ student, item }) => `${student} ${item}`);

describe('readRecordedAnswers', () => {
  it('takes the first learners with enough answers, in rounds', async () => {
    const file = await write(RECORDING);

    const read = await readRecordedAnswers(file, { learners: 2, minimumAnswers: 3 });

    expect(read.students).toEqual(['ann', 'bob']);
    expect(brief(read.answers)).toEqual([
      'ann i1',
      'bob i4',
      'ann i2',
      'bob i1',
      'ann i3',
      'bob i2',
      'bob i9',
    ]);
    expect(read.answers[2]).toEqual({
      student: 'ann',
      seq: 1,
      item: 'i2',
      skills: ['add', 'take'],
      correct: false,
    });
    expect([...read.items]).toEqual([
      ['i1', ['add']],
      ['i4', ['take']],
      ['i2', ['add', 'take']],
      ['i3', []],
      ['i9', ['more']],
    ]);
    expect(read.skills).toEqual(['add', 'take', 'more']);
  });

  it('takes no more learners and no more answers of each than asked for', async () => {
    const file = await write(RECORDING, 'kt_test.csv');

    const read = await readRecordedAnswers(file, {
      learners: 1,
      minimumAnswers: 2,
      maximumAnswers: 1,
    });
    expect(brief(read.answers)).toEqual(['few i1']);

    const all = await readRecordedAnswers(file, {
      learners: 9,
      minimumAnswers: 1,
      maximumAnswers: 2,
    });
    expect(all.students).toEqual(['few', 'ann', 'bob']);
    expect(all.answers).toHaveLength(6);
  });

  it('gives none when nobody answered enough', async () => {
    const read = await readRecordedAnswers(await write(RECORDING), {
      learners: 2,
      minimumAnswers: 5,
    });

    expect(read).toEqual({ answers: [], students: [], items: new Map(), skills: [] });
  });

  it('keeps learners apart whose rows are mixed', async () => {
    const mixed = 'student,seq,item,kcs,correct\nb,1,i2,s,1\na,0,i1,s,1\nb,0,i1,s,0\na,1,i2,s,1\n';

    const read = await readRecordedAnswers(await write(mixed), { learners: 2, minimumAnswers: 2 });

    expect(brief(read.answers)).toEqual(['b i1', 'a i1', 'b i2', 'a i2']);
  });

  it('gives the answers as they happened where times are known', async () => {
    const timed =
      'student,seq,item,kcs,correct,t\na,0,i1,s,1,10\na,1,i2,s,1,400\na,2,i3,s,1,390\nb,0,i4,s,1,5\nb,1,i5,s,1,395\n';
    const file = await write(timed);

    const read = await readRecordedAnswers(file, { learners: 2, minimumAnswers: 2, order: 'TIME' });

    expect(brief(read.answers)).toEqual(['b i4', 'a i1', 'b i5', 'a i2', 'a i3']);
    expect(read.answers[0]).toMatchObject({ time: 5 });
  });

  it.each([
    ['without a column it needs', 'student,seq,item,correct\n', 'no column kcs'],
    ['with nothing in it', '', 'is empty'],
    ['with a row too short', 'student,seq,item,kcs,correct\na,0,i1\n', 'cannot be read'],
    [
      'with an answer neither right nor wrong',
      'student,seq,item,kcs,correct\na,0,i1,s,2\n',
      'row 2: correct',
    ],
    ['with a row of no learner', 'student,seq,item,kcs,correct\n,0,i1,s,1\n', 'row 2: no student'],
    ['without an order', 'student,seq,item,kcs,correct\na,,i1,s,1\n', 'row 2: seq'],
  ])('refuses a recording %s', async (_, text, reason) => {
    const reading = readRecordedAnswers(await write(text), { learners: 1, minimumAnswers: 1 });

    await expect(reading).rejects.toThrow(RecordedAnswersError);
    await expect(reading).rejects.toThrow(reason);
  });

  it('refuses a file that is not there, no gzip, or has no times to order by', async () => {
    const query = { learners: 1, minimumAnswers: 1 };
    await expect(readRecordedAnswers(join(folder, 'none.csv'), query)).rejects.toThrow(
      RecordedAnswersError,
    );
    await writeFile(join(folder, 'bad.csv.gz'), 'student');
    await expect(readRecordedAnswers(join(folder, 'bad.csv.gz'), query)).rejects.toThrow(
      RecordedAnswersError,
    );
    await expect(
      readRecordedAnswers(await write(RECORDING), { ...query, order: 'TIME' }),
    ).rejects.toThrow('no column t');
  });
});
