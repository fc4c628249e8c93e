import type { PermissionTable } from './guard.js';
import {
  isSignedIn,
  maySeeThisLearning,
  maySeeThisWork,
  teachesTheCourseOfThis,
  teachesThisCourse,
} from './rules.js';

export const enrollmentsPermissions: PermissionTable = {
  // Whom one may enroll, withdraw or change depends on the course; the service has the last word.
  Mutation: {
    enroll: isSignedIn,
    withdraw: isSignedIn,
    setEnrollmentState: isSignedIn,
    setEnrollmentSection: isSignedIn,
    setEnrollmentSettings: isSignedIn,
  },
  Enrollment: {
    '*': maySeeThisLearning,
    recommendation: maySeeThisWork,
    recommendationsCursor: maySeeThisWork,
  },
  EnrollmentTransition: { '*': maySeeThisLearning, actor: teachesTheCourseOfThis },
  Course: { enrollmentsByState: teachesThisCourse },
};
