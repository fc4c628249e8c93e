import { describe, expect, it } from '@jest/globals';

import { openLessons } from './lesson-gate.js';
import type { Candidate, SkillEvidence } from './types.js';

/** Five lessons of two problems, each lesson with a skill of its own. */
const course: Candidate[] = Array.from({ length: 10 }, (_, position) => {
  const lesson = Math.floor(position / 2) + 1;
  return {
    id: `p${position}`,
    lessonId: `l${lesson}`,
    position,
    skills: [`s${lesson}`],
    completed: false,
  };
});

function open(candidates: readonly Candidate[], ...answered: string[]): string[] {
  const evidence: SkillEvidence = {
    probability: 0.2,
    observations: 1,
    predictedSuccess: 0.3,
    responseIds: [],
  };
  return [...openLessons(candidates, new Map(answered.map((skill) => [skill, evidence])))];
}

const change = (at: number, changes: Partial<Candidate>) =>
  course.map((candidate) => (candidate.position === at ? { ...candidate, ...changes } : candidate));

describe('the lesson gate', () => {
  it('offers a beginner the first two lessons', () => {
    expect(open(course)).toEqual(['l1', 'l2']);
  });

  it('opens one lesson more when the skills of one have been met', () => {
    expect(open(course, 's1')).toEqual(['l1', 'l2', 'l3']);
    expect(open(course, 's1', 's2', 's3')).toEqual(['l1', 'l2', 'l3', 'l4', 'l5']);
  });

  it('waits for the last skill of a lesson, unless its problem is completed', () => {
    const two = change(1, { skills: ['s1', 'extra'] });
    expect(open(two, 's1')).toEqual(['l1', 'l2']);
    expect(open(two, 's1', 'extra')).toEqual(['l1', 'l2', 'l3']);
    expect(open(change(1, { skills: ['extra'], completed: true }), 's1')).toEqual([
      'l1',
      'l2',
      'l3',
    ]);
  });

  it('leaves a lesson open where a problem was tried, and opens nothing beyond the gap', () => {
    expect(open(change(8, { lastSeen: 3 }))).toEqual(['l1', 'l2', 'l5']);
    expect(open(change(6, { completed: true }))).toEqual(['l1', 'l2', 'l4']);
  });

  it('does not take a skill that was met elsewhere for a way past a gap', () => {
    expect(open(course, 's4')).toEqual(['l1', 'l2']);
    expect(open(course, 's2')).toEqual(['l1', 'l2', 'l3']);
  });
});
