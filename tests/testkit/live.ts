import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';

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
  { schoolId, course, enrollmentId }: ReportedClass,
  first = 1,
  count = 1,
): Promise<void> {
  await transact(gateway.deps, async ({ report: tell }) => {
    for (let mark = first; mark < first + count; mark += 1) {
      tell({
        type: 'enrollment.created',
        schoolId,
        courseId: course.id,
        enrollmentId,
        userId: newId(),
        role: 'observer',
        at: new Date(mark).toISOString(),
      });
    }
  });
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

/** Waits until it holds, by asking again every few milliseconds; the test's time limit ends it. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
