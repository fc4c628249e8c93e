import type { MigrationObject } from '@mikro-orm/core';

import { Migration0001Initial } from './0001-initial.js';
import { Migration0002PeopleInCourses } from './0002-people-in-courses.js';
import { Migration0003Assessments } from './0003-assessments.js';
import { Migration0004Gradebook } from './0004-gradebook.js';
import { Migration0005CourseContent } from './0005-course-content.js';

/** Every migration, oldest first. A released migration is never edited. */
export const migrations: MigrationObject[] = [
  { name: '0001-initial', class: Migration0001Initial },
  { name: '0002-people-in-courses', class: Migration0002PeopleInCourses },
  { name: '0003-assessments', class: Migration0003Assessments },
  { name: '0004-gradebook', class: Migration0004Gradebook },
  { name: '0005-course-content', class: Migration0005CourseContent },
];
