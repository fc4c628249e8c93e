import {
  draw,
  linearSelector,
  randomFrom,
  randomSelector,
  shuffle,
  type Asked,
  type ItemSelector,
  type Selection,
} from '../../engines/item-selection/index.js';

/** A part of an assessment with what it may ask, by version. */
export interface FilledPart {
  /** How many are drawn from the candidates; null for all of them. */
  readonly drawCount: number | null;
  readonly candidates: readonly string[];
}

/** What may be asked in an attempt, in order, and how much of it is. */
export interface Pool {
  readonly ids: readonly string[];
  readonly count: number;
}

/**
 * What an attempt may ask. Draws are made from its seed; in adaptive mode the whole of a bank stays
 * a candidate, and only how many are asked is fixed. Nothing is in it twice.
 */
export function composePool(
  parts: readonly FilledPart[],
  options: { seed: string; shuffle: boolean; adaptive: boolean },
): Pool {
  const { seed, adaptive } = options;
  const ids: string[] = [];
  const seen = new Set<string>();
  let count = 0;
  parts.forEach(({ drawCount, candidates }, index) => {
    const fresh = candidates.filter((id) => !seen.has(id));
    const drawn =
      drawCount === null || adaptive
        ? fresh
        : draw(fresh, drawCount, randomFrom(`${seed}/draw/${String(index)}`));
    for (const id of drawn) seen.add(id);
    ids.push(...drawn);
    count += Math.min(drawCount ?? fresh.length, fresh.length);
  });
  return {
    ids: options.shuffle ? shuffle(ids, randomFrom(`${seed}/shuffle`)) : ids,
    count,
  };
}

/** The selector of each mode. */
export function selectorOf(mode: 'linear' | 'practice' | 'adaptive'): ItemSelector {
  return mode === 'adaptive' ? randomSelector : linearSelector;
}

/** The item to ask at this position; null when none is left. */
export function selectNext(
  selector: ItemSelector,
  seed: string,
  pool: readonly string[],
  asked: readonly Asked[],
): Selection | null {
  return selector.next(
    pool.map((id) => ({ id })),
    asked,
    randomFrom(`${seed}/select/${String(asked.length)}`),
  );
}
