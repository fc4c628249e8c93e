import { questionKindTypes } from '../assessments/question-kinds.js';
import { questionPartTypes } from '../assessments/question-parts.js';
import type { PermissionTable } from './guard.js';
import {
  isOwnAttempt,
  isReachedThroughItsParent,
  isSignedIn,
  maySeeThisAssessment,
  maySeeThisWork,
  teachesTheCourseOfThis,
  teachesThisCourse,
} from './rules.js';

const reached = { '*': isReachedThroughItsParent };

export const assessmentsPermissions: PermissionTable = {
  // What may be written or taken depends on the course; the services have the last word.
  Query: { itemKey: isSignedIn },
  Mutation: {
    createQuestionBank: isSignedIn,
    createItem: isSignedIn,
    updateItem: isSignedIn,
    createAssessment: isSignedIn,
    updateAssessment: isSignedIn,
    publishAssessment: isSignedIn,
    startAttempt: isSignedIn,
    saveResponse: isSignedIn,
    submitAttempt: isSignedIn,
    gradeItem: isSignedIn,
    releaseGrades: isSignedIn,
    voidAttempt: isSignedIn,
  },
  Subscription: { attemptUpdated: isOwnAttempt },
  Course: { questionBanks: teachesThisCourse },
  QuestionBank: { '*': teachesTheCourseOfThis },
  Item: { '*': teachesTheCourseOfThis },
  ItemVersion: reached,
  Assessment: {
    '*': maySeeThisAssessment,
    parts: teachesTheCourseOfThis,
    attempts: teachesTheCourseOfThis,
  },
  AssessmentPart: reached,
  ReleasePolicy: reached,
  FieldProblem: reached,
  AssessmentAttempt: { '*': maySeeThisWork },
  AttemptResult: reached,
  AttemptItem: { '*': maySeeThisWork },
  ItemResult: reached,
  SelectionReason: reached,
  SavedResponse: reached,
  ItemGrade: reached,
  AttemptUpdate: reached,
  ...Object.fromEntries(
    [...questionPartTypes, ...questionKindTypes].map((name) => [name, reached]),
  ),
};
