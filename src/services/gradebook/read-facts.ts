import {
  DEFAULT_POLICY,
  type GradeFacts,
  type GradePolicy,
} from '../../engines/gradebook/index.js';
import {
  currentDecisions,
  currentResults,
  gradebooksOf,
  gradeColumnsOf,
  type GradebookRow,
  type GradeColumnRow,
  type GradeDecisionRow,
  type GradeResultRow,
} from '../../entities/gradebook.repository.js';
import type { Reader } from '../../entities/orm.js';
import { RequestError } from '../../errors/index.js';

/** What all grades of a course rest on: one state of its policy and columns. */
export interface CourseBasis {
  readonly schoolId: string;
  readonly courseId: string;
  readonly revision: number;
  readonly policyVersion: number;
  readonly policy: GradePolicy;
  readonly columns: readonly GradeColumnRow[];
}

/** The bases of these courses, by course. Throws NOT_FOUND for a course that the school has not. */
export async function readBases(
  db: Reader,
  schoolId: string,
  courseIds: readonly string[],
): Promise<ReadonlyMap<string, CourseBasis>> {
  const [gradebooks, columns] = [
    await gradebooksOf(db, schoolId, courseIds),
    await gradeColumnsOf(db, schoolId, courseIds),
  ];
  const found = new Map(gradebooks.map((row) => [row.courseId, row]));
  const byCourse = Map.groupBy(columns, (column) => column.courseId);
  return new Map(
    courseIds.map((courseId) => {
      const row = found.get(courseId);
      if (!row) throw RequestError.notFound('course');
      const { revision, policyVersion } = row;
      const policy = policyOf(row);
      const basis = { schoolId, courseId, revision, policyVersion, policy };
      return [courseId, { ...basis, columns: byCourse.get(courseId) ?? [] }];
    }),
  );
}

export async function readBasis(
  db: Reader,
  schoolId: string,
  courseId: string,
): Promise<CourseBasis> {
  const basis = (await readBases(db, schoolId, [courseId])).get(courseId);
  if (!basis) throw RequestError.notFound('course');
  return basis;
}

/** Policies are inspected when they are set, so what is stored is one. */
export function policyOf({ policy }: Pick<GradebookRow, 'policy'>): GradePolicy {
  return policy === null ? DEFAULT_POLICY : (policy as unknown as GradePolicy);
}

/** What is stored of learners themselves, by enrollment. */
export interface LearnerRecords {
  readonly results: readonly GradeResultRow[];
  readonly decisions: readonly GradeDecisionRow[];
}

export async function readRecords(
  db: Reader,
  enrollmentIds: readonly string[],
): Promise<ReadonlyMap<string, LearnerRecords>> {
  const results = Map.groupBy(await currentResults(db, enrollmentIds), byEnrollment);
  const decisions = Map.groupBy(await currentDecisions(db, enrollmentIds), byEnrollment);
  return new Map(
    enrollmentIds.map((id) => [
      id,
      { results: results.get(id) ?? [], decisions: decisions.get(id) ?? [] },
    ]),
  );
}

function byEnrollment({ enrollmentId }: { enrollmentId: string }): string {
  return enrollmentId;
}

/** The facts of one learner as the engine takes them. */
export function factsOf(basis: CourseBasis, { results, decisions }: LearnerRecords): GradeFacts {
  const resultsOf = Map.groupBy(results, ({ columnId }) => columnId);
  const inForce = decisions.filter((decision) => decision.inForce);
  const decided = (columnId: string | null, kind: GradeDecisionRow['kind']) =>
    inForce.find((decision) => decision.columnId === columnId && decision.kind === kind);
  const total = decided(null, 'override');
  return {
    columns: basis.columns.map((column) => {
      const override = decided(column.id, 'override');
      return {
        id: column.id,
        position: column.position,
        pointsPossible: column.pointsPossible,
        categoryId: column.categoryId,
        periodId: column.periodId,
        extraCredit: column.extraCredit,
        dueAt: instant(column.dueAt),
        posted: column.posted,
        excused: decided(column.id, 'excused') !== undefined,
        lateWaived: decided(column.id, 'late_waived') !== undefined,
        attempts: (resultsOf.get(column.id) ?? []).map((result) => ({
          id: result.attemptId ?? result.id,
          number: result.number,
          pointsEarned: result.pointsEarned,
          pointsPossible: result.pointsPossible,
          submittedAt: instant(result.submittedAt),
          extendedDueAt: instant(result.extendedDueAt),
          voided: result.voided,
        })),
        override: override ? { ...whyAndWho(override), ...valueOf(override) } : null,
      };
    }),
    totalOverride:
      total?.fraction == null ? null : { ...whyAndWho(total), fraction: total.fraction },
  };
}

function whyAndWho({ reason, actorId, decidedAt }: GradeDecisionRow) {
  return { reason, actor: actorId, at: Date.parse(decidedAt) };
}

function valueOf({ points, fraction }: GradeDecisionRow) {
  return points === null ? { fraction: fraction ?? 0 } : { points };
}

function instant(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
