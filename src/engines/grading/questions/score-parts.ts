import type { GradingRule, MappedPoints, Part } from './types.js';

/** A rule with its defaults filled in: what a grade was given by. */
export interface AppliedRule {
  readonly type: GradingRule['type'];
  /** Null where the rule's own default stands. */
  readonly penalty: number | null;
  readonly floorAtZero: boolean;
}

export const DEFAULT_RULE: GradingRule = { type: 'all_or_nothing' };

export function applied({ type, penalty, floorAtZero }: GradingRule): AppliedRule {
  return { type, penalty: penalty ?? null, floorAtZero: floorAtZero ?? true };
}

/**
 * The score that a rule makes of the parts, with w the weight and c the credit of a part, p the
 * penalty:
 *
 * - `all_or_nothing`: 1 when all asked parts that have weight are fully right and nothing is EXTRA;
 *   else −p when something is wrong, else 0
 * - `per_part`: (Σ w·c − Σ p·w of the wrong) / Σ w, the sums below the line over the asked parts,
 *   p of a WRONG part 0 and of an EXTRA one 1 unless the rule says it
 * - `per_option`: the same with the options that are not right among the asked ones
 * - `mapped`: points earned / full points (mapping.ts)
 *
 * Wrong is what was given and has no credit. In [0, 1]; in [−1, 1] when the floor is off and the
 * rule has a penalty or a mapping. 0 when nothing is asked, or full marks are no more than 0.
 */
export function scoreParts(
  parts: readonly Part[],
  rule: AppliedRule,
  points?: MappedPoints,
): number {
  const score = Math.min(1, rawScore(parts, rule, points));
  const mayCost = rule.type === 'mapped' || rule.penalty !== null;
  return Math.max(rule.floorAtZero || !mayCost ? 0 : -1, score) + 0;
}

function rawScore(parts: readonly Part[], rule: AppliedRule, points?: MappedPoints): number {
  switch (rule.type) {
    case 'mapped':
      return points === undefined || points.full <= 0 ? 0 : points.earned / points.full;
    case 'all_or_nothing':
      return allOrNothing(parts, rule.penalty ?? 0);
    case 'per_part':
      return share(parts.filter(isAsked), parts.filter(isWrong), rule.penalty);
    case 'per_option':
      return share(parts, parts.filter(isWrong), rule.penalty ?? 0);
  }
}

function allOrNothing(parts: readonly Part[], penalty: number): number {
  const asked = parts.filter((part) => isAsked(part) && part.weight > 0);
  const isRight =
    asked.length > 0 &&
    asked.every((part) => part.credit === 1) &&
    !parts.some((part) => part.outcome === 'EXTRA');
  return isRight ? 1 : parts.some(isWrong) ? -penalty : 0;
}

function share(asked: readonly Part[], wrong: readonly Part[], penalty: number | null): number {
  const total = asked.reduce((sum, part) => sum + part.weight, 0);
  if (total <= 0) return 0;
  const earned = asked.reduce((sum, part) => sum + part.weight * part.credit, 0);
  const lost = wrong.reduce(
    (sum, part) => sum + part.weight * (penalty ?? (part.outcome === 'EXTRA' ? 1 : 0)),
    0,
  );
  return (earned - lost) / total;
}

function isAsked({ outcome }: Part): boolean {
  return outcome !== 'EXTRA' && outcome !== 'LEFT_OUT';
}

function isWrong({ outcome, credit }: Part): boolean {
  return credit === 0 && outcome !== 'MISSING' && outcome !== 'LEFT_OUT';
}
