import type { PermissionTable } from './guard.js';
import {
  isInTheCourseOfThisVersion,
  isReachedThroughItsParent,
  isSignedIn,
  teachesThisCourse,
} from './rules.js';

export const coursesPermissions: PermissionTable = {
  Query: { courses: isSignedIn, course: isSignedIn },
  // Whose course it is, the service knows.
  Mutation: { createCourse: isSignedIn, updateCourse: isSignedIn, archiveCourse: isSignedIn },
  Course: { enrollments: teachesThisCourse, activityCursor: teachesThisCourse },
  // Their names alone, for everyone who sees the course.
  CourseStaff: { '*': isReachedThroughItsParent },
  Lesson: { problems: isInTheCourseOfThisVersion, contents: isInTheCourseOfThisVersion },
  // The viewer's own.
  Access: { '*': isReachedThroughItsParent },
  Blocker: { '*': isReachedThroughItsParent },
  TextContent: { '*': isReachedThroughItsParent },
  VideoContent: { '*': isReachedThroughItsParent },
  Captions: { '*': isReachedThroughItsParent },
  InteractiveContent: { '*': isReachedThroughItsParent },
  DocumentContent: { '*': isReachedThroughItsParent },
  Problem: { '*': isInTheCourseOfThisVersion },
  Step: { '*': isInTheCourseOfThisVersion },
  // Always the viewer's own, or an enrollment's, which has its rule.
  Progress: { '*': isReachedThroughItsParent },
};
