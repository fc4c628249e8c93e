import { describe, expect, it } from '@jest/globals';

import { formatImportReport } from './format-import-report.js';
import { createImportReport } from './report.js';

const nothing = { skipped: [], warnings: [], figuresNamed: 0, figuresAbsent: 0 };

describe('formatImportReport', () => {
  it('shows what was written as a table', () => {
    const report = createImportReport(nothing);
    report.courses.created = 1;
    report.hints.unchanged = 10_699;

    expect(formatImportReport(report)).toBe(
      [
        '             created   updated unchanged',
        'courses            1         0         0',
        'lessons            0         0         0',
        'problems           0         0         0',
        'steps              0         0         0',
        'hints              0         0    10,699',
      ].join('\n'),
    );
  });

  it('tells of figures, of what was skipped and of what to look at', () => {
    const text = formatImportReport(
      createImportReport({
        skipped: [{ file: 'a/b.json', reason: 'not valid JSON' }],
        warnings: [{ file: 'c.json', reason: 'a choice stands twice' }],
        figuresNamed: 172,
        figuresAbsent: 172,
      }),
    );

    expect(text).toContain(
      '172 problems name a figure; for 172 of them the source does not hold it.',
    );
    expect(text).toContain('1 skipped:\n  a/b.json: not valid JSON');
    expect(text).toContain('1 warning:\n  c.json: a choice stands twice');
  });

  it('cuts a long list', () => {
    const skipped = Array.from({ length: 25 }, (_, index) => ({
      file: `f${index}`,
      reason: 'bad',
    }));

    const lines = formatImportReport(createImportReport({ ...nothing, skipped })).split('\n');

    expect(lines.at(-1)).toBe('  and 5 more');
    expect(lines.filter((line) => line.endsWith(': bad'))).toHaveLength(20);
  });

  it('lets no file name drive the terminal', () => {
    const skipped = [{ file: '\u001b[2Jx\nfake', reason: 'bad' }];

    expect(formatImportReport(createImportReport({ ...nothing, skipped }))).toContain(
      '  \ufffd[2Jx\ufffdfake: bad',
    );
  });
});

describe('createImportReport', () => {
  it('shares nothing with the notes or with another report', () => {
    const first = createImportReport(nothing);
    first.courses.created += 1;
    first.skipped.push({ file: 'a', reason: 'b' });

    expect(createImportReport(nothing).courses.created).toBe(0);
    expect(nothing.skipped).toEqual([]);
  });
});
