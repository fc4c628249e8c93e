import { z } from 'zod';

import { contentIds } from '../../services/courses/content-ids.js';
import { importCourse } from '../../services/courses/import-course.js';
import { provisionEnrollments } from '../../services/enrollments/provision.js';
import { createServices } from '../../services/index.js';
import { provisionPeople } from '../../services/people/provision.js';
import { findDemoInstructor } from '../demo/find-demo-instructor.js';
import { buildRecordedCourse, recordingName, slugOf } from '../replay/build-recorded-course.js';
import { readRecordedAnswers } from '../replay/read-recorded-answers.js';
import { chooseSchool } from './choose-school.js';
import { defineCommand, depsOf, operatorOf } from './command.js';
import { CommandRefusal } from './refusal.js';

/** A learner of a recording, as the class knows them. */
export interface RecordedLearner {
  readonly student: string;
  readonly userId: string;
  /** Answers that are stored already: the first so many of theirs. */
  readonly answered: number;
}

export interface RecordedClass {
  readonly school: string;
  readonly courseId: string;
  readonly title: string;
  readonly learners: readonly RecordedLearner[];
  /** The step of each item. */
  readonly steps: Readonly<Record<string, string>>;
  readonly apiKeyId: string;
  /** Good for `responses:record` until the class is closed. */
  readonly key: string;
  /** Who can watch: an instructor of the demo school; null in other schools. */
  readonly watcher: string | null;
}

/**
 * A learner with fewer answers than this has hardly begun: a class of such would end in the first
 * minute.
 */
export const MINIMUM_ANSWERS = 20;

/**
 * Makes what a recording is played into: a course of its items and skills, its learners enrolled
 * there, and a key to record with. Repeated, it finds all that again and makes only a new key.
 */
export const openRecordedClass = defineCommand({
  name: 'replay open',
  input: z.object({
    file: z.string(),
    learners: z.int().min(1).max(5_000),
    school: z.string().optional(),
    /** Enroll everybody anew, so that the recording plays from its beginning. */
    restart: z.boolean(),
  }),
  run: async (platform, input, report, signal): Promise<RecordedClass> => {
    const school = await chooseSchool(platform, input.school);
    const by = operatorOf(school.id);
    const deps = depsOf(platform);
    const name = recordingName(input.file);
    report(0, 1, 'Reading the recording');
    const recorded = await readRecordedAnswers(input.file, {
      learners: input.learners,
      minimumAnswers: MINIMUM_ANSWERS,
    });
    if (recorded.students.length === 0) {
      throw new CommandRefusal(
        `${input.file} has no learner with ${MINIMUM_ANSWERS} answers or more.`,
      );
    }
    signal.throwIfAborted();
    const content = buildRecordedCourse(name, recorded);
    const { courseId, versionId } = await importCourse(deps, school.id, content, {
      onProgress: (done, total) => {
        report(done, total, 'Writing the course');
      },
    });
    const people = await provisionPeople(
      deps,
      by,
      recorded.students.map((student, index) => ({
        email: `learner.${slugOf(student)}@${slugOf(name)}.replay.example`,
        name: `Learner ${index + 1}`,
        passwordHash: null,
      })),
    );
    const enrolled = await provisionEnrollments(
      deps,
      by,
      courseId,
      people.map(({ userId }) => ({ userId, role: 'learner' })),
      // On an older version the steps are others.
      input.restart ? 'all' : 'outdated',
    );
    const instructor = await findDemoInstructor(deps, school);
    if (instructor) {
      const role = 'instructor';
      await provisionEnrollments(deps, by, courseId, [{ userId: instructor.userId, role }]);
    }
    const { steps } = await contentIds(deps, school.id, versionId);
    const { schools } = createServices(platform, platform.orm.em.fork());
    const { apiKeyId, key } = await schools.createServiceAccount(by, {
      name: content.title,
      scopes: ['responses:record'],
    });
    return {
      school: school.slug,
      courseId,
      title: content.title,
      learners: recorded.students.map((student, index) => ({
        student,
        userId: enrolled[index]?.userId ?? '',
        answered: enrolled[index]?.responseCount ?? 0,
      })),
      steps: Object.fromEntries(steps),
      apiKeyId,
      key,
      watcher: instructor?.email ?? null,
    };
  },
});
