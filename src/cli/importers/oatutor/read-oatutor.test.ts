import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pack } from 'tar-stream';

import type { ProblemContent } from '../../../services/courses/course-content.js';
import { findFaults } from '../check-content.js';
import { countContent } from '../count-content.js';
import { CoursePlanError, readOatutor, type OatutorReadResult } from './index.js';

/** A tree of content by path; a value that is no text becomes JSON. */
type Tree = Record<string, unknown>;

const PARAMETERS = { probMastery: 0.2, probTransit: 0.3, probSlip: 0.05, probGuess: 0.15 };

/** Two chapters, three lessons, four problems: `add2` comes before `add10`. */
function smallCourse(): Tree {
  return {
    'coursePlans.json': [
      {
        courseName: 'Small Course',
        language: 'en',
        courseOER: 'https://example.org/book <A Book>',
        courseLicense: 'https://creativecommons.org/licenses/by/4.0/ <CC BY 4.0>',
        lessons: [
          { id: 'L1', name: 'Lesson 1.1', topics: 'Adding', learningObjectives: { add: 0.85 } },
          { id: 'L2', name: 'Lesson 1.2', topics: 'Taking', learningObjectives: { take: 0.9 } },
          {
            id: 'L3',
            name: 'Lesson 2.1',
            topics: 'Both',
            learningObjectives: { add: 0.8, take: 0.8 },
          },
        ],
      },
    ],
    'skillModel.json': {
      add2a: ['add'],
      add10a: ['add'],
      take1a: ['take'],
      take1b: ['take'],
      both1a: ['add', 'take'],
    },
    'bkt-params/defaultBKTParams.json': { add: PARAMETERS, take: PARAMETERS },
    ...problem('add10', { lessonId: 'L1' }),
    ...problem('add2', { lessonId: 'L1' }),
    ...problem('take1', { lessonId: 'L2' }, ['a', 'b']),
    ...problem('both1', { lessonId: 'L3' }),
  };
}

function problem(id: string, fields: object = {}, steps = ['a']): Tree {
  const tree: Tree = {
    [problemFile(id)]: {
      id,
      title: 'A title',
      body: 'A body',
      oer: 'https://example.org/book <A Book>',
      license: 'https://creativecommons.org/licenses/by/4.0/ <CC BY 4.0>',
      courseName: 'Small Course',
      variabilization: {},
      ...fields,
    },
  };
  for (const letter of steps) {
    tree[stepFile(id, letter)] = step(id, letter);
    tree[pathwayFile(id, letter)] = [hint(`${id}${letter}-h1`)];
  }
  return tree;
}

function step(id: string, letter: string, fields: object = {}): object {
  return {
    id: `${id}${letter}`,
    stepTitle: '$$1+1$$',
    stepBody: '',
    problemType: 'TextBox',
    answerType: 'arithmetic',
    stepAnswer: ['$$2$$'],
    variabilization: {},
    ...fields,
  };
}

function hint(id: string, fields: object = {}): object {
  return {
    id,
    type: 'hint',
    dependencies: [],
    title: 'Hint',
    text: 'Count',
    oer: 'https://OATutor.io <OATutor>',
    ...fields,
  };
}

const problemFile = (id: string): string => `content-pool/${id}/${id}.json`;
const stepFile = (id: string, letter: string): string =>
  `content-pool/${id}/steps/${id}${letter}/${id}${letter}.json`;
const pathwayFile = (id: string, letter: string): string =>
  `content-pool/${id}/steps/${id}${letter}/tutoring/${id}${letter}DefaultPathway.json`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oatutor-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function writeTree(tree: Tree): Promise<string> {
  const directory = join(folder, 'content');
  for (const [path, content] of Object.entries(tree)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytesOf(content));
  }
  return directory;
}

interface ArchiveOptions {
  prefix?: string;
  gzip?: boolean;
}

async function writeArchive(
  tree: Tree,
  { prefix = '', gzip = true }: ArchiveOptions = {},
): Promise<string> {
  const file = join(folder, gzip ? 'content.tar.gz' : 'content.tar');
  const archive = pack();
  for (const [path, content] of Object.entries(tree)) {
    archive.entry({ name: `${prefix}${path}` }, bytesOf(content));
  }
  archive.finalize();
  await pipeline([
    Readable.from(archive),
    ...(gzip ? [createGzip()] : []),
    createWriteStream(file),
  ]);
  return file;
}

function bytesOf(content: unknown): Buffer {
  if (Buffer.isBuffer(content)) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

function without(tree: Tree, ...paths: string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.includes(path)));
}

function problemsOf({ courses }: OatutorReadResult): ProblemContent[] {
  return courses.flatMap((course) =>
    course.modules.flatMap((module) => module.lessons.flatMap((lesson) => lesson.problems)),
  );
}

describe('readOatutor', () => {
  it('reads a course with its chapters, lessons, problems, steps and hints', async () => {
    const result = await readOatutor(await writeTree(smallCourse()));

    expect(result.skipped).toEqual([]);
    expect(result.warnings).toEqual([]);
    const [course] = result.courses;
    expect(countContent(course!)).toEqual({
      modules: 2,
      lessons: 3,
      problems: 4,
      steps: 5,
      hints: 5,
    });
    expect(findFaults(course!)).toEqual([]);
    expect(course).toMatchObject({
      key: 'small-course',
      title: 'Small Course',
      language: 'en',
      license: 'CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)',
      source: 'A Book (https://example.org/book); OATutor (https://OATutor.io)',
    });
    expect(course!.skills[0]).toEqual({
      key: 'add',
      title: 'Add',
      parameters: { prior: 0.2, transit: 0.3, slip: 0.05, guess: 0.15 },
    });
    expect(course!.modules.map(({ key, title }) => [key, title])).toEqual([
      ['chapter-1', 'Chapter 1'],
      ['chapter-2', 'Chapter 2'],
    ]);
    expect(course!.modules[0]!.lessons[1]).toMatchObject({
      key: 'L2',
      title: 'Lesson 1.2',
      topic: 'Taking',
      position: 1,
      objectives: [{ skillKey: 'take', target: 0.9 }],
    });
  });

  it('puts problems and steps in natural order', async () => {
    const result = await readOatutor(await writeTree(smallCourse()));

    expect(problemsOf(result).map(({ key, position }) => [key, position])).toEqual([
      ['add2', 0],
      ['add10', 1],
      ['take1', 0],
      ['both1', 0],
    ]);
    expect(problemsOf(result)[2]!.steps.map(({ key, position }) => [key, position])).toEqual([
      ['take1a', 0],
      ['take1b', 1],
    ]);
  });

  it.each([
    ['a gzipped archive', { gzip: true, prefix: '' }],
    ['a plain archive', { gzip: false, prefix: '' }],
    ['an archive with a leading dot', { gzip: true, prefix: './' }],
    ['an archive with a leading folder', { gzip: true, prefix: 'OATutor-Content/src/oatutor/' }],
  ])('reads the same from %s as from a directory', async (_, options) => {
    const damaged = { ...smallCourse(), [stepFile('take1', 'b')]: '{' };
    const fromDirectory = await readOatutor(await writeTree(damaged));
    const fromArchive = await readOatutor(await writeArchive(damaged, options));

    expect(fromArchive.courses).toEqual(fromDirectory.courses);
    const prefix = options.prefix === './' ? '' : options.prefix;
    expect(fromArchive.skipped).toEqual(
      fromDirectory.skipped.map((note) => ({ ...note, file: `${prefix}${note.file}` })),
    );
  });

  it('reads several courses and keeps each to its own problems', async () => {
    const tree = smallCourse();
    const [first] = tree['coursePlans.json'] as object[];
    const second = {
      courseName: 'Other',
      lessons: [{ id: 'M1', name: 'Adding', learningObjectives: { add: 0.8 } }],
    };
    const source = await writeTree({
      ...tree,
      'coursePlans.json': [first, second],
      ...problem('add2', { lessonId: 'M1' }),
    });

    const { courses } = await readOatutor(source);

    expect(courses.map((course) => [course.key, countContent(course).problems])).toEqual([
      ['small-course', 3],
      ['other', 1],
    ]);
    expect(courses[1]!.modules[0]).toMatchObject({ key: 'lessons', title: 'Lessons' });
    expect(courses[1]!.skills.map(({ key }) => key)).toEqual(['add']);
  });

  it('tells how far it is, up to the whole', async () => {
    for (const source of [await writeTree(smallCourse()), await writeArchive(smallCourse())]) {
      const ratios: number[] = [];
      await readOatutor(source, { onProgress: (done, total) => ratios.push(done / total) });
      expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
      expect(ratios.at(-1)).toBe(1);
    }
  });

  it('counts the problems that name a figure and those whose figure is absent', async () => {
    const source = await writeTree({
      ...smallCourse(),
      ...problem('add2', { lessonId: 'L1', body: 'See\\n##figure1.gif' }),
      ...problem('take1', { lessonId: 'L2', body: '##figure1.gif## ##figure2.png##' }),
      'content-pool/take1/figures/figure1.gif': 'GIF',
      'content-pool/add2/figures/figure1.gif': 'GIF',
    });

    const result = await readOatutor(source);

    expect([result.figuresNamed, result.figuresAbsent]).toEqual([2, 1]);
    const [add2, , take1] = problemsOf(result);
    expect(add2).toMatchObject({ body: 'See\n##figure1.gif##', figures: ['figure1.gif'] });
    expect(take1!.figures).toEqual(['figure1.gif', 'figure2.png']);
  });
});

describe('readOatutor, files that are damaged', () => {
  it.each([
    ['is cut short', '{"id": "add2a"', 'not valid JSON'],
    ['is empty', '', 'not valid JSON'],
    ['is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not valid UTF-8'],
    ['has another shape', ['add2a'], 'wrong shape'],
    [
      'holds a NUL character',
      step('add2', 'a', { stepTitle: 'a\u0000b' }),
      'wrong shape: stepTitle',
    ],
    [
      'holds half a character',
      JSON.stringify(step('add2', 'a')).replace('1+1', '\\ud800'),
      'wrong shape',
    ],
    ['has the id of another', step('add3', 'a'), 'its id add3a is not that of its folder'],
    ['asks in a way we do not know', step('add2', 'a', { problemType: 'GridInput' }), 'GridInput'],
    ['has no answer', step('add2', 'a', { stepAnswer: [' '] }), 'has no answer'],
    ['has variables', step('add2', 'a', { variabilization: { x: ['1', '2'] } }), 'has variables'],
    [
      'offers no right choice',
      step('add2', 'a', { problemType: 'MultipleChoice', choices: ['$$1$$', '$$3$$'] }),
      'the answer "$$2$$" is not among the choices',
    ],
  ])('skips a step whose file %s, and its problem with it', async (_, content, reason) => {
    const source = await writeTree({ ...smallCourse(), [stepFile('add2', 'a')]: content });

    const result = await readOatutor(source);

    expect(result.skipped).toEqual([
      { file: 'content-pool/add2', reason: 'has no step that can be answered' },
      { file: stepFile('add2', 'a'), reason: expect.stringContaining(reason) },
    ]);
    expect(problemsOf(result).map(({ key }) => key)).toEqual(['add10', 'take1', 'both1']);
  });

  it('keeps the other steps of the problem', async () => {
    const source = await writeTree({ ...smallCourse(), [stepFile('take1', 'a')]: 'x' });

    const result = await readOatutor(source);

    expect(result.skipped.map(({ file }) => file)).toEqual([stepFile('take1', 'a')]);
    expect(problemsOf(result)[2]!.steps.map(({ key, position }) => [key, position])).toEqual([
      ['take1b', 0],
    ]);
  });

  it('skips a damaged problem once, with all its steps', async () => {
    const source = await writeTree({ ...smallCourse(), [problemFile('take1')]: '[' });

    const { skipped } = await readOatutor(source);

    expect(skipped).toEqual([{ file: problemFile('take1'), reason: 'not valid JSON' }]);
  });

  it('keeps a step whose hints are damaged', async () => {
    const source = await writeTree({ ...smallCourse(), [pathwayFile('add2', 'a')]: { id: 1 } });

    const result = await readOatutor(source);

    expect(result.skipped.map(({ file }) => file)).toEqual([pathwayFile('add2', 'a')]);
    expect(problemsOf(result)[0]).toMatchObject({ key: 'add2', steps: [{ hints: [] }] });
  });

  it('reports files that are missing', async () => {
    const source = await writeTree(
      without(
        smallCourse(),
        problemFile('add2'),
        stepFile('take1', 'a'),
        pathwayFile('both1', 'a'),
      ),
    );

    const result = await readOatutor(source);

    expect(result.skipped).toEqual([
      { file: 'content-pool/add2', reason: 'the problem itself is missing' },
      { file: 'content-pool/take1/steps/take1a', reason: 'the step itself is missing' },
    ]);
  });

  it('reports steps that the skill model knows and the pool does not', async () => {
    const tree = smallCourse();
    const source = await writeTree({
      ...tree,
      'skillModel.json': { ...(tree['skillModel.json'] as object), lost1a: [] },
    });

    const { warnings } = await readOatutor(source);

    expect(warnings).toEqual([
      { file: 'skillModel.json', reason: 'names steps that are not there: lost1a' },
    ]);
  });

  it('takes defaults for a skill without parameters and says so', async () => {
    const source = await writeTree({
      ...smallCourse(),
      'bkt-params/defaultBKTParams.json': { add: PARAMETERS },
    });

    const { courses, warnings } = await readOatutor(source);

    expect(courses[0]!.skills[1]).toMatchObject({
      key: 'take',
      parameters: { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 },
    });
    expect(warnings).toEqual([
      { file: 'bkt-params/defaultBKTParams.json', reason: expect.stringContaining('skill take') },
    ]);
  });

  it('places a problem by its skills when its lessonId names no lesson', async () => {
    const source = await writeTree({
      ...smallCourse(),
      ...problem('both1', { lessonId: 'gone' }),
      ...problem('take1', { lessonId: undefined }, ['a', 'b']),
    });

    const { courses, warnings } = await readOatutor(source);

    const lessons = courses[0]!.modules.flatMap((module) => module.lessons);
    expect(lessons.map(({ problems }) => problems.map(({ key }) => key))).toEqual([
      ['add2', 'add10'],
      ['take1'],
      ['both1'],
    ]);
    expect(warnings.map(({ file }) => file)).toEqual([problemFile('both1')]);
  });

  it('reports a problem that belongs nowhere', async () => {
    const source = await writeTree({ ...smallCourse(), ...problem('odd1') });

    const { skipped } = await readOatutor(source);

    expect(skipped).toEqual([
      { file: problemFile('odd1'), reason: expect.stringContaining('belongs to no lesson') },
    ]);
  });

  it('takes one step of two with the same id in different problems', async () => {
    const source = await writeTree({
      ...smallCourse(),
      'content-pool/take1/steps/add2a/add2a.json': step('add2', 'a'),
    });

    const { skipped } = await readOatutor(source);

    expect(skipped).toEqual([
      {
        file: 'content-pool/take1/steps/add2a/add2a.json',
        reason: 'another problem has a step add2a',
      },
    ]);
  });
});

describe('readOatutor, a plan that is damaged', () => {
  it.each(['coursePlans.json', 'skillModel.json', 'bkt-params/defaultBKTParams.json'])(
    'gives up when %s is damaged or missing',
    async (file) => {
      const damaged = await writeArchive({ ...smallCourse(), [file]: '{' });
      await expect(readOatutor(damaged)).rejects.toThrow(
        new CoursePlanError(file, 'not valid JSON'),
      );

      const missing = await writeArchive(without(smallCourse(), file));
      await expect(readOatutor(missing)).rejects.toThrow(new CoursePlanError(file, 'is missing'));
    },
  );
});
