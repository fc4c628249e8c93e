import { algebraGrader } from './algebra/algebra-grader.js';
import { choiceGrader } from './choice-grader.js';
import { textGrader } from './text-grader.js';
import type { AlgebraKey, ChoiceKey, Grader, TextKey } from './types.js';

interface Graders {
  choice: readonly Grader<ChoiceKey>[];
  text: readonly Grader<TextKey>[];
  algebra: readonly Grader<AlgebraKey>[];
}

/**
 * Every grader there is, oldest version first; the last one grades. To change how something is
 * graded, add a version at the end of its line and leave the others as they are: grades name the
 * version that gave them.
 */
const GRADERS: Graders = {
  choice: [choiceGrader],
  text: [textGrader],
  algebra: [algebraGrader],
};

type Of<Kind extends keyof Graders> = Graders[Kind][number];

/** The current grader of a kind of key. */
export function graderFor<Kind extends keyof Graders>(kind: Kind): Of<Kind>;
/** One version of it; undefined when there never was one of that number. */
export function graderFor<Kind extends keyof Graders>(
  kind: Kind,
  version: number,
): Of<Kind> | undefined;
export function graderFor<Kind extends keyof Graders>(
  kind: Kind,
  version?: number,
): Of<Kind> | undefined {
  const line: readonly Of<Kind>[] = GRADERS[kind];
  if (version === undefined) return line.at(-1);
  return line.find((grader) => grader.version === version);
}
