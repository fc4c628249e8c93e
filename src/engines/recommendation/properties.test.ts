import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { recommendNext } from './recommend-next.js';
import type { Candidate, RecommendationInput, SkillEvidence } from './types.js';

const SKILLS = ['a', 'b', 'c', 'd'];
const LESSONS = ['l1', 'l2', 'l3'];
const response = fc.integer({ min: 0, max: 30 }).map((n) => `r${n}`);
const any = fc.double();
const probability = fc.double({ min: 0, max: 1, noNaN: true });

function candidates(number: fc.Arbitrary<number>): fc.Arbitrary<Candidate[]> {
  const candidate = fc
    .record({
      id: fc.integer({ min: 0, max: 40 }).map((n) => `p${n}`),
      lessonId: fc.constantFrom(...LESSONS),
      position: number,
      skills: fc.subarray(SKILLS),
      completed: fc.boolean(),
      lastSeen: fc.option(number, { nil: undefined }),
      successProbability: fc.option(number, { nil: undefined }),
    })
    .map(({ lastSeen, successProbability, ...rest }): Candidate => ({
      ...rest,
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...(successProbability === undefined ? {} : { successProbability }),
    }));
  return fc.array(candidate, { maxLength: 30 });
}

function inputs(number: fc.Arbitrary<number>): fc.Arbitrary<RecommendationInput> {
  const evidence: fc.Arbitrary<SkillEvidence> = fc.record({
    probability: number,
    observations: fc.nat({ max: 20 }),
    predictedSuccess: number,
    responseIds: fc.uniqueArray(response, { maxLength: 8 }),
  });
  return fc.record({
    candidates: candidates(number),
    mastery: fc
      .dictionary(fc.constantFrom(...SKILLS), evidence)
      .map((skills) => new Map(Object.entries(skills))),
    recentErrors: fc.array(response, { maxLength: 8 }),
    limit: fc.nat({ max: 10 }),
    targetSuccess: number,
  });
}

/** Whatever numbers come in: NaN, infinities and all. */
const anyInput = inputs(any);
const sane = inputs(probability);

describe('a recommendation', () => {
  it('is a short list of different open problems, scored in order, whatever numbers come in', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const found = recommendNext(input);
        expect(found.length).toBeLessThanOrEqual(input.limit);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        const scores = found.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
        for (const { id } of found) {
          expect(input.candidates.find((candidate) => candidate.id === id)?.completed).toBe(false);
        }
      }),
    );
  });

  it('gives reasons whose weights sum to 1, heaviest first, with numbers one can store', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { reasons } of recommendNext(input)) {
          const weights = reasons.map(({ weight }) => weight);
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          expect(weights).toEqual(weights.toSorted((a, b) => b - a));
          const numbers = reasons.flatMap(({ values }) => Object.values(values));
          expect(numbers.every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it('names no evidence but ids it was given', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const given = new Set([
          ...input.candidates.flatMap(({ lessonId, skills }) => [lessonId, ...skills]),
          ...[...input.mastery.values()].flatMap(({ responseIds }) => responseIds),
        ]);
        for (const { evidence } of recommendNext(input).flatMap(({ reasons }) => reasons)) {
          expect(evidence.filter((id) => !given.has(id))).toEqual([]);
        }
      }),
    );
  });

  it('is the same again, in whatever order the candidates come, and begins a longer one', () => {
    const distinct = sane.map((input) => ({
      ...input,
      candidates: [...new Map(input.candidates.map((each) => [each.id, each])).values()],
    }));
    fc.assert(
      fc.property(distinct, (input) => {
        const found = recommendNext(input);
        const turned = { ...input, candidates: input.candidates.toReversed() };
        expect(recommendNext(turned)).toEqual(found);
        const longer = recommendNext({ ...input, limit: input.limit + 5 });
        expect(longer.slice(0, input.limit)).toEqual(found);
      }),
    );
  });

  it('rates a problem no higher when its skills are better known', () => {
    fc.assert(
      fc.property(probability, probability, probability, (one, other, predictedSuccess) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const score = (mastery: number) =>
          recommendNext({
            candidates: [{ id: 'p', lessonId: 'l', position: 0, skills: ['a'], completed: false }],
            mastery: new Map([
              ['a', { probability: mastery, observations: 1, predictedSuccess, responseIds: [] }],
            ]),
            recentErrors: [],
            limit: 1,
          })[0]!.score;
        expect(score(high)).toBeLessThanOrEqual(score(low));
      }),
    );
  });

  it('copes with a course of 2,500 problems', () => {
    const course = Array.from({ length: 2_500 }, (_, position) => ({
      id: `p${position}`,
      lessonId: `l${Math.floor(position / 35)}`,
      position,
      skills: [`s${position % 200}`],
      completed: position % 3 === 0,
    }));
    const found = recommendNext({
      candidates: course,
      mastery: new Map(),
      recentErrors: [],
      limit: 3,
    });
    expect(found.map(({ id }) => id)).toEqual(['p1', 'p2', 'p4']);
  });
});
