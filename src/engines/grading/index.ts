export { gradeResponse, gradeWith } from './grade-response.js';
export { inspectKey, type KeyProblem } from './inspect-key.js';
export { DEFAULT_LIMITS } from './limits.js';
export { graderFor } from './registry.js';
export type {
  AlgebraKey,
  AnswerKey,
  ChoiceKey,
  Grade,
  Grader,
  GradingLimits,
  Outcome,
  TextKey,
  Tolerance,
} from './types.js';
