import { MASTERED, MOST_EVIDENCE } from './parameters.js';
import type { Scored } from './score.js';
import type { ReasonCode, RecommendationReason } from './types.js';

type Part = Omit<RecommendationReason, 'weight'> & { readonly size: number };

/**
 * Why a problem was chosen, the heaviest reason first. The weight of a factor of the score is its
 * share of the three factors' sum; need is divided again, as e : 1, between the wrong answers among
 * those on the weakest skill, of which they make the share e, and the rest.
 */
export function reasonsOf(chosen: Scored, errors: ReadonlySet<string>): RecommendationReason[] {
  const parts = [...needParts(chosen, errors), fitPart(chosen), coursePart(chosen)];
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  return parts
    .map(({ size, values, ...reason }) => ({
      ...reason,
      values: finite(values),
      weight: size / total,
    }))
    .sort((a, b) => b.weight - a.weight || (a.code < b.code ? -1 : 1));
}

function needParts({ skill, need }: Scored, errors: ReadonlySet<string>): Part[] {
  if (skill === undefined) {
    return [{ code: 'SKILL_NEED', size: need, evidence: [], values: { need } }];
  }
  const { skillId, responseIds, observations } = skill;
  const wrong = responseIds.filter((id) => errors.has(id));
  const share = wrong.length === 0 ? 0 : wrong.length / responseIds.length;
  const whole: Part = {
    code: needCode(skill.probability, observations),
    size: need / (1 + share),
    skillId,
    evidence: responseIds.length > 0 ? newest(responseIds) : [skillId],
    values: { need, mastery: skill.probability, observations },
  };
  if (share === 0) return [whole];
  const error: Part = {
    code: 'RECENT_ERROR',
    size: need - whole.size,
    skillId,
    evidence: newest(wrong),
    values: { errors: wrong.length, responses: responseIds.length },
  };
  return [whole, error];
}

function needCode(mastery: number, observations: number): ReasonCode {
  if (observations === 0) return 'NEW_SKILL';
  return mastery >= MASTERED ? 'REVIEW' : 'SKILL_NEED';
}

function fitPart({ skill, fit, predictedSuccess, targetSuccess }: Scored): Part {
  return {
    code: 'SUCCESS_FIT',
    size: fit,
    ...(skill === undefined ? {} : { skillId: skill.skillId }),
    evidence: skill === undefined ? [] : newest(skill.responseIds),
    values: { fit, targetSuccess, ...(predictedSuccess === undefined ? {} : { predictedSuccess }) },
  };
}

function coursePart({ candidate, novelty }: Scored): Part {
  const { position, lastSeen, lessonId } = candidate;
  return {
    code: 'NEXT_IN_COURSE',
    size: novelty,
    evidence: [lessonId],
    values: { novelty, position, ...(lastSeen === undefined ? {} : { answersAgo: lastSeen }) },
  };
}

/** Without what is not a number, so that the values can be stored and sent. */
function finite(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}

function newest(responseIds: readonly string[]): string[] {
  return responseIds.slice(0, MOST_EVIDENCE);
}
