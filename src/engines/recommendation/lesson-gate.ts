import { LESSONS_AHEAD } from './parameters.js';
import type { Candidate, SkillEvidence } from './types.js';

/**
 * The lessons a learner may be sent to: those with a problem that was tried or completed, and those
 * with at most LESSONS_AHEAD gaps before them. A lesson is a gap while one of its skills has never
 * been answered, unless its problems are all completed. So a beginner is offered the first two
 * lessons, and nobody is sent past what was not met: to answer a skill early, in another lesson,
 * may close a gap but opens nothing beyond one.
 *
 * Lessons come in the order of their first problem. The candidates are in course order.
 */
export function openLessons(
  candidates: readonly Candidate[],
  mastery: ReadonlyMap<string, SkillEvidence>,
): ReadonlySet<string> {
  const open = new Set<string>();
  let gaps = 0;
  for (const [lessonId, problems] of byLesson(candidates)) {
    if (problems.some(wasTried) || gaps <= LESSONS_AHEAD) open.add(lessonId);
    const isMet = problems.every(
      (problem) =>
        problem.completed || problem.skills.every((skill) => wasAnswered(skill, mastery)),
    );
    if (!isMet) gaps += 1;
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

function wasAnswered(skillId: string, mastery: ReadonlyMap<string, SkillEvidence>): boolean {
  return (mastery.get(skillId)?.observations ?? 0) > 0;
}
