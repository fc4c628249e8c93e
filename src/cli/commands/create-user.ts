import { z } from 'zod';

import { createUser as open } from '../../services/people/provision.js';
import { chooseSchool } from './choose-school.js';
import { defineCommand, depsOf, operatorOf } from './command.js';
import { CommandRefusal } from './refusal.js';

/** Opens an account for a person. */
export const createUser = defineCommand({
  name: 'user create',
  input: z.object({
    school: z.string().optional(),
    email: z.string(),
    name: z.string(),
    password: z.string(),
    isAdministrator: z.boolean(),
  }),
  run: async (platform, { school: slug, ...person }) => {
    const school = await chooseSchool(platform, slug);
    const { passwords } = platform.credentials;
    const result = await open(depsOf(platform), passwords, operatorOf(school.id), person);
    if (result.kind === 'emailTaken') {
      throw new CommandRefusal(
        `Somebody in the school "${school.slug}" has the address ${person.email} already.`,
      );
    }
    return { school: school.slug, userId: result.userId };
  },
});
