/**
 * The plan of the courses cannot be read: `coursePlans.json`, `skillModel.json` or the
 * knowledge-tracing parameters are missing or damaged. Without them no problem can be placed, so
 * the whole read ends here and nothing may be written.
 */
export class CoursePlanError extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`${file}: ${reason}`);
    this.name = 'CoursePlanError';
  }
}

/**
 * The source as a whole cannot be read: it is not there, the archive is damaged or cut short, or it
 * exceeds a limit. Nothing may be written.
 */
export class CourseSourceError extends Error {
  constructor(
    readonly source: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${source}: ${reason}`, options);
    this.name = 'CourseSourceError';
  }
}
