import type { InferEntity } from '@mikro-orm/core';

import { Course } from '../../entities/courses.js';
import { RequestError } from '../../errors/index.js';
import { mayTeach } from '../access.js';
import type { Actor } from '../actor.js';
import type { Transaction } from '../transact.js';

/**
 * The course, locked for this transaction, if the actor teaches it or administers its school. A
 * draft is not there at all for anyone else.
 */
export async function courseForStaff(
  { em, db }: Transaction,
  actor: Actor,
  courseId: string,
): Promise<InferEntity<typeof Course>> {
  // Not FOR UPDATE: whoever stores something of the course refers to its row and would wait.
  await db
    .selectFrom('courses')
    .select('id')
    .where('id', '=', courseId)
    .where('school_id', '=', actor.schoolId)
    .forNoKeyUpdate()
    .execute();
  const course = await em.findOne(Course, { id: courseId, schoolId: actor.schoolId });
  if (!course) throw RequestError.notFound('course');
  if (await mayTeach(db, actor, courseId)) return course;
  if (course.status === 'draft') throw RequestError.notFound('course');
  throw RequestError.forbidden('Only staff of the course may do this.');
}
