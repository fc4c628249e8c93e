import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { findCycle } from './index.js';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe('findCycle', () => {
  it('names the nodes of a cycle in order, and none beside it', () => {
    expect(findCycle(graph({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] }))).toEqual(['b', 'c']);
  });

  it('takes a node that leads to itself for a cycle', () => {
    expect(findCycle(graph({ a: ['a'] }))).toEqual(['a']);
  });

  it('finds none where two ways lead to one node', () => {
    expect(findCycle(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toBeNull();
  });

  it('finds none where every edge leads to a later node, and one once the last leads back', () => {
    const forward = fc
      .integer({ min: 2, max: 12 })
      .chain((size) =>
        fc.tuple(
          fc.constant(size),
          fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 }),
        ),
      );
    fc.assert(
      fc.property(forward, ([size, pairs]) => {
        const edges = new Map<string, string[]>();
        for (let node = 0; node < size; node += 1) {
          const later = pairs.filter(([from, to]) => from === node && to > node);
          edges.set(String(node), [
            ...later.map(([, to]) => String(to)),
            ...(node + 1 < size ? [String(node + 1)] : []),
          ]);
        }
        expect(findCycle(edges)).toBeNull();
        edges.set(String(size - 1), ['0']);
        const cycle = findCycle(edges);
        expect(cycle).not.toBeNull();
        cycle!.forEach((node, index) => {
          expect(edges.get(node)).toContain(cycle![(index + 1) % cycle!.length]);
        });
      }),
    );
  });
});
