import type { ReleaseMoment } from '../../entities/assessments.js';
import type {
  AssessmentAttemptRow,
  AssessmentRow,
  ItemGradeRow,
} from '../../entities/assessments.repository.js';

/** Why something is not shown. */
export type Withheld = 'not_submitted' | 'not_graded' | 'not_closed' | 'not_released' | 'voided';

export interface AttemptResult {
  score: number | null;
  pointsEarned: number | null;
  pointsPossible: number;
  passed: boolean | null;
  correct: number | null;
  total: number;
  scoreWithheld: Withheld | null;
  correctWithheld: Withheld | null;
}

export interface ItemResult {
  points: number | null;
  pointsWithheld: Withheld | null;
  correct: boolean | null;
  outcome: string | null;
  correctWithheld: Withheld | null;
  comment: string | null;
  rationale: string | null;
}

type Attempt = Pick<
  AssessmentAttemptRow,
  'state' | 'pointsEarned' | 'pointsPossible' | 'itemCount' | 'gradesReleasedAt'
>;

/** Who looks at an attempt, and when. Staff see all that there is. */
export interface Onlooker {
  readonly isStaff: boolean;
  readonly now: Date;
}

/** Why the release policy does not show something now; null when it does. */
export function withheldBy(
  moment: ReleaseMoment,
  attempt: Pick<Attempt, 'state' | 'gradesReleasedAt'>,
  assessment: Pick<AssessmentRow, 'closesAt'>,
  { isStaff, now }: Onlooker,
): Withheld | null {
  if (attempt.state === 'voided') return 'voided';
  if (isStaff || moment === 'during') return null;
  if (moment === 'manual') return attempt.gradesReleasedAt === null ? 'not_released' : null;
  if (attempt.state === 'in_progress') return 'not_submitted';
  if (moment === 'after_submit') return null;
  const isClosed = assessment.closesAt !== null && new Date(assessment.closesAt) <= now;
  return isClosed ? null : 'not_closed';
}

/** The result of an attempt, as far as the onlooker may see it. `grades` are the newest ones. */
export function attemptResult(
  attempt: Attempt,
  assessment: Pick<AssessmentRow, 'closesAt' | 'passingFraction' | 'release'>,
  grades: readonly Judged[],
  onlooker: Onlooker,
): AttemptResult {
  const { pointsEarned, pointsPossible, itemCount: total } = attempt;
  const { release, passingFraction } = assessment;
  const scoreWithheld =
    withheldBy(release.score, attempt, assessment, onlooker) ??
    (attempt.state === 'in_progress' ? 'not_submitted' : null) ??
    (pointsEarned === null ? 'not_graded' : null);
  const correctWithheld = withheldBy(release.correctness, attempt, assessment, onlooker);
  const earned = scoreWithheld === null ? pointsEarned : null;
  const score = earned === null || pointsPossible === 0 ? null : earned / pointsPossible;
  return {
    score,
    pointsEarned: earned,
    pointsPossible,
    passed: score === null || passingFraction === null ? null : score >= passingFraction,
    correct: correctWithheld === null ? grades.filter(hasFullMarks).length : null,
    total,
    scoreWithheld,
    correctWithheld,
  };
}

/** A judgement, and what could have been had. */
export type Judged = Pick<ItemGradeRow, 'points' | 'outcome' | 'comment'> & { maxPoints: number };

/** What of the newest judgement of an answer the onlooker may see. */
export function itemResult(
  grade: Judged | null,
  rationale: string | null,
  attempt: Attempt,
  assessment: Pick<AssessmentRow, 'closesAt' | 'release'>,
  onlooker: Onlooker,
): ItemResult {
  const withheld = (moment: ReleaseMoment) => withheldBy(moment, attempt, assessment, onlooker);
  const { release } = assessment;
  const ungraded = grade === null ? 'not_graded' : null;
  const pointsWithheld =
    withheld(release.score) ?? ungraded ?? (grade?.points === null ? 'not_graded' : null);
  const correctWithheld = withheld(release.correctness) ?? ungraded;
  const seen = correctWithheld === null ? grade : null;
  return {
    points: pointsWithheld === null ? (grade?.points ?? null) : null,
    pointsWithheld,
    correct: seen?.points == null ? null : hasFullMarks(seen),
    outcome: seen?.outcome ?? null,
    correctWithheld,
    comment: withheld(release.comment) === null ? (grade?.comment ?? null) : null,
    rationale: withheld(release.rationale) === null ? rationale : null,
  };
}

function hasFullMarks({ points, maxPoints }: Judged): boolean {
  return points !== null && points >= maxPoints;
}
