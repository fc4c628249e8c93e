/** Functions an expression may call, by the name one types. */
export const FUNCTIONS = ['abs', 'ln', 'log', 'exp', 'sin', 'cos', 'tan'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Roots, by the name one types, with their degree. */
export const ROOTS: ReadonlyMap<string, number> = new Map([
  ['sqrt', 2],
  ['cbrt', 3],
]);

/** TeX commands that only dress what follows them. */
export const SILENT_COMMANDS: ReadonlySet<string> = new Set(
  'left right mleft mright big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle'.split(' '),
);

/** TeX commands whose braces hold words rather than mathematics. */
export const WORD_COMMANDS: ReadonlySet<string> = new Set(
  'text textrm textnormal mathrm operatorname mathit mathbf'.split(' '),
);

/** TeX commands that stand for one sign. */
export const SIGN_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['times', '*'],
  ['cdot', '*'],
  ['ast', '*'],
  ['div', '/'],
  ['pm', '±'],
  ['mp', '∓'],
  ['lvert', '|'],
  ['rvert', '|'],
  ['vert', '|'],
  ['mid', '|'],
  ['lor', ';'],
]);

/** Greek letters that are used as unknowns. Pi is not one of them. */
export const GREEK_LETTERS: ReadonlySet<string> = new Set(
  'alpha beta gamma delta epsilon theta lambda mu rho sigma tau phi omega'.split(' '),
);

/** Answers in words. Read as mathematics they would be products of letters. */
export const VERDICTS: ReadonlySet<string> = new Set(
  'true false yes no none dne und undefined'.split(' '),
);

/**
 * More letters in a row than this are a word, not a product: "miles", "apples". The longest product
 * without a sign in the keys of Elementary Algebra has two letters, in its formulas three ("prt").
 */
export const LONGEST_PRODUCT = 4;
