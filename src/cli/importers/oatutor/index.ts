export { DEFAULT_SKILL_PARAMETERS } from './build-course.js';
export { CoursePlanError, CourseSourceError } from './errors.js';
export { DEFAULT_LIMITS, type OatutorLimits } from './limits.js';
export { readOatutor, type OatutorOptions, type OatutorReadResult } from './read-oatutor.js';
