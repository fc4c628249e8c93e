import { describe, expect, it } from '@jest/globals';

import { buildRecordedCourse, recordingName, slugOf } from './build-recorded-course.js';

const items = new Map([
  ['i1', ['add']],
  ['i4', ['take']],
  ['i2', ['add', 'take']],
  ['i3', []],
]);

describe('buildRecordedCourse', () => {
  const course = buildRecordedCourse('kt_Test 09', {
    items,
    skills: ['add', 'take'],
    students: ['ann', 'bob'],
  });

  it('puts each item into the lesson of its first skill, as the learners met them', () => {
    const lessons = course.modules.flatMap((module) => module.lessons);

    expect(
      lessons.map(({ key, position, objectives, problems }) => [
        key,
        position,
        objectives.map(({ skillKey }) => skillKey),
        problems.map((problem) => [problem.key, problem.position]),
      ]),
    ).toEqual([
      [
        'skill-add',
        0,
        ['add'],
        [
          ['i1', 0],
          ['i2', 1],
        ],
      ],
      ['skill-take', 1, ['take'], [['i4', 0]]],
      ['no-skill', 2, [], [['i3', 0]]],
    ]);
  });

  it('asks one thing for each item, which is judged elsewhere', () => {
    const steps = course.modules
      .flatMap((module) => module.lessons)
      .flatMap((lesson) => lesson.problems.flatMap((problem) => problem.steps));

    expect(steps).toHaveLength(items.size);
    for (const { key, kind, answers, skills } of steps) {
      expect({ kind, answers, skills }).toEqual({
        kind: 'RECORDED',
        answers: [],
        skills: items.get(key),
      });
    }
  });

  it('groups ten lessons to a module', () => {
    const many = buildRecordedCourse('x', {
      items: new Map(Array.from({ length: 23 }, (_, index) => [`i${index}`, [`s${index}`]])),
      skills: [],
      students: ['one'],
    });

    expect(
      many.modules.map(({ title, position, lessons }) => [title, position, lessons.length]),
    ).toEqual([
      ['Part 1', 0, 10],
      ['Part 2', 1, 10],
      ['Part 3', 2, 3],
    ]);
    expect(many.modules[2]!.lessons.map(({ position }) => position)).toEqual([0, 1, 2]);
    expect(many.title).toBe('Replay of x (1 learner)');
  });

  it('is named after its file and its class', () => {
    expect(recordingName('/data/kt_assist09.csv.gz')).toBe('kt_assist09');
    expect(recordingName('kt.csv')).toBe('kt');
    expect(course).toMatchObject({
      key: 'replay-kt-test-09-2',
      title: 'Replay of kt_Test 09 (2 learners)',
    });
    expect(slugOf('?')).toBe('recording');
  });
});
