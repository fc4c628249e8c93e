import { bkt } from '../../engines/knowledge-tracing/index.js';
import { recommendationEngine, recommendNext } from '../../engines/recommendation/index.js';
import { LessonProgress } from '../../entities/enrollments.js';
import type { EnrollmentRow } from '../../entities/enrollments.repository.js';
import {
  MasteryState,
  Recommendation,
  type RecommendationItemData,
} from '../../entities/practice.js';
import { correctStepIds, recentResponses } from '../../entities/practice.repository.js';
import type { Outline, ProblemEntry } from '../../entities/version-cache.js';
import { newId } from '../ids.js';
import type { Transaction } from '../transact.js';

/** One stored response, as the engines need it. */
export interface LearningFact {
  responseId: string;
  stepId: string;
  correct: boolean;
  firstTry: boolean;
  hintsUsed: number;
}

export type Enrolled = Pick<EnrollmentRow, 'id' | 'schoolId' | 'courseId' | 'versionId' | 'userId'>;

/** Problems a recommendation names. */
const RECOMMENDED = 3;
/** Responses the engine looks back on for reasons and repetition. */
const RECENT = 50;
/** Used for a skill without parameters of its own: OATutor's default for every parameter. */
const DEFAULT_PARAMETERS = { prior: 0.1, transit: 0.1, slip: 0.1, guess: 0.1 };

/** Mastery after each fact, for the skills it moved. */
export type MasteryMoves = Map<string, { skillId: string; probability: number }[]>;

/**
 * Updates the learner's mastery with the facts in their order, by the tracing engine and the
 * parameters of the enrollment's version. The rows name engine, version and parameters, so the
 * same facts give the same rows again.
 */
export async function traceMastery(
  tx: Transaction,
  enrollment: Enrolled,
  outline: Outline,
  facts: readonly LearningFact[],
  now: Date,
): Promise<MasteryMoves> {
  const skillIds = [
    ...new Set(facts.flatMap((fact) => outline.stepById.get(fact.stepId)?.skillIds ?? [])),
  ];
  const known = await tx.em.find(MasteryState, {
    enrollmentId: enrollment.id,
    skillId: { $in: skillIds },
  });
  const rows = new Map(known.map((row) => [row.skillId, row]));
  const moves: MasteryMoves = new Map();
  for (const fact of facts) {
    const moved: { skillId: string; probability: number }[] = [];
    for (const skillId of outline.stepById.get(fact.stepId)?.skillIds ?? []) {
      const parameters = outline.parametersBySkillId.get(skillId) ?? DEFAULT_PARAMETERS;
      const row = rows.get(skillId);
      const before = row
        ? {
            ...bkt.initialState(parameters),
            mastery: row.probability,
            observations: row.observations,
          }
        : bkt.initialState(parameters);
      const after = bkt.update(before, parameters, fact);
      const changes = {
        engine: after.engine,
        engineVersion: after.version,
        parametersVersionId: outline.versionId,
        probability: after.mastery,
        observations: after.observations,
        lastResponseId: fact.responseId,
        updatedAt: now,
      };
      if (row) tx.em.assign(row, changes);
      else {
        rows.set(
          skillId,
          tx.em.create(MasteryState, {
            enrollmentId: enrollment.id,
            skillId,
            schoolId: enrollment.schoolId,
            ...changes,
          }),
        );
      }
      moved.push({ skillId, probability: after.mastery });
    }
    moves.set(fact.responseId, moved);
  }
  await tx.em.flush();
  return moves;
}

/** Brings lesson progress up to date for the lessons the facts belong to. */
export async function trackProgress(
  tx: Transaction,
  enrollment: Enrolled,
  outline: Outline,
  facts: readonly LearningFact[],
  now: Date,
): Promise<void> {
  if (!facts.some((fact) => fact.correct)) return;
  const correct = await correctStepIds(tx.db, enrollment.id);
  const lessonIds = new Set(
    facts.flatMap((fact) => problemOf(outline, fact.stepId)?.lessonId ?? []),
  );
  for (const lessonId of lessonIds) {
    const lesson = outline.lessonById.get(lessonId);
    if (!lesson) continue;
    const problems = outline.problemsByLessonId.get(lessonId) ?? [];
    const completedProblems = problems.filter((problem) => isCompleted(problem, correct)).length;
    if (completedProblems === 0) continue;
    await tx.em.upsert(LessonProgress, {
      enrollmentId: enrollment.id,
      lessonStableId: lesson.stableId,
      schoolId: enrollment.schoolId,
      completedProblems,
      updatedAt: now,
    });
  }
}

/** Asks the recommendation engine what comes next and stores its answer with its reasons. */
export async function recommend(
  tx: Transaction,
  enrollment: Enrolled,
  outline: Outline,
  responseId: string | null,
  now: Date,
): Promise<{ id: string; items: RecommendationItemData[] }> {
  const items = await nextItems(tx, enrollment, outline, RECOMMENDED);
  const id = newId();
  tx.em.create(Recommendation, {
    id,
    schoolId: enrollment.schoolId,
    enrollmentId: enrollment.id,
    responseId,
    engine: recommendationEngine.name,
    engineVersion: recommendationEngine.version,
    items,
    createdAt: now,
  });
  tx.report({
    type: 'recommendation.made',
    schoolId: enrollment.schoolId,
    courseId: enrollment.courseId,
    enrollmentId: enrollment.id,
    userId: enrollment.userId,
    recommendationId: id,
    at: now.toISOString(),
  });
  return { id, items };
}

/** The engine's choice as of now, without storing it, among the lessons that are wanted. */
export async function nextItems(
  tx: Pick<Transaction, 'db' | 'em'>,
  enrollment: Enrolled,
  outline: Outline,
  limit: number,
  isWanted: (lessonId: string) => boolean = () => true,
): Promise<RecommendationItemData[]> {
  const correct = await correctStepIds(tx.db, enrollment.id);
  const recent = await recentResponses(tx.db, enrollment.id, RECENT);
  const states = await tx.em.find(MasteryState, { enrollmentId: enrollment.id });

  const evidence = new Map<string, string[]>();
  const answersAgo = new Map<string, number>();
  const errors = new Set<string>();
  recent.forEach((response, ago) => {
    const step = outline.stepById.get(response.stepId);
    if (!step) return;
    if (!answersAgo.has(step.problemId)) answersAgo.set(step.problemId, ago);
    if (!response.correct) errors.add(response.id);
    for (const skillId of step.skillIds) {
      const ids = evidence.get(skillId);
      if (ids) ids.push(response.id);
      else evidence.set(skillId, [response.id]);
    }
  });
  const mastery = new Map(
    [...outline.parametersBySkillId].map(([skillId, parameters]) => {
      const row = states.find((state) => state.skillId === skillId);
      const initial = bkt.initialState(parameters);
      const state = row
        ? { ...initial, mastery: row.probability, observations: row.observations }
        : initial;
      return [
        skillId,
        {
          probability: state.mastery,
          observations: state.observations,
          predictedSuccess: bkt.predictCorrect(state, parameters),
          responseIds: evidence.get(skillId) ?? (row ? [row.lastResponseId] : []),
        },
      ] as const;
    }),
  );
  const candidates = outline.problems
    .filter((problem) => isWanted(problem.lessonId))
    .map((problem) => {
      const ago = answersAgo.get(problem.id);
      return {
        id: problem.id,
        lessonId: problem.lessonId,
        position: problem.position,
        skills: problem.skillIds,
        completed: isCompleted(problem, correct),
        ...(ago === undefined ? {} : { lastSeen: ago }),
      };
    });
  const chosen = recommendNext({
    candidates,
    mastery,
    recentErrors: [...errors],
    limit,
  });
  const kinds = new Map<string, 'response' | 'skill' | 'lesson' | 'problem'>();
  for (const { id } of recent) kinds.set(id, 'response');
  for (const row of states) kinds.set(row.lastResponseId, 'response');
  for (const skillId of outline.parametersBySkillId.keys()) kinds.set(skillId, 'skill');
  for (const id of outline.lessonById.keys()) kinds.set(id, 'lesson');
  return chosen.map((item) => ({
    problemId: item.id,
    lessonId: outline.problemById.get(item.id)?.lessonId ?? '',
    score: item.score,
    reasons: item.reasons.map((reason) => ({
      code: reason.code,
      weight: reason.weight,
      ...(reason.skillId === undefined ? {} : { skillId: reason.skillId }),
      evidence: reason.evidence.map((id) => ({ type: kinds.get(id) ?? 'problem', id })),
      values: { ...reason.values },
    })),
  }));
}

export function problemOf(outline: Outline, stepId: string): ProblemEntry | undefined {
  const step = outline.stepById.get(stepId);
  return step ? outline.problemById.get(step.problemId) : undefined;
}

function isCompleted(problem: ProblemEntry, correct: ReadonlySet<string>): boolean {
  return problem.stepIds.every((stepId) => correct.has(stepId));
}
