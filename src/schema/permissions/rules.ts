import { allow, and, or, rule } from 'graphql-shield';

import type { RequestContext } from '../../context/request-context.js';
import { RequestError } from '../../errors/index.js';
import { parseGlobalId } from '../shared/global-id.js';

/**
 * Rules read as sentences. They ask the viewer and the loaders and never write. `false` becomes
 * FORBIDDEN, a returned error is given as it is, and a throw is a fault, never a denial.
 * None is cached by shield: an answer that outlives its event would leak.
 */
type Check<Parent, Args> = (
  parent: Parent,
  args: Args,
  context: RequestContext,
) => boolean | Error | Promise<boolean | Error>;

function make<Parent = unknown, Args = unknown>(name: string, check: Check<Parent, Args>) {
  return rule(name, { cache: 'no_cache' })((parent: Parent, args: Args, context: RequestContext) =>
    check(parent, args, context),
  );
}

/** Anyone, guests included. Said out loud, because what is not in the table does not start. */
export const isPublic = allow;

/** No rule of its own: reachable only through a parent that has one. */
export const isReachedThroughItsParent = allow;

export const isSignedIn = make('isSignedIn', (_parent, _args, { viewer }) =>
  viewer ? true : RequestError.unauthenticated(),
);

const isAdministratorRule = make(
  'isAdministrator',
  (_parent, _args, { viewer }) => viewer?.isAdministrator === true,
);

export const isAdministrator = and(isSignedIn, isAdministratorRule);

const hasScopeRule = (scope: 'responses:record' | 'events:record' | 'courses:import') =>
  make(`hasScope(${scope})`, (_parent, _args, { viewer }) => viewer?.scopes.has(scope) === true);

export const mayImportCourses = and(
  isSignedIn,
  or(isAdministratorRule, hasScopeRule('courses:import')),
);

export const mayRecordResponses = and(isSignedIn, hasScopeRule('responses:record'));

/** Whether the viewer teaches the course (or administers its school). */
async function teaches(courseId: string, context: RequestContext): Promise<boolean> {
  const { viewer, loaders } = context;
  if (!viewer) return false;
  if (viewer.isAdministrator) return (await loaders.courseById.load(courseId)) !== null;
  const enrollments = await loaders.viewerEnrollments();
  return enrollments.some(
    (enrollment) =>
      enrollment.courseId === courseId &&
      (enrollment.role === 'instructor' || enrollment.role === 'assistant'),
  );
}

/** Whether the course is there for the viewer: drafts are for staff, archived ones for those in them. */
export async function maySeeCourse(
  course: { readonly id: string; readonly status: string },
  context: RequestContext,
): Promise<boolean> {
  if (course.status === 'published') return true;
  if (await teaches(course.id, context)) return true;
  if (course.status === 'draft') return false;
  const enrollments = await context.loaders.viewerEnrollments();
  return enrollments.some((enrollment) => enrollment.courseId === course.id);
}

/** The link by which the viewer is guardian of this learner now. */
async function openLinkTo(learnerId: string, context: RequestContext) {
  const links = await context.loaders.viewerGuardianLinks();
  return links.find(
    (link) =>
      link.learnerId === learnerId &&
      link.state === 'active' &&
      (link.expiresAt === null || new Date(link.expiresAt) > context.now()),
  );
}

/** Whether a guardian link of the viewer opens this learner's progress now. */
async function guards(learnerId: string, context: RequestContext): Promise<boolean> {
  return (await openLinkTo(learnerId, context))?.scopes.includes('progress') === true;
}

/** For fields with a `courseId` argument; the course of another school is not there at all. */
export const isStaffOfCourse = and(
  isSignedIn,
  make<unknown, { courseId: string }>('isStaffOfCourse', async (_parent, { courseId }, context) => {
    const parts = parseGlobalId(courseId);
    const course =
      parts?.type === 'Course' ? await context.loaders.courseById.load(parts.id) : null;
    if (!course || !(await maySeeCourse(course, context))) return RequestError.notFound('course');
    return teaches(course.id, context);
  }),
);

export const isLearnerInCourse = and(
  isSignedIn,
  make<unknown, { courseId: string }>(
    'isLearnerInCourse',
    async (_parent, { courseId }, context) => {
      const parts = parseGlobalId(courseId);
      const course =
        parts?.type === 'Course' ? await context.loaders.courseById.load(parts.id) : null;
      if (!course || !(await maySeeCourse(course, context))) return RequestError.notFound('course');
      const enrollments = await context.loaders.viewerEnrollments();
      return enrollments.some((row) => row.courseId === course.id && row.role === 'learner');
    },
  ),
);

/** For fields of Course that are for its staff. */
export const teachesThisCourse = and(
  isSignedIn,
  make<{ id: string }>('teachesThisCourse', (course, _args, context) =>
    teaches(course.id, context),
  ),
);

/** As `teachesThisCourse`, for rows that name their course. */
export const teachesTheCourseOfThis = make<{ courseId: string }>(
  'teachesTheCourseOfThis',
  ({ courseId }, _args, context) => teaches(courseId, context),
);

/** Whether an assessment is there for the viewer: drafts are for staff, others for those in the course. */
export async function maySeeAssessment(
  { courseId, status }: { readonly courseId: string; readonly status: string },
  context: RequestContext,
): Promise<boolean> {
  if (await teaches(courseId, context)) return true;
  if (status === 'draft' || !context.viewer) return false;
  const enrollments = await context.loaders.viewerEnrollments();
  return enrollments.some((enrollment) => enrollment.courseId === courseId);
}

export const maySeeThisAssessment = make<{ courseId: string; status: string }>(
  'maySeeThisAssessment',
  (assessment, _args, context) => maySeeAssessment(assessment, context),
);

/** For fields with an `attemptId` argument. Another's attempt is as absent as a random id. */
export const isOwnAttempt = and(
  isSignedIn,
  make<unknown, { attemptId: string }>('isOwnAttempt', async (_parent, { attemptId }, context) => {
    const parts = parseGlobalId(attemptId);
    const attempt =
      parts?.type === 'AssessmentAttempt'
        ? await context.loaders.assessmentAttemptById.load(parts.id)
        : null;
    if (attempt && attempt.userId === context.viewer?.userId) return true;
    return RequestError.notFound('assessment attempt');
  }),
);

/** Content of a version: for those enrolled in its course, in any role, and administrators. */
export const isInTheCourseOfThisVersion = make<{ versionId: string }>(
  'isInTheCourseOfThisVersion',
  async ({ versionId }, _args, context) => {
    const { viewer, loaders } = context;
    if (!viewer) return false;
    const enrollments = await loaders.viewerEnrollments();
    if (enrollments.some((enrollment) => enrollment.versionId === versionId)) return true;
    const version = await loaders.versionById.load(versionId);
    if (!version) return false;
    if (enrollments.some((enrollment) => enrollment.courseId === version.courseId)) return true;
    return viewer.isAdministrator;
  },
);

/** Learning records: the learner's own, their teachers' and their guardians' to see. */
export const maySeeThisLearning = make<{ userId: string; courseId: string }>(
  'maySeeThisLearning',
  async ({ userId, courseId }, _args, context) =>
    context.viewer?.userId === userId ||
    (await teaches(courseId, context)) ||
    (await guards(userId, context)),
);

/** Single answers: the learner's own and their teachers' to see, not a guardian's. */
export const maySeeThisWork = make<{ userId: string; courseId: string }>(
  'maySeeThisWork',
  async ({ userId, courseId }, _args, context) =>
    context.viewer?.userId === userId || (await teaches(courseId, context)),
);

/** As `maySeeThisWork`, for rows that name their enrollment. */
export const maySeeWorkOfThisEnrollment = make<{ enrollmentId: string }>(
  'maySeeWorkOfThisEnrollment',
  async ({ enrollmentId }, _args, context) => {
    const enrollment = await context.loaders.enrollmentById.load(enrollmentId);
    if (!enrollment) return false;
    return (
      context.viewer?.userId === enrollment.userId || (await teaches(enrollment.courseId, context))
    );
  },
);

/** A person: themselves, administrators, teachers of a course they are or were in, their guardian. */
export const maySeeThisPerson = make<{ id: string }>(
  'maySeeThisPerson',
  async ({ id }, _args, context) => {
    const { viewer, loaders } = context;
    if (!viewer) return false;
    if (viewer.userId === id || viewer.isAdministrator) return true;
    const taught = (await loaders.viewerEnrollments())
      .filter((row) => row.role === 'instructor' || row.role === 'assistant')
      .map((row) => row.courseId);
    const theirs = taught.length === 0 ? [] : await loaders.coursesByUserId.load(id);
    if (theirs.some(({ courseId }) => taught.includes(courseId))) return true;
    return (await openLinkTo(id, context)) !== undefined;
  },
);

/** A column of a gradebook: its staff's; once posted, also of those in the course and their guardians. */
export const maySeeThisGradeColumn = make<{ courseId: string; posted: boolean }>(
  'maySeeThisGradeColumn',
  async ({ courseId, posted }, _args, context) => {
    const { viewer, loaders } = context;
    if (!viewer) return false;
    if (await teaches(courseId, context)) return true;
    if (!posted) return false;
    const isIn = async (userId: string) =>
      (await loaders.coursesByUserId.load(userId)).some((row) => row.courseId === courseId);
    if (await isIn(viewer.userId)) return true;
    const learnerIds = (await loaders.viewerGuardianLinks()).map(({ learnerId }) => learnerId);
    const open = await Promise.all(
      learnerIds.map(async (id) => (await guards(id, context)) && (await isIn(id))),
    );
    return open.includes(true);
  },
);

const isThisPersonRule = make<{ id: string }>(
  'isThisPerson',
  ({ id }, _args, { viewer }) => viewer?.userId === id,
);

export const isThisPersonOrAdministrator = or(isThisPersonRule, isAdministratorRule);

/** A guardian link: for the two it joins, and administrators. */
export const isPartyOfThisLink = or(
  make<{ guardianId: string; learnerId: string }>(
    'isPartyOfThisLink',
    ({ guardianId, learnerId }, _args, { viewer }) =>
      viewer?.userId === guardianId || viewer?.userId === learnerId,
  ),
  isAdministratorRule,
);

export const askedForThisJob = or(
  make<{ requestedById: string }>(
    'askedForThisJob',
    ({ requestedById }, _args, { viewer }) => viewer?.userId === requestedById,
  ),
  isAdministratorRule,
);

/** For fields with a `jobId` argument. Another's job is as absent as a random id. */
export const askedForJob = and(
  isSignedIn,
  make<unknown, { jobId: string }>('askedForJob', async (_parent, { jobId }, context) => {
    const parts = parseGlobalId(jobId);
    const job = parts?.type === 'Job' ? await context.loaders.jobById.load(parts.id) : null;
    const { viewer } = context;
    if (job && (job.requestedById === viewer?.userId || viewer?.isAdministrator)) return true;
    return RequestError.notFound('job');
  }),
);
