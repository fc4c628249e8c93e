import { readerOf, type EntityManager } from '../entities/orm.js';
import type { VersionCache } from '../entities/version-cache.js';
import { assessmentLoaders } from './assessments.loaders.js';
import { courseLoaders } from './courses.loaders.js';
import { enrollmentLoaders } from './enrollments.loaders.js';
import { gradebookLoaders } from './gradebook.loaders.js';
import { invitationLoaders } from './invitations.loaders.js';
import { liveLoaders } from './live.loaders.js';
import { peopleLoaders } from './people.loaders.js';
import { practiceLoaders } from './practice.loaders.js';
import { sectionLoaders } from './sections.loaders.js';

/** No row belongs to it: what a guest can load. */
const NO_SCHOOL = '00000000-0000-0000-0000-000000000000';

export interface LoaderScope {
  readonly em: EntityManager;
  readonly versions: VersionCache;
  /** Whose rows may be loaded; null for a guest. */
  readonly viewer: { readonly userId: string; readonly schoolId: string } | null;
}

/** Fresh loaders for one request or live event, all bound to the viewer's school. */
export function createLoaders({ em, versions, viewer }: LoaderScope) {
  const db = readerOf(em);
  const schoolId = viewer?.schoolId ?? NO_SCHOOL;
  const viewerId = viewer?.userId ?? null;
  return {
    ...peopleLoaders(db, schoolId, viewerId),
    ...courseLoaders(db, versions, schoolId),
    ...enrollmentLoaders(db, schoolId, viewerId),
    ...practiceLoaders(db, schoolId),
    ...assessmentLoaders(db, schoolId, viewerId),
    ...gradebookLoaders(db, schoolId),
    ...sectionLoaders(db, schoolId),
    ...invitationLoaders(db, schoolId),
    ...liveLoaders(db),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
