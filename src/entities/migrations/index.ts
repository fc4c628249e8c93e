import type { MigrationObject } from '@mikro-orm/core';

import { Migration0001Initial } from './0001-initial.js';

/** Every migration, oldest first. A released migration is never edited. */
export const migrations: MigrationObject[] = [
  { name: '0001-initial', class: Migration0001Initial },
];
