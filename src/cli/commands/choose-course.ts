import type { OpenPlatform } from '../../app/open-platform.js';
import { findCourse } from '../../services/courses/content-ids.js';
import { chooseSchool, type ChosenSchool } from './choose-school.js';
import { depsOf } from './command.js';
import { CommandRefusal } from './refusal.js';

export interface ChosenCourse {
  readonly school: ChosenSchool;
  readonly id: string;
  readonly title: string;
}

/** The course with this key in the school chosen: a key is unique within its school only. */
export async function chooseCourse(
  platform: OpenPlatform,
  slug: string | undefined,
  key: string,
): Promise<ChosenCourse> {
  const school = await chooseSchool(platform, slug);
  const course = await findCourse(depsOf(platform), school.id, key);
  if (course) return { school, id: course.id, title: course.title };
  throw new CommandRefusal(`The school "${school.slug}" has no course with the key "${key}".`);
}
