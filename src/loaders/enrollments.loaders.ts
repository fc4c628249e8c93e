import DataLoader from 'dataloader';

import {
  activeEnrollmentsOfUsers,
  countEnrollments,
  coursesOfUsers,
  enrollmentCounts,
  enrollmentPages,
  enrollmentsByIds,
  enrollmentSettingsOf,
  enrollmentsOfUserAfter,
  enrollmentTransitionsOf,
  lessonProgressOf,
  waitlistPositions,
  type EnrollmentPageKey,
  type EnrollmentRow,
} from '../entities/enrollments.repository.js';
import type { Reader } from '../entities/orm.js';
import { loaderByForeignKey, loaderById, once } from './makers.js';

export function enrollmentLoaders(db: Reader, schoolId: string, viewerId: string | null) {
  const lessonProgressByEnrollmentId = loaderById(
    (ids) => lessonProgressOf(db, ids),
    (row) => row.enrollmentId,
  );
  const activeEnrollmentsByUserId = loaderByForeignKey(
    (ids) => activeEnrollmentsOfUsers(db, schoolId, ids),
    (row) => row.userId,
  );
  const enrollmentCountsByCourseId = loaderByForeignKey(
    (ids) => enrollmentCounts(db, schoolId, ids),
    (row) => row.courseId,
  );
  /** The viewer's active enrollments; what most permission rules ask. */
  const viewerEnrollments = once(() =>
    viewerId === null ? Promise.resolve([]) : activeEnrollmentsByUserId.load(viewerId),
  );
  return {
    enrollmentById: loaderById(
      (ids) => enrollmentsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    activeEnrollmentsByUserId,
    /** Courses somebody is or ever was in: what they did there stays with its teachers. */
    coursesByUserId: loaderByForeignKey(
      (ids) => coursesOfUsers(db, schoolId, ids),
      (row) => row.userId,
    ),
    enrollmentPage: enrollmentPageLoader(db, schoolId),
    countEnrollments: (page: Parameters<typeof countEnrollments>[2]) =>
      countEnrollments(db, schoolId, page),
    enrollmentSettingsByCourseId: loaderById(
      (ids) => enrollmentSettingsOf(db, schoolId, ids),
      (row) => row.courseId,
    ),
    enrollmentTransitionsByEnrollmentId: loaderByForeignKey(
      (ids) => enrollmentTransitionsOf(db, schoolId, ids),
      (row) => row.enrollmentId,
    ),
    waitlistPositionByEnrollmentId: loaderById(
      (ids) => waitlistPositions(db, schoolId, ids),
      (row) => row.enrollmentId,
    ),
    enrollmentCount: async (courseId: string, role: EnrollmentRow['role'] | null) => {
      const counts = await enrollmentCountsByCourseId.load(courseId);
      return counts
        .filter((count) => role === null || count.role === role)
        .reduce((sum, { count }) => sum + count, 0);
    },
    lessonProgressByEnrollmentId,
    viewerEnrollments,
    viewerEnrollmentsAfter: (afterId: string | null, limit: number) =>
      viewerId === null
        ? Promise.resolve([])
        : enrollmentsOfUserAfter(db, schoolId, viewerId, afterId, limit),
    /** By the version they work on: the viewer's completed problems, by lesson (stable id). */
    viewerProgress: once(async () => {
      const enrollments = await viewerEnrollments();
      const rows = await Promise.all(
        enrollments.map((row) => lessonProgressByEnrollmentId.load(row.id)),
      );
      return new Map(
        enrollments.map((row, index) => [row.versionId, rows[index]?.completedProblems ?? {}]),
      );
    }),
  };
}

/** Pages of many courses in one statement, as long as they ask for the same page. */
function enrollmentPageLoader(db: Reader, schoolId: string) {
  const pageOf = ({ role, state, sectionId, afterId, limit }: EnrollmentPageKey) =>
    `${state} ${role ?? ''} ${sectionId ?? ''} ${afterId ?? ''} ${String(limit)}`;
  return new DataLoader<EnrollmentPageKey, EnrollmentRow[], string>(
    async (keys) => {
      const pages = Map.groupBy(keys, pageOf);
      const found = new Map<string, EnrollmentRow[]>();
      for (const [page, group] of pages) {
        const [first] = group;
        if (!first) continue;
        const courseIds = group.map((key) => key.courseId);
        const rows = await enrollmentPages(db, schoolId, courseIds, first);
        for (const courseId of courseIds) {
          found.set(
            `${page} ${courseId}`,
            rows.filter((row) => row.courseId === courseId),
          );
        }
      }
      return keys.map((key) => found.get(`${pageOf(key)} ${key.courseId}`) ?? []);
    },
    { cacheKeyFn: (key) => `${pageOf(key)} ${key.courseId}` },
  );
}
