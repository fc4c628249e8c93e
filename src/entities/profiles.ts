import { defineEntity, p } from '@mikro-orm/core';

import { School, User } from './people.js';

/** What a person has said of themselves. A person without a row has said nothing. */
export const UserProfile = defineEntity({
  name: 'UserProfile',
  tableName: 'user_profiles',
  properties: {
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    /** A BCP 47 tag. */
    language: p.text().nullable(),
    /** A name of the IANA time zone database. */
    timeZone: p.text().nullable(),
    mediaPreference: p.enum(['none', 'text', 'audio', 'video'] as const),
    notifications: p.enum(['all', 'digest', 'none'] as const),
    pace: p.enum(['relaxed', 'steady', 'intensive'] as const).nullable(),
    interests: p.array(),
    goals: p.array(),
    updatedAt: p.datetime(),
  },
});
