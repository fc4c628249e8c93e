import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';

import type { DomainEventOf } from '../../src/services/domain-events.js';
import { newId } from '../../src/services/ids.js';
import { transact } from '../../src/services/transact.js';
import type { TestGateway } from './gateway.js';

/** The smallest selection of a class's stream that tells items apart; see `report`. */
export const ACTIVITY = /* GraphQL */ `
  subscription ($courseId: ID!, $after: String) {
    classActivity(courseId: $courseId, after: $after) {
      cursor
      at
    }
  }
`;

export interface ReportedClass {
  readonly schoolId: string;
  readonly course: { readonly id: string };
  readonly enrollmentId: string;
}

/**
 * Puts `count` events into a course's stream in one transaction, as a use case would. Their times
 * are `first`, `first + 1` and so on, in milliseconds since the epoch, to be told apart by.
 */
export async function report(
  gateway: TestGateway,
  room: ReportedClass,
  first = 1,
  count = 1,
): Promise<void> {
  await transact(gateway.deps, async ({ report: tell }) => {
    for (let mark = first; mark < first + count; mark += 1) {
      tell({
        ...enrollmentEvent(room),
        type: 'enrollment.created',
        at: new Date(mark).toISOString(),
      });
    }
  });
}

/** Puts one event into a course's stream, with these facts. */
export async function reportOne(
  gateway: TestGateway,
  room: ReportedClass,
  facts: Partial<EnrollmentEvent>,
): Promise<void> {
  await transact(gateway.deps, async ({ report: tell }) => {
    tell({ ...enrollmentEvent(room), ...facts });
  });
}

type EnrollmentEvent = DomainEventOf<'enrollment.created' | 'enrollment.ended'>;

function enrollmentEvent({ schoolId, course, enrollmentId }: ReportedClass): EnrollmentEvent {
  return {
    type: 'enrollment.created',
    schoolId,
    courseId: course.id,
    enrollmentId,
    userId: newId(),
    role: 'observer',
    at: new Date(1).toISOString(),
  };
}

/** The mark of a reported event. */
export function markOf(payload: any): number {
  return Date.parse(payload.data.classActivity.at);
}

/** 1, 2, 3 and so on. */
export function upTo(count: number, first = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

type Resolver = GraphQLFieldResolver<any, any>;

/** Puts a resolver around one field of a running gateway: to fail or to wait in it. */
export function plant(
  schema: GraphQLSchema,
  type: string,
  field: string,
  around: (inner: () => unknown, args: Parameters<Resolver>) => unknown,
): void {
  const planted = (schema.getType(type) as GraphQLObjectType).getFields()[field];
  if (!planted) throw new Error(`There is no ${type}.${field}.`);
  const { resolve } = planted;
  planted.resolve = (...args) => around(() => resolve?.(...args) ?? args[0][field], args);
}

/** The same around the opening of a stream, and around each asking whether one may still follow. */
export function plantSubscribe(
  schema: GraphQLSchema,
  field: string,
  around: (inner: () => unknown) => unknown,
): void {
  const planted = schema.getSubscriptionType()?.getFields()[field];
  if (!planted) throw new Error(`There is no Subscription.${field}.`);
  const { subscribe } = planted;
  planted.subscribe = (...args) => around(() => subscribe?.(...args));
}

/** Waits until it holds, by asking again every few milliseconds; the test's time limit ends it. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
