import { assign } from './assignment.js';
import { content, limit, type Choice } from './choices.js';
import type { FilledGap, GapKey } from './gaps.js';
import { overused } from './pairs.js';
import { idsOf } from './problems.js';
import { flag, id, optional, record, type Shape } from './shape.js';
import type { Problem } from './types.js';

/** A choice that is put into gaps. */
export interface GapChoice extends Choice {
  /** How many gaps it may be put into; absent, any number. */
  readonly maxUses?: number;
}

export const gapChoice: Shape<GapChoice> = record<GapChoice>({
  id,
  content,
  fixed: optional(flag),
  maxUses: optional(limit),
});

export function checkUses(choices: readonly GapChoice[], filled: readonly FilledGap[]): Problem[] {
  return overused(
    filled.map(({ choice }) => choice),
    choices.map(({ id: name, maxUses }) => ({
      id: name,
      ...(maxUses === undefined ? {} : { maxMatches: maxUses }),
    })),
    'response.filled',
  );
}

/** An accepted choice for every gap, shared out so that none is used more than it may be. */
export function fillGaps(choices: readonly GapChoice[], keys: readonly GapKey[]): FilledGap[] {
  const free = new Set(
    idsOf(choices.filter(({ maxUses = keys.length }) => maxUses >= keys.length)),
  );
  // Another choice is as many things as gaps it may be put into.
  const things = choices.flatMap(({ id: name, maxUses = 0 }) =>
    free.has(name) ? [] : Array.from({ length: maxUses }, () => name),
  );
  const copies = Map.groupBy(things.keys(), (i) => things[i]);
  const anywhere = keys.map(({ accepted }) => accepted.find((name) => free.has(name)));
  const placed = assign(
    keys.map(({ accepted }, i) =>
      anywhere[i] === undefined ? accepted.flatMap((name) => copies.get(name) ?? []) : [],
    ),
  );
  return keys.flatMap(({ gap }, i) => {
    const choice = anywhere[i] ?? things[placed[i] ?? -1];
    return choice === undefined ? [] : [{ gap, choice }];
  });
}
