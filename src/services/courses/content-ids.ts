import { courseByKey, idsByKey } from '../../entities/courses.repository.js';
import { readerOf } from '../../entities/orm.js';
import type { ServiceDeps } from '../transact.js';

/** Ids of one version of a course, by the keys that its source gave. */
export interface ContentIds {
  readonly problems: ReadonlyMap<string, string>;
  readonly steps: ReadonlyMap<string, string>;
}

/** Finds the ids that a version gave to the things of its source. */
export async function contentIds(
  deps: Pick<ServiceDeps, 'em'>,
  schoolId: string,
  versionId: string,
): Promise<ContentIds> {
  const db = readerOf(deps.em);
  return {
    problems: await idsByKey(db, schoolId, versionId, 'problems'),
    steps: await idsByKey(db, schoolId, versionId, 'steps'),
  };
}

/** The course with this key in a school; null when there is none. */
export async function findCourse(
  deps: Pick<ServiceDeps, 'em'>,
  schoolId: string,
  key: string,
): Promise<{ readonly id: string; readonly title: string } | null> {
  return (await courseByKey(readerOf(deps.em), schoolId, key)) ?? null;
}
