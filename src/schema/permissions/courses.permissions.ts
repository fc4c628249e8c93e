import type { PermissionTable } from './guard.js';
import {
  isInTheCourseOfThisVersion,
  isReachedThroughItsParent,
  isSignedIn,
  teachesThisCourse,
} from './rules.js';

export const coursesPermissions: PermissionTable = {
  Query: { courses: isSignedIn, course: isSignedIn },
  Course: { enrollments: teachesThisCourse, activityCursor: teachesThisCourse },
  Lesson: { problems: isInTheCourseOfThisVersion },
  Problem: { '*': isInTheCourseOfThisVersion },
  Step: { '*': isInTheCourseOfThisVersion },
  // Always the viewer's own, or an enrollment's, which has its rule.
  Progress: { '*': isReachedThroughItsParent },
};
