import { defineEntity, p } from '@mikro-orm/core';

import { Course } from './courses.js';
import { Enrollment } from './enrollments.js';
import { School, User } from './people.js';
import { Section } from './sections.js';

/** A place in a course that is offered to an e-mail address. Of its token only a hash is kept. */
export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id').index(),
    sectionId: () => p.manyToOne(Section).mapToPk().fieldName('section_id').index().nullable(),
    email: p.text(),
    role: p.enum(['learner', 'instructor', 'assistant', 'observer'] as const),
    state: p.enum(['open', 'accepted', 'declined', 'revoked', 'expired'] as const),
    tokenHash: p.text().unique(),
    invitedById: () => p.manyToOne(User).mapToPk().fieldName('invited_by_id').index(),
    /** The enrollment it is for: from the start when the address has an account, else once accepted. */
    enrollmentId: () =>
      p.manyToOne(Enrollment).mapToPk().fieldName('enrollment_id').index().nullable(),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
  uniques: [
    {
      name: 'invitations_open_unique',
      expression:
        "create unique index invitations_open_unique on invitations (course_id, lower(email)) where state = 'open'",
    },
  ],
});
