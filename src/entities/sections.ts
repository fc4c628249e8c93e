import { defineEntity, p } from '@mikro-orm/core';

import { Course } from './courses.js';
import { School, User } from './people.js';

/** A span of time in which a school teaches: a semester, a summer. */
export const Term = defineEntity({
  name: 'Term',
  tableName: 'terms',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    name: p.text(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'terms_name_unique', properties: ['schoolId', 'name'] }],
});

/** A part of a course's people that is taught together, perhaps in one term. */
export const Section = defineEntity({
  name: 'Section',
  tableName: 'sections',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    courseId: () => p.manyToOne(Course).mapToPk().fieldName('course_id'),
    termId: () => p.manyToOne(Term).mapToPk().fieldName('term_id').index().nullable(),
    name: p.text(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'sections_name_unique', properties: ['courseId', 'name'] }],
});

/** A named group of people of a school, across its courses. */
export const Cohort = defineEntity({
  name: 'Cohort',
  tableName: 'cohorts',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    name: p.text(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'cohorts_name_unique', properties: ['schoolId', 'name'] }],
});

/** That a person belongs to a cohort. */
export const CohortMember = defineEntity({
  name: 'CohortMember',
  tableName: 'cohort_members',
  properties: {
    cohortId: () => p.manyToOne(Cohort).mapToPk().fieldName('cohort_id').primary(),
    userId: () => p.manyToOne(User).mapToPk().fieldName('user_id').primary().index(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').index(),
    createdAt: p.datetime(),
  },
});
