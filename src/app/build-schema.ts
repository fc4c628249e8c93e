import 'reflect-metadata';

import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { buildSchema as buildTypeGraphQLSchema, type NonEmptyArray } from 'type-graphql';

import {
  CourseResolver,
  LessonObjectiveResolver,
  LessonResolver,
  ProblemResolver,
  StepResolver,
} from '../resolvers/courses.js';
import {
  AlreadyEnrolledErrorResolver,
  EnrollmentMutationResolver,
  EnrollmentResolver,
  EnrollSuccessResolver,
  SkillMasteryResolver,
  WithdrawSuccessResolver,
} from '../resolvers/enrollments.js';
import { EventMutationResolver } from '../resolvers/events.js';
import { ImportCourseSuccessResolver, JobResolver } from '../resolvers/jobs.js';
import { NodeResolver } from '../resolvers/node.js';
import { GuardianLinkResolver, SessionResolver, ViewerResolver } from '../resolvers/people.js';
import {
  AttemptStepResolver,
  PracticeAttemptResolver,
  PracticeMutationResolver,
  ReasonResolver,
  RecommendationItemResolver,
  RecommendationResolver,
  RequestHintSuccessResolver,
  ResponseResolver,
  StartPracticeSuccessResolver,
  StepNotOpenErrorResolver,
  SubmitResponseSuccessResolver,
} from '../resolvers/practice.js';
import { guardSchema } from '../schema/permissions/guard.js';
import { permissions } from '../schema/permissions/index.js';
import { DateTime } from '../schema/shared/date-time.scalar.js';
import { toGlobalId } from '../schema/shared/global-id.js';
import {
  ClassActivitySubscription,
  EnrollmentActivityResolver,
  HintActivityResolver,
  MasteryMoveResolver,
  PracticeActivityResolver,
  ResponseActivityResolver,
} from '../subscriptions/classroom.js';
import { JobUpdatedSubscription } from '../subscriptions/jobs.js';
import { RecommendationsSubscription } from '../subscriptions/recommendations.js';
import { withDirectResolvers } from './execution/direct-resolvers.js';

/** Every class that puts a field into the graph, written out. */
const resolvers: NonEmptyArray<new () => object> = [
  NodeResolver,
  ViewerResolver,
  GuardianLinkResolver,
  SessionResolver,
  CourseResolver,
  LessonResolver,
  LessonObjectiveResolver,
  ProblemResolver,
  StepResolver,
  EnrollmentResolver,
  SkillMasteryResolver,
  EnrollmentMutationResolver,
  EnrollSuccessResolver,
  AlreadyEnrolledErrorResolver,
  WithdrawSuccessResolver,
  PracticeAttemptResolver,
  AttemptStepResolver,
  ResponseResolver,
  RecommendationResolver,
  RecommendationItemResolver,
  ReasonResolver,
  PracticeMutationResolver,
  StartPracticeSuccessResolver,
  SubmitResponseSuccessResolver,
  RequestHintSuccessResolver,
  StepNotOpenErrorResolver,
  EventMutationResolver,
  JobResolver,
  ImportCourseSuccessResolver,
  ClassActivitySubscription,
  PracticeActivityResolver,
  HintActivityResolver,
  ResponseActivityResolver,
  MasteryMoveResolver,
  EnrollmentActivityResolver,
  RecommendationsSubscription,
  JobUpdatedSubscription,
];

/** The graph, guarded. Throws when the permission table does not cover it. */
export async function buildSchema(): Promise<GraphQLSchema> {
  const schema = await buildTypeGraphQLSchema({
    resolvers,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Inputs are checked by scalars and by the services, which name the field; class-validator
    // would hand rejected input back to the caller.
    validate: false,
    // Streams are ours; type-graphql only wants to see one.
    pubSub: unusedPubSub,
  });
  return guardSchema(
    withGlobalIds(withDirectResolvers(withPlainTypeResolvers(schema))),
    permissions,
  );
}

/**
 * type-graphql makes every `resolveType` of an interface asynchronous, which graphql-jit cannot
 * compile. Ours look at a property or a class, so they are put back as they are.
 */
function withPlainTypeResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInterfaceType(type)) continue;
    type.resolveType = (value: { __typename?: string }) =>
      value.__typename ?? value.constructor.name;
  }
  return schema;
}

/** Gives every `Node` type its global id: rows know their database id alone. */
function withGlobalIds(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const isNode = type.getInterfaces().some((implemented) => implemented.name === 'Node');
    const field = type.getFields()['id'];
    if (!isNode || !field) continue;
    field.resolve = (row: { id: string }) => toGlobalId(type.name, row.id);
  }
  return schema;
}

const unusedPubSub = {
  publish(): never {
    throw new Error('Nothing is published through type-graphql; report a domain event.');
  },
  subscribe(): never {
    throw new Error('Nothing is subscribed through type-graphql; return a StreamSource.');
  },
};
