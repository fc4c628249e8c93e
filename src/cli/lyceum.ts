#!/usr/bin/env node

import '../app/production-mode.js';
import 'reflect-metadata';

import { CommanderError } from 'commander';

import { EnvironmentError, readAdminPassword, readEnvironment } from '../app/environment.js';
import { exitCodes, refusalOf } from './commands/refusal.js';
import type { CommandLine } from './program/command-line.js';
import { createProgram } from './program/create-program.js';

const interrupt = new AbortController();
let isVerbose = false;

const line: CommandLine = {
  input: process.stdin,
  output: process.stdout,
  messages: process.stderr,
  signal: interrupt.signal,
  environment: () => {
    const environment = readEnvironment();
    isVerbose = environment.logLevel === 'debug' || environment.logLevel === 'trace';
    return environment;
  },
  adminPassword: () => readAdminPassword(),
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks commands to put things away; the second means now.
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    interrupt.abort(new Error('interrupted'));
  });
}

try {
  await createProgram(line).parseAsync();
} catch (error) {
  process.exitCode = end(error);
}

/** Tells what went wrong in as few words as help. Returns the exit code. */
function end(error: unknown): number {
  // Commander has printed its own.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (interrupt.signal.aborted) {
    process.stderr.write('Interrupted. What was not committed is not stored.\n');
    return exitCodes.interrupted;
  }
  if (error instanceof EnvironmentError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.usage;
  }
  const refusal = refusalOf(error);
  if (refusal) {
    process.stderr.write(`${refusal.message}\n`);
    if (isVerbose) process.stderr.write(`${stackOf(refusal)}\n`);
    return exitCodes[refusal.exit];
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    isVerbose
      ? `${stackOf(error)}\n`
      : `Something went wrong: ${firstLine(message)}\nRun it again with LYCEUM_LOG_LEVEL=debug to see where.\n`,
  );
  return exitCodes.fault;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** With what caused it, and for a fault in the server where in there. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = 'detail' in error && typeof error.detail === 'string' ? `\n${error.detail}` : '';
  const cause = error.cause === undefined ? '' : `\nbecause of ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${detail}${cause}`;
}
