export { bkt } from './bkt.js';
export { knowledgeTracers, type KnowledgeTracerName } from './registry.js';
export type { BktParameters, KnowledgeTracer, TracingEvidence, TracingState } from './types.js';
