import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';

import { csvLine } from './csv.js';

describe('csvLine', () => {
  it('is read back as it was written, quotes, commas and line breaks included', () => {
    const cells = ['plain', 'a "quoted" one', 'one, two', 'two\r\nlines', ''];
    expect(parse(csvLine(cells))).toEqual([cells]);
  });

  it('writes numbers as they are and nothing for null', () => {
    expect(csvLine([-1.5, 0, null, 1e-7])).toBe('-1.5,0,,1e-7\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '=HYPERLINK("http://x","y")'])(
    'lets no spreadsheet take %j for a formula',
    (text) => {
      expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );
});
