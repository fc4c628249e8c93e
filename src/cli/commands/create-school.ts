import { z } from 'zod';

import { createServices } from '../../services/index.js';
import { defineCommand } from './command.js';
import { CommandRefusal } from './refusal.js';

/** Opens a school with its first administrator. */
export const createSchool = defineCommand({
  name: 'school create',
  input: z.object({
    slug: z.string(),
    name: z.string(),
    administrator: z.object({ email: z.string(), name: z.string(), password: z.string() }),
  }),
  run: async (platform, input) => {
    const { schools } = createServices(platform, platform.orm.em.fork());
    const result = await schools.createSchool(input);
    if (result.kind === 'slugTaken') {
      throw new CommandRefusal(`There is a school "${input.slug}" already. Choose another slug.`);
    }
    const { schoolId, administratorId } = result;
    return { school: input.slug, schoolId, administratorId };
  },
});
