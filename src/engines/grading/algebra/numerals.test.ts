import { describe, expect, it } from '@jest/globals';

import { reduce } from './fraction.js';
import { readNumeral, type Commas } from './numerals.js';
import { Refusal } from './refusal.js';

const read = (text: string, commas: Commas) => {
  const { n, d } = reduce(readNumeral(text, commas, 200));
  return Number(n) / Number(d);
};

describe('a numeral', () => {
  it.each<[string, number, Commas]>([
    ['12', 12, 'thousands'],
    ['007', 7, 'thousands'],
    ['1.5', 1.5, 'thousands'],
    ['.5', 0.5, 'thousands'],
    ['1,5', 1.5, 'thousands'],
    ['0,375', 0.375, 'thousands'],
    ['1,234', 1234, 'thousands'],
    ['1,234', 1.234, 'decimal'],
    ['1,234,567', 1_234_567, 'thousands'],
    ['1,234.5', 1234.5, 'thousands'],
    ['1.234,5', 1234.5, 'thousands'],
    ['1.234.567', 1_234_567, 'thousands'],
    ['1.234', 1.234, 'thousands'],
    ['2.5e3', 2500, 'thousands'],
    ['2E-3', 0.002, 'thousands'],
  ])('%s is %d', (text, value, commas) => {
    expect(read(text, commas)).toBe(value);
  });

  it.each(['1.2.3', '1,2,3', '12,34.5', '1.5,5.5'])('%s is none', (text) => {
    expect(() => read(text, 'thousands')).toThrow(Refusal);
  });
});
