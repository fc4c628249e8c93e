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

  it('opens the next lesson when one is touched', () => {
    expect(open(course, 's1')).toEqual(['l1', 'l2', 'l3']);
    expect(open(course, 's1', 's2', 's3')).toEqual(['l1', 'l2', 'l3', 'l4', 'l5']);
  });

  it('leaves a touched lesson open, and does not open what lies beyond a gap', () => {
    expect(open(course, 's4')).toEqual(['l1', 'l2', 'l4']);
  });

  it('takes a tried or completed problem for a touch', () => {
    expect(open(change(0, { lastSeen: 3 }))).toEqual(['l1', 'l2', 'l3']);
    expect(open(change(1, { completed: true }))).toEqual(['l1', 'l2', 'l3']);
  });

  it('takes an answer on a shared skill for a touch of every lesson that has it', () => {
    expect(open(change(5, { skills: ['s1', 's3'] }), 's1')).toEqual(['l1', 'l2', 'l3', 'l4']);
  });
});
