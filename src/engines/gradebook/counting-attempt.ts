import type { AttemptFacts } from './facts.js';
import { compare, divide, exact, sum, type Fraction } from './fraction.js';
import type { CountingRule } from './policy.js';
import { step } from './step.js';
import type { GradeStep } from './types.js';

/** An attempt that was submitted or graded and is not voided; points after lateness, null while it is not graded. */
export interface Candidate {
  readonly attempt: AttemptFacts;
  readonly points: Fraction | null;
}

interface GradedCandidate extends Candidate {
  readonly points: Fraction;
}

export interface Choice {
  readonly points: Fraction;
  readonly step: GradeStep;
}

/** What counts of the attempts, given in order of their numbers; null when nothing does yet. */
export function countingAttempt(
  rule: CountingRule,
  candidates: readonly Candidate[],
): Choice | null {
  const graded = candidates.filter((each): each is GradedCandidate => each.points !== null);
  const [lowest] = graded;
  if (lowest === undefined) return null;
  const choice = (
    code: 'FIRST_ATTEMPT' | 'LAST_ATTEMPT' | 'BEST_ATTEMPT' | 'MEAN_OF_ATTEMPTS',
    points: Fraction,
    chosen: readonly Candidate[],
  ): Choice => {
    const ids = chosen.map(({ attempt }) => attempt.id);
    return { points, step: step(code, null, points, ids, { attempts: graded.length }) };
  };

  switch (rule) {
    case 'first':
      return candidates[0] === lowest ? choice('FIRST_ATTEMPT', lowest.points, [lowest]) : null;
    case 'last': {
      const last = graded.at(-1) ?? lowest;
      return choice('LAST_ATTEMPT', last.points, [last]);
    }
    case 'best': {
      const best = graded.reduce((a, b) => (compare(b.points, a.points) > 0 ? b : a));
      return choice('BEST_ATTEMPT', best.points, [best]);
    }
    case 'mean': {
      const mean = divide(sum(graded.map(({ points }) => points)), exact(graded.length));
      return mean && choice('MEAN_OF_ATTEMPTS', mean, graded);
    }
  }
}

/** By number, then by time of submission, then by id. */
export function byNumber(a: AttemptFacts, b: AttemptFacts): number {
  return (
    ascending(a.number, b.number) ||
    ascending(a.submittedAt ?? 0, b.submittedAt ?? 0) ||
    ascending(a.id, b.id)
  );
}

/** Numbers or names in order; what is not a number stands last. */
export function ascending<T extends number | string>(a: T, b: T): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return a < b || Number.isNaN(b) ? -1 : 1;
}
