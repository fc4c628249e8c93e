import { describe, expect, it } from '@jest/globals';

import { LineDisplay } from './progress-display.js';

describe('LineDisplay', () => {
  it('writes a line for each tenth and for each phase', () => {
    let text = '';
    const display = new LineDisplay({
      write: (line: string | Uint8Array) => {
        text += String(line);
        return true;
      },
    });

    for (let done = 0; done <= 100; done += 7) display.show(done, 100, 'Reading');
    display.show(50, 50, 'Writing', '9 a second');
    display.show(0, 0, 'Nothing');

    expect(text.split('\n')).toEqual([
      'Reading  0%',
      'Reading  14%',
      'Reading  21%',
      'Reading  35%',
      'Reading  42%',
      'Reading  56%',
      'Reading  63%',
      'Reading  70%',
      'Reading  84%',
      'Reading  91%',
      'Writing  100%  9 a second',
      'Nothing  100%',
      '',
    ]);
  });
});
