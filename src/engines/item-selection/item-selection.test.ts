import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  draw,
  drawVariables,
  inspectVariables,
  linearSelector,
  randomFrom,
  randomSelector,
  shuffle,
  shuffleAround,
  substitute,
} from './index.js';
import { xoshiro128 } from './random.js';

const seeds = fc.string();
const names = fc.uniqueArray(fc.string(), { maxLength: 30 });

describe('xoshiro128**', () => {
  it('gives the first numbers of the published generator', () => {
    // From the state 1, 2, 3, 4; worked by hand: rotl(2 · 5, 7) · 9 = 11520, then s1 is 0.
    const next = xoshiro128([1, 2, 3, 4]);
    expect([next(), next(), next(), next()]).toEqual([11_520, 0, 5_927_040, 70_819_200]);
  });
});

describe('randomFrom', () => {
  it('gives the same numbers for the same seed, within the bound', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const [one, other] = [randomFrom(seed), randomFrom(seed)];
        for (let count = 0; count < 20; count += 1) {
          const drawn = one.below(bound);
          expect(other.below(bound)).toBe(drawn);
          expect(drawn >= 0 && drawn < bound && Number.isInteger(drawn)).toBe(true);
        }
      }),
    );
  });

  it('spreads over its range, from seeds that hardly differ', () => {
    const counts = [0, 0, 0, 0, 0, 0];
    for (let seed = 0; seed < 6_000; seed += 1) {
      counts[randomFrom(String(seed)).below(6)]! += 1;
    }
    // Binomial with p = 1/6: mean 1,000, standard deviation 28.9; five of them on either side.
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(145);
  });
});

describe('shuffle and draw', () => {
  it('lose and double nothing', () => {
    fc.assert(
      fc.property(names, seeds, fc.nat(40), (elements, seed, count) => {
        expect(shuffle(elements, randomFrom(seed)).sort()).toEqual([...elements].sort());
        const drawn = draw(elements, count, randomFrom(seed));
        expect(drawn).toHaveLength(Math.min(count, elements.length));
        expect(new Set(drawn).size).toBe(drawn.length);
        for (const element of drawn) expect(elements).toContain(element);
      }),
    );
  });

  it('leave what is fixed where it is', () => {
    fc.assert(
      fc.property(names, seeds, (elements, seed) => {
        const isFixed = (element: string) => element.length % 2 === 0;
        const shuffled = shuffleAround(elements, isFixed, randomFrom(seed));
        expect([...shuffled].sort()).toEqual([...elements].sort());
        elements.forEach((element, index) => {
          if (isFixed(element)) expect(shuffled[index]).toBe(element);
        });
      }),
    );
  });

  it('reach every order', () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 200; seed += 1) {
      orders.add(shuffle(['a', 'b', 'c'], randomFrom(String(seed))).join(''));
    }
    expect(orders.size).toBe(6);
  });
});

describe('variables', () => {
  const variables = { b: { min: -3, max: 9, step: 4 }, a: { values: ['x', 2.5] } };

  it('take values of their ranges and lists, the same for the same seed', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 100; seed += 1) {
      const values = drawVariables(variables, randomFrom(String(seed)));
      expect(drawVariables(variables, randomFrom(String(seed)))).toEqual(values);
      expect(['-3', '1', '5', '9']).toContain(values['b']);
      expect(['x', '2.5']).toContain(values['a']);
      seen.add(`${String(values['a'])} ${String(values['b'])}`);
    }
    expect(seen.size).toBe(8);
  });

  it('do not depend on the order they are declared in', () => {
    const turned = { a: variables.a, b: variables.b };
    expect(drawVariables(turned, randomFrom('s'))).toEqual(
      drawVariables(variables, randomFrom('s')),
    );
  });

  it('are put into every text and no name of a JSON', () => {
    const json = { '{{a}}': '{{a}}+{{b}}', list: [1, null, { deep: '{{b}} {{c}} {{toString}}' }] };
    expect(substitute(json, { a: '2', b: '-1' })).toEqual({
      '{{a}}': '2+-1',
      list: [1, null, { deep: '-1 {{c}} {{toString}}' }],
    });
  });

  it.each([
    ['nothing', null, 'variables'],
    ['a name that is none', { '1a': { values: [1] } }, 'variables.1a'],
    ['no variable', { a: 3 }, 'variables.a'],
    ['an empty list', { a: { values: [] } }, 'variables.a.values'],
    ['a list of lists', { a: { values: [[1]] } }, 'variables.a.values[0]'],
    ['an infinite bound', { a: { min: 0, max: Infinity } }, 'variables.a.max'],
    ['half a number', { a: { min: 0.5, max: 2 } }, 'variables.a.min'],
    ['no step', { a: { min: 0, max: 2, step: 0 } }, 'variables.a.step'],
    ['bounds turned round', { a: { min: 2, max: 0 } }, 'variables.a.max'],
  ])('are refused for %s', (_name, json, path) => {
    expect(inspectVariables(json)).toEqual([{ code: expect.any(String), path }]);
  });

  it('are sound when they can be drawn from', () => {
    expect(inspectVariables(variables)).toEqual([]);
    expect(inspectVariables({})).toEqual([]);
  });
});

describe.each([linearSelector, randomSelector])('the selector $name', (selector) => {
  it('asks every candidate once, says why, and then ends', () => {
    fc.assert(
      fc.property(names, seeds, (ids, seed) => {
        const random = randomFrom(seed);
        const candidates = ids.map((id) => ({ id }));
        const asked: { id: string; score: null }[] = [];
        for (;;) {
          const chosen = selector.next(candidates, asked, random);
          if (!chosen) break;
          expect(chosen.reasons.length).toBeGreaterThan(0);
          asked.push({ id: chosen.id, score: null });
        }
        expect(asked.map(({ id }) => id).sort()).toEqual([...ids].sort());
      }),
    );
  });
});
