import type { Candidate, SkillEvidence } from './types.js';

export type Skill = SkillEvidence & { readonly skillId: string };

/**
 * Looks up skills, each once, with usable numbers: a mastery that is missing or not a number is 0,
 * since nothing has been shown.
 */
export function skillReader(mastery: ReadonlyMap<string, SkillEvidence>) {
  const known = new Map<string, Skill>();
  return (skillId: string): Skill => {
    const read = known.get(skillId) ?? { ...usable(mastery.get(skillId)), skillId };
    known.set(skillId, read);
    return read;
  };
}

/** The skill of a problem with the lowest mastery; of several the lowest id. */
export function weakestSkill(
  candidate: Candidate,
  read: (skillId: string) => Skill,
): Skill | undefined {
  let weakest: Skill | undefined;
  for (const skillId of candidate.skills) {
    const skill = read(skillId);
    if (weakest === undefined || isWeaker(skill, weakest)) weakest = skill;
  }
  return weakest;
}

function isWeaker(a: Skill, b: Skill): boolean {
  return a.probability === b.probability ? a.skillId < b.skillId : a.probability < b.probability;
}

function usable(evidence: SkillEvidence | undefined): SkillEvidence {
  return {
    probability: probability(evidence?.probability) ?? 0,
    observations: Math.max(0, evidence?.observations ?? 0),
    predictedSuccess: evidence?.predictedSuccess ?? Number.NaN,
    responseIds: evidence?.responseIds ?? [],
  };
}

/** The nearest probability; undefined for what is not a number. */
export function probability(value: number | undefined): number | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return Math.min(1, Math.max(0, value));
}
