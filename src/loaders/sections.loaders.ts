import type { Reader } from '../entities/orm.js';
import {
  cohortMembersAfter,
  cohortsAfter,
  cohortsByIds,
  cohortSizes,
  countOf,
  sectionsByIds,
  sectionsOfCourses,
  termsAfter,
  termsByIds,
  type PageStart,
} from '../entities/sections.repository.js';
import { loaderByForeignKey, loaderById, once } from './makers.js';

export function sectionLoaders(db: Reader, schoolId: string) {
  return {
    termById: loaderById(
      (ids) => termsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    termsAfter: (start: PageStart) => termsAfter(db, schoolId, start),
    termCount: once(() => countOf(db, 'terms', schoolId)),
    sectionById: loaderById(
      (ids) => sectionsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    sectionsByCourseId: loaderByForeignKey(
      (ids) => sectionsOfCourses(db, schoolId, ids),
      (row) => row.courseId,
    ),
    cohortById: loaderById(
      (ids) => cohortsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    cohortsAfter: (start: PageStart) => cohortsAfter(db, schoolId, start),
    cohortCount: once(() => countOf(db, 'cohorts', schoolId)),
    cohortMembersAfter: (cohortId: string, start: PageStart) =>
      cohortMembersAfter(db, cohortId, start),
    cohortSizeById: loaderById(
      (ids) => cohortSizes(db, ids),
      (row) => row.cohortId,
    ),
  };
}
