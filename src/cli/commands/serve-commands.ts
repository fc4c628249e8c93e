import type { Logger } from 'pino';

import {
  controlSocketPath,
  serveLocalChannel,
  type LocalChannel,
} from '../../app/local-channel.js';
import type { OpenPlatform } from '../../app/open-platform.js';
import { refusalOf } from './refusal.js';
import { channelCommands } from './registry.js';
import { SERVER_INFO } from './server-info.js';

export interface ServeCommandsOptions {
  readonly platform: OpenPlatform;
  readonly dataDir: string;
  /** Where the gateway answers. */
  readonly url: string;
  readonly log: Logger;
}

/**
 * Takes the commands of `lyceum` while this server has the embedded database open, and writes into
 * the lock file where. Null on PostgreSQL, where the command line goes to the database itself.
 * Close it before the platform: commands under way are cancelled and waited for.
 */
export async function serveCommands(options: ServeCommandsOptions): Promise<LocalChannel | null> {
  const { platform, dataDir, url, log } = options;
  if (!platform.embedded) return null;
  const channel = await serveLocalChannel({
    path: controlSocketPath(dataDir),
    commands: { ...channelCommands(platform), [SERVER_INFO]: async () => ({ url }) },
    describeRefusal: (error) => {
      const refusal = refusalOf(error);
      return refusal && { message: refusal.message, detail: refusal.exit };
    },
    log,
  });
  platform.embedded.publishControlAddress(channel.path);
  return channel;
}
