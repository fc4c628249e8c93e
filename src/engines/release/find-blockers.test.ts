import { describe, expect, it } from '@jest/globals';

import { findBlockers, type LearnerFacts } from './index.js';
import type { LessonPlan, ModulePlan, Rule } from './types.js';

const open: Rule = { inOrder: false, unlockAt: null, minimumProgress: [], minimumMastery: [] };
const now = new Date('2026-01-31T09:00:00Z');

function lesson(key: string, rest: Partial<LessonPlan> = {}): LessonPlan {
  return { id: key, key, stableId: `stable-${key}`, problemCount: 4, release: null, ...rest };
}

function module(id: string, rest: Partial<ModulePlan> = {}): ModulePlan {
  return { id, requires: [], release: null, lessons: [], ...rest };
}

function facts(completed: Record<string, number> = {}, rest: Partial<LearnerFacts> = {}) {
  const byStableId = Object.entries(completed).map(([key, count]) => [`stable-${key}`, count]);
  return {
    now,
    completed: Object.fromEntries(byStableId) as Record<string, number>,
    mastery: new Map<string, number>(),
    ...rest,
  };
}

describe('findBlockers', () => {
  const inOrder = { ...open, inOrder: true };
  const course = [
    module('1', {
      lessons: [lesson('a', { release: inOrder }), lesson('b', { release: inOrder })],
    }),
    module('2', { release: inOrder, lessons: [lesson('c')] }),
  ];

  it('opens lessons in order, and says what is in the way and what is next', () => {
    const start = findBlockers(course, facts());
    expect(start.byLesson.get('a')).toEqual([]);
    expect(start.byLesson.get('b')).toEqual([{ code: 'LESSON_NOT_COMPLETED', lessonId: 'a' }]);
    expect(start.byModule.get('2')).toEqual([{ code: 'MODULE_NOT_COMPLETED', moduleId: '1' }]);
    expect(start.byLesson.get('c')).toEqual(start.byModule.get('2'));
    expect(start.nextLessonId).toBe('a');

    const later = findBlockers(course, facts({ a: 4, b: 4 }));
    expect([...later.byLesson.values()]).toEqual([[], [], []]);
    expect(later.nextLessonId).toBe('c');
    expect(findBlockers(course, facts({ a: 4, b: 4, c: 4 })).nextLessonId).toBeNull();
  });

  it('takes more than all problems for all, and a lesson without problems for completed', () => {
    const [first] = course;
    const empty = module('1', { lessons: [lesson('a', { problemCount: 0 })] });
    expect(findBlockers([first!], facts({ a: 9 })).byLesson.get('b')).toEqual([]);
    expect(findBlockers([empty], facts()).nextLessonId).toBeNull();
  });

  it('keeps a module closed until those it requires are completed, wherever they stand', () => {
    const plan = [
      module('1', { requires: ['2'], lessons: [lesson('a')] }),
      module('2', { lessons: [lesson('b')] }),
    ];
    expect(findBlockers(plan, facts({ b: 3 })).byModule.get('1')).toEqual([
      { code: 'MODULE_NOT_COMPLETED', moduleId: '2' },
    ]);
    expect(findBlockers(plan, facts({ b: 4 })).byModule.get('1')).toEqual([]);
  });

  it('opens at the moment itself', () => {
    const unlockAt = now.toISOString();
    const plan = [module('1', { release: { ...open, unlockAt } })];
    const before = { now: new Date(now.getTime() - 1) };
    expect(findBlockers(plan, facts({}, before)).byModule.get('1')).toEqual([
      { code: 'NOT_YET', opensAt: unlockAt },
    ]);
    expect(findBlockers(plan, facts()).byModule.get('1')).toEqual([]);
  });

  it('asks for progress and mastery, bounds included', () => {
    const release = {
      ...open,
      minimumProgress: [
        { lessonKey: 'a', fraction: 0.5 },
        { lessonKey: 'gone', fraction: 1 },
      ],
      minimumMastery: [{ skillId: 'adding', probability: 0.8 }],
    };
    const plan = [module('1', { lessons: [lesson('a'), lesson('b', { release })] })];
    expect(findBlockers(plan, facts({ a: 1 })).byLesson.get('b')).toEqual([
      { code: 'PROGRESS_TOO_LOW', lessonId: 'a', required: 0.5, actual: 0.25 },
      { code: 'MASTERY_TOO_LOW', skillId: 'adding', required: 0.8, actual: 0 },
    ]);
    const met = facts({ a: 2 }, { mastery: new Map([['adding', 0.8]]) });
    expect(findBlockers(plan, met).byLesson.get('b')).toEqual([]);
  });
});
