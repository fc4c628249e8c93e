import { Job } from '../../src/entities/jobs.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';
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
  | 'Enrollment'
  | 'PracticeAttempt'
  | 'Response'
  | 'Recommendation'
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
  const jobId = await createJob(gateway, schoolId, administrator.id);
  const service = await gateway.createService(schoolId, [
    'responses:record',
    'events:record',
    'courses:import',
  ]);
  const seen = await practise(learner, course.globalId);
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
      Job: toGlobalId('Job', jobId),
      ...seen,
    },
  };
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
