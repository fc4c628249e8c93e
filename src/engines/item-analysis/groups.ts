import { GROUP_PERCENT } from './parameters.js';

/** The learners at one end of the ranking, as a weight for each share of the points. */
export type Group = (share: number) => number;

export interface Groups {
  readonly upper: Group;
  readonly lower: Group;
}

/**
 * The 27 % of learners with the highest and with the lowest share of the points, rounded to whole
 * learners, a half up, and at least one. Learners who tie at a cut share the places that are left:
 * each counts with places / tied, so that no order decides who is in.
 */
export function groupsOf(shares: readonly number[]): Groups {
  const ranked = shares
    .filter((share) => !Number.isNaN(share))
    .map(tieable)
    .sort((a, b) => a - b);
  const lower = groupAt(ranked);
  const upper = groupAt(ranked.map((share) => -share).reverse());
  return { lower: (share) => lower(tieable(share)), upper: (share) => upper(-tieable(share)) };
}

/** The first of the ranked, ascending. */
function groupAt(ranked: readonly number[]): Group {
  const places = Math.max(1, Math.floor((GROUP_PERCENT * ranked.length + 50) / 100));
  const cut = ranked[places - 1] ?? Number.NaN;
  const inside = ranked.filter((share) => share < cut).length;
  const tied = ranked.filter((share) => share === cut).length;
  const weight = (places - inside) / tied;
  return (share) => (share < cut ? 1 : share === cut ? weight : 0);
}

/** A whole number, so that sums of the same points tie whatever order they were added in. */
function tieable(share: number): number {
  return Math.round(share * 1e10);
}
