import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';

import { isDatabaseLoss } from '../../app/database-loss.js';
import type { Environment } from '../../app/environment.js';
import { ChannelError, runOverLocalChannel, type Report } from '../../app/local-channel.js';
import {
  findRunningServer,
  runningServerBehind,
  type RunningServer,
} from '../../app/running-server.js';
import type { Command } from './command.js';
import { CommandRefusal, exitCodes } from './refusal.js';

/** What a command line knows of the world. */
export interface Surroundings {
  readonly environment: Environment;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** A server that is just starting takes commands once it is ready: so long we wait for it. */
  readonly patienceMs?: number;
}

const STARTING_MS = 10_000;
const LOOK_EVERY_MS = 200;

/**
 * Runs a command where the database is: in this process or, while a server has the embedded
 * database open, in that server.
 */
export async function runCommand<Input, Result>(
  command: Command<Input, Result>,
  input: Input,
  { environment, report, signal, patienceMs = STARTING_MS }: Surroundings,
): Promise<Result> {
  if (environment.database.kind === 'postgres') return runHere();
  const { dataDir } = environment;
  const server = await settledServer(dataDir, patienceMs, signal);
  if (server) return runThere(server);
  try {
    return await runHere();
  } catch (error) {
    const faster = runningServerBehind(error);
    if (!faster) throw error;
    return runThere((await settledServer(dataDir, patienceMs, signal)) ?? faster);
  }

  async function runHere(): Promise<Result> {
    const platform = await openHere(environment);
    try {
      const cancellable: Report = (...progress) => {
        signal.throwIfAborted();
        report(...progress);
      };
      return await command.run(platform, command.input.parse(input), cancellable, signal);
    } finally {
      await platform.close();
    }
  }

  async function runThere({ pid, controlPath }: RunningServer): Promise<Result> {
    const holder = pid === null ? 'another process' : `process ${pid}`;
    if (controlPath === null) {
      throw new CommandRefusal(
        `The data directory ${dataDir} is in use by ${holder}, which takes no commands. Wait until it has ended, or stop it.`,
        'unavailable',
      );
    }
    try {
      const call = { path: controlPath, command: command.name, input, report, signal };
      // Made by this very command, of the same registry, in another process.
      return (await runOverLocalChannel(call)) as Result;
    } catch (error) {
      throw error instanceof ChannelError ? explain(error, dataDir, holder) : error;
    }
  }
}

/** Who has the data directory open, once it takes commands or has had the time to. */
async function settledServer(
  dataDir: string,
  patienceMs: number,
  signal: AbortSignal,
): Promise<RunningServer | null> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const server = findRunningServer(dataDir);
    if (server === null || server.controlPath !== null || performance.now() >= until) return server;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

function explain(error: ChannelError, dataDir: string, holder: string): Error {
  switch (error.kind) {
    case 'refused':
      return new CommandRefusal(error.message, exitNamed(error.detail), { cause: error });
    case 'unreachable':
      return new CommandRefusal(
        `The data directory ${dataDir} is in use by ${holder}, which cannot be reached. Stop it, or try again once it answers.`,
        'unavailable',
        { cause: error },
      );
    case 'lost':
      return new CommandRefusal(
        `${error.message} What it had not committed is not stored: start it and run the command again.`,
        'unavailable',
        { cause: error },
      );
    case 'fault':
      return new Error(`${error.message} (in the server, ${holder})`, { cause: error });
  }
}

function exitNamed(name: string | null): CommandRefusal['exit'] {
  const known = Object.keys(exitCodes).filter(
    (code): code is CommandRefusal['exit'] => code !== 'done' && code !== 'fault',
  );
  return known.find((code) => code === name) ?? 'refused';
}

async function openHere(environment: Environment) {
  // Only here: an ORM takes half a second to load, which a command over the channel need not wait.
  const { openPlatform } = await import('../../app/open-platform.js');
  const isVerbose = environment.logLevel === 'debug' || environment.logLevel === 'trace';
  const log = pino({ level: isVerbose ? environment.logLevel : 'silent' }, pino.destination(2));
  try {
    return await openPlatform({ environment, log });
  } catch (error) {
    if (!isDatabaseLoss(error) || environment.database.kind !== 'postgres') throw error;
    const { host } = new URL(environment.database.url);
    throw new CommandRefusal(
      `No PostgreSQL answers at ${host}. Start it, or mend DATABASE_URL.`,
      'unavailable',
      { cause: error },
    );
  }
}
