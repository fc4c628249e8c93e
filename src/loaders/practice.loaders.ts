import { jobsByIds } from '../entities/jobs.repository.js';
import type { Reader } from '../entities/orm.js';
import {
  askedHintsByAttemptIds,
  attemptsByIds,
  latestRecommendations,
  masteryByEnrollmentIds,
  recommendationsByIds,
  responsesByAttemptIds,
  responsesByIds,
} from '../entities/practice.repository.js';
import { loaderByForeignKey, loaderById } from './makers.js';

export function practiceLoaders(db: Reader, schoolId: string) {
  return {
    attemptById: loaderById(
      (ids) => attemptsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    responseById: loaderById(
      (ids) => responsesByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    responsesByAttemptId: loaderByForeignKey(
      (ids) => responsesByAttemptIds(db, ids),
      (row) => row.attemptId ?? '',
    ),
    askedHintsByAttemptId: loaderByForeignKey(
      (ids) => askedHintsByAttemptIds(db, ids),
      (row) => row.attemptId,
    ),
    masteryByEnrollmentId: loaderByForeignKey(
      (ids) => masteryByEnrollmentIds(db, ids),
      (row) => row.enrollmentId,
    ),
    recommendationById: loaderById(
      (ids) => recommendationsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    latestRecommendationByEnrollmentId: loaderById(
      (ids) => latestRecommendations(db, ids),
      (row) => row.enrollmentId,
    ),
    jobById: loaderById(
      (ids) => jobsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
  };
}
