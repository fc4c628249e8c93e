import type { PermissionTable } from './guard.js';
import {
  isReachedThroughItsParent,
  isSignedIn,
  mayRecordResponses,
  maySeeThisWork,
  maySeeWorkOfThisEnrollment,
} from './rules.js';

export const practicePermissions: PermissionTable = {
  // Attempts are the learner's own; the service finds no other.
  Mutation: {
    startPractice: isSignedIn,
    submitResponse: isSignedIn,
    requestHint: isSignedIn,
    recordResponses: mayRecordResponses,
  },
  PracticeAttempt: { '*': maySeeThisWork },
  Response: { '*': maySeeThisWork },
  Recommendation: { '*': maySeeWorkOfThisEnrollment },
  AttemptStep: { '*': isReachedThroughItsParent },
  AskedHint: { '*': isReachedThroughItsParent },
  SkillMastery: { '*': isReachedThroughItsParent },
  RecommendationItem: { '*': isReachedThroughItsParent },
  Reason: { '*': isReachedThroughItsParent },
  ReasonValue: { '*': isReachedThroughItsParent },
};
