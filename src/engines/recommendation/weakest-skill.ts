import type { Candidate, SkillEvidence } from './types.js';

export type Skill = SkillEvidence & { readonly skillId: string };

/**
 * The skill of a problem with the lowest mastery; of several the lowest id. A mastery that is not a
 * number, or is missing, counts as 0: nothing has been shown.
 */
export function weakestSkill(
  candidate: Candidate,
  mastery: ReadonlyMap<string, SkillEvidence>,
): Skill | undefined {
  let weakest: Skill | undefined;
  for (const skillId of candidate.skills) {
    const skill = { ...evidenceOf(skillId, mastery), skillId };
    const isWeaker =
      weakest === undefined ||
      skill.probability < weakest.probability ||
      (skill.probability === weakest.probability && skillId < weakest.skillId);
    if (isWeaker) weakest = skill;
  }
  return weakest;
}

function evidenceOf(skillId: string, mastery: ReadonlyMap<string, SkillEvidence>): SkillEvidence {
  const evidence = mastery.get(skillId);
  if (evidence === undefined) {
    return { probability: 0, observations: 0, predictedSuccess: Number.NaN, responseIds: [] };
  }
  return {
    ...evidence,
    probability: probability(evidence.probability) ?? 0,
    observations: evidence.observations > 0 ? evidence.observations : 0,
  };
}

/** The nearest probability; undefined for what is not a number. */
export function probability(value: number | undefined): number | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return Math.min(1, Math.max(0, value));
}
