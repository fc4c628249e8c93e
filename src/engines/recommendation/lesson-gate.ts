import { PASSABLE } from './parameters.js';
import type { Candidate, SkillEvidence } from './types.js';

/**
 * The lessons a learner may be sent to: those with a problem that was tried or completed, and the
 * first that is a gap. A lesson is a gap while one of its skills is not yet more likely known than
 * not, by answers, unless its problems are all completed. So a learner who gets on moves on, one who
 * does not stays where help is due, and nobody is sent past what was not met: to answer a skill
 * early, in another lesson, may close a gap but opens nothing beyond one.
 *
 * Lessons come in the order of their first problem. The candidates are in course order.
 */
export function openLessons(
  candidates: readonly Candidate[],
  mastery: ReadonlyMap<string, SkillEvidence>,
): ReadonlySet<string> {
  const open = new Set<string>();
  let isPastGap = false;
  for (const [lessonId, problems] of byLesson(candidates)) {
    if (!isPastGap || problems.some(wasTried)) open.add(lessonId);
    const isPassed = problems.every(
      (problem) => problem.completed || problem.skills.every((skill) => isPassable(skill, mastery)),
    );
    if (!isPassed) isPastGap = true;
  }
  return open;
}

function byLesson(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const lessons = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const problems = lessons.get(candidate.lessonId);
    if (problems === undefined) lessons.set(candidate.lessonId, [candidate]);
    else problems.push(candidate);
  }
  return lessons;
}

function wasTried(candidate: Candidate): boolean {
  return candidate.completed || candidate.lastSeen !== undefined;
}

function isPassable(skillId: string, mastery: ReadonlyMap<string, SkillEvidence>): boolean {
  const evidence = mastery.get(skillId);
  return evidence !== undefined && evidence.observations > 0 && evidence.probability >= PASSABLE;
}
