import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { newId } from '../../src/services/ids.js';
import type { TestClient } from '../testkit/client.js';
import { TestGateway } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(async () => {
  await gateway.stop();
});

const RECORD = /* GraphQL */ `
  mutation ($events: [LearningEventInput!]!) {
    recordLearningEvents(input: { events: $events }) {
      ... on RecordLearningEventsSuccess {
        accepted
        duplicates
      }
    }
  }
`;

interface EventFacts {
  id?: string;
  actorId?: string;
  courseId?: string;
  kind?: string;
  occurredAt?: string;
  data?: Record<string, unknown> | null;
}

function event(facts: EventFacts = {}) {
  return { id: newId(), kind: 'LESSON_VIEWED', occurredAt: '2026-01-31T09:00:00Z', ...facts };
}

async function record(client: TestClient, events: EventFacts[]) {
  return (await client.data(RECORD, { events })).recordLearningEvents;
}

/** What is stored of these events, in their order. */
async function stored(ids: string[]) {
  const rows = await gateway.db
    .selectFrom('learning_events')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return ids.flatMap((id) => rows.filter((row) => row.id === id));
}

async function createPerson() {
  const schoolId = await gateway.createSchool();
  return { schoolId, person: await gateway.createPerson(schoolId) };
}

describe('recordLearningEvents', () => {
  it('stores what the viewer reports of themselves', async () => {
    const { schoolId, learner, course } = await gateway.createClass();
    const events = [
      event({ courseId: course.globalId, data: { lesson: 'L1', seconds: 12.5, é: ['ü', null] } }),
      event({ kind: 'VISIT_ENDED', actorId: learner.globalId, data: null }),
    ];
    expect(await record(learner.client, events)).toEqual({ accepted: 2, duplicates: [] });
    const rows = await stored(events.map(({ id }) => id));
    expect(rows).toMatchObject([
      {
        school_id: schoolId,
        actor_id: learner.id,
        course_id: course.id,
        kind: 'lesson_viewed',
        data: { lesson: 'L1', seconds: 12.5, é: ['ü', null] },
      },
      { actor_id: learner.id, course_id: null, kind: 'visit_ended', data: {} },
    ]);
    expect(rows.map((row) => new Date(row.occurred_at).toISOString())).toEqual([
      '2026-01-31T09:00:00.000Z',
      '2026-01-31T09:00:00.000Z',
    ]);
    expect(rows.map((row) => new Date(row.received_at))).toEqual([
      gateway.clock(),
      gateway.clock(),
    ]);
  });

  it('stores an event once, however often and in whatever company it is sent', async () => {
    const { person } = await createPerson();
    const [a, b, c] = [event(), event(), event()];
    expect(await record(person.client, [a, b, a])).toEqual({ accepted: 2, duplicates: [a.id] });
    const changed = { ...a, kind: 'SEARCHED' };
    const again = await record(person.client, [b, c, changed]);
    expect(again.accepted).toBe(1);
    expect(new Set(again.duplicates)).toEqual(new Set([a.id, b.id]));
    expect(await record(person.client, [{ ...c, id: c.id.toUpperCase() }])).toMatchObject({
      accepted: 0,
    });
    const rows = await stored([a.id, b.id, c.id]);
    expect(rows.map((row) => row.kind)).toEqual(Array(3).fill('lesson_viewed'));
  });

  it('stores each once when the same batches come at once, in opposite orders', async () => {
    const { person } = await createPerson();
    const events = Array.from({ length: 200 }, () => event());
    const results = await Promise.all(
      [events, events.toReversed(), events, events.toReversed()].map((batch) =>
        record(person.client, batch),
      ),
    );
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
    for (const { accepted, duplicates } of results) {
      expect(accepted + duplicates.length).toBe(200);
    }
  });

  it('keeps the ids of schools apart', async () => {
    const [one, other] = [await createPerson(), await createPerson()];
    const shared = event();
    expect((await record(one.person.client, [shared])).accepted).toBe(1);
    expect(await record(other.person.client, [shared])).toEqual({ accepted: 1, duplicates: [] });
  });

  it('takes events of others from keys with the scope events:record alone', async () => {
    const { schoolId, learner, teacher } = await gateway.createClass();
    const administrator = await gateway.createPerson(schoolId, { isAdministrator: true });
    const events = [event(), event({ actorId: learner.globalId })];
    const unscoped = await gateway.createService(schoolId, ['responses:record']);
    for (const client of [teacher.client, administrator.client, unscoped]) {
      (await client.ask(RECORD, { events })).error('FORBIDDEN');
    }
    expect(await stored(events.map(({ id }) => id))).toEqual([]);
    const service = await gateway.createService(schoolId, ['events:record']);
    expect((await record(service, events)).accepted).toBe(2);
    const [own, others] = await stored(events.map(({ id }) => id));
    expect(others?.actor_id).toBe(learner.id);
    expect(own?.actor_id).not.toBe(learner.id);
  });

  it('does not find people and courses that the school has not, and then stores nothing', async () => {
    const { schoolId, learner } = await gateway.createClass();
    const other = await gateway.createClass();
    const service = await gateway.createService(schoolId, ['events:record']);
    const good = event({ actorId: learner.globalId });
    for (const [facts, message] of [
      [{ actorId: other.learner.globalId }, 'No such user.'],
      [{ actorId: randomId('User') }, 'No such user.'],
      [{ actorId: 'nonsense' }, 'No such user.'],
      [{ courseId: other.course.globalId }, 'No such course.'],
      [{ courseId: randomId('Course') }, 'No such course.'],
    ] as const) {
      const answer = await service.ask(RECORD, { events: [good, event(facts)] });
      expect(answer.error('NOT_FOUND').message).toBe(message);
    }
    expect(await stored([good.id])).toEqual([]);
  });

  it('sets a time of more than five minutes ahead back to receipt, and keeps all others', async () => {
    const { person } = await createPerson();
    const now = gateway.clock().getTime();
    const events = [-(10 ** 11), -1, 5 * 60_000, 5 * 60_000 + 1, 10 ** 12].map((offset) =>
      event({ occurredAt: new Date(now + offset).toISOString() }),
    );
    await record(person.client, events);
    const rows = await stored(events.map(({ id }) => id));
    const offsets = rows.map((row) => new Date(row.occurred_at).getTime() - now);
    expect(offsets).toEqual([-(10 ** 11), -1, 5 * 60_000, 0, 0]);
  });

  it('reads a time in any offset', async () => {
    const { person } = await createPerson();
    const local = event({ occurredAt: '2026-01-31T09:00:00.125+05:30' });
    await record(person.client, [local]);
    const [row] = await stored([local.id]);
    expect(new Date(row!.occurred_at).toISOString()).toBe('2026-01-31T03:30:00.125Z');
  });

  it('takes 1 to 500 events a call', async () => {
    const { person } = await createPerson();
    const many = Array.from({ length: 501 }, () => event());
    for (const events of [[], many]) {
      const refused = (await person.client.ask(RECORD, { events })).error('BAD_USER_INPUT');
      expect(refused.message).toBe('Send 1 to 500 events at a time.');
    }
    expect((await record(person.client, many.slice(1))).accepted).toBe(500);
  });

  it('takes 4,096 characters of data an event, and names the one that is too long', async () => {
    const { person } = await createPerson();
    const long = (length: number) => event({ data: { a: 'x'.repeat(length - '{"a":""}'.length) } });
    const good = event();
    const refused = await person.client.ask(RECORD, { events: [good, long(4_097)] });
    expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({ field: 'events.1.data' });
    expect(await stored([good.id])).toEqual([]);
    expect((await record(person.client, [long(4_096)])).accepted).toBe(1);
  });

  it.each([
    ['an id that is no UUID', { id: 'event-1' }, 'events.1.id'],
    ['an empty id', { id: '' }, 'events.1.id'],
    ['a NUL in its data', { data: { a: 'b\u0000' } }, 'events.1.data'],
    ['a NUL in a name in its data', { data: { 'a\u0000': 1 } }, 'events.1.data'],
    ['half a character in its data', { data: { a: ['\ud800'] } }, 'events.1.data'],
  ])('refuses %s, names it, and stores nothing', async (_name, facts, field) => {
    const { person } = await createPerson();
    const good = event();
    const refused = await person.client.ask(RECORD, { events: [good, event(facts)] });
    expect(refused.error('BAD_USER_INPUT').extensions).toMatchObject({ field });
    expect(await stored([good.id])).toEqual([]);
  });

  it.each([
    ['a kind there is not', { kind: 'SLEPT' }],
    ['a kind of our own', { kind: 'response_submitted' }],
    ['a day there is not', { occurredAt: '2026-02-30T09:00:00Z' }],
    ['a time without offset', { occurredAt: '2026-01-31T09:00:00' }],
    ['a year before the first', { occurredAt: '0000-01-31T09:00:00Z' }],
    ['a year after the last', { occurredAt: '9999-12-31T23:59:59-01:00' }],
  ])('refuses %s', async (_name, facts) => {
    const { person } = await createPerson();
    const good = event();
    const refused = await person.client.ask(RECORD, { events: [good, event(facts)] });
    refused.error('BAD_USER_INPUT');
    expect(await stored([good.id])).toEqual([]);
  });

  it('refuses a guest', async () => {
    (await gateway.guest().ask(RECORD, { events: [event()] })).error('UNAUTHENTICATED');
  });
});
