import type { PermissionTable } from './guard.js';
import {
  askedForJob,
  askedForThisJob,
  isReachedThroughItsParent,
  mayImportCourses,
} from './rules.js';

export const jobsPermissions: PermissionTable = {
  Query: { job: askedForJob },
  Mutation: { importCourse: mayImportCourses },
  Job: { '*': askedForThisJob },
  JobProgress: { '*': isReachedThroughItsParent },
};
