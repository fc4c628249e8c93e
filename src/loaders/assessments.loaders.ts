import {
  assessmentAttemptCounts,
  assessmentAttemptPages,
  assessmentAttemptsByIds,
  assessmentAttemptsOf,
  assessmentsByCourseIds,
  assessmentsByIds,
  attemptItemsByAttemptIds,
  attemptItemsByIds,
  itemCounts,
  itemGradesOf,
  itemPages,
  itemsByIds,
  latestItemVersions,
  latestSavedResponses,
  partsByAssessmentIds,
  questionBanksByCourseIds,
  questionBanksByIds,
  type AssessmentAttemptRow,
  type ChildPageKey,
  type ItemRow,
} from '../entities/assessments.repository.js';
import type { Reader } from '../entities/orm.js';
import { loaderByForeignKey, loaderById, pageLoader } from './makers.js';

export function assessmentLoaders(db: Reader, schoolId: string, viewerId: string | null) {
  const itemCountByBankId = loaderById(
    (ids) => itemCounts(db, schoolId, ids),
    (row) => row.bankId,
  );
  const attemptCountByAssessmentId = loaderById(
    (ids) => assessmentAttemptCounts(db, schoolId, ids),
    (row) => row.assessmentId,
  );
  return {
    questionBankById: loaderById(
      (ids) => questionBanksByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    questionBanksByCourseId: loaderByForeignKey(
      (ids) => questionBanksByCourseIds(db, schoolId, ids),
      (row) => row.courseId,
    ),
    itemById: loaderById(
      (ids) => itemsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    itemPage: pageLoader(
      (ids, page) => itemPages(db, schoolId, ids, page),
      children((row: ItemRow) => row.bankId),
    ),
    itemCount: async (bankId: string) => (await itemCountByBankId.load(bankId))?.count ?? 0,
    latestVersionByItemId: loaderById(
      (ids) => latestItemVersions(db, schoolId, ids),
      (row) => row.itemId,
    ),
    assessmentById: loaderById(
      (ids) => assessmentsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    assessmentsByCourseId: loaderByForeignKey(
      (ids) => assessmentsByCourseIds(db, schoolId, ids),
      (row) => row.courseId,
    ),
    partsByAssessmentId: loaderByForeignKey(
      (ids) => partsByAssessmentIds(db, schoolId, ids),
      (row) => row.assessmentId,
    ),
    assessmentAttemptById: loaderById(
      (ids) => assessmentAttemptsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    assessmentAttemptPage: pageLoader(
      (ids, page) => assessmentAttemptPages(db, schoolId, ids, page),
      children((row: AssessmentAttemptRow) => row.assessmentId),
    ),
    assessmentAttemptCount: async (assessmentId: string) =>
      (await attemptCountByAssessmentId.load(assessmentId))?.count ?? 0,
    viewerAttemptsByAssessmentId: loaderByForeignKey(
      (ids) =>
        viewerId === null ? Promise.resolve([]) : assessmentAttemptsOf(db, schoolId, viewerId, ids),
      (row) => row.assessmentId,
    ),
    attemptItemById: loaderById(
      (ids) => attemptItemsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    attemptItemsByAttemptId: loaderByForeignKey(
      (ids) => attemptItemsByAttemptIds(db, schoolId, ids),
      (row) => row.attemptId,
    ),
    savedResponseByAttemptItemId: loaderById(
      (ids) => latestSavedResponses(db, ids),
      (row) => row.attemptItemId,
    ),
    gradesByAttemptItemId: loaderByForeignKey(
      (ids) => itemGradesOf(db, ids),
      (row) => row.attemptItemId,
    ),
  };
}

/** How the pages of children are told apart, whose rows name their parent so. */
function children<Row>(parentOfRow: (row: Row) => string) {
  return {
    parent: ({ parentId }: ChildPageKey) => parentId,
    page: ({ afterId, limit }: ChildPageKey) => `${afterId ?? ''} ${String(limit)}`,
    parentOfRow,
  };
}
