import type { PermissionTable } from './guard.js';
import {
  askedForJob,
  isLearnerInCourse,
  isReachedThroughItsParent,
  isStaffOfCourse,
} from './rules.js';

export const livePermissions: PermissionTable = {
  Subscription: {
    classActivity: isStaffOfCourse,
    recommendations: isLearnerInCourse,
    jobUpdated: askedForJob,
  },
  // Reached through a stream alone, whose rule was asked when it opened and at each revocation.
  PracticeActivity: { '*': isReachedThroughItsParent },
  HintActivity: { '*': isReachedThroughItsParent },
  ResponseActivity: { '*': isReachedThroughItsParent },
  EnrollmentActivity: { '*': isReachedThroughItsParent },
  RecommendationMade: { '*': isReachedThroughItsParent },
  MasteryMove: { '*': isReachedThroughItsParent },
  JobUpdate: { '*': isReachedThroughItsParent },
};
