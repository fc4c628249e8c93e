export { bkt } from './bkt.js';
export { ForeignStateError, ProbabilityError } from './errors.js';
export { inspectBktParameters, type ParameterProblem } from './inspect-parameters.js';
export {
  FEWEST_OBSERVATIONS,
  MASTERY_THRESHOLD,
  masteryLevel,
  type MasteryLevel,
} from './mastery-level.js';
export { knowledgeTracers, type KnowledgeTracerName } from './registry.js';
export type { BktParameters, KnowledgeTracer, TracingEvidence, TracingState } from './types.js';
