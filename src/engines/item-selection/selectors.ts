import type { Random } from './random.js';

/** What a selector knows of an item it may choose. */
export interface Candidate {
  readonly id: string;
}

/** A number a choice rests on, with a name a program can read. */
export interface SelectionReason {
  readonly code: string;
  readonly value: number;
}

export interface Selection {
  readonly id: string;
  /** Why this one, the weightiest first. */
  readonly reasons: readonly SelectionReason[];
}

/** What was asked in the attempt so far, and how it went: a score of 0 to 1, null for none yet. */
export interface Asked {
  readonly id: string;
  readonly score: number | null;
}

/**
 * One version of one way to choose the next item of an attempt. A function of its arguments: the
 * same ones give the same choice for ever; a change gets a new version.
 */
export interface ItemSelector {
  readonly name: string;
  readonly version: number;
  /** The next of the candidates that have not been asked; null when none is left. */
  readonly next: (
    candidates: readonly Candidate[],
    asked: readonly Asked[],
    random: Random,
  ) => Selection | null;
}

/** In the order of the candidates. */
export const linearSelector: ItemSelector = {
  name: 'linear',
  version: 1,
  next: (candidates, asked) => {
    const [first] = unasked(candidates, asked);
    return first
      ? { id: first.id, reasons: [{ code: 'NEXT_IN_ORDER', value: asked.length }] }
      : null;
  },
};

/** Any of those left, each as likely as the next. */
export const randomSelector: ItemSelector = {
  name: 'random',
  version: 1,
  next: (candidates, asked, random) => {
    const left = unasked(candidates, asked);
    const chosen = left[left.length > 0 ? random.below(left.length) : 0];
    return chosen
      ? { id: chosen.id, reasons: [{ code: 'RANDOM_AMONG', value: left.length }] }
      : null;
  },
};

function unasked(candidates: readonly Candidate[], asked: readonly Asked[]): Candidate[] {
  const gone = new Set(asked.map(({ id }) => id));
  return candidates.filter(({ id }) => !gone.has(id));
}
