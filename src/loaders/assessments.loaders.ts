import DataLoader from 'dataloader';

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
  type ChildPageKey,
} from '../entities/assessments.repository.js';
import type { Reader } from '../entities/orm.js';
import { loaderByForeignKey, loaderById } from './makers.js';

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
      (row) => row.bankId,
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
      (row) => row.assessmentId,
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

/** Pages of the children of many parents in one statement, as long as they ask for the same page. */
function pageLoader<Row>(
  load: (parentIds: readonly string[], page: Omit<ChildPageKey, 'parentId'>) => Promise<Row[]>,
  parentOf: (row: Row) => string,
) {
  const pageOf = ({ afterId, limit }: ChildPageKey) => `${afterId ?? ''} ${String(limit)}`;
  const cacheKeyFn = (key: ChildPageKey) => `${pageOf(key)} ${key.parentId}`;
  return new DataLoader<ChildPageKey, Row[], string>(
    async (keys) => {
      const found = new Map<string, Row[]>();
      for (const group of Map.groupBy(keys, pageOf).values()) {
        const [first] = group;
        if (!first) continue;
        const rows = await load(
          group.map(({ parentId }) => parentId),
          first,
        );
        const byParent = Map.groupBy(rows, parentOf);
        for (const key of group) found.set(cacheKeyFn(key), byParent.get(key.parentId) ?? []);
      }
      return keys.map((key) => found.get(cacheKeyFn(key)) ?? []);
    },
    { cacheKeyFn },
  );
}
