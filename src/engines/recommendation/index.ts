export { recommendationEngine, TARGET_SUCCESS } from './parameters.js';
export { recommendNext } from './recommend-next.js';
export type {
  Candidate,
  ReasonCode,
  RecommendationInput,
  RecommendationReason,
  RecommendedProblem,
  SkillEvidence,
} from './types.js';
