import { duplicates, faultIf, strangers } from './problems.js';
import { flag, id, list, optional, record, text, whole, type Shape } from './shape.js';
import type { Part, PartOutcome, Problem } from './types.js';

/** Something to choose, order, pair or place. */
export interface Choice {
  readonly id: string;
  /** What is shown: text, Markdown, or the description of a picture. */
  readonly content: string;
  /** Default false: keeps its place when the choices are shuffled ("none of these"). */
  readonly fixed?: boolean;
}

export const content: Shape<string> = text({ max: 10_000 });

export const choice: Shape<Choice> = record<Choice>({
  id,
  content,
  fixed: optional(flag),
});

/** A limit on how many of something; absent, there is none. */
export const limit = whole({ min: 1 });

export const ids: Shape<readonly string[]> = list(id, { min: 1 });

/** A part with the credit that its outcome has when nothing else is said. */
export function part(id: string, outcome: PartOutcome, credit?: number, weight = 1): Part {
  const full = outcome === 'RIGHT' || outcome === 'LEFT_OUT' ? 1 : 0;
  return { id, weight, outcome, credit: credit ?? full };
}

/** Every option is a part: RIGHT and EXTRA ones were chosen, MISSING and LEFT_OUT ones were not. */
export function judgeChoices(
  options: readonly string[],
  correct: readonly string[],
  chosen: readonly string[],
): Part[] {
  const [right, taken] = [new Set(correct), new Set(chosen)];
  return options.map((option) => {
    if (taken.has(option)) return part(option, right.has(option) ? 'RIGHT' : 'EXTRA');
    return part(option, right.has(option) ? 'MISSING' : 'LEFT_OUT');
  });
}

export function inspectCorrect(options: readonly string[], correct: readonly string[]): Problem[] {
  const at = (i: number) => `key.correct[${i}]`;
  return [...duplicates(correct, at), ...strangers(correct, options, at)];
}

/** Whether chosen options are options, each once, and no more than may be chosen. */
export function checkChosen(
  options: readonly string[],
  chosen: readonly string[],
  most: number | undefined,
  field = 'choices',
): Problem[] {
  const at = (i: number) => `response.${field}[${i}]`;
  return [
    ...strangers(chosen, options, at),
    ...duplicates(chosen, at),
    ...faultIf(chosen.length > (most ?? Infinity), 'TOO_MANY', `response.${field}`),
  ];
}

/** Chosen options in the order of the body, so that the order of choosing changes nothing. */
export function inOrderOf(options: readonly string[], chosen: readonly string[]): string[] {
  const taken = new Set(chosen);
  return options.filter((option) => taken.has(option));
}
