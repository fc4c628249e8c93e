import { z } from 'zod';

import { scopes } from '../../services/actor.js';
import { createServices } from '../../services/index.js';
import { chooseSchool } from './choose-school.js';
import { defineCommand, operatorOf } from './command.js';

/** Makes an account for a system, with one key. The key is in the result and nowhere else. */
export const createServiceAccount = defineCommand({
  name: 'service-account create',
  input: z.object({
    school: z.string().optional(),
    name: z.string(),
    scopes: z.array(z.enum(scopes, `Scopes are ${scopes.join(', ')}.`)),
  }),
  run: async (platform, { school: slug, ...account }) => {
    const school = await chooseSchool(platform, slug);
    const { schools } = createServices(platform, platform.orm.em.fork());
    const made = await schools.createServiceAccount(operatorOf(school.id), account);
    const { userId, apiKeyId, key } = made;
    return { school: school.slug, userId, apiKeyId, key };
  },
});
