import {
  contentsOfLessons,
  countPublishedCourses,
  coursesByIds,
  lessonVersions,
  moduleVersions,
  prerequisitesOfCourses,
  publishedCoursesAfter,
  skillsByCourseIds,
  skillsByIds,
  staffOfCourses,
  versionsByIds,
} from '../entities/courses.repository.js';
import type { Reader } from '../entities/orm.js';
import type { LessonRow, ModuleRow, StepRow, VersionCache } from '../entities/version-cache.js';
import { loaderByForeignKey, loaderById, loaderInOrder, once } from './makers.js';

/** Loaders of course content, all of one school. Published content comes out of the version cache. */
export function courseLoaders(db: Reader, versions: VersionCache, schoolId: string) {
  const outlineByVersionId = loaderInOrder((ids) => versions.outlines(db, schoolId, ids));
  const problemById = loaderInOrder((ids) => versions.problems(db, schoolId, ids));
  return {
    publishedCourses: (after: { title: string; id: string } | null, limit: number) =>
      publishedCoursesAfter(db, schoolId, after, limit),
    publishedCourseCount: once(() => countPublishedCourses(db, schoolId)),
    courseById: loaderById(
      (ids) => coursesByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    versionById: loaderById(
      (ids) => versionsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    skillById: loaderById(
      (ids) => skillsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    skillsByCourseId: loaderByForeignKey(
      (ids) => skillsByCourseIds(db, schoolId, ids),
      (row) => row.courseId,
    ),
    staffByCourseId: loaderByForeignKey(
      (ids) => staffOfCourses(db, schoolId, ids),
      (row) => row.courseId,
    ),
    prerequisitesByCourseId: loaderByForeignKey(
      (ids) => prerequisitesOfCourses(db, schoolId, ids),
      (row) => row.courseId,
    ),
    contentsByLessonId: loaderByForeignKey(
      (ids) => contentsOfLessons(db, schoolId, ids),
      (row) => row.lessonId,
    ),
    outlineByVersionId,
    problemById,
    /** By id alone, for `node` and for reasons: a lesson knows its version only once it is found. */
    lessonById: loaderInOrder<LessonRow>(async (ids) => {
      const versionOf = await lessonVersions(db, schoolId, ids);
      return Promise.all(
        ids.map(async (id) => {
          const versionId = versionOf.get(id);
          if (versionId === undefined) return undefined;
          const outline = await outlineByVersionId.load(versionId);
          return outline?.lessonById.get(id);
        }),
      );
    }),
    moduleById: loaderInOrder<ModuleRow>(async (ids) => {
      const versionOf = await moduleVersions(db, schoolId, ids);
      return Promise.all(
        ids.map(async (id) => {
          const versionId = versionOf.get(id);
          if (versionId === undefined) return undefined;
          const outline = await outlineByVersionId.load(versionId);
          return outline?.modules.find((module) => module.id === id);
        }),
      );
    }),
    stepById: loaderInOrder<StepRow>((ids) => versions.steps(db, schoolId, ids)),
  };
}
