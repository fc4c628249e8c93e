export { findBlockers } from './find-blockers.js';
export { findCycle } from './find-cycle.js';
export type { Blocker, Blockers, LearnerFacts } from './types.js';
