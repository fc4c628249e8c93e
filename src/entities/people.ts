import { defineEntity, p } from '@mikro-orm/core';

/** A school: the tenant. Every other row names the school it belongs to. */
export const School = defineEntity({
  name: 'School',
  tableName: 'schools',
  properties: {
    id: p.uuid().primary(),
    slug: p.text().unique(),
    name: p.text(),
    createdAt: p.datetime(),
  },
});

/** A person or a service account of one school. What they may do in a course is on the enrollment. */
export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    kind: p.enum(['person', 'service'] as const),
    email: p.text(),
    name: p.text(),
    /** Argon2id string; null for service accounts and people who cannot sign in by password. */
    passwordHash: p.text().nullable(),
    isAdministrator: p.boolean(),
    disabledAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
  uniques: [
    {
      name: 'users_school_email_unique',
      expression:
        'create unique index users_school_email_unique on users (school_id, lower(email))',
    },
  ],
  indexes: [
    {
      name: 'users_email_index',
      expression: 'create index users_email_index on users (lower(email))',
    },
  ],
});

/**
 * A sign-in. The refresh token is a MAC over the session id and its generation, so nothing that
 * could be replayed is stored; `generation` counts rotations.
 */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').index(),
    generation: p.integer(),
    rotatedAt: p.datetime(),
    expiresAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    endReason: p.enum(['signed_out', 'reused', 'revoked'] as const).nullable(),
    createdAt: p.datetime(),
  },
});

/** A key of a service account. Only its SHA-256 is stored; scopes bound what it may call. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').index(),
    name: p.text(),
    secretHash: p.text(),
    scopes: p.array(),
    revokedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

/** What a guardian may see of a learner, and until when. */
export const GuardianLink = defineEntity({
  name: 'GuardianLink',
  tableName: 'guardian_links',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    guardianId: () => p.manyToOne(User).mapToPk().fieldName('guardian_id'),
    learnerId: () => p.manyToOne(User).mapToPk().fieldName('learner_id').index(),
    state: p.enum(['active', 'paused', 'revoked'] as const),
    scopes: p.array(),
    /** Who agreed to it: the learner or an administrator; null for what the operator set up. */
    grantedById: () => p.manyToOne(User).mapToPk().fieldName('granted_by_id').index().nullable(),
    expiresAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'guardian_links_pair_unique', properties: ['guardianId', 'learnerId'] }],
});
