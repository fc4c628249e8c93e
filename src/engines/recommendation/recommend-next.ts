import type {
  Candidate,
  RecommendationInput,
  RecommendationReason,
  RecommendedProblem,
  SkillEvidence,
} from './types.js';

/** Names the rule below; stored beside what it advised. */
export const recommendationEngine = { name: 'need-fit-order', version: 1 } as const;

/**
 * Success rate at which practice pays most. Wilson, Shenhav, Straccia and Cohen (2019), "The
 * Eighty Five Percent Rule for optimal learning", Nature Communications 10, 4646.
 */
const TARGET_SUCCESS = 0.85;

/** Mastery at which a skill needs no more practice: Corbett and Anderson (1994), section 4. */
const MASTERED = 0.95;

/**
 * How far ahead of the first unmastered lesson a learner may be sent, in lessons. One lets two
 * lessons interleave, which keeps order without letting one hard skill block the course.
 */
const LESSONS_AHEAD = 1;

/**
 * The score is a weighted mean of four terms, each 0 to 1. Need leads because practice on what is
 * not known is what the engine is for; order comes second so that equal needs follow the course;
 * a recent error and fit to the target rate decide among what is near. They sum to 1.
 */
const WEIGHTS = { need: 0.45, order: 0.25, error: 0.15, fit: 0.15 } as const;

/** Answers that a problem rests after it was tried, over which its score grows back to full. */
const REST = 8;

/**
 * What to do next, the best first: unfinished problems of the lessons that are due, by need of the
 * weakest skill, nearness of predicted success to the target, recent errors and course order, less
 * what was tried just now. Deterministic; ties go to the earlier in the course, then the lower id.
 * Empty when every problem is completed. A skill without evidence counts as unknown.
 */
export function recommendNext(input: RecommendationInput): RecommendedProblem[] {
  if (!Number.isInteger(input.limit) || input.limit < 0) {
    throw new RangeError('The limit must be a whole number, 0 or more.');
  }
  const due = dueCandidates(input);
  const errors = new Set(input.recentErrors);
  const last = Math.max(1, due.length - 1);
  return due
    .map((candidate, index) => scored(candidate, 1 - index / last, input.mastery, errors))
    .sort(
      (one, other) =>
        other.score - one.score ||
        one.candidate.position - other.candidate.position ||
        (one.candidate.id < other.candidate.id ? -1 : 1),
    )
    .slice(0, input.limit)
    .map(({ candidate, score, reasons }) => ({ id: candidate.id, score, reasons }));
}

/** Unfinished problems from the first lesson with something to master, up to `LESSONS_AHEAD` beyond. */
function dueCandidates({ candidates, mastery }: RecommendationInput): Candidate[] {
  const open = candidates
    .filter((candidate) => !candidate.completed)
    .sort((one, other) => one.position - other.position);
  const lessons = [...new Set(open.map((candidate) => candidate.lessonId))];
  const needy = new Set(
    open
      .filter((candidate) => weakest(candidate, mastery).probability < MASTERED)
      .map((candidate) => candidate.lessonId),
  );
  const first = lessons.findIndex((lessonId) => needy.has(lessonId));
  // Everything left is mastered: what remains of the course, from its start.
  const start = Math.max(0, first);
  const window = new Set(lessons.slice(start, start + 1 + LESSONS_AHEAD));
  return open.filter((candidate) => window.has(candidate.lessonId));
}

const UNKNOWN: SkillEvidence = {
  probability: 0,
  observations: 0,
  predictedSuccess: 0,
  responseIds: [],
};

function weakest(
  candidate: Candidate,
  mastery: ReadonlyMap<string, SkillEvidence>,
): SkillEvidence & { skillId?: string } {
  let found: (SkillEvidence & { skillId?: string }) | undefined;
  for (const skillId of candidate.skills) {
    const evidence = mastery.get(skillId) ?? UNKNOWN;
    if (!found || evidence.probability < found.probability) found = { ...evidence, skillId };
  }
  return found ?? UNKNOWN;
}

function scored(
  candidate: Candidate,
  order: number,
  mastery: ReadonlyMap<string, SkillEvidence>,
  errors: ReadonlySet<string>,
) {
  const skill = weakest(candidate, mastery);
  const wrong = skill.responseIds.filter((id) => errors.has(id));
  const terms = {
    need: 1 - bounded(skill.probability),
    order,
    // One of its last answers wrong is enough to come back to it; more count for more.
    error: wrong.length / (wrong.length + 1),
    fit: 1 - Math.abs(bounded(skill.predictedSuccess) - TARGET_SUCCESS),
  };
  const rested =
    candidate.lastSeen === undefined ? 1 : Math.min(1, (candidate.lastSeen + 1) / REST);
  const parts = {
    need: WEIGHTS.need * terms.need,
    order: WEIGHTS.order * terms.order,
    error: WEIGHTS.error * terms.error,
    fit: WEIGHTS.fit * terms.fit,
  };
  const total = parts.need + parts.order + parts.error + parts.fit;
  const about = skill.skillId === undefined ? {} : { skillId: skill.skillId };
  const supporting = skill.responseIds.slice(0, 5);
  const reasons: RecommendationReason[] = [
    {
      code: skill.observations === 0 ? ('NEW_SKILL' as const) : ('SKILL_NEED' as const),
      weight: parts.need / total,
      ...about,
      evidence:
        supporting.length > 0 ? supporting : skill.skillId === undefined ? [] : [skill.skillId],
      values: { mastery: skill.probability, observations: skill.observations },
    },
    {
      code: 'NEXT_IN_COURSE' as const,
      weight: parts.order / total,
      evidence: [candidate.lessonId],
      values: { position: candidate.position },
    },
    {
      code: 'RECENT_ERROR' as const,
      weight: parts.error / total,
      ...about,
      evidence: wrong.slice(0, 5),
      values: { errors: wrong.length },
    },
    {
      code: 'SUCCESS_FIT' as const,
      weight: parts.fit / total,
      ...about,
      evidence: supporting,
      values: { predictedSuccess: skill.predictedSuccess, targetSuccess: TARGET_SUCCESS },
    },
  ]
    .filter((reason) => reason.weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return { candidate, score: total * rested, reasons };
}

/** A probability that is not a number says nothing: it counts as unknown. */
function bounded(probability: number): number {
  return Number.isNaN(probability) ? 0 : Math.min(1, Math.max(0, probability));
}
