import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { analyseItems } from './analyse-items.js';
import type { Statistic } from './types.js';

interface Case {
  name: string;
  maxPoints: number[];
  scores: (number | null)[][];
  alpha: number;
  alphaIfDeleted: number[];
  discrimination: number[];
  /** Of the points. */
  mean: number[];
  sd: number[];
  upperLower: number[];
}

interface ChoiceCase {
  name: string;
  /** Options by number, from 1. */
  key: number[];
  chosen: (number | null)[][];
  /** By item and option. */
  shares: number[][];
  pointBiserial: number[][];
  mean: number[];
  sd: number[];
  alpha: number | null;
}

/** By R and its package psych: __fixtures__/golden/provenance.json. */
const golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/golden/golden.json', import.meta.url), 'utf8'),
) as { cases: Case[]; choices: ChoiceCase[] };

/** The file has 15 digits, and some hundred doubles near 1 are added up. */
const TOLERANCE = 1e-9;

function expectNear(found: Statistic, expected: number): void {
  expect(found.absence).toBeNull();
  expect(Math.abs(found.value! - expected)).toBeLessThan(TOLERANCE);
}

describe('analyseItems beside the R package psych', () => {
  it.each(golden.cases)('$name', (given) => {
    const { alpha, items } = analyseItems(
      {
        items: given.maxPoints.map((maxPoints, i) => ({ id: `i${i}`, maxPoints })),
        rows: given.scores.map((scores) => ({ scores })),
      },
      { minimumSample: 2 },
    );
    expectNear(alpha, given.alpha);
    items.forEach((item, i) => {
      expectNear(item.facility, given.mean[i]! / given.maxPoints[i]!);
      expectNear(item.standardDeviation, given.sd[i]! / given.maxPoints[i]!);
      expectNear(item.discrimination, given.discrimination[i]!);
      expectNear(item.alphaIfDeleted, given.alphaIfDeleted[i]!);
      expectNear(item.upperLower, given.upperLower[i]!);
    });
  });

  it.each(golden.choices)('$name', ({ key, chosen, ...expected }) => {
    const { alpha, items } = analyseItems(
      {
        items: key.map((right, i) => ({
          id: `i${i}`,
          maxPoints: 1,
          options: ['1', '2', '3', '4'],
          key: String(right),
        })),
        rows: chosen.map((options) => ({
          scores: options.map((option, i) => (option === null ? null : Number(option === key[i]))),
          chosen: options.map((option) => (option === null ? null : String(option))),
        })),
      },
      { minimumSample: 2 },
    );
    if (expected.alpha !== null) expectNear(alpha, expected.alpha);
    items.forEach(({ facility, standardDeviation, options }, i) => {
      expectNear(facility, expected.mean[i]!);
      expectNear(standardDeviation, expected.sd[i]!);
      options.forEach(({ share, pointBiserial }, o) => {
        expectNear(share, expected.shares[i]![o]!);
        expectNear(pointBiserial, expected.pointBiserial[i]![o]!);
      });
    });
  });
});
