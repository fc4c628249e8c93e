import { sql } from 'kysely';

import type { Reader } from './orm.js';

/** A timestamp as the driver hands it over, e.g. `2026-11-22 12:35:35.962+00`; `new Date()` reads it. */
export type Timestamp = string;

export interface SchoolRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly createdAt: Timestamp;
}

/** A user without the password hash, which never leaves the sign-in query. */
export interface UserRow {
  readonly id: string;
  readonly schoolId: string;
  readonly kind: 'person' | 'service';
  readonly email: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: Timestamp | null;
  readonly createdAt: Timestamp;
}

/** What a sign-in is checked against. */
export interface SignInCandidateRow {
  readonly userId: string;
  readonly schoolId: string;
  readonly schoolSlug: string;
  readonly schoolName: string;
  readonly passwordHash: string | null;
}

export interface SessionWithUserRow {
  readonly id: string;
  readonly schoolId: string;
  readonly userId: string;
  readonly generation: number;
  readonly rotatedAt: Timestamp;
  readonly expiresAt: Timestamp;
  readonly endedAt: Timestamp | null;
  readonly userKind: 'person' | 'service';
  readonly isAdministrator: boolean;
  readonly userDisabledAt: Timestamp | null;
}

export interface ApiKeyWithUserRow {
  readonly id: string;
  readonly schoolId: string;
  readonly userId: string;
  readonly secretHash: string;
  readonly scopes: readonly string[];
  readonly revokedAt: Timestamp | null;
  readonly userKind: 'person' | 'service';
  readonly isAdministrator: boolean;
  readonly userDisabledAt: Timestamp | null;
}

export interface GuardianLinkRow {
  readonly id: string;
  readonly schoolId: string;
  readonly guardianId: string;
  readonly learnerId: string;
  readonly state: 'active' | 'paused' | 'revoked';
  readonly scopes: readonly string[];
  readonly expiresAt: Timestamp | null;
  readonly createdAt: Timestamp;
}

/** A session that was live until the statement that returned it. */
export interface EndedSessionRow {
  readonly id: string;
  readonly schoolId: string;
  readonly userId: string;
}

const schoolColumns = sql`id, slug, name, created_at as "createdAt"`;

export async function schoolById(db: Reader, id: string): Promise<SchoolRow | null> {
  const { rows } = await sql<SchoolRow>`
    select ${schoolColumns} from schools where id = ${id}::uuid`.execute(db);
  return rows[0] ?? null;
}

export async function schoolBySlug(db: Reader, slug: string): Promise<SchoolRow | null> {
  const { rows } = await sql<SchoolRow>`
    select ${schoolColumns} from schools where slug = ${slug}`.execute(db);
  return rows[0] ?? null;
}

/** The users of one school among `ids`, in no order. `ids` must be UUIDs. */
export async function usersByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<readonly UserRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<UserRow>`
    select id, school_id as "schoolId", kind, email, name, is_administrator as "isAdministrator",
      disabled_at as "disabledAt", created_at as "createdAt"
    from users
    where school_id = ${schoolId}::uuid and id = any(${ids}::uuid[])`.execute(db);
  return rows;
}

/**
 * The people who may mean this e-mail address, oldest school first: everywhere, or in one school.
 * Disabled users and service accounts are not among them.
 */
export async function signInCandidates(
  db: Reader,
  where: { email: string; schoolSlug: string | null; limit: number },
): Promise<readonly SignInCandidateRow[]> {
  const { rows } = await sql<SignInCandidateRow>`
    select u.id as "userId", s.id as "schoolId", s.slug as "schoolSlug", s.name as "schoolName",
      u.password_hash as "passwordHash"
    from users u
    join schools s on s.id = u.school_id
    where lower(u.email) = lower(${where.email})
      and u.kind = 'person'
      and u.disabled_at is null
      and (${where.schoolSlug}::text is null or s.slug = ${where.schoolSlug}::text)
    order by s.id
    limit ${where.limit}`.execute(db);
  return rows;
}

/** The first schools by slug. */
export async function schoolsBySlug(db: Reader, limit: number): Promise<readonly SchoolRow[]> {
  const { rows } = await sql<SchoolRow>`
    select ${schoolColumns} from schools order by slug limit ${limit}`.execute(db);
  return rows;
}

/** How many schools there are, counted no further than `limit`. */
export async function countSchools(db: Reader, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from schools limit ${limit}) as counted`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A session in whatever state it is, with what decides whether it still counts. */
export async function sessionWithUser(
  db: Reader,
  sessionId: string,
): Promise<SessionWithUserRow | null> {
  const { rows } = await sql<SessionWithUserRow>`
    select s.id, s.school_id as "schoolId", s.user_id as "userId", s.generation,
      s.rotated_at as "rotatedAt", s.expires_at as "expiresAt", s.ended_at as "endedAt",
      u.kind as "userKind", u.is_administrator as "isAdministrator",
      u.disabled_at as "userDisabledAt"
    from sessions s
    join users u on u.id = s.user_id
    where s.id = ${sessionId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/**
 * Moves a live session from `generation` to the next, or does nothing. Of any number of callers
 * with the same generation the database lets one through. Returns the new generation.
 */
export async function rotateSession(
  db: Reader,
  session: { id: string; generation: number; now: Date },
): Promise<number | null> {
  const now = session.now.toISOString();
  const { rows } = await sql<{ generation: number }>`
    update sessions as s
    set generation = s.generation + 1, rotated_at = ${now}::timestamptz
    from users as u
    where s.id = ${session.id}::uuid
      and s.generation = ${session.generation}::int
      and s.ended_at is null
      and s.expires_at > ${now}::timestamptz
      and u.id = s.user_id
      and u.disabled_at is null
    returning s.generation`.execute(db);
  return rows[0]?.generation ?? null;
}

/** Ends one session, or all of a user's. Returns those that were still live, so that each ends once. */
export async function endSessions(
  db: Reader,
  which: { sessionId: string } | { userId: string },
  end: { reason: 'signed_out' | 'reused' | 'revoked'; now: Date },
): Promise<readonly EndedSessionRow[]> {
  const condition =
    'sessionId' in which
      ? sql`id = ${which.sessionId}::uuid`
      : sql`user_id = ${which.userId}::uuid`;
  const { rows } = await sql<EndedSessionRow>`
    update sessions
    set ended_at = ${end.now.toISOString()}::timestamptz, end_reason = ${end.reason}
    where ${condition} and ended_at is null
    returning id, school_id as "schoolId", user_id as "userId"`.execute(db);
  return rows;
}

/** A key in whatever state it is, with the service account it belongs to. */
export async function apiKeyWithUser(
  db: Reader,
  apiKeyId: string,
): Promise<ApiKeyWithUserRow | null> {
  const { rows } = await sql<ApiKeyWithUserRow>`
    select k.id, k.school_id as "schoolId", k.user_id as "userId", k.secret_hash as "secretHash",
      k.scopes, k.revoked_at as "revokedAt", u.kind as "userKind",
      u.is_administrator as "isAdministrator", u.disabled_at as "userDisabledAt"
    from api_keys k
    join users u on u.id = k.user_id
    where k.id = ${apiKeyId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** The learners a user is guardian of, in every state: the caller decides what a paused link shows. */
export async function guardianLinksOf(
  db: Reader,
  schoolId: string,
  guardianId: string,
): Promise<readonly GuardianLinkRow[]> {
  const { rows } = await sql<GuardianLinkRow>`
    select id, school_id as "schoolId", guardian_id as "guardianId", learner_id as "learnerId",
      state, scopes, expires_at as "expiresAt", created_at as "createdAt"
    from guardian_links
    where school_id = ${schoolId}::uuid and guardian_id = ${guardianId}::uuid
    order by id`.execute(db);
  return rows;
}

/** The links of a school with these ids, in every state. */
export async function guardianLinksByIds(
  db: Reader,
  schoolId: string,
  ids: readonly string[],
): Promise<readonly GuardianLinkRow[]> {
  const { rows } = await sql<GuardianLinkRow>`
    select id, school_id as "schoolId", guardian_id as "guardianId", learner_id as "learnerId",
      state, scopes, expires_at as "expiresAt", created_at as "createdAt"
    from guardian_links
    where school_id = ${schoolId}::uuid and id = any(${ids}::uuid[])`.execute(db);
  return rows;
}

/** The links of these learners, in every state, oldest first. */
export async function guardianLinksOfLearners(
  db: Reader,
  schoolId: string,
  learnerIds: readonly string[],
): Promise<readonly GuardianLinkRow[]> {
  const { rows } = await sql<GuardianLinkRow>`
    select id, school_id as "schoolId", guardian_id as "guardianId", learner_id as "learnerId",
      state, scopes, expires_at as "expiresAt", created_at as "createdAt"
    from guardian_links
    where school_id = ${schoolId}::uuid and learner_id = any(${learnerIds}::uuid[])
    order by id`.execute(db);
  return rows;
}

/** The administrators of a school who can sign in, locked, so that the last of them stays. */
export async function lockAdministrators(db: Reader, schoolId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users
    where school_id = ${schoolId}::uuid and is_administrator and kind = 'person'
      and disabled_at is null
    order by id for update`.execute(db);
  return rows.map((row) => row.id);
}

export interface NewPersonRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly isAdministrator: boolean;
}

/** Stores the people whose addresses the school does not know yet. Returns the ids of those. */
export async function addMissingPeople(
  db: Reader,
  school: { id: string; now: Date },
  people: readonly NewPersonRow[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into users (id, school_id, kind, email, name, password_hash, is_administrator, created_at)
    select id, ${school.id}::uuid, 'person', email, name, password_hash, is_administrator,
      ${school.now.toISOString()}::timestamptz
    from unnest(
      ${people.map((person) => person.id)}::uuid[],
      ${people.map((person) => person.email)}::text[],
      ${people.map((person) => person.name)}::text[],
      ${people.map((person) => person.passwordHash)}::text[],
      ${people.map((person) => person.isAdministrator)}::boolean[]
    ) as person (id, email, name, password_hash, is_administrator)
    on conflict do nothing
    returning id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** The users of one school behind these addresses, by address in lower case. */
export async function userIdsByEmail(
  db: Reader,
  schoolId: string,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; email: string }>`
    select id, lower(email) as email
    from users
    where school_id = ${schoolId}::uuid
      and lower(email) = any(${emails.map((email) => email.toLowerCase())}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.email, row.id]));
}
