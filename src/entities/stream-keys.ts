/** Names of streams. A stream is the unit of order, of resuming and of authorisation. */
export const streamKeys = {
  /** What happens in a course, for those who teach it. */
  classroom: (courseId: string) => `class:${courseId}`,
  /** What a learner is advised in one course. */
  recommendations: (enrollmentId: string) => `recommendations:${enrollmentId}`,
  job: (jobId: string) => `job:${jobId}`,
  /** Ended sign-ins and revoked keys of a school; every node with open sockets follows it. */
  access: (schoolId: string) => `access:${schoolId}`,
} as const;
