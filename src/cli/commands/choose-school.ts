import type { OpenPlatform } from '../../app/open-platform.js';
import { listSchools } from '../../services/people/provision.js';
import { depsOf } from './command.js';
import { CommandRefusal } from './refusal.js';

export interface ChosenSchool {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** As many as one would want to read in an error. */
const NAMED = 10;

/** The school with this slug; without one, the only school there is. */
export async function chooseSchool(
  platform: OpenPlatform,
  slug: string | undefined,
): Promise<ChosenSchool> {
  const schools = await listSchools(depsOf(platform), NAMED + 1);
  const chosen =
    slug === undefined
      ? schools.length === 1
        ? schools[0]
        : undefined
      : schools.find((school) => school.slug === slug);
  if (chosen) return chosen;
  const there = schools
    .slice(0, NAMED)
    .map((school) => school.slug)
    .join(', ');
  if (schools.length === 0) {
    throw new CommandRefusal('There is no school yet. Make one with: lyceum school create');
  }
  const more = schools.length > NAMED ? ' and more' : '';
  throw new CommandRefusal(
    slug === undefined
      ? `There are several schools: ${there}${more}. Name one with --school.`
      : `There is no school "${slug}". There are: ${there}${more}.`,
    slug === undefined ? 'usage' : 'refused',
  );
}
