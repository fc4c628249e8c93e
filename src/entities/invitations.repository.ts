import type { EnrollmentRow } from './enrollments.repository.js';
import type { Reader } from './orm.js';

export interface InvitationRow {
  id: string;
  schoolId: string;
  courseId: string;
  sectionId: string | null;
  email: string;
  role: EnrollmentRow['role'];
  state: 'open' | 'accepted' | 'declined' | 'revoked' | 'expired';
  enrollmentId: string | null;
  expiresAt: string;
  createdAt: string;
  endedAt: string | null;
}

const columns = [
  'id',
  'school_id as schoolId',
  'course_id as courseId',
  'section_id as sectionId',
  'email',
  'role',
  'state',
  'enrollment_id as enrollmentId',
  'expires_at as expiresAt',
  'created_at as createdAt',
  'ended_at as endedAt',
] as const;

export async function invitationsByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<InvitationRow[]> {
  return db
    .selectFrom('invitations')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('id', 'in', ids)
    .$castTo<InvitationRow>()
    .execute();
}

/** A course's invitations after `afterId`; ids are UUIDv7, so this is the order of inviting. */
export async function invitationsAfter(
  db: Reader,
  schoolId: string,
  courseId: string,
  afterId: string | null,
  limit: number,
): Promise<InvitationRow[]> {
  return db
    .selectFrom('invitations')
    .select(columns)
    .where('school_id', '=', schoolId)
    .where('course_id', '=', courseId)
    .$if(afterId !== null, (query) => query.where('id', '>', afterId))
    .orderBy('id')
    .limit(limit)
    .$castTo<InvitationRow>()
    .execute();
}

export async function countInvitations(
  db: Reader,
  schoolId: string,
  courseId: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('invitations')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('school_id', '=', schoolId)
    .where('course_id', '=', courseId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
