import { describe, expect, it } from '@jest/globals';

import { gradeResponse, gradeWith } from './grade-response.js';
import { graderFor } from './registry.js';
import type { AnswerKey, TextKey } from './types.js';

const four: AnswerKey = { kind: 'algebra', accepted: ['4'] };

describe('gradeResponse', () => {
  it('names the grader and its version beside the score', () => {
    expect(gradeResponse(four, '8/2')).toEqual({
      correct: true,
      score: 1,
      grader: { name: 'algebra', version: 1 },
      outcome: 'EQUIVALENT',
    });
    expect(gradeResponse(four, '5')).toEqual({
      correct: false,
      score: 0,
      grader: { name: 'algebra', version: 1 },
      outcome: 'NOT_EQUAL',
    });
  });

  it.each<AnswerKey>([
    four,
    { kind: 'text', accepted: ['four'] },
    { kind: 'choice', choices: ['four', 'five'], correct: ['four'] },
  ])('finds an empty or overlong response to a $kind key wrong', (key) => {
    expect(gradeResponse(key, '').outcome).toBe('UNREADABLE');
    expect(gradeResponse(key, ' \u00a0\t\u200b').outcome).toBe('UNREADABLE');
    expect(gradeResponse(key, 'x'.repeat(1_001))).toMatchObject({ score: 0, outcome: 'TOO_LONG' });
  });

  it('measures by the limits it is given, and by its own where they are no numbers', () => {
    expect(gradeResponse(four, '2+2', { maxLength: 2 }).outcome).toBe('TOO_LONG');
    expect(gradeResponse(four, '2+2', { maxNodes: 2 }).outcome).toBe('TOO_COMPLEX');
    expect(gradeResponse(four, '((4))', { maxDepth: 2 }).outcome).toBe('TOO_COMPLEX');
    expect(gradeResponse(four, '2^2', { maxExponent: 1 }).outcome).toBe('TOO_COMPLEX');
    expect(gradeResponse(four, '2+2', { maxLength: NaN, maxNodes: -1 }).correct).toBe(true);
  });

  it('gives nothing right to a key that accepts nothing', () => {
    expect(gradeResponse({ kind: 'algebra', accepted: [] }, '4').outcome).toBe('NOT_EQUAL');
    expect(gradeResponse({ kind: 'text', accepted: [] }, '4').outcome).toBe('NOT_EQUAL');
    expect(gradeResponse({ kind: 'choice', choices: ['4'], correct: [] }, '4').correct).toBe(false);
  });
});

describe('gradeWith', () => {
  it('grades by an earlier version when one is asked for', () => {
    const lenient = { ...graderFor('text'), version: 0, judge: () => 'EXACT' as const };
    const key: TextKey = { kind: 'text', accepted: ['a'] };
    expect(gradeWith(lenient, key, 'b')).toMatchObject({ correct: true, grader: { version: 0 } });
  });
});

describe('graderFor', () => {
  it('knows each kind by its current version, and no version there never was', () => {
    for (const kind of ['choice', 'text', 'algebra'] as const) {
      const current = graderFor(kind);
      expect(current.name).toBe(kind);
      expect(graderFor(kind, current.version)).toBe(current);
      expect(graderFor(kind, 99)).toBeUndefined();
    }
  });
});
