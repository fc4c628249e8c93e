import { z } from 'zod';

import { revokeApiKey } from '../../services/people/provision.js';
import { chooseSchool } from './choose-school.js';
import { defineCommand, depsOf, operatorOf } from './command.js';

/** Takes the key of a replay out of use. Everything else stays to be looked at. */
export const closeRecordedClass = defineCommand({
  name: 'replay close',
  input: z.object({ school: z.string(), apiKeyId: z.uuid() }),
  run: async (platform, { school: slug, apiKeyId }) => {
    const school = await chooseSchool(platform, slug);
    await revokeApiKey(depsOf(platform), operatorOf(school.id), apiKeyId);
    return {};
  },
});
