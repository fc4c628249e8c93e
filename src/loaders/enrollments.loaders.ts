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
import { loaderByForeignKey, loaderById, once, pageLoader } from './makers.js';

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
    enrollmentPage: pageLoader(
      (courseIds, page: EnrollmentPageKey) => enrollmentPages(db, schoolId, courseIds, page),
      {
        parent: ({ courseId }) => courseId,
        page: ({ role, state, sectionId, afterId, limit }) =>
          `${state} ${role ?? ''} ${sectionId ?? ''} ${afterId ?? ''} ${String(limit)}`,
        parentOfRow: ({ courseId }) => courseId,
      },
    ),
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
