import { describe, expect, it } from '@jest/globals';

import type {
  AnswerKind,
  CourseContent,
  ProblemContent,
} from '../../services/courses/course-content.js';
import { findFaults } from '../importers/check-content.js';
import { printJson } from './print-json.js';
import { selectCoursePart, type CoursePart } from './select-course-part.js';

function problem(
  key: string,
  position: number,
  kind: AnswerKind,
  ...skills: string[]
): ProblemContent {
  const choices = kind === 'CHOICE' ? ['a', 'b'] : [];
  const step = {
    key: `${key}a`,
    title: '',
    body: '',
    position: 0,
    kind,
    choices,
    answers: ['a'],
    skills,
    hints: [],
  };
  return {
    key,
    title: '',
    body: '',
    position,
    license: '',
    source: '',
    figures: [],
    steps: [step],
  };
}

const parameters = { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 };

function course(): CourseContent {
  const objectives = ['add', 'take'].map((skillKey) => ({ skillKey, target: 0.9 }));
  const lesson = (key: string, position: number, problems: ProblemContent[]) => ({
    key,
    title: `Lesson ${key}`,
    topic: '',
    position,
    objectives,
    problems,
  });
  const easy = [
    problem('p1', 0, 'ALGEBRA', 'add'),
    problem('p2', 1, 'ALGEBRA', 'add'),
    problem('p3', 2, 'CHOICE', 'add'),
    problem('p4', 3, 'ALGEBRA', 'take'),
  ];
  return {
    key: 'whole',
    title: 'Whole',
    language: 'en',
    license: 'CC BY',
    source: 'Somebody',
    skills: ['add', 'take', 'never'].map((key) => ({ key, title: key, parameters })),
    modules: [
      { key: 'm1', title: 'M1', position: 0, lessons: [lesson('1', 0, [])] },
      { key: 'm2', title: 'M2', position: 1, lessons: [lesson('2', 0, []), lesson('3', 1, easy)] },
    ],
  };
}

const part: CoursePart = {
  key: 'part',
  title: 'Part',
  changes: 'a selection',
  lessons: ['Lesson 3'],
  problemsPerLesson: 3,
  isFit: () => true,
};

describe('selectCoursePart', () => {
  it('is a course again', () => {
    const selected = selectCoursePart(course(), part);

    expect(findFaults(selected)).toEqual([]);
    expect(selected).toMatchObject({
      key: 'part',
      title: 'Part',
      license: 'CC BY',
      source: 'Somebody; a selection',
    });
    expect(selected.modules.map(({ key, position }) => [key, position])).toEqual([['m2', 0]]);
    expect(selected.skills.map(({ key }) => key)).toEqual(['add', 'take']);
  });

  it('prefers what is practised least and keeps the order of the lesson', () => {
    const [lesson] = selectCoursePart(course(), part).modules[0]!.lessons;

    expect(lesson!.problems.map(({ key, position }) => [key, position])).toEqual([
      ['p1', 0],
      ['p3', 1],
      ['p4', 2],
    ]);
  });

  it('leaves out what is not fit, and the objectives that nothing trains any more', () => {
    const isFit = ({ key }: ProblemContent): boolean => key !== 'p4';
    const selected = selectCoursePart(course(), { ...part, isFit });
    const [lesson] = selected.modules[0]!.lessons;

    expect(lesson!.problems.map(({ key }) => key)).toEqual(['p1', 'p2', 'p3']);
    expect(lesson!.objectives.map(({ skillKey }) => skillKey)).toEqual(['add']);
    expect(selected.skills.map(({ key }) => key)).toEqual(['add']);
  });
});

describe('printJson', () => {
  it('is JSON, a line for each object without objects in it', () => {
    const value = {
      a: [
        { b: 1, c: ['x', 'y'] },
        { b: 2, c: [] },
      ],
      d: null,
      e: { f: { g: 'h' } },
    };

    expect(JSON.parse(printJson(value))).toEqual(value);
    expect(printJson(value)).toBe(
      '{\n "a": [\n  {"b":1,"c":["x","y"]},\n  {"b":2,"c":[]}\n ],\n "d": null,\n "e": {\n  "f": {"g":"h"}\n }\n}',
    );
  });
});
