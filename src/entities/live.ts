import { defineEntity, p } from '@mikro-orm/core';

import { School } from './people.js';

/** A stream and its last sequence. The row lock taken to advance it gives commit order. */
export const Stream = defineEntity({
  name: 'Stream',
  tableName: 'streams',
  properties: {
    key: p.text().primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    lastSequence: p.bigint('number'),
    /** Items up to and including this sequence have been pruned. */
    prunedThrough: p.bigint('number'),
  },
});

/** The outbox: one thing that happened on one stream, numbered without gaps in commit order. */
export const StreamItem = defineEntity({
  name: 'StreamItem',
  tableName: 'stream_items',
  properties: {
    stream: p.text().primary(),
    sequence: p.bigint('number').primary(),
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id'),
    payload: p.json<Record<string, unknown>>(),
    createdAt: p.datetime().index(),
  },
});

/** A learning event as reported by a client or by a use case. The id is the reporter's. */
export const LearningEvent = defineEntity({
  name: 'LearningEvent',
  tableName: 'learning_events',
  properties: {
    schoolId: () => p.manyToOne(School).mapToPk().fieldName('school_id').primary(),
    id: p.uuid().primary(),
    actorId: p.uuid(),
    courseId: p.uuid().nullable(),
    kind: p.text(),
    occurredAt: p.datetime(),
    receivedAt: p.datetime(),
    data: p.json<Record<string, unknown>>(),
  },
  indexes: [
    {
      name: 'learning_events_actor_index',
      properties: ['schoolId', 'actorId', 'occurredAt'],
    },
  ],
});
