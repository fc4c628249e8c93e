import { describe, expect, it } from '@jest/globals';

import { gradeResponse } from './grade-response.js';
import type { ChoiceKey } from './types.js';

const key: ChoiceKey = {
  kind: 'choice',
  choices: ['$$6x$$', 'No', 'no', 'Caf\u00e9  au lait'],
  correct: ['No', 'Caf\u00e9  au lait'],
};

const outcome = (response: string) => gradeResponse(key, response).outcome;

describe('a choice', () => {
  it('is right when it is one of the correct ones', () => {
    expect(outcome('No')).toBe('EXACT');
    expect(outcome('$$6x$$')).toBe('NOT_EQUAL');
  });

  it('is told by case, since choices may differ by it alone', () => {
    expect(outcome('no')).toBe('NOT_EQUAL');
  });

  it('is told neither by blanks nor by how its letters are composed', () => {
    expect(outcome(' Cafe\u0301 au lait ')).toBe('EXACT');
  });

  it('is unreadable when it was not on offer', () => {
    expect(outcome('Maybe')).toBe('UNREADABLE');
    expect(outcome('6x')).toBe('UNREADABLE');
  });
});
