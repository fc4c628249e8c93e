import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { countContent } from '../count-content.js';
import { CourseContentError, readCourseContent } from './read-course-content.js';

const demo = new URL('../../demo/data/elementary-algebra-part.json', import.meta.url).pathname;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(text: string): Promise<string> {
  const file = join(folder, 'course.json');
  await writeFile(file, text);
  return file;
}

function smallCourse() {
  const question = { choices: ['a', 'b'], answers: ['a'] };
  const hint = { kind: 'HINT', title: '', text: '', dependsOn: [], choices: [], answers: [] };
  const step = {
    key: 'pa',
    title: '',
    body: '',
    position: 0,
    kind: 'CHOICE',
    ...question,
    skills: ['s'],
    hints: [
      { ...hint, key: 'h1', position: 0 },
      {
        ...hint,
        ...question,
        key: 'h2',
        kind: 'SCAFFOLD',
        position: 1,
        dependsOn: ['h1'],
        answerKind: 'CHOICE',
      },
      { ...hint, key: 's1', position: 2, parentKey: 'h2' },
    ],
  };
  const problem = {
    key: 'p',
    title: '',
    body: '',
    position: 0,
    license: '',
    source: '',
    figures: [],
    steps: [step],
  };
  const objectives = [{ skillKey: 's', target: 0.85 }];
  const lesson = { key: 'l', title: 'L', topic: '', position: 0, objectives, problems: [problem] };
  return {
    key: 'course',
    title: 'Course',
    language: 'en',
    license: 'CC0',
    source: 'us',
    skills: [
      { key: 's', title: 'S', parameters: { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 } },
    ],
    modules: [{ key: 'm', title: 'M', position: 0, lessons: [lesson] }],
  };
}

/** The small course with one text of it replaced by another. */
const altered = (from: string, to: string): string => {
  const whole = JSON.stringify(smallCourse());
  expect(whole).toContain(from);
  return whole.replace(from, to);
};

describe('readCourseContent', () => {
  it('reads the course of the demo school', async () => {
    const course = await readCourseContent(demo);

    expect(countContent(course)).toEqual({
      modules: 2,
      lessons: 8,
      problems: 96,
      steps: 149,
      hints: 720,
    });
    const problems = course.modules.flatMap((module) =>
      module.lessons.flatMap((lesson) => lesson.problems),
    );
    expect(problems.flatMap((problem) => problem.figures)).toEqual([]);
    expect(new Set(problems.flatMap((problem) => problem.steps.map((step) => step.kind)))).toEqual(
      new Set(['ALGEBRA', 'CHOICE', 'TEXT']),
    );
    expect(course.license).toContain('CC BY 4.0');
    expect(course.source).toContain('OpenStax');
  });

  it('reads what is whole', async () => {
    await expect(readCourseContent(await write(JSON.stringify(smallCourse())))).resolves.toEqual(
      smallCourse(),
    );
  });

  it.each([
    ['a field it does not know', altered('"language"', '"langage"'), 'langage'],
    ['a probability above 1', altered('"target":0.85', '"target":85'), 'target'],
    ['a skill nobody knows', altered('"skills":["s"]', '"skills":["t"]'), 'pa names the unknown t'],
    [
      'an answer that is no choice',
      altered('"answers":["a"]', '"answers":["c"]'),
      'pa lacks its answer',
    ],
    [
      'a hint before what it depends on',
      altered('"dependsOn":["h1"]', '"dependsOn":["s1"]'),
      'h2 comes before s1',
    ],
    ['a key twice', altered('"key":"s1"', '"key":"h1"'), 'stands twice'],
    [
      'a position that is wrong',
      altered('"position":2', '"position":3'),
      's1 stands at 2 and says 3',
    ],
    ['a hint that asks', altered('"SCAFFOLD"', '"HINT"'), 'a hint with one'],
    ['no JSON', '{', 'not valid JSON'],
  ])('refuses a file with %s', async (_, text, reason) => {
    const reading = readCourseContent(await write(text));

    await expect(reading).rejects.toThrow(CourseContentError);
    await expect(reading).rejects.toThrow(reason);
  });

  it('refuses a file that is not there', async () => {
    await expect(readCourseContent(join(folder, 'none.json'))).rejects.toThrow(CourseContentError);
  });
});
