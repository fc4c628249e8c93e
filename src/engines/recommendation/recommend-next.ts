import { openLessons } from './lesson-gate.js';
import { reasonsOf } from './reasons.js';
import { scored, type Scored } from './score.js';
import type { Candidate, RecommendationInput, RecommendedProblem } from './types.js';
import { skillReader } from './weakest-skill.js';

/**
 * What to do next, the best first: of the problems that are not completed and in an open lesson
 * (lesson-gate.ts) those with the highest score (score.ts), with the reasons for each (reasons.ts).
 * Equal scores go in course order, then by id. An empty list says that nothing is left.
 *
 * The same input gives the same list; a longer list begins with the shorter one. A number that is
 * none is taken as unknown, a position that is none as last, an id that comes twice as the first of
 * the two. Takes time for sorting the candidates, n log n. Throws when the limit is no whole number
 * of at least 0.
 */
export function recommendNext(input: RecommendationInput): RecommendedProblem[] {
  if (!Number.isInteger(input.limit) || input.limit < 0) {
    throw new RangeError('The limit must be a whole number, 0 or more.');
  }
  const candidates = distinct(input.candidates).sort(byCourse);
  const open = openLessons(candidates, input.mastery);
  const read = skillReader(input.mastery);
  const errors = new Set(input.recentErrors);
  return candidates
    .filter((candidate) => !candidate.completed && open.has(candidate.lessonId))
    .map((candidate) => scored(candidate, read, input.targetSuccess))
    .sort(byScore)
    .slice(0, input.limit)
    .map((chosen) => ({
      id: chosen.candidate.id,
      lessonId: chosen.candidate.lessonId,
      score: chosen.score,
      reasons: reasonsOf(chosen, errors),
    }));
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!byId.has(candidate.id)) byId.set(candidate.id, candidate);
  }
  return [...byId.values()];
}

function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || byCourse(a.candidate, b.candidate);
}

function byCourse(a: Candidate, b: Candidate): number {
  const [first, second] = [place(a), place(b)];
  if (first !== second) return first < second ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function place({ position }: Candidate): number {
  return Number.isNaN(position) ? Infinity : position;
}
