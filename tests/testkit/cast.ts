import { GradeColumn } from '../../src/entities/gradebook.js';
import { Invitation } from '../../src/entities/invitations.js';
import { Job } from '../../src/entities/jobs.js';
import { Cohort, Section, Term } from '../../src/entities/sections.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
import { createAssessed } from './assessed.js';
import type { TestClient } from './client.js';
import { rightAnswer } from './course.js';
import type { TestGateway, TestPerson } from './gateway.js';

/** A school with one class, everyone there is to act as, and one object of every type. */
export interface Cast {
  readonly schoolId: string;
  readonly course: { readonly courseId: string; readonly versionId: string };
  readonly learner: TestPerson;
  /** Another learner of the course. */
  readonly classmate: TestPerson;
  readonly assistant: TestPerson;
  readonly instructor: TestPerson;
  readonly observer: TestPerson;
  /** Guardian of the learner, with the scope `progress`. */
  readonly guardian: TestPerson;
  readonly administrator: TestPerson;
  /** Somebody of the school who is in no course. */
  readonly bystander: TestPerson;
  /** A service account with every scope there is. */
  readonly service: TestClient;
  /** Global ids: the learner's, where an object is somebody's. */
  readonly ids: Readonly<Record<NodeType, string>>;
}

export type NodeType =
  | 'School'
  | 'User'
  | 'GuardianLink'
  | 'Course'
  | 'CourseVersion'
  | 'Module'
  | 'Lesson'
  | 'Problem'
  | 'Step'
  | 'Skill'
  | 'Term'
  | 'Section'
  | 'Cohort'
  | 'Invitation'
  | 'Enrollment'
  | 'GradeColumn'
  | 'PracticeAttempt'
  | 'Response'
  | 'Recommendation'
  | 'QuestionBank'
  | 'Item'
  | 'Assessment'
  | 'AssessmentAttempt'
  | 'AttemptItem'
  | 'Job';

export async function createCast(gateway: TestGateway): Promise<Cast> {
  const schoolId = await gateway.createSchool();
  const course = await gateway.createCourse(schoolId);
  const person = (name: string, facts = {}) => gateway.createPerson(schoolId, { name, ...facts });
  const learner = await person('Learner');
  const classmate = await person('Classmate');
  const assistant = await person('Assistant');
  const instructor = await person('Instructor');
  const observer = await person('Observer');
  const guardian = await person('Guardian');
  const administrator = await person('Administrator', { isAdministrator: true });
  const bystander = await person('Bystander');
  const enrollmentId = await gateway.enroll(schoolId, course, learner.id, 'learner');
  await gateway.enroll(schoolId, course, classmate.id, 'learner');
  await gateway.enroll(schoolId, course, assistant.id, 'assistant');
  await gateway.enroll(schoolId, course, instructor.id, 'instructor');
  await gateway.enroll(schoolId, course, observer.id, 'observer');
  const linkId = await gateway.linkGuardian(schoolId, guardian.id, learner.id, ['progress']);
  const groups = await createGroups(gateway, schoolId, course, instructor.id);
  const columnId = await createGradeColumn(gateway, schoolId, course.courseId);
  const jobId = await createJob(gateway, schoolId, administrator.id);
  const service = await gateway.createService(schoolId, [
    'responses:record',
    'events:record',
    'courses:import',
  ]);
  const seen = await practise(learner, course.globalId);
  const assessed = await createAssessed(instructor, learner, course.globalId);
  return {
    schoolId,
    course,
    learner,
    classmate,
    assistant,
    instructor,
    observer,
    guardian,
    administrator,
    bystander,
    service,
    ids: {
      School: toGlobalId('School', schoolId),
      User: learner.globalId,
      GuardianLink: toGlobalId('GuardianLink', linkId),
      Course: course.globalId,
      CourseVersion: toGlobalId('CourseVersion', course.versionId),
      Enrollment: toGlobalId('Enrollment', enrollmentId),
      GradeColumn: toGlobalId('GradeColumn', columnId),
      Job: toGlobalId('Job', jobId),
      ...groups,
      ...seen,
      ...assessed,
    },
  };
}

/** A term with a section of the course in it, a cohort, and an invitation to the course. */
async function createGroups(
  gateway: TestGateway,
  schoolId: string,
  { courseId }: { courseId: string },
  invitedById: string,
) {
  const em = gateway.platform.orm.em.fork();
  const createdAt = gateway.clock();
  const [termId, sectionId, cohortId, invitationId] = [newId(), newId(), newId(), newId()];
  const later = new Date(createdAt.getTime() + 7 * 24 * 60 * 60 * 1_000);
  em.create(Term, {
    id: termId,
    schoolId,
    name: 'Autumn',
    startsAt: createdAt,
    endsAt: later,
    createdAt,
  });
  em.create(Section, { id: sectionId, schoolId, courseId, termId, name: 'Mornings', createdAt });
  em.create(Cohort, { id: cohortId, schoolId, name: 'Beginners', createdAt });
  em.create(Invitation, {
    id: invitationId,
    schoolId,
    courseId,
    sectionId,
    email: `${invitationId}@elsewhere.example`,
    role: 'learner',
    state: 'open',
    tokenHash: invitationId,
    invitedById,
    enrollmentId: null,
    expiresAt: later,
    createdAt,
    endedAt: null,
  });
  await em.flush();
  return {
    Term: toGlobalId('Term', termId),
    Section: toGlobalId('Section', sectionId),
    Cohort: toGlobalId('Cohort', cohortId),
    Invitation: toGlobalId('Invitation', invitationId),
  };
}

/** A column of the gradebook that learners see. */
async function createGradeColumn(gateway: TestGateway, schoolId: string, courseId: string) {
  const em = gateway.platform.orm.em.fork();
  const id = newId();
  const now = gateway.clock();
  em.create(GradeColumn, {
    id,
    schoolId,
    courseId,
    assessmentId: null,
    title: 'Quiz',
    categoryId: null,
    periodId: null,
    pointsPossible: 10,
    dueAt: null,
    extraCredit: false,
    posted: true,
    position: 0,
    createdAt: now,
    updatedAt: now,
  });
  await em.flush();
  return id;
}

/** A job that has ended, so that no worker touches it. */
async function createJob(gateway: TestGateway, schoolId: string, requestedById: string) {
  const em = gateway.platform.orm.em.fork();
  const id = newId();
  const now = gateway.clock();
  em.create(Job, {
    id,
    schoolId,
    requestedById,
    kind: 'import_course',
    state: 'completed',
    done: 1,
    total: 1,
    input: {},
    result: { courses: [] },
    failure: null,
    createdAt: now,
    startedAt: now,
    endedAt: now,
  });
  await em.flush();
  return id;
}

/** One problem answered right, and what came of it. */
async function practise(learner: TestPerson, courseId: string) {
  const { startPractice } = await learner.client.data(
    /* GraphQL */ `
      mutation ($courseId: ID!) {
        startPractice(input: { courseId: $courseId }) {
          ... on StartPracticeSuccess {
            attempt {
              id
              problem {
                id
                lesson {
                  id
                }
              }
              steps {
                step {
                  id
                  title
                  skills {
                    id
                  }
                }
              }
            }
          }
        }
      }
    `,
    { courseId },
  );
  const { id: attemptId, problem, steps } = startPractice.attempt;
  const { step } = steps[0];
  const { submitResponse } = await learner.client.data(
    /* GraphQL */ `
      mutation ($attemptId: ID!, $stepId: ID!, $response: String!) {
        submitResponse(
          input: { attemptId: $attemptId, stepId: $stepId, response: $response, clientKey: "cast" }
        ) {
          ... on SubmitResponseSuccess {
            response {
              id
            }
            enrollment {
              recommendation {
                id
              }
              course {
                modules {
                  id
                }
              }
            }
          }
        }
      }
    `,
    { attemptId, stepId: step.id, response: rightAnswer(step.title) },
  );
  const { response, enrollment } = submitResponse;
  return {
    Module: enrollment.course.modules[0].id as string,
    Lesson: problem.lesson.id as string,
    Problem: problem.id as string,
    Step: step.id as string,
    Skill: step.skills[0].id as string,
    PracticeAttempt: attemptId as string,
    Response: response.id as string,
    Recommendation: enrollment.recommendation.id as string,
  };
}
