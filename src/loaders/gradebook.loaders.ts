import {
  gradebooksOf,
  gradeColumnsByIds,
  gradeColumnsOf,
  gradePoliciesBefore,
} from '../entities/gradebook.repository.js';
import type { Reader } from '../entities/orm.js';
import { loaderByForeignKey, loaderById } from './makers.js';

export function gradebookLoaders(db: Reader, schoolId: string) {
  return {
    gradebookByCourseId: loaderById(
      (ids) => gradebooksOf(db, schoolId, ids),
      (row) => row.courseId,
    ),
    gradeColumnsByCourseId: loaderByForeignKey(
      (ids) => gradeColumnsOf(db, schoolId, ids),
      (row) => row.courseId,
    ),
    gradeColumnById: loaderById(
      (ids) => gradeColumnsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    /** A page of one course at a time: nobody reads the histories of many. */
    gradePoliciesBefore: (courseId: string, before: number | null, limit: number) =>
      gradePoliciesBefore(db, schoolId, courseId, before, limit),
  };
}
