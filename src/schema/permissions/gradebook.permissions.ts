import type { PermissionTable } from './guard.js';
import {
  isReachedThroughItsParent,
  isSignedIn,
  maySeeThisGradeColumn,
  teachesThisCourse,
} from './rules.js';

export const gradebookPermissions: PermissionTable = {
  // Whose gradebook it is depends on the course; the service has the last word.
  Mutation: {
    setGradePolicy: isSignedIn,
    createGradeColumn: isSignedIn,
    updateGradeColumn: isSignedIn,
    postGrades: isSignedIn,
    recordGrade: isSignedIn,
    setGradeOverride: isSignedIn,
    clearGradeOverride: isSignedIn,
    setGradeExemption: isSignedIn,
    recomputeGrades: isSignedIn,
  },
  Course: { gradebook: teachesThisCourse },
  GradeColumn: { '*': maySeeThisGradeColumn },
  // Of the gradebook, for staff.
  Gradebook: { '*': isReachedThroughItsParent },
  GradePolicy: { '*': isReachedThroughItsParent },
  GradePolicyVersion: { '*': isReachedThroughItsParent },
  LateRule: { '*': isReachedThroughItsParent },
  GradeColumnRule: { '*': isReachedThroughItsParent },
  GradeCategory: { '*': isReachedThroughItsParent },
  GradingPeriod: { '*': isReachedThroughItsParent },
  GradeName: { '*': isReachedThroughItsParent },
  // Of an enrollment, which has its rule; the service shows learners and guardians what is posted.
  Grades: { '*': isReachedThroughItsParent },
  ColumnGrade: { '*': isReachedThroughItsParent },
  CategoryGrade: { '*': isReachedThroughItsParent },
  GradeTotal: { '*': isReachedThroughItsParent },
  PeriodGrades: { '*': isReachedThroughItsParent },
  GradeStep: { '*': isReachedThroughItsParent },
  GradeStepValue: { '*': isReachedThroughItsParent },
  // Told to those who entered it.
  InputProblem: { '*': isReachedThroughItsParent },
};
