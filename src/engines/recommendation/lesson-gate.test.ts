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

function open(candidates: readonly Candidate[], ...known: string[]): string[] {
  return openAt(0.6, candidates, ...known);
}

function openAt(probability: number, candidates: readonly Candidate[], ...answered: string[]) {
  const evidence: SkillEvidence = {
    probability,
    observations: 1,
    predictedSuccess: 0.6,
    responseIds: [],
  };
  return [...openLessons(candidates, new Map(answered.map((skill) => [skill, evidence])))];
}

const change = (at: number, changes: Partial<Candidate>) =>
  course.map((candidate) => (candidate.position === at ? { ...candidate, ...changes } : candidate));

describe('the lesson gate', () => {
  it('offers a beginner the first lesson', () => {
    expect(open(course)).toEqual(['l1']);
  });

  it('opens the next lesson when the skills of one are more likely known than not', () => {
    expect(open(course, 's1')).toEqual(['l1', 'l2']);
    expect(open(course, 's1', 's2', 's3')).toEqual(['l1', 'l2', 'l3', 'l4']);
    expect(openAt(0.5, course, 's1')).toEqual(['l1', 'l2']);
  });

  it('keeps a learner where answers have shown that a skill is not known', () => {
    expect(openAt(0.49, course, 's1')).toEqual(['l1']);
  });

  it('waits for the last skill of a lesson, unless its problem is completed', () => {
    const two = change(1, { skills: ['s1', 'extra'] });
    expect(open(two, 's1')).toEqual(['l1']);
    expect(open(two, 's1', 'extra')).toEqual(['l1', 'l2']);
    expect(open(change(1, { skills: ['extra'], completed: true }), 's1')).toEqual(['l1', 'l2']);
  });

  it('lets a learner pass who has completed every problem, whatever the mastery', () => {
    const done = course.map((candidate) =>
      candidate.lessonId === 'l1' ? { ...candidate, completed: true } : candidate,
    );
    expect(openAt(0.1, done, 's1')).toEqual(['l1', 'l2']);
  });

  it('leaves a lesson open where a problem was tried, and opens nothing beyond the gap', () => {
    expect(open(change(8, { lastSeen: 3 }))).toEqual(['l1', 'l5']);
    expect(open(change(6, { completed: true }))).toEqual(['l1', 'l4']);
  });

  it('does not take a skill that was met elsewhere for a way past a gap', () => {
    expect(open(course, 's4')).toEqual(['l1']);
    expect(open(course, 's2')).toEqual(['l1']);
  });
});
