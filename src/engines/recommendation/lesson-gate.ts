import { LESSONS_AHEAD } from './parameters.js';
import type { Candidate, SkillEvidence } from './types.js';

/**
 * The lessons a learner may be sent to. A lesson is touched when one of its problems was tried or
 * completed, or one of its skills has been answered; a skill that two lessons share touches both.
 * A touched lesson is open; another one is when at most LESSONS_AHEAD lessons before it are
 * untouched. So a beginner is offered the first two lessons, and nobody is sent past a gap.
 *
 * Lessons come in the order of their first problem. The candidates are in course order.
 */
export function openLessons(
  candidates: readonly Candidate[],
  mastery: ReadonlyMap<string, SkillEvidence>,
): ReadonlySet<string> {
  const touched = new Map<string, boolean>();
  for (const candidate of candidates) {
    const isTouched = touched.get(candidate.lessonId) === true || isTried(candidate, mastery);
    touched.set(candidate.lessonId, isTouched);
  }
  const open = new Set<string>();
  let untouched = 0;
  for (const [lessonId, isTouched] of touched) {
    if (isTouched || untouched <= LESSONS_AHEAD) open.add(lessonId);
    if (!isTouched) untouched += 1;
  }
  return open;
}

function isTried(candidate: Candidate, mastery: ReadonlyMap<string, SkillEvidence>): boolean {
  if (candidate.completed || candidate.lastSeen !== undefined) return true;
  return candidate.skills.some((skillId) => (mastery.get(skillId)?.observations ?? 0) > 0);
}
