import 'reflect-metadata';

import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { buildSchema as buildTypeGraphQLSchema, type NonEmptyArray } from 'type-graphql';

import {
  AccountMutationResolver,
  DisableUserSuccessResolver,
  GuardianLinkExistsErrorResolver,
  GuardianLinkGuardianResolver,
  SaveGuardianLinkSuccessResolver,
  SaveUserSuccessResolver,
  UserResolver,
} from '../resolvers/accounts.js';
import {
  AssessmentPartResolver,
  AssessmentResolver,
  AuthoringResolver,
  CourseAssessmentsResolver,
  CreateAssessmentSuccessResolver,
  CreateItemSuccessResolver,
  CreateQuestionBankSuccessResolver,
  ItemResolver,
  PublishAssessmentSuccessResolver,
  QuestionBankResolver,
  UpdateAssessmentSuccessResolver,
  UpdateItemSuccessResolver,
} from '../resolvers/assessments/authoring.js';
import {
  AssessmentAttemptResolver,
  AttemptItemResolver,
  AttemptMutationResolver,
  AttemptNotOpenErrorResolver,
  AttemptNotSubmittedErrorResolver,
  GradeItemSuccessResolver,
  SavedResponseResolver,
  SaveResponseSuccessResolver,
  StaleResponseErrorResolver,
  StartAttemptSuccessResolver,
  SubmitAttemptSuccessResolver,
  VoidAttemptSuccessResolver,
} from '../resolvers/assessments/taking.js';
import {
  ArchiveCourseSuccessResolver,
  CourseMutationResolver,
  CourseResolver,
  CourseStaffResolver,
  CreateCourseSuccessResolver,
  LessonObjectiveResolver,
  LessonResolver,
  PrerequisiteCycleErrorResolver,
  PrerequisitesNotMetErrorResolver,
  ProblemResolver,
  StepResolver,
  UpdateCourseSuccessResolver,
} from '../resolvers/courses.js';
import { DraftResolver, PublishCourseSuccessResolver } from '../resolvers/drafts.js';
import {
  AlreadyEnrolledErrorResolver,
  CourseEnrollmentResolver,
  EnrollmentMutationResolver,
  EnrollmentResolver,
  EnrollmentTransitionResolver,
  EnrollSuccessResolver,
  SetEnrollmentSectionSuccessResolver,
  SetEnrollmentSettingsSuccessResolver,
  SetEnrollmentStateSuccessResolver,
  SkillMasteryResolver,
  WithdrawSuccessResolver,
} from '../resolvers/enrollments.js';
import { EventMutationResolver } from '../resolvers/events.js';
import {
  CourseGradebookResolver,
  EnrollmentGradesResolver,
  GradebookResolver,
  GradePolicyVersionResolver,
} from '../resolvers/gradebook/gradebook.js';
import {
  CategoryGradeResolver,
  ColumnGradeResolver,
  GradeColumnResolver,
  GradeTotalResolver,
} from '../resolvers/gradebook/grades.js';
import {
  ClearGradeOverrideSuccessResolver,
  CreateGradeColumnSuccessResolver,
  GradebookMutationResolver,
  PostGradesSuccessResolver,
  RecomputeGradesSuccessResolver,
  RecordGradeSuccessResolver,
  SetGradeExemptionSuccessResolver,
  SetGradeOverrideSuccessResolver,
  SetGradePolicySuccessResolver,
  UpdateGradeColumnSuccessResolver,
} from '../resolvers/gradebook/mutations.js';
import {
  AlreadyInvitedErrorResolver,
  CourseInvitationsResolver,
  InvitationMutationResolver,
  InvitationResolver,
  InviteToCourseSuccessResolver,
  RevokeInvitationSuccessResolver,
} from '../resolvers/invitations.js';
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
import {
  AccessResolver,
  BlockerResolver,
  LessonReleaseResolver,
  ModuleReleaseResolver,
} from '../resolvers/release.js';
import {
  CohortResolver,
  CourseSectionsResolver,
  SaveCohortSuccessResolver,
  SaveSectionSuccessResolver,
  SaveTermSuccessResolver,
  SectionMutationResolver,
  SectionResolver,
  SetCohortMembersSuccessResolver,
  TermResolver,
} from '../resolvers/sections.js';
import { guardSchema } from '../schema/permissions/guard.js';
import { permissions } from '../schema/permissions/index.js';
import { DateTime } from '../schema/shared/date-time.scalar.js';
import { toGlobalId } from '../schema/shared/global-id.js';
import { AttemptUpdatedSubscription } from '../subscriptions/attempts.js';
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
  AccountMutationResolver,
  DisableUserSuccessResolver,
  GuardianLinkExistsErrorResolver,
  GuardianLinkGuardianResolver,
  SaveGuardianLinkSuccessResolver,
  SaveUserSuccessResolver,
  UserResolver,
  SessionResolver,
  CourseResolver,
  LessonResolver,
  LessonObjectiveResolver,
  ProblemResolver,
  StepResolver,
  CourseStaffResolver,
  CourseMutationResolver,
  CreateCourseSuccessResolver,
  UpdateCourseSuccessResolver,
  PrerequisiteCycleErrorResolver,
  PrerequisitesNotMetErrorResolver,
  ArchiveCourseSuccessResolver,
  ModuleReleaseResolver,
  LessonReleaseResolver,
  AccessResolver,
  BlockerResolver,
  DraftResolver,
  PublishCourseSuccessResolver,
  EnrollmentResolver,
  SkillMasteryResolver,
  EnrollmentMutationResolver,
  EnrollSuccessResolver,
  AlreadyEnrolledErrorResolver,
  WithdrawSuccessResolver,
  CourseEnrollmentResolver,
  EnrollmentTransitionResolver,
  SetEnrollmentStateSuccessResolver,
  SetEnrollmentSectionSuccessResolver,
  SetEnrollmentSettingsSuccessResolver,
  InvitationResolver,
  CourseInvitationsResolver,
  InvitationMutationResolver,
  InviteToCourseSuccessResolver,
  AlreadyInvitedErrorResolver,
  RevokeInvitationSuccessResolver,
  TermResolver,
  SectionResolver,
  CourseSectionsResolver,
  CohortResolver,
  SectionMutationResolver,
  SaveTermSuccessResolver,
  SaveSectionSuccessResolver,
  SaveCohortSuccessResolver,
  SetCohortMembersSuccessResolver,
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
  CourseGradebookResolver,
  EnrollmentGradesResolver,
  GradebookResolver,
  GradePolicyVersionResolver,
  GradeColumnResolver,
  ColumnGradeResolver,
  CategoryGradeResolver,
  GradeTotalResolver,
  GradebookMutationResolver,
  SetGradePolicySuccessResolver,
  RecomputeGradesSuccessResolver,
  CreateGradeColumnSuccessResolver,
  UpdateGradeColumnSuccessResolver,
  PostGradesSuccessResolver,
  RecordGradeSuccessResolver,
  SetGradeOverrideSuccessResolver,
  ClearGradeOverrideSuccessResolver,
  SetGradeExemptionSuccessResolver,
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
  AssessmentPartResolver,
  AssessmentResolver,
  AuthoringResolver,
  CourseAssessmentsResolver,
  CreateAssessmentSuccessResolver,
  CreateItemSuccessResolver,
  CreateQuestionBankSuccessResolver,
  ItemResolver,
  PublishAssessmentSuccessResolver,
  QuestionBankResolver,
  UpdateAssessmentSuccessResolver,
  UpdateItemSuccessResolver,
  AssessmentAttemptResolver,
  AttemptItemResolver,
  AttemptMutationResolver,
  AttemptNotOpenErrorResolver,
  AttemptNotSubmittedErrorResolver,
  GradeItemSuccessResolver,
  SavedResponseResolver,
  SaveResponseSuccessResolver,
  StaleResponseErrorResolver,
  StartAttemptSuccessResolver,
  SubmitAttemptSuccessResolver,
  VoidAttemptSuccessResolver,
  AttemptUpdatedSubscription,
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
