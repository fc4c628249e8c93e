import type { z } from 'zod';

import type { ChannelCommand, Report } from '../../app/local-channel.js';
import type { OpenPlatform } from '../../app/open-platform.js';
import { closeRecordedClass } from './close-recorded-class.js';
import { createSchool } from './create-school.js';
import { createServiceAccount } from './create-service-account.js';
import { createUser } from './create-user.js';
import { exportGradebookToFile } from './export-gradebook.js';
import { importOatutor } from './import-oatutor.js';
import { openRecordedClass } from './open-recorded-class.js';
import { rebuild } from './rebuild.js';
import { recompute } from './recompute-grades.js';

/** A command with its input not yet looked at. */
interface AnyCommand {
  readonly name: string;
  readonly input: z.ZodType;
  // Method syntax: its input is checked by the schema beside it, which the compiler cannot see.
  run(
    platform: OpenPlatform,
    input: unknown,
    report: Report,
    signal: AbortSignal,
  ): Promise<unknown>;
}

/** Every command that works on the database, in whichever process has it open. */
export const commands: readonly AnyCommand[] = [
  importOatutor,
  createSchool,
  createUser,
  createServiceAccount,
  openRecordedClass,
  closeRecordedClass,
  rebuild,
  recompute,
  exportGradebookToFile,
].map((command): AnyCommand => command as AnyCommand);

/** The commands as the local channel serves them, over a platform that is open here. */
export function channelCommands(platform: OpenPlatform): Record<string, ChannelCommand> {
  return Object.fromEntries(
    commands.map((command): [string, ChannelCommand] => [
      command.name,
      (input, report, signal) => command.run(platform, command.input.parse(input), report, signal),
    ]),
  );
}
