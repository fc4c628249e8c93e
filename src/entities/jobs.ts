import { defineEntity, p } from '@mikro-orm/core';

import { School, User } from './people.js';

/** Background work as its owner sees it; the queue itself is pg-boss's. */
export const Job = defineEntity({
  name: 'Job',
  tableName: 'jobs',
  properties: {
    id: p.uuid().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    requestedById: () => p.manyToOne(User).mapToPk().fieldName('requested_by_id').index(),
    kind: p.enum(['import_course', 'recompute_grades'] as const),
    state: p.enum(['queued', 'active', 'completed', 'failed'] as const),
    done: p.integer(),
    total: p.integer().nullable(),
    input: p.json<Record<string, unknown>>().lazy(),
    result: p.json<Record<string, unknown>>().nullable(),
    /** Why it failed, in words for the owner. */
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
  },
});
