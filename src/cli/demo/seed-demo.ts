import { fileURLToPath } from 'node:url';
import { UniqueConstraintViolationException } from '@mikro-orm/core';

import type { OpenPlatform } from '../../app/open-platform.js';
import type { Actor } from '../../services/actor.js';
import { contentIds } from '../../services/courses/content-ids.js';
import type { CourseContent } from '../../services/courses/course-content.js';
import { importCourse } from '../../services/courses/import-course.js';
import {
  provisionEnrollments,
  type ProvisionedEnrollment,
} from '../../services/enrollments/provision.js';
import { createServices } from '../../services/index.js';
import type { Operator } from '../../services/people/index.js';
import {
  findUsers,
  provisionGuardianLink,
  provisionPeople,
} from '../../services/people/provision.js';
import { depsOf, operatorOf } from '../commands/command.js';
import { readCourseContent } from '../importers/content-json/read-course-content.js';
import { demoAccounts, demoSchool, type DemoAccount, type DemoAccounts } from './demo-accounts.js';
import { practise } from './practise.js';

/** Kept beside the source, which the built program finds at the same distance. */
const COURSE_FILE = fileURLToPath(
  new URL('../../../src/cli/demo/data/elementary-algebra-part.json', import.meta.url),
);

/** The class has been at work for this long when the first visitor comes. */
const PAST_MS = 45 * 60_000;
/** Between one thing that happened and the next. */
const PACE_MS = 20_000;

/**
 * Makes sure of the demo school: its course, its people, its class, and some practice to look at.
 * What is there stays as it is, so it may run at every start and on several nodes at once. Its
 * passwords are public: call it only where the environment says `demo`.
 */
export async function seedDemo(platform: OpenPlatform): Promise<DemoAccounts> {
  const accounts = demoAccounts();
  const clock = pastClock(platform);
  const past: OpenPlatform = { ...platform, clock: clock.now };
  const by = operatorOf(await ensureSchool(past, accounts));
  const deps = depsOf(past);
  const userIds = await ensurePeople(past, by, accounts);
  const idOf = (account: DemoAccount | undefined): string =>
    userIds.get(account?.email ?? '') ?? '';

  const content = await readCourseContent(COURSE_FILE);
  const course = await onceMore(() => importCourse(deps, by.schoolId, content));
  const inClass = accounts.flatMap((account) =>
    isInClass(account) ? [{ userId: idOf(account), role: account.role }] : [],
  );
  const enrolled = await onceMore(() => provisionEnrollments(deps, by, course.courseId, inClass));
  const guardian = accounts.find(({ role }) => role === 'guardian');
  const ward = accounts.find(({ role }) => role === 'learner');
  await onceMore(() =>
    provisionGuardianLink(deps, by, {
      guardianId: idOf(guardian),
      learnerId: idOf(ward),
      scopes: ['progress'],
    }),
  );
  await practiseOnce(past, by, { ...course, content, enrolled, tick: clock.tick });
  return accounts;
}

async function ensureSchool(platform: OpenPlatform, accounts: DemoAccounts): Promise<string> {
  const { schools } = createServices(platform, platform.orm.em.fork());
  const known = await schools.findSchool(demoSchool.slug);
  if (known) return known.id;
  const {
    name = '',
    email = '',
    password = '',
  } = accounts.find(({ role }) => role === 'administrator') ?? {};
  const administrator = { name, email, password };
  const made = await schools.createSchool({ ...demoSchool, administrator });
  if (made.kind === 'created') return made.schoolId;
  // Another node was faster.
  return (await schools.findSchool(demoSchool.slug))?.id ?? '';
}

async function ensurePeople(
  platform: OpenPlatform,
  by: Operator,
  accounts: DemoAccounts,
): Promise<ReadonlyMap<string, string>> {
  const deps = depsOf(platform);
  const emails = accounts.map(({ email }) => email);
  const known = await findUsers(deps, by.schoolId, emails);
  const [first] = accounts;
  if (!first || known.size === accounts.length) return known;
  // Hashed once for all: they share the password, and everybody knows it.
  const passwordHash = await platform.credentials.passwords.hash(first.password);
  await provisionPeople(
    deps,
    by,
    accounts.map(({ email, name }) => ({ email, name, passwordHash })),
  );
  return findUsers(deps, by.schoolId, emails);
}

function isInClass(
  account: DemoAccount,
): account is DemoAccount & { role: 'instructor' | 'assistant' | 'learner' } {
  return ['instructor', 'assistant', 'learner'].includes(account.role);
}

/** Lets those practise who have not yet. */
async function practiseOnce(
  platform: OpenPlatform,
  { schoolId }: Operator,
  room: {
    courseId: string;
    versionId: string;
    content: CourseContent;
    enrolled: readonly ProvisionedEnrollment[];
    tick: () => void;
  },
): Promise<void> {
  const { courseId, content, tick } = room;
  const learners = room.enrolled.filter(({ role }) => role === 'learner');
  // Whoever has answered anything has had their history, or makes one of their own.
  if (learners.some(({ responseCount }) => responseCount > 0)) return;
  const { practice } = createServices(platform, platform.orm.em.fork());
  await practise({
    practice,
    courseId,
    content,
    ids: await contentIds(depsOf(platform), schoolId, room.versionId),
    tick,
    learner: (place) => {
      const enrollment = learners[place];
      // On another version the problems are others.
      if (enrollment?.versionId !== room.versionId) return null;
      return asLearner(schoolId, enrollment.userId);
    },
  });
}

function asLearner(schoolId: string, userId: string): Actor {
  return {
    userId,
    schoolId,
    kind: 'person',
    isAdministrator: false,
    sessionId: null,
    apiKeyId: null,
    scopes: new Set(),
    expiresAt: null,
  };
}

/** A clock that begins in the past, is moved on by hand and never passes the present. */
function pastClock(platform: OpenPlatform): { now: () => Date; tick: () => void } {
  let at = platform.clock().getTime() - PAST_MS;
  return {
    now: () => new Date(at),
    tick: () => {
      at = Math.min(at + PACE_MS, platform.clock().getTime());
    },
  };
}

/** Of two nodes that start at once one loses the race for a row; then it finds the row there. */
async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    return work();
  }
}
