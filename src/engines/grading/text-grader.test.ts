import { describe, expect, it } from '@jest/globals';

import { gradeResponse } from './grade-response.js';

const outcome = (accepted: string, response: string, caseSensitive?: boolean) =>
  gradeResponse(
    {
      kind: 'text',
      accepted: [accepted],
      ...(caseSensitive === undefined ? {} : { caseSensitive }),
    },
    response,
  ).outcome;

describe('a text', () => {
  it.each([
    ['DNE', 'dne'],
    ['Complex', ' complex '],
    ['(0,13), DNE', '( 0 , 13 ),dne'],
    ['x=-2, (-2,5)', 'x = −2,(−2, 5)'],
    ['x−7/4(x+3)', 'x - 7/4 (x + 3)'],
    ['z**6', 'z^6'],
    ['9,15', '$$9, 15$$'],
    ['Caf\u00e9', 'cafe\u0301'],
    ['x-3y-5z=-2 2x-5y-4z=5', 'x - 3y - 5z = -2   2x - 5y - 4z = 5'],
  ])('%s is spelled %s as well', (accepted, response) => {
    expect(outcome(accepted, response)).toBe('EXACT');
  });

  it.each([
    ['9,15', '15,9'],
    ['9,15', '9.15'],
    ['(0,13), DNE', 'DNE, (0,13)'],
    ['DNE', 'does not exist'],
    ['z**6', 'z*6'],
    ['4*n', 'n*4'],
    ['x=-3, x=2', 'x=-3'],
    ['x=-3, x=2', 'x=3, x=2'],
    ['y=2z,2z', '2z,y=2z'],
  ])('%s is not %s', (accepted, response) => {
    expect(outcome(accepted, response)).toBe('NOT_EQUAL');
  });

  it.each([
    ['x=-3, x=2', 'x=2, x=-3'],
    ['x=-3, x=2', 'x=2 or x=-3'],
    [
      'Uphill skiing speed = 5, Downhill skiing speed = 10',
      'downhill skiing speed=10; uphill skiing speed=5',
    ],
  ])('%s may be listed in another order, as every part is labelled', (accepted, response) => {
    expect(outcome(accepted, response)).toBe('EQUIVALENT');
  });

  it('minds case when the key says so', () => {
    expect(outcome('mA', 'MA', true)).toBe('NOT_EQUAL');
    expect(outcome('mA', 'mA', true)).toBe('EXACT');
    expect(outcome('X=1, y=2', 'y=2, X=1', true)).toBe('EQUIVALENT');
    expect(outcome('X=1, y=2', 'y=2, x=1', true)).toBe('NOT_EQUAL');
  });
});
