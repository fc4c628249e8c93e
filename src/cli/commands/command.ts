import type { z } from 'zod';

import type { Report } from '../../app/local-channel.js';
import type { OpenPlatform } from '../../app/open-platform.js';
import type { Operator } from '../../services/people/index.js';
import type { ServiceDeps } from '../../services/transact.js';

/**
 * One thing that can be done to an installation from its machine. The same function runs in the
 * command's own process and, while a server has the embedded database open, inside that server;
 * so input and result are plain data, and files are named by absolute paths.
 */
export interface Command<Input, Result> {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /** Throws a CommandRefusal for what its caller can mend. `report` throws once it is cancelled. */
  readonly run: (
    platform: OpenPlatform,
    input: Input,
    report: Report,
    signal: AbortSignal,
  ) => Promise<Result>;
}

/** Lets the compiler infer a command's input and result. */
export function defineCommand<Input, Result>(
  command: Command<Input, Result>,
): Command<Input, Result> {
  return command;
}

/** What services are built from, for one command. */
export function depsOf(platform: OpenPlatform): ServiceDeps {
  return { em: platform.orm.em.fork(), clock: platform.clock, announce: platform.announce };
}

export function operatorOf(schoolId: string): Operator {
  return { kind: 'operator', schoolId };
}
