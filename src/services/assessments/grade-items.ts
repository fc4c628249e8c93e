import type { InferEntity } from '@mikro-orm/core';

import { gradeQuestion, type Question } from '../../engines/grading/index.js';
import { ItemGrade, type AssessmentAttempt } from '../../entities/assessments.js';
import {
  itemGradesOf,
  itemKeysOf,
  latestSavedResponses,
  type AttemptItemRow,
} from '../../entities/assessments.repository.js';
import type { Transaction } from '../transact.js';
import { variantOf, withVariables } from './variant.js';

/** Grades the newest answers to these items and stores each judgement beside those before it. */
export async function gradeItems(
  tx: Transaction,
  items: readonly AttemptItemRow[],
  now: Date,
): Promise<void> {
  if (items.length === 0) return;
  const ids = items.map(({ id }) => id);
  const versionIds = [...new Set(items.map(({ itemVersionId }) => itemVersionId))];
  const keys = await itemKeysOf(tx.db, versionIds);
  const responses = new Map(
    (await latestSavedResponses(tx.db, ids)).map((row) => [row.attemptItemId, row.response]),
  );
  const numbers = new Map(
    (await itemGradesOf(tx.db, ids)).map((row) => [row.attemptItemId, row.number]),
  );
  for (const item of items) {
    // Inspected before it was stored; should values of its variables make it unsound after all,
    // the engine says so, and a person has to grade it.
    const question = {
      body: variantOf(item).body,
      key: withVariables(item, keys.get(item.itemVersionId)),
      ...(item.rule === null ? {} : { rule: item.rule }),
    } as unknown as Question;
    const grade = gradeQuestion(question, responses.get(item.id) ?? null);
    tx.em.create(ItemGrade, {
      attemptItemId: item.id,
      number: (numbers.get(item.id) ?? 0) + 1,
      schoolId: item.schoolId,
      points: grade.score === null ? null : grade.score * item.maxPoints,
      outcome: grade.outcome,
      grader: grade.grader.name,
      graderVersion: grade.grader.version,
      gradedById: null,
      comment: null,
      gradedAt: now,
    });
  }
  await tx.em.flush();
}

/**
 * Sums up the newest judgements of an attempt that has ended: points once every item has some, and
 * none before. A rule without a floor may give less than nothing for an item, never for the whole.
 */
export async function sumUp(
  tx: Transaction,
  attempt: InferEntity<typeof AssessmentAttempt>,
  items: readonly AttemptItemRow[],
): Promise<void> {
  const grades = await itemGradesOf(
    tx.db,
    items.map(({ id }) => id),
  );
  const newest = new Map(grades.map((grade) => [grade.attemptItemId, grade.points]));
  const points = items.map(({ id }) => newest.get(id) ?? null);
  const isGraded = points.every((earned) => earned !== null);
  attempt.pointsPossible = items.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  attempt.pointsEarned = isGraded
    ? Math.max(
        0,
        points.reduce((sum, earned) => sum + earned, 0),
      )
    : null;
  if (isGraded) attempt.state = 'graded';
}
