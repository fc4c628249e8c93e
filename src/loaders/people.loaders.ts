import type { Reader } from '../entities/orm.js';
import {
  guardianLinksByIds,
  guardianLinksOf,
  guardianLinksOfLearners,
  schoolById,
  usersByIds,
} from '../entities/people.repository.js';
import { profilesOf } from '../entities/profiles.repository.js';
import { loaderByForeignKey, loaderById, once } from './makers.js';

export function peopleLoaders(db: Reader, schoolId: string, viewerId: string | null) {
  return {
    userById: loaderById(
      (ids) => usersByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    profileByUserId: loaderById(
      (ids) => profilesOf(db, schoolId, ids),
      (row) => row.userId,
    ),
    guardianLinkById: loaderById(
      (ids) => guardianLinksByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    guardianLinksByLearnerId: loaderByForeignKey(
      (ids) => guardianLinksOfLearners(db, schoolId, ids),
      (row) => row.learnerId,
    ),
    viewerSchool: once(() => (viewerId ? schoolById(db, schoolId) : Promise.resolve(null))),
    /** Learners the viewer is guardian of, in every state. */
    viewerGuardianLinks: once(async () =>
      viewerId ? guardianLinksOf(db, schoolId, viewerId) : [],
    ),
  };
}
