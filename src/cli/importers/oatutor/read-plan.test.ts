import { describe, expect, it } from '@jest/globals';

import { CoursePlanError } from './errors.js';
import { readPlan, type PlanFiles } from './read-plan.js';
import type { SourceFile } from './source-file.js';
import { PLAN_FILES, type PlanPath } from './source-paths.js';

const PLAN = [{ courseName: 'A Course', lessons: [{ id: 'L', name: 'Lesson 1.1' }] }];
const PARAMETERS = { probMastery: 0, probTransit: 1, probSlip: 0.1, probGuess: 0.1 };

function plan(root = '', plans: unknown = PLAN): PlanFiles {
  const file = (kind: PlanPath['kind'], content: unknown): SourceFile => ({
    path: `${root}${PLAN_FILES[kind]}`,
    at: { root, kind },
    bytes: Buffer.from(JSON.stringify(content)),
  });
  return new Map([
    [
      root,
      {
        PLAN: file('PLAN', plans),
        SKILLS: file('SKILLS', { step: ['add'] }),
        PARAMETERS: file('PARAMETERS', { add: PARAMETERS }),
      },
    ],
  ]);
}

describe('readPlan', () => {
  it('reads the plan, the skill model and the parameters', () => {
    expect(readPlan(plan('a/'))).toMatchObject({
      root: 'a/',
      courses: [{ key: 'a-course', language: 'en', lessons: [{ id: 'L', topics: '' }] }],
      skillModel: new Map([['step', ['add']]]),
      skillParameters: new Map([['add', PARAMETERS]]),
    });
  });

  it('takes the plan nearest to the top', () => {
    expect(readPlan(new Map([...plan('a/b/'), ...plan('a/'), ...plan('a/c/')])).root).toBe('a/');
  });

  it('gives up when two plans stand beside one another', () => {
    const files = new Map([...plan('a/'), ...plan('b/')]);
    expect(() => readPlan(files)).toThrow('a/coursePlans.json: stands beside another plan in b/');
  });

  it('gives up when there is none', () => {
    expect(() => readPlan(new Map())).toThrow(
      new CoursePlanError('coursePlans.json', 'is missing'),
    );
  });

  it('gives up on a file that could not be had, with the reason', () => {
    const files = plan('a/');
    const [[, beside = {}] = []] = files;
    const at = { root: 'a/', kind: 'SKILLS' as const };
    beside.SKILLS = { path: 'a/skillModel.json', at, refused: 'too large' };
    expect(() => readPlan(files)).toThrow(new CoursePlanError('a/skillModel.json', 'too large'));
  });

  const lesson = { id: 'L', name: 'Lesson 1.1' };
  it.each([
    ['no course', [], 'wrong shape'],
    [
      'a target that is no probability',
      [{ courseName: 'A', lessons: [{ ...lesson, learningObjectives: { add: 85 } }] }],
      'wrong shape: 0.lessons.0.learningObjectives.add',
    ],
    ['a lesson twice', [{ courseName: 'A', lessons: [lesson, lesson] }], 'the lesson L twice'],
    [
      'a lesson in two courses',
      [
        { courseName: 'A', lessons: [lesson] },
        { courseName: 'B', lessons: [lesson] },
      ],
      'the lesson L twice',
    ],
    [
      'two courses of one key',
      [
        { courseName: 'A b', lessons: [] },
        { courseName: 'a: B', lessons: [] },
      ],
      'the course a-b twice',
    ],
  ])('gives up on a plan with %s', (_, plans, reason) => {
    expect(() => readPlan(plan('', plans))).toThrow(CoursePlanError);
    expect(() => readPlan(plan('', plans))).toThrow(reason);
  });
});
