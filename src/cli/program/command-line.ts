import type { Environment } from '../../app/environment.js';
import type { Command } from '../commands/command.js';
import { runCommand } from '../commands/run-command.js';
import { createProgressDisplay, type ProgressDisplay } from '../terminal/progress-display.js';

/** What the process that a command line runs in has to offer. */
export interface CommandLine {
  readonly input: NodeJS.ReadStream;
  /** For results. */
  readonly output: NodeJS.WriteStream;
  /** For progress, questions and errors. */
  readonly messages: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  /** Reads the settings; throws an EnvironmentError. Not before a command needs them. */
  readonly environment: () => Environment;
  readonly adminPassword: () => string | null;
  /** Ends the process with this code when all is done. */
  setExitCode(code: number): void;
}

/** Runs a command with its progress shown, wherever the database is. */
export async function run<Input, Result>(
  line: CommandLine,
  command: Command<Input, Result>,
  input: Input,
): Promise<Result> {
  return showing(line, (display) =>
    runCommand(command, input, {
      environment: line.environment(),
      report: (done, total, label) => {
        display.show(done, total, label);
      },
      signal: line.signal,
    }),
  );
}

/** Shows progress while `work` goes on, and leaves the terminal tidy however it ends. */
export async function showing<T>(
  line: CommandLine,
  work: (display: ProgressDisplay) => Promise<T>,
): Promise<T> {
  const display = createProgressDisplay(line.messages);
  try {
    return await work(display);
  } finally {
    display.stop();
  }
}

/** Prints a result: for programs as one document of JSON, else as text for people. */
export function print(
  line: CommandLine,
  asJson: boolean | undefined,
  result: object,
  text: string,
): void {
  line.output.write(asJson === true ? `${JSON.stringify(result, null, 2)}\n` : `${text}\n`);
}
