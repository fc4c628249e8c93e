import { describe, expect, it } from '@jest/globals';

import { LEAST_FACTOR, REST, TARGET_SUCCESS, UNKNOWN } from './parameters.js';
import { scored } from './score.js';
import type { Candidate, SkillEvidence } from './types.js';
import { skillReader } from './weakest-skill.js';

const problem: Candidate = {
  id: 'p1',
  lessonId: 'l1',
  position: 0,
  skills: ['add', 'subtract'],
  completed: false,
};

function evidence(probability: number, predictedSuccess: number): SkillEvidence {
  return { probability, predictedSuccess, observations: 4, responseIds: ['r1'] };
}

function score(
  candidate: Partial<Candidate>,
  skills: Record<string, SkillEvidence>,
  targetSuccess?: number,
) {
  return scored(
    { ...problem, ...candidate },
    skillReader(new Map(Object.entries(skills))),
    targetSuccess,
  );
}

/** Short decimals in a handful of operations. */
const DIGITS = 12;

describe('the score of a problem', () => {
  // Weakest of 0.9 and 0.4 is subtract: need 1 − 0.4 = 0.6. Fit of 0.45 to 0.75: the farther end is
  // 0.75 away, ((0.45 − 0.75) / 0.75)² = 0.16, so 0.84. Tried 5 answers ago of 10: novelty 0.5.
  // 0.6 · 0.84 · 0.5 = 0.252.
  it('is need times fit times novelty', () => {
    const skills = { add: evidence(0.9, 0.9), subtract: evidence(0.4, 0.45) };
    const result = score({ lastSeen: REST / 2 }, skills);
    expect(result.skill?.skillId).toBe('subtract');
    expect(result.need).toBeCloseTo(0.6, DIGITS);
    expect(result.fit).toBeCloseTo(0.84, DIGITS);
    expect(result.novelty).toBeCloseTo(0.5, DIGITS);
    expect(result.score).toBeCloseTo(0.252, DIGITS);
  });

  it('fits best at the target, and worst at the end farther from it', () => {
    const fit = (predicted: number, target?: number) =>
      score({ skills: ['add'] }, { add: evidence(0.5, predicted) }, target).fit;
    expect(fit(TARGET_SUCCESS)).toBe(1);
    expect(fit(0)).toBe(LEAST_FACTOR);
    // ((1 − 0.75) / 0.75)² = 1/9.
    expect(fit(1)).toBeCloseTo(8 / 9, DIGITS);
    expect(fit(1, 0.25)).toBe(LEAST_FACTOR);
    expect(fit(0.75, 1)).toBe(1);
    expect(fit(0.75, Number.NaN)).toBe(1);
  });

  it('takes the chance of success of the problem itself where it is known', () => {
    const skills = { add: evidence(0.5, 0.1) };
    expect(score({ skills: ['add'], successProbability: 0.75 }, skills).fit).toBe(1);
    expect(score({ skills: ['add'], successProbability: Number.NaN }, skills).fit).toBeCloseTo(
      score({ skills: ['add'] }, skills).fit,
      DIGITS,
    );
  });

  it('takes a skill without evidence for unknown, and a problem without skills for neither', () => {
    expect(score({}, {})).toMatchObject({ need: 1, fit: UNKNOWN, novelty: 1 });
    expect(score({ skills: [] }, {})).toMatchObject({ need: UNKNOWN, fit: UNKNOWN });
  });

  it('never gets to 0, so that what remains still has an order', () => {
    const result = score({ skills: ['add'], lastSeen: 0 }, { add: evidence(1, 0) });
    expect(result.score).toBeCloseTo(LEAST_FACTOR ** 3, DIGITS);
  });
});
