import type { Commas } from './numerals.js';

/** One way to read what can be read in several; readings.ts tries them. */
export interface ReadingOptions {
  readonly commas: Commas;
  /** Whether "1/2x" is 1/2·x (loose) or 1/(2x) (tight). */
  readonly juxtaposition: 'loose' | 'tight';
  /** Whether 2\frac{1}{3} is 2·1/3 (product) or 2+1/3 (mixed). Typed "2 1/3" is always mixed. */
  readonly wholes: 'product' | 'mixed';
  /** Whether {xy}^2 is (xy)² (group), or xy² (last) as TeX prints it. */
  readonly braces: 'group' | 'last';
  /** Whether "25%" is 25/100, or the number 25 where the question prints the sign (bare). */
  readonly percent: 'hundredth' | 'bare';
  /** Which of the two numbers ± stands for. */
  readonly plusMinus: 1 | -1;
}

export const LIKELIEST: ReadingOptions = {
  commas: 'thousands',
  juxtaposition: 'loose',
  wholes: 'product',
  braces: 'group',
  percent: 'hundredth',
  plusMinus: 1,
};

/** The options that a text leaves open, as met by the reader. */
export type Open = Set<Exclude<keyof ReadingOptions, 'commas'>>;
