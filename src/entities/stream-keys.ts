/** Names of streams. A stream is the unit of order, of resuming and of authorisation. */
export const streamKeys = {
  /** What happens in a course, for those who teach it. */
  classroom: (courseId: string) => `class:${courseId}`,
  /** Every step of a course's enrollments and invitations. */
  enrollments: (courseId: string) => `enrollments:${courseId}`,
  /** What changes about a school's people and how they are grouped. */
  school: (schoolId: string) => `school:${schoolId}`,
  /** What a learner is advised in one course. */
  recommendations: (enrollmentId: string) => `recommendations:${enrollmentId}`,
  /** Grades of a learner in one course that are posted. */
  grades: (enrollmentId: string) => `grades:${enrollmentId}`,
  /** What moves in one attempt at an assessment. */
  attempt: (attemptId: string) => `attempt:${attemptId}`,
  job: (jobId: string) => `job:${jobId}`,
  /** Ended sign-ins and revoked keys of a school; every node with open sockets follows it. */
  access: (schoolId: string) => `access:${schoolId}`,
} as const;
