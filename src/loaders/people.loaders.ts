import type { Reader } from '../entities/orm.js';
import { guardianLinksOf, schoolById, usersByIds } from '../entities/people.repository.js';
import { loaderById, once } from './makers.js';

export function peopleLoaders(db: Reader, schoolId: string, viewerId: string | null) {
  return {
    userById: loaderById(
      (ids) => usersByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    viewerSchool: once(() => (viewerId ? schoolById(db, schoolId) : Promise.resolve(null))),
    /** Learners the viewer is guardian of, in every state. */
    viewerGuardianLinks: once(async () =>
      viewerId ? guardianLinksOf(db, schoolId, viewerId) : [],
    ),
  };
}
