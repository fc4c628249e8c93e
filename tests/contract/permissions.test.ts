import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  graphql,
  isAbstractType,
  isObjectType,
  parse,
  subscribe,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { and, chain, or, rule } from 'graphql-shield';
import { pino } from 'pino';

import { formatErrors } from '../../src/app/format-error.js';
import type { RequestContext } from '../../src/context/request-context.js';
import { GuardianLink } from '../../src/entities/people.js';
import { RequestError } from '../../src/errors/index.js';
import {
  guardSchema,
  missingRules,
  type PermissionTable,
} from '../../src/schema/permissions/guard.js';
import { permissions } from '../../src/schema/permissions/index.js';
import { isPublic, isSignedIn } from '../../src/schema/permissions/rules.js';
import { parseGlobalId, toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import { openAttempt as openAssessment, statement } from '../testkit/assessed.js';
import { createCast, type Cast } from '../testkit/cast.js';
import type { TestClient } from '../testkit/client.js';
import { TestGateway } from '../testkit/gateway.js';
import { failQueries } from '../testkit/queries.js';

// Who may ask for what. `stranger` administers another school; everyone else is of the school whose
// objects are asked for: its learner's, where they are somebody's. 401, 403 and 404 stand for
// UNAUTHENTICATED, FORBIDDEN and NOT_FOUND; other words are outcomes of the mutation.
const expected = `
                                             | guest learner classmate assistant instructor observer guardian administrator service bystander stranger
Query.viewer                                 | null  yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Query.courses                                | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Query.course                                 | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       404
Query.node: a course                         | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       null
Query.node: the learner                      | 401   yes     null      yes       yes        null     yes      yes           null    null      null
Query.node: their enrollment                 | 401   yes     null      yes       yes        null     yes      yes           null    null      null
Query.node: an answer of theirs              | 401   yes     null      yes       yes        null     null     yes           null    null      null
Query.nodes: a problem                       | 401   yes     yes       yes       yes        yes      null     yes           null    null      null
Query.job: of the administrator              | 401   404     404       404       404        404      404      yes           404     404       404
Mutation.signIn                              | yes   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.renewSession                        | yes   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.signOut                             | 401   yes     yes       yes       yes        yes      yes      yes           403     yes       yes
Mutation.enroll: oneself                     | 401   ALREADY_ENROLLED ALREADY_ENROLLED ALREADY_ENROLLED ALREADY_ENROLLED ALREADY_ENROLLED yes yes 403 yes 404
Mutation.enroll: another                     | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.enroll: oneself as instructor       | 401   403     403       ALREADY_ENROLLED ALREADY_ENROLLED 403 403 ALREADY_ENROLLED 403 403 404
Mutation.withdraw: a learner                 | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.createUser                          | 401   403     403       403       403        403      403      yes           403     403       yes
Mutation.updateUser                          | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.disableUser                         | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.enableUser                          | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.updateProfile                       | 401   yes     yes       yes       yes        yes      yes      yes           403     yes       yes
Mutation.updatePreferences                   | 401   yes     yes       yes       yes        yes      yes      yes           403     yes       yes
Mutation.grantGuardianLink: for oneself      | 401   yes     yes       yes       yes        yes      yes      yes           404     yes       404
Mutation.setGuardianLinkState: pause         | 401   yes     404       404       404        404      403      yes           404     404       404
Mutation.setEnrollmentState: suspend a learner| 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.setEnrollmentSection                | 401   403     404       yes       yes        404      404      yes           404     404       404
Mutation.setEnrollmentSettings               | 401   403     403       yes       yes        403      403      yes           403     403       404
Query.terms                                  | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Query.cohorts                                | 401   403     403       403       403        403      403      yes           403     403       yes
Mutation.inviteToCourse                      | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.acceptInvitation: of a newcomer     | yes   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.declineInvitation                   | yes   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.revokeInvitation                    | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.createTerm                          | 401   403     403       403       403        403      403      yes           403     403       yes
Mutation.updateTerm                          | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.deleteTerm                          | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.createSection                       | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.updateSection                       | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.deleteSection                       | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.createCohort                        | 401   403     403       403       403        403      403      yes           403     403       yes
Mutation.updateCohort                        | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.deleteCohort                        | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.setCohortMembers                    | 401   403     403       403       403        403      403      yes           403     403       404
Mutation.startPractice                       | 401   yes     yes       NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED 404
Mutation.submitResponse: in their attempt    | 401   yes     404       404       404        404      404      404           404     404       404
Mutation.requestHint: in their attempt       | 401   yes     404       404       404        404      404      404           404     404       404
Mutation.recordResponses                     | 401   403     403       403       403        403      403      403           yes     403       403
Mutation.recordLearningEvents: one's own     | 401   yes     yes       yes       yes        yes      yes      yes           yes     yes       yes
Mutation.recordLearningEvents: the learner's | 401   yes     403       403       403        403      403      403           yes     403       403
Mutation.importCourse                        | 401   403     403       403       403        403      403      yes           yes     403       yes
Mutation.setGradePolicy                      | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.createGradeColumn                   | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.updateGradeColumn                   | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.postGrades: that are posted         | 401   404     404       GRADES_UNCHANGED       GRADES_UNCHANGED        404      404      GRADES_UNCHANGED           404     404       404
Mutation.recordGrade: the learner's          | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.setGradeOverride: the learner's     | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.setGradeExemption: the learner's    | 401   404     404       yes       yes        404      404      yes           404     404       404
Mutation.recomputeGrades                     | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.clearGradeOverride: where none is   | 401   404     404       NO_GRADE_OVERRIDE       NO_GRADE_OVERRIDE        404      404      NO_GRADE_OVERRIDE           404     404       404
Query.courseDraft                            | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.createCourse                        | 401   403     403       403       403        403      403      yes           403     403       yes
Mutation.updateCourse                        | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.archiveCourse                       | 401   403     403       yes       yes        403      403      yes           403     403       404
Mutation.saveDraft: of an old revision       | 401   403     403       DRAFT_CONFLICT DRAFT_CONFLICT 403 403 DRAFT_CONFLICT 403 403 404
Mutation.publishCourse: of no changes        | 401   403     403       NOTHING_TO_PUBLISH NOTHING_TO_PUBLISH 403 403 NOTHING_TO_PUBLISH 403 403 404
Query.itemKey                                | 401 404 404 yes yes 404 404 yes 404 404 404
Mutation.createQuestionBank                  | 401 403 403 yes yes 403 403 yes 403 403 404
Mutation.createItem                          | 401 404 404 yes yes 404 404 yes 404 404 404
Mutation.updateItem                          | 401 404 404 yes yes 404 404 yes 404 404 404
Mutation.createAssessment                    | 401 403 403 yes yes 403 403 yes 403 403 404
Mutation.updateAssessment                    | 401 404 404 yes yes 404 404 yes 404 404 404
Mutation.publishAssessment                   | 401 404 404 yes yes 404 404 yes 404 404 404
Mutation.startAttempt                        | 401 yes yes NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED NOT_ENROLLED 404
Mutation.saveResponse: in their attempt      | 401 STALE_RESPONSE 404 404 404 404 404 404 404 404 404
Mutation.submitAttempt: theirs               | 401 yes 404 404 404 404 404 404 404 404 404
Mutation.gradeItem: beyond its points        | 401 404 404 INVALID_FIELDS INVALID_FIELDS 404 404 INVALID_FIELDS 404 404 404
Mutation.releaseGrades                       | 401 404 404 yes yes 404 404 yes 404 404 404
Mutation.voidAttempt: theirs                 | 401 404 404 yes yes 404 404 yes 404 404 404
Subscription.attemptUpdated: theirs          | 401 yes 404 404 404 404 404 404 404 404 404
Subscription.classActivity                   | 401   403     403       yes       yes        403      403      yes           403     403       404
Subscription.recommendations                 | 401   yes     yes       403       403        403      403      403           403     403       404
Subscription.jobUpdated                      | 401   404     404       404       404        404      404      yes           404     404       404
`;

type Role =
  | 'guest'
  | 'learner'
  | 'classmate'
  | 'assistant'
  | 'instructor'
  | 'observer'
  | 'guardian'
  | 'administrator'
  | 'service'
  | 'bystander'
  | 'stranger';

const [heading = '', ...lines] = expected.trim().split('\n');
const roles = words(heading.split('|')[1]) as Role[];
const rows = lines.map((line) => {
  const [name = '', verdicts] = line.split('|');
  return [name.trim(), words(verdicts)] as const;
});

function words(text = ''): string[] {
  return text.trim().split(/\s+/);
}

let gateway: TestGateway;
let cast: Cast;
let stranger: Cast['administrator'];
beforeAll(async () => {
  gateway = await TestGateway.start();
  cast = await createCast(gateway);
  stranger = await gateway.createPerson(await gateway.createSchool(), { isAdministrator: true });
});
afterAll(async () => {
  await gateway.stop();
});

function clientOf(role: Role): TestClient {
  if (role === 'guest') return gateway.guest();
  if (role === 'service') return cast.service;
  return role === 'stranger' ? stranger.client : cast[role].client;
}

const at = '2026-01-31T09:00:00Z';

/** Asks once, with what is made for this asking alone. */
const askings: Record<string, (role: Role) => Promise<string>> = {
  'Query.viewer': query('{ viewer { isAdministrator } }'),
  'Query.courses': query('{ courses { totalCount } }'),
  'Query.course': query('query ($id: ID!) { course(id: $id) { title } }', () => cast.ids.Course),
  'Query.node: a course': node(() => cast.ids.Course),
  'Query.node: the learner': node(() => cast.ids.User),
  'Query.node: their enrollment': node(() => cast.ids.Enrollment),
  'Query.node: an answer of theirs': node(() => cast.ids.Response),
  'Query.nodes: a problem': query(
    'query ($id: ID!) { nodes(ids: [$id]) { id } }',
    () => cast.ids.Problem,
  ),
  'Query.job: of the administrator': query(
    'query ($id: ID!) { job(jobId: $id) { id } }',
    () => cast.ids.Job,
  ),
  'Mutation.signIn': mutation('signIn', 'SignInInput', async () => {
    const { email, password } = cast.learner;
    return { email, password };
  }),
  'Mutation.renewSession': mutation('renewSession', 'RenewSessionInput', async () => {
    const { tokens } = await gateway.createPerson(cast.schoolId);
    return { refreshToken: tokens.refreshToken };
  }),
  'Mutation.signOut': async (role) => {
    const client =
      role === 'guest' || role === 'service'
        ? clientOf(role)
        : await gateway.signIn(role === 'stranger' ? stranger : cast[role]);
    return verdictOf(await client.ask(`mutation { signOut(input: {}) { __typename } }`));
  },
  'Mutation.enroll: oneself': async (role) => {
    const ask = mutation('enroll', 'EnrollInput', async () => ({ courseId: cast.ids.Course }));
    const verdict = await ask(role);
    if (verdict === 'yes') await leave(role);
    return verdict;
  },
  'Mutation.enroll: another': mutation('enroll', 'EnrollInput', async () => ({
    courseId: cast.ids.Course,
    userId: (await gateway.createPerson(cast.schoolId)).globalId,
  })),
  'Mutation.enroll: oneself as instructor': async (role) => {
    if (role === 'administrator') await clientOf(role).data(enrollMe());
    const ask = mutation('enroll', 'EnrollInput', async () => ({
      courseId: cast.ids.Course,
      role: 'INSTRUCTOR',
    }));
    const verdict = await ask(role);
    if (role === 'administrator') await leave(role);
    return verdict;
  },
  'Mutation.withdraw: a learner': mutation('withdraw', 'WithdrawInput', async () => {
    const { id } = await gateway.createPerson(cast.schoolId);
    const enrollmentId = await gateway.enroll(cast.schoolId, cast.course, id);
    return { enrollmentId: toGlobalId('Enrollment', enrollmentId) };
  }),
  'Mutation.createUser': mutation('createUser', 'CreateUserInput', async () => ({
    email: `${newId()}@elsewhere.example`,
    name: 'Newcomer',
  })),
  'Mutation.updateUser': mutation('updateUser', 'UpdateUserInput', async () => ({
    userId: (await gateway.createPerson(cast.schoolId)).globalId,
  })),
  'Mutation.disableUser': mutation('disableUser', 'DisableUserInput', async () => ({
    userId: (await gateway.createPerson(cast.schoolId)).globalId,
  })),
  'Mutation.enableUser': mutation('enableUser', 'EnableUserInput', async () => ({
    userId: (await gateway.createPerson(cast.schoolId)).globalId,
  })),
  'Mutation.updateProfile': mutation('updateProfile', 'UpdateProfileInput', async () => ({
    pace: 'STEADY',
  })),
  'Mutation.updatePreferences': mutation(
    'updatePreferences',
    'UpdatePreferencesInput',
    async () => ({ language: 'pl' }),
  ),
  'Mutation.grantGuardianLink: for oneself': mutation(
    'grantGuardianLink',
    'GrantGuardianLinkInput',
    async () => ({
      guardianId: (await gateway.createPerson(cast.schoolId)).globalId,
      scopes: ['PROGRESS'],
    }),
  ),
  'Mutation.setGuardianLinkState: pause': mutation(
    'setGuardianLinkState',
    'SetGuardianLinkStateInput',
    async () => ({
      linkId: await newLink(),
      state: 'PAUSED',
    }),
  ),
  'Mutation.setEnrollmentState: suspend a learner': mutation(
    'setEnrollmentState',
    'SetEnrollmentStateInput',
    async () => ({
      enrollmentId: await newLearner(),
      state: 'SUSPENDED',
    }),
  ),
  'Mutation.setEnrollmentSection': mutation(
    'setEnrollmentSection',
    'SetEnrollmentSectionInput',
    async () => ({
      enrollmentId: cast.ids.Enrollment,
      sectionId: cast.ids.Section,
    }),
  ),
  'Mutation.setEnrollmentSettings': mutation(
    'setEnrollmentSettings',
    'SetEnrollmentSettingsInput',
    async () => ({
      courseId: cast.ids.Course,
      capacity: null,
    }),
  ),
  'Query.terms': query('{ terms { totalCount } }'),
  'Query.cohorts': query('{ cohorts { totalCount } }'),
  'Mutation.inviteToCourse': mutation('inviteToCourse', 'InviteToCourseInput', async () => ({
    courseId: cast.ids.Course,
    email: `${newId()}@elsewhere.example`,
  })),
  'Mutation.acceptInvitation: of a newcomer': mutation(
    'acceptInvitation',
    'AcceptInvitationInput',
    async () => ({
      token: (await invitation()).token,
      name: 'Newcomer',
      password: 'correct horse',
    }),
  ),
  'Mutation.declineInvitation': mutation(
    'declineInvitation',
    'DeclineInvitationInput',
    async () => ({
      token: (await invitation()).token,
    }),
  ),
  'Mutation.revokeInvitation': mutation('revokeInvitation', 'RevokeInvitationInput', async () => ({
    invitationId: (await invitation()).invitation.id,
  })),
  'Mutation.createTerm': mutation('createTerm', 'CreateTermInput', async () => ({
    name: newId(),
    startsAt: at,
    endsAt: '2026-06-30T00:00:00Z',
  })),
  'Mutation.updateTerm': mutation('updateTerm', 'UpdateTermInput', async () => ({
    termId: cast.ids.Term,
    name: newId(),
    startsAt: at,
    endsAt: '2026-06-30T00:00:00Z',
  })),
  'Mutation.deleteTerm': mutation('deleteTerm', 'DeleteTermInput', async () => ({
    termId: await made('Term'),
  })),
  'Mutation.createSection': mutation('createSection', 'CreateSectionInput', async () => ({
    courseId: cast.ids.Course,
    name: newId(),
  })),
  'Mutation.updateSection': mutation('updateSection', 'UpdateSectionInput', async () => ({
    sectionId: cast.ids.Section,
    name: newId(),
  })),
  'Mutation.deleteSection': mutation('deleteSection', 'DeleteSectionInput', async () => ({
    sectionId: await made('Section'),
  })),
  'Mutation.createCohort': mutation('createCohort', 'CreateCohortInput', async () => ({
    name: newId(),
  })),
  'Mutation.updateCohort': mutation('updateCohort', 'UpdateCohortInput', async () => ({
    cohortId: cast.ids.Cohort,
    name: newId(),
  })),
  'Mutation.deleteCohort': mutation('deleteCohort', 'DeleteCohortInput', async () => ({
    cohortId: await made('Cohort'),
  })),
  'Mutation.setCohortMembers': mutation('setCohortMembers', 'SetCohortMembersInput', async () => ({
    cohortId: cast.ids.Cohort,
    add: [cast.ids.User],
  })),
  'Mutation.startPractice': mutation('startPractice', 'StartPracticeInput', async () => ({
    courseId: cast.ids.Course,
  })),
  'Mutation.submitResponse: in their attempt': mutation(
    'submitResponse',
    'SubmitResponseInput',
    async () => ({ ...(await openAttempt()), response: '4', clientKey: newId() }),
  ),
  'Mutation.requestHint: in their attempt': mutation(
    'requestHint',
    'RequestHintInput',
    openAttempt,
  ),
  'Mutation.recordResponses': mutation('recordResponses', 'RecordResponsesInput', async () => ({
    courseId: cast.ids.Course,
    responses: [
      {
        learnerId: cast.ids.User,
        stepId: cast.ids.Step,
        correct: true,
        occurredAt: at,
        clientKey: newId(),
      },
    ],
  })),
  "Mutation.recordLearningEvents: one's own": mutation(
    'recordLearningEvents',
    'RecordLearningEventsInput',
    async () => ({ events: [{ id: newId(), kind: 'SEARCHED', occurredAt: at }] }),
  ),
  "Mutation.recordLearningEvents: the learner's": mutation(
    'recordLearningEvents',
    'RecordLearningEventsInput',
    async () => ({
      events: [{ id: newId(), kind: 'SEARCHED', occurredAt: at, actorId: cast.ids.User }],
    }),
  ),
  'Mutation.importCourse': mutation('importCourse', 'ImportCourseInput', async () => ({
    format: 'OATUTOR',
    archive: gzipSync('no archive').toString('base64'),
  })),
  'Mutation.setGradePolicy': mutation('setGradePolicy', 'SetGradePolicyInput', async () => ({
    courseId: cast.ids.Course,
    policy: {
      counting: 'BEST',
      columnRules: [],
      total: 'POINTS',
      categories: [],
      periods: [],
      overall: 'COLUMNS',
      scheme: [],
    },
    reason: 'fair',
  })),
  'Mutation.createGradeColumn': mutation(
    'createGradeColumn',
    'CreateGradeColumnInput',
    async () => ({
      courseId: cast.ids.Course,
      title: 'Exam',
      pointsPossible: 1,
    }),
  ),
  'Mutation.updateGradeColumn': mutation(
    'updateGradeColumn',
    'UpdateGradeColumnInput',
    async () => ({
      columnId: cast.ids.GradeColumn,
      title: 'Quiz',
    }),
  ),
  'Mutation.postGrades: that are posted': mutation('postGrades', 'PostGradesInput', async () => ({
    columnId: cast.ids.GradeColumn,
    posted: true,
  })),
  "Mutation.recordGrade: the learner's": mutation('recordGrade', 'RecordGradeInput', async () => ({
    ...learnersGrade(),
    points: 1,
  })),
  "Mutation.setGradeOverride: the learner's": mutation(
    'setGradeOverride',
    'SetGradeOverrideInput',
    async () => ({ ...learnersGrade(), points: 1, reason: 'fair' }),
  ),
  "Mutation.setGradeExemption: the learner's": mutation(
    'setGradeExemption',
    'SetGradeExemptionInput',
    async () => ({
      ...learnersGrade(),
      exemption: 'EXCUSED',
      granted: false,
      reason: 'fair',
    }),
  ),
  'Mutation.recomputeGrades': mutation('recomputeGrades', 'RecomputeGradesInput', async () => ({
    courseId: cast.ids.Course,
    dryRun: true,
  })),
  'Mutation.clearGradeOverride: where none is': mutation(
    'clearGradeOverride',
    'ClearGradeOverrideInput',
    async () => ({
      enrollmentId: cast.ids.Enrollment,
      reason: 'fair',
    }),
  ),
  'Query.courseDraft': query(
    'query ($id: ID!) { courseDraft(courseId: $id) { revision } }',
    () => cast.ids.Course,
  ),
  'Mutation.createCourse': mutation('createCourse', 'CreateCourseInput', async () => ({
    key: newId(),
    title: 'A course',
    language: 'en',
  })),
  'Mutation.updateCourse': mutation('updateCourse', 'UpdateCourseInput', async () => ({
    courseId: cast.ids.Course,
    category: 'Samples',
  })),
  'Mutation.archiveCourse': async (role) => {
    const ask = mutation('archiveCourse', 'ArchiveCourseInput', async () => ({
      courseId: cast.ids.Course,
    }));
    const verdict = await ask(role);
    if (verdict === 'yes') {
      await cast.administrator.client.data(
        `mutation ($id: ID!) { publishCourse(input: { courseId: $id, revision: 0 }) { __typename } }`,
        { id: cast.ids.Course },
      );
    }
    return verdict;
  },
  'Mutation.saveDraft: of an old revision': mutation('saveDraft', 'SaveDraftInput', async () => ({
    courseId: cast.ids.Course,
    revision: -1,
    modules: [],
  })),
  'Mutation.publishCourse: of no changes': mutation(
    'publishCourse',
    'PublishCourseInput',
    async () => ({ courseId: cast.ids.Course, revision: 0 }),
  ),
  'Query.itemKey': query('query ($id: ID!) { itemKey(itemId: $id) }', () => cast.ids.Item),
  'Mutation.createQuestionBank': mutation(
    'createQuestionBank',
    'CreateQuestionBankInput',
    async () => ({ courseId: cast.ids.Course, title: 'Bank' }),
  ),
  'Mutation.createItem': mutation('createItem', 'CreateItemInput', async () => ({
    bankId: cast.ids.QuestionBank,
    question: statement,
  })),
  'Mutation.updateItem': mutation('updateItem', 'UpdateItemInput', async () => ({
    itemId: cast.ids.Item,
    question: statement,
  })),
  'Mutation.createAssessment': mutation('createAssessment', 'CreateAssessmentInput', async () => ({
    courseId: cast.ids.Course,
    settings: { title: 'Quiz', parts: [] },
  })),
  'Mutation.updateAssessment': mutation('updateAssessment', 'UpdateAssessmentInput', async () => ({
    assessmentId: cast.ids.Assessment,
    settings: { title: 'Quiz', parts: [{ itemId: cast.ids.Item }] },
  })),
  'Mutation.publishAssessment': mutation(
    'publishAssessment',
    'PublishAssessmentInput',
    async () => ({ assessmentId: cast.ids.Assessment }),
  ),
  'Mutation.startAttempt': mutation('startAttempt', 'StartAttemptInput', async () => ({
    assessmentId: cast.ids.Assessment,
    clientKey: newId(),
  })),
  'Mutation.saveResponse: in their attempt': mutation(
    'saveResponse',
    'SaveResponseInput',
    async () => ({
      attemptItemId: (await theirAttempt()).AttemptItem,
      version: -1,
      response: { trueFalse: true },
    }),
  ),
  'Mutation.submitAttempt: theirs': mutation('submitAttempt', 'SubmitAttemptInput', async () => ({
    attemptId: (await theirAttempt()).AssessmentAttempt,
    clientKey: newId(),
  })),
  'Mutation.gradeItem: beyond its points': mutation('gradeItem', 'GradeItemInput', async () => ({
    attemptItemId: cast.ids.AttemptItem,
    points: 2,
  })),
  'Mutation.releaseGrades': mutation('releaseGrades', 'ReleaseGradesInput', async () => ({
    assessmentId: cast.ids.Assessment,
  })),
  'Mutation.voidAttempt: theirs': mutation('voidAttempt', 'VoidAttemptInput', async () => ({
    attemptId: (await theirAttempt()).AssessmentAttempt,
  })),
  'Subscription.attemptUpdated: theirs': subscription(
    'attemptUpdated',
    'attemptId',
    () => cast.ids.AssessmentAttempt,
  ),
  'Subscription.classActivity': subscription('classActivity', 'courseId', () => cast.ids.Course),
  'Subscription.recommendations': subscription(
    'recommendations',
    'courseId',
    () => cast.ids.Course,
  ),
  'Subscription.jobUpdated': subscription('jobUpdated', 'jobId', () => cast.ids.Job),
};

/** The learner's link to their guardian, active whatever was done to it. */
async function newLink(): Promise<string> {
  const id = cast.ids.GuardianLink;
  await gateway.deps.em.nativeUpdate(
    GuardianLink,
    { id: parseGlobalId(id)!.id },
    { state: 'active' },
  );
  return id;
}

/** A learner more, by the id of their enrollment. */
async function newLearner(): Promise<string> {
  const { id } = await gateway.createPerson(cast.schoolId);
  return toGlobalId('Enrollment', await gateway.enroll(cast.schoolId, cast.course, id));
}

/** An invitation for somebody without an account. */
async function invitation() {
  const { inviteToCourse } = await cast.instructor.client.data(
    `mutation ($input: InviteToCourseInput!) { inviteToCourse(input: $input) {
       ... on InviteToCourseSuccess { token invitation { id } } } }`,
    { input: { courseId: cast.ids.Course, email: `${newId()}@elsewhere.example` } },
  );
  return inviteToCourse;
}

/** One of these that nothing else asks for, by its id. */
async function made(type: 'Term' | 'Section' | 'Cohort'): Promise<string> {
  const facts = {
    Term: { startsAt: at, endsAt: '2026-06-30T00:00:00Z' },
    Section: { courseId: cast.ids.Course },
    Cohort: {},
  }[type];
  const { make } = await cast.administrator.client.data(
    `mutation ($input: Create${type}Input!) { make: create${type}(input: $input) {
       ... on Save${type}Success { object: ${type.toLowerCase()} { id } } } }`,
    { input: { name: newId(), ...facts } },
  );
  return make.object.id;
}

function query(text: string, id?: () => string) {
  return async (role: Role) =>
    verdictOf(await clientOf(role).ask(text, id ? { id: id() } : undefined));
}

function node(id: () => string) {
  return query('query ($id: ID!) { node(id: $id) { id } }', id);
}

function mutation(field: string, input: string, make: () => Promise<object>) {
  return async (role: Role) => {
    const code = hasErrors(field) ? '... on UserError { code }' : '';
    const text = `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ${code} } }`;
    return verdictOf(await clientOf(role).ask(text, { input: await make() }));
  };
}

/** Whether a mutation has outcomes but the one. */
function hasErrors(field: string): boolean {
  const { schema } = gateway.gateway;
  const result = getNamedType(schema.getMutationType()!.getFields()[field]!.type);
  if (!isAbstractType(result)) return false;
  return schema
    .getPossibleTypes(result)
    .some((type) => type.getInterfaces().some(({ name }) => name === 'UserError'));
}

function subscription(field: string, argument: string, id: () => string) {
  return async (role: Role) => {
    const text = `subscription ($id: ID!) { ${field}(${argument}: $id) { cursor } }`;
    const stream = await clientOf(role).follow(text, { id: id() });
    if (stream.ended) return short(String(await stream.finish()));
    stream.dispose();
    return 'yes';
  };
}

function verdictOf({ body, code }: Awaited<ReturnType<TestClient['ask']>>): string {
  if (code !== null) return short(code);
  const [value]: any[] = Object.values(body.data as object);
  if (value === null || (Array.isArray(value) && value[0] === null)) return 'null';
  return value.code ?? 'yes';
}

const shortly: Record<string, string> = {
  UNAUTHENTICATED: '401',
  FORBIDDEN: '403',
  NOT_FOUND: '404',
};

function short(code: string): string {
  return shortly[code] ?? code;
}

function enrollMe(): string {
  return `mutation { enroll(input: { courseId: "${cast.ids.Course}" }) { __typename } }`;
}

/** The learner's open attempt at the assessment. */
function theirAttempt() {
  return openAssessment(cast.learner, cast.ids.Assessment);
}

async function leave(role: Role): Promise<void> {
  const { course } = await clientOf(role).data(
    `query ($id: ID!) { course(id: $id) { viewerEnrollment { id } } }`,
    { id: cast.ids.Course },
  );
  await clientOf(role).data(
    `mutation ($id: ID!) { withdraw(input: { enrollmentId: $id }) { __typename } }`,
    { id: course.viewerEnrollment.id },
  );
}

function learnersGrade() {
  return { enrollmentId: cast.ids.Enrollment, columnId: cast.ids.GradeColumn };
}

/** The learner's, on a problem they have not done. */
async function openAttempt(): Promise<{ attemptId: string; stepId: string }> {
  const { startPractice } = await cast.learner.client.data(
    `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
       ... on StartPracticeSuccess { attempt { id steps { open step { id } } } } } }`,
    { courseId: cast.ids.Course },
  );
  const { id: attemptId, steps } = startPractice.attempt;
  return { attemptId, stepId: steps.find((step: any) => step.open).step.id };
}

describe('every root field', () => {
  it('is in the table above', () => {
    const { schema } = gateway.gateway;
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
      .flatMap((type) => Object.keys(type!.getFields()).map((field) => `${type!.name}.${field}`))
      .sort();
    const asked = [...new Set(rows.map(([name]) => name.split(':')[0]))].sort();
    expect(asked).toEqual(fields);
    expect(rows.map(([name]) => name)).toEqual(Object.keys(askings));
  });

  it.each(rows)('%s', async (name, verdicts) => {
    const found = [];
    for (const role of roles) found.push([role, await askings[name]!(role)]);
    expect(found).toEqual(roles.map((role, index) => [role, verdicts[index]]));
  });
});

describe('the permission table', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    ({ schema } = gateway.gateway);
  });

  it('has a rule for each root field and each field of a protected type', () => {
    expect(missingRules(schema, permissions)).toEqual([]);
  });

  it('protects every type but those that say nothing of a person', () => {
    const open = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .filter((type) => type.extensions['protected'] !== true)
      .map((type) => type.name)
      .filter((name) => !/^(Query|Mutation|Subscription)$/.test(name))
      // What a mutation answers was asked for by the one who gets it; persons inside have types
      // of their own. Pages are lists of such.
      .filter((name) => !/(Success|Error|Connection|Edge)$/.test(name));
    expect(open.sort()).toEqual([
      'Course',
      'CourseVersion',
      'EnrollmentSettings',
      'Lesson',
      'LessonObjective',
      'Module',
      'PageInfo',
      'School',
      'Section',
      'SessionTokens',
      'Skill',
      'Term',
    ]);
  });

  it('does not start without a rule for a root field or a field of a protected type', () => {
    const { enroll: _enroll, ...mutations } = permissions['Mutation']!;
    const { classActivity: _activity, ...subscriptions } = permissions['Subscription']!;
    const { '*': _all, ...enrollment } = permissions['Enrollment']!;
    const lacking = {
      ...permissions,
      Mutation: mutations,
      Subscription: subscriptions,
      Enrollment: enrollment,
    };
    const missing = missingRules(schema, lacking);
    expect(missing).toEqual(
      expect.arrayContaining([
        'Mutation.enroll has no rule.',
        'Subscription.classActivity has no rule.',
        'Enrollment.user has no rule.',
        'Enrollment.mastery has no rule.',
      ]),
    );
    expect(missing).not.toContain('Enrollment.recommendation has no rule.');
    expect(() => guardSchema(schema, lacking)).toThrow('Mutation.enroll has no rule.');
  });

  it('does not start with an entry for what the schema has not', () => {
    const planted = {
      ...permissions,
      Course: { ...permissions['Course'], grades: isPublic },
      Gradesheet: { '*': isPublic },
      EnrollInput: { '*': isPublic },
    };
    expect(missingRules(schema, planted)).toEqual([
      'Course.grades is in the table and not in the schema.',
      'Gradesheet is in the table and not in the schema.',
      'EnrollInput is in the table and not in the schema.',
    ]);
    expect(() => guardSchema(schema, planted)).toThrow('Gradesheet is in the table');
  });

  it('does not take the rule of all fields for one of a root field', () => {
    const { Query: _query, ...others } = permissions;
    expect(missingRules(schema, { ...others, Query: { '*': isSignedIn } })).toContain(
      'Query.courses has no rule.',
    );
  });
});

describe('a rule', () => {
  const throwing = rule('throwing', { cache: 'no_cache' })(() => {
    throw new Error('a secret of the database');
  });
  const denying = rule('denying', { cache: 'no_cache' })(() => false);
  const refusing = rule('refusing', { cache: 'no_cache' })(() => RequestError.notFound('thing'));

  /** A graph with one field of each kind under a rule, and what came of asking for it. */
  async function ask(planted: PermissionTable[string][string]) {
    const schema = guardSchema(
      buildSchema(`
        type Query { root: String object: Thing }
        type Thing { one: String two: String }
        type Subscription { stream: String }
      `),
      {
        Query: { root: planted, object: isPublic },
        Thing: { '*': planted },
        Subscription: { stream: planted },
      },
    );
    const seen: string[] = [];
    schema.getSubscriptionType()!.getFields()['stream']!.subscribe ??= () => null;
    const logged: any[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
    const context = { viewer: {}, requestId: 'the request', log } as unknown as RequestContext;
    const rootValue = {
      root: () => seen.push('root'),
      object: { one: () => seen.push('one'), two: () => seen.push('two') },
    };
    const answers = await Promise.all([
      graphql({ schema, rootValue, contextValue: context, source: '{ root }' }),
      graphql({ schema, rootValue, contextValue: context, source: '{ object { one two } }' }),
      subscribe({
        schema,
        rootValue,
        contextValue: context,
        document: parse('subscription { stream }'),
      }) as Promise<ExecutionResult>,
    ]);
    return {
      seen,
      logged,
      codes: answers.flatMap(({ errors = [] }) =>
        formatErrors(errors, context).map(({ extensions }) => extensions['code']),
      ),
      text: JSON.stringify(answers.map(({ errors = [] }) => formatErrors(errors, context))),
    };
  }

  it.each([
    ['alone', throwing],
    ['in and', and(isSignedIn, throwing)],
    ['in or', or(denying, throwing)],
    ['in chain', chain(isSignedIn, throwing)],
  ])(
    'that throws, %s, is a fault, masked and logged, and never a denial',
    async (_name, planted) => {
      const { seen, logged, codes, text } = await ask(planted);
      expect(seen).toEqual([]);
      expect(codes).toEqual(Array(4).fill('INTERNAL_SERVER_ERROR'));
      expect(text).not.toContain('secret');
      expect(text).toContain('the request');
      expect(logged.length).toBeGreaterThanOrEqual(3);
      for (const line of logged) {
        expect(line).toMatchObject({ level: 50, err: { message: 'a secret of the database' } });
      }
    },
  );

  it('that says no is a denial of every field, and no fault', async () => {
    const { seen, logged, codes } = await ask(denying);
    expect([seen, logged]).toEqual([[], []]);
    expect(codes).toEqual(Array(4).fill('FORBIDDEN'));
  });

  it('that returns an error gives it as it is', async () => {
    const { seen, logged, codes } = await ask(and(isSignedIn, refusing));
    expect([seen, logged]).toEqual([[], []]);
    expect(codes).toEqual(Array(4).fill('NOT_FOUND'));
  });

  it('that cannot ask the database is a fault through the whole gateway too', async () => {
    const { client } = cast.instructor;
    const asked = `query ($id: ID!) { course(id: $id) { enrollments { totalCount } } }`;
    const variables = { id: cast.ids.Course };
    await client.data(asked, variables);
    const before = gateway.logged.length;
    await failQueries(gateway.platform, /from "enrollments"/, async () => {
      const answer = await client.ask(asked, variables);
      const { message, extensions } = answer.error('INTERNAL_SERVER_ERROR');
      expect(message).toBe('Something went wrong on our side.');
      expect(extensions).toMatchObject({ requestId: answer.headers.get('x-request-id') });
      const stream = await client.follow(
        `subscription ($id: ID!) { classActivity(courseId: $id) { cursor } }`,
        variables,
      );
      expect(await stream.finish()).toBe('INTERNAL_SERVER_ERROR');
    });
    const faults = gateway.logged.slice(before);
    expect(faults.map((line: any) => line.err.message)).toEqual(['planted', 'planted']);
    await client.data(asked, variables);
  });
});
