import { describe, expect, it } from '@jest/globals';

import { inspectKey } from './inspect-key.js';

describe('inspectKey', () => {
  it('has nothing to say of a sound key', () => {
    expect(inspectKey({ kind: 'choice', choices: ['a', 'b'], correct: ['a'] })).toEqual([]);
    expect(inspectKey({ kind: 'text', accepted: ['DNE'] })).toEqual([]);
    const tolerance = { absolute: 0, relative: 0.1 };
    expect(inspectKey({ kind: 'algebra', accepted: ['$$x^2$$'], tolerance })).toEqual([]);
  });

  it('names what an author should look at', () => {
    expect(inspectKey({ kind: 'text', accepted: [] })).toEqual([{ code: 'NOTHING_ACCEPTED' }]);
    expect(inspectKey({ kind: 'choice', choices: ['a'], correct: ['b'] })).toEqual([
      { code: 'NOT_A_CHOICE', entry: 'b' },
    ]);
    expect(
      inspectKey({
        kind: 'algebra',
        accepted: ['TRUE', '16n4c', 'y**(3/4-1/4', '4'],
        tolerance: { absolute: -1, relative: Infinity },
      }),
    ).toEqual([
      { code: 'NOT_MATHEMATICS', entry: 'TRUE' },
      { code: 'NOT_MATHEMATICS', entry: '16n4c' },
      { code: 'NOT_MATHEMATICS', entry: 'y**(3/4-1/4' },
      { code: 'UNUSABLE_TOLERANCE' },
    ]);
  });
});
