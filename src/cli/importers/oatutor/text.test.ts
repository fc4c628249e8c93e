import { describe, expect, it } from '@jest/globals';

import { figuresIn, toReference, toSkillTitle, toSlug, toText, toTitle } from './text.js';

describe('toText', () => {
  it('turns a written-out line break into one, outside of LaTeX alone', () => {
    expect(toText('One\\nTwo $$3 \\neq 4$$ and 5 \\neq 6')).toBe(
      'One\nTwo $$3 \\neq 4$$ and 5 \\neq 6',
    );
    expect(toText('$$\\nu$$\\n$$\\nabla$$')).toBe('$$\\nu$$\n$$\\nabla$$');
  });

  it('closes a figure that was left open', () => {
    expect(toText('Solve.\\n##figure1.gif')).toBe('Solve.\n##figure1.gif##');
    expect(toText('##figure1.gif## ##figure2.gif## ')).toBe('##figure1.gif## ##figure2.gif##');
  });

  it('is the same when done twice', () => {
    const once = toText(' a\\n##b.png c $$\\frac{1}{2}$$ ');
    expect(toText(once)).toBe(once);
  });
});

describe('toTitle', () => {
  it('is one line', () => {
    expect(toTitle('$$y=3x-5$$\\n')).toBe('$$y=3x-5$$');
    expect(toTitle('4.4  Slope\\nof a line')).toBe('4.4 Slope of a line');
  });
});

describe('figuresIn', () => {
  it('names each figure once, in order', () => {
    expect(figuresIn('##b.gif## ##a.PNG', 'and ##b.gif## again', '## no figure ##')).toEqual([
      'b.gif',
      'a.PNG',
    ]);
  });
});

describe('toReference', () => {
  it('puts the name first', () => {
    expect(toReference('https://OATutor.io <OATutor>')).toBe('OATutor (https://OATutor.io)');
    expect(toReference('CC0')).toBe('CC0');
    expect(toReference('')).toBe('');
  });
});

describe('toSkillTitle', () => {
  it('reads as words', () => {
    expect(toSkillTitle('solve_a_formula')).toBe('Solve a formula');
  });
});

describe('toSlug', () => {
  it('keeps letters and digits of any script', () => {
    expect(toSlug('OpenStax: Elementary Algebra')).toBe('openstax-elementary-algebra');
    expect(toSlug('Álgebra 1')).toBe('algebra-1');
    expect(toSlug('代数 1')).toBe('代数-1');
    expect(toSlug('!!!')).toBe('');
  });
});
