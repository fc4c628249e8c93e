import type { PermissionTable } from './guard.js';
import { isReachedThroughItsParent, isSignedIn, isStaffOfCourse } from './rules.js';

export const draftsPermissions: PermissionTable = {
  Query: { courseDraft: isStaffOfCourse },
  // Whose course it is, the service knows.
  Mutation: { saveDraft: isSignedIn, publishCourse: isSignedIn },
  CourseDraft: { '*': isReachedThroughItsParent },
  DraftModule: { '*': isReachedThroughItsParent },
  DraftLesson: { '*': isReachedThroughItsParent },
  DraftChange: { '*': isReachedThroughItsParent },
  ReleaseRule: { '*': isReachedThroughItsParent },
  MinimumProgress: { '*': isReachedThroughItsParent },
  MinimumMastery: { '*': isReachedThroughItsParent },
};
