import DataLoader from 'dataloader';

import { activeEnrollments } from '../../entities/enrollments.repository.js';
import { storedGrades } from '../../entities/gradebook.repository.js';
import { readerOf, type Reader } from '../../entities/orm.js';
import { isTeachingRole } from '../access.js';
import type { Actor } from '../actor.js';
import type { ServiceDeps } from '../transact.js';
import { computeGrades, freshGrades, type LearnerGrades } from './learner-grades.js';
import { readBases, readRecords } from './read-facts.js';

/** Whose grades, and who asks. */
export interface GradesKey {
  readonly actor: Actor;
  readonly enrollment: {
    readonly id: string;
    readonly schoolId: string;
    readonly courseId: string;
  };
}

export interface ViewedGrades {
  readonly view: 'staff' | 'learner';
  readonly grades: LearnerGrades;
}

const MAX_BATCH = 100;

/**
 * Grades as the asker may see them, many in a constant number of statements. What is stored serves
 * as long as it is in date; what is not is computed here and now, so that a read is always right,
 * while a recompute is under way too. Nothing is kept from one batch to the next.
 */
export function gradesReader(deps: ServiceDeps) {
  return new DataLoader<GradesKey, ViewedGrades>((keys) => readGrades(deps, keys), {
    cache: false,
    maxBatchSize: MAX_BATCH,
  });
}

async function readGrades(
  deps: ServiceDeps,
  keys: readonly GradesKey[],
): Promise<readonly ViewedGrades[]> {
  const [first] = keys;
  if (!first) return [];
  const { actor } = first;
  const db = readerOf(deps.em);
  const enrollments = keys.map(({ enrollment }) => enrollment);
  const grades = await currentGrades(db, actor.schoolId, enrollments, deps.clock());
  const courseIds = [...new Set(enrollments.map(({ courseId }) => courseId))];
  const taught = new Set(
    actor.isAdministrator
      ? courseIds
      : (await activeEnrollments(db, actor.schoolId, actor.userId, courseIds))
          .filter(({ role }) => isTeachingRole(role))
          .map(({ courseId }) => courseId),
  );
  return enrollments.map(({ id, courseId }) => ({
    view: taught.has(courseId) ? 'staff' : 'learner',
    grades: gradesIn(grades, id),
  }));
}

/** The grades of these enrollments of one school as they are now, stored or computed. */
export async function currentGrades(
  db: Reader,
  schoolId: string,
  enrollments: readonly { readonly id: string; readonly courseId: string }[],
  now: Date,
): Promise<ReadonlyMap<string, LearnerGrades>> {
  const courseOf = new Map(enrollments.map(({ id, courseId }) => [id, courseId]));
  const bases = await readBases(db, schoolId, [...new Set(courseOf.values())]);
  const basisOf = (enrollmentId: string) => {
    const basis = bases.get(courseOf.get(enrollmentId) ?? '');
    if (!basis) throw new Error(`No course of enrollment ${enrollmentId} was read.`);
    return basis;
  };
  const ids = [...courseOf.keys()];
  const found = new Map<string, LearnerGrades>();
  for (const row of await storedGrades(db, ids)) {
    const fresh = freshGrades(row, basisOf(row.enrollmentId), now);
    if (fresh) found.set(row.enrollmentId, fresh);
  }
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) {
    for (const [id, records] of await readRecords(db, missing)) {
      found.set(id, computeGrades(basisOf(id), id, records, now));
    }
  }
  return found;
}

export function gradesIn(grades: ReadonlyMap<string, LearnerGrades>, id: string): LearnerGrades {
  const found = grades.get(id);
  if (!found) throw new Error(`No grades of enrollment ${id} were computed.`);
  return found;
}
