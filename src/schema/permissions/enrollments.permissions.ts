import type { PermissionTable } from './guard.js';
import { isSignedIn, maySeeThisLearning, maySeeThisWork } from './rules.js';

export const enrollmentsPermissions: PermissionTable = {
  // Whom one may enroll or withdraw depends on the course; the service has the last word.
  Mutation: { enroll: isSignedIn, withdraw: isSignedIn },
  Enrollment: {
    '*': maySeeThisLearning,
    recommendation: maySeeThisWork,
    recommendationsCursor: maySeeThisWork,
  },
};
